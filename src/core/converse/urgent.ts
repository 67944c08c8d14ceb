/**
 * Callers who need a person at once. Two levels: danger to life (the fixed safety text goes out and nothing else), and
 * a pressing matter or distress (a person is alerted, nobody is nurtured through a booking). A word that merely sounds
 * alike ("fire my plumber", "emergency brake") is struck out first; in doubt it is one (catalogue, `urgent-escalation`).
 */
import type { ReadText } from './text.ts';

export type Urgency = 'danger' | 'pressing' | null;

const SOUNDS_ALIKE =
  /\b(?:(?:not|isnt|non|nothing|no|not an|isnt an|no real) (?:urgent|emergency)|emergency (?:brakes?|contact|exit|lights?|fund|kit)|fire (?:my|the|our|your|him|her|them|that)|fired|fire ?(?:place|pit|wood|works?|stick|wall)s?|on fire sale|gas (?:station|cap|pedal|mileage|tank|grill|stove installation|money|card)|running out of gas|(?:a|the) shot in the dark|heart of|killer deal|killing it|dying to|kill (?:time|two birds|the engine)|suicide doors?|dead (?:battery|line|bolt)|bleeding (?:the )?brakes|bleed (?:the )?brakes?|break ins?ide|attack the stain|overdose of|urgent care|(?:two|2|four|4|brush) ?strokes?|stroke of|flames? (?:decals?|paint|stickers?|kit))\b/g;

const DANGER: readonly RegExp[] = [
  /\b(?:kill(?:ing)? myself|suicid(?:e|al)|end (?:my|it all|my own) life|want to die|dont want to live|better off dead|hurt(?:ing)? myself|self harm|cut(?:ting)? myself)\b/,
  /\b(?:cant breathe|not breathing|stopped breathing|unconscious|unresponsive|passed out|heart attack|chest pains?|stroke|seizure|overdos(?:e|ed|ing)|bleeding (?:out|badly|heavily|a lot)|severe(?:ly)? bleeding|choking|anaphyla\w+|allergic reaction|having contractions|drowning)\b/,
  /\b(?:gas leak|leaking gas|smell(?:s|ing)? (?:of |like )?gas|gas smell|smell of gas|carbon monoxide|co (?:alarm|detector)|house is on fire|on fire|its burning down|there(?:s| is) (?:a )?(?:fire|smoke)|smoke everywhere|caught fire|flames|building fire|huele a gas|fuga de gas|incendio)\b/,
  /\b(?:break ?in(?:g)? (?:in )?(?:right )?now|someone (?:is )?(?:breaking|broke) in|intruder|burglar(?:s)? in|being (?:attacked|robbed|followed|stabbed)|he(?:s| is) hitting|hitting me|has a (?:gun|knife)|shooting|shots fired|shot (?:me|him|her)|stabbed|rap(?:e|ed|ing)|domestic violence|kidnap\w*|threaten(?:ing|ed) (?:me|to kill))\b/,
  /\b(?:call 911|need 911|911 emergency|ambulance|life or death|life threatening|medical emergency|me estoy muriendo|no puedo respirar|me quiero morir|emergencia medica)\b/,
];

const PRESSING: readonly RegExp[] = [
  /\b(?:emergency|emergencia|urgent(?:ly)?|urgente|its an emergency|911)\b/,
  /\b(?:burst pipe|pipe (?:has |just )?burst|flood(?:ed|ing)|water (?:is )?(?:everywhere|pouring|gushing)|sewage|no heat|sparks|sparking|electrical burning|burning smell|locked (?:out|in)|stranded|stuck on the (?:road|highway|freeway)|broke down on|severe pain|extreme pain|in (?:so much|terrible|a lot of) pain|knocked out (?:a )?tooth|swollen face|wont stop bleeding|bleeding)\b/,
  /\b(?:desperate|im begging|i need help (?:now|right now|immediately)|panicking|panic attack|im crying|so scared|terrified|dont know what to do anymore|freaking out|ayudenme|ayuda por favor)\b/,
];

export function urgencyOf(text: ReadText): Urgency {
  const plain = text.plain.replaceAll(SOUNDS_ALIKE, ' ');
  if (DANGER.some((pattern) => pattern.test(plain))) return 'danger';
  return PRESSING.some((pattern) => pattern.test(plain)) ? 'pressing' : null;
}
