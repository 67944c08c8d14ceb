/**
 * Does this person write or speak of danger to life now: self-harm, a medical emergency, gas, fire, carbon monoxide,
 * violence or a break-in in progress? (catalogue 4.N, `urgent-escalation`)
 *
 * Words that merely sound alike are struck out first ("fire my plumber", "emergency brake"). In doubt it is one: the
 * fixed safety text does no harm to somebody who is well.
 */
import { phrase, phrases, plainText } from './plain-text.ts';

export type Danger = 'self-harm' | 'medical' | 'gas' | 'fire' | 'violence' | 'emergency';

export function dangerIn(text: string): Danger | null {
  const plain = plainText(text).replaceAll(SOUNDS_ALIKE, ' ');
  return DANGERS.find(([, pattern]) => pattern.test(plain))?.[0] ?? null;
}

const DETECTOR = '(?:carbon monoxide|co|smoke|gas|fire) (?:detectors?|alarms?|sensors?)';

const SOUNDS_ALIKE = phrases(
  [
    'emergency (?:brakes?|braking|exits?|contacts?|funds?|kits?|lights?|lighting|generators?|lane|loans?|windows?|(?:service |call ?out |visit )?(?:fees?|rates?|prices?|charges?|hours)|number|phone number|room bills?|follow ups?)',
    '(?:not|isnt|no|non|aint|wasnt)(?: really| exactly)?(?: an?)?(?: real)? (?:emergency|urgent)',
    '(?:do|can|will) you (?:guys |all )?(?:do|offer|handle|have|provide|take)(?: any)? emergenc(?:y|ies)(?: \\w+)?',
    'emergency (?:dental|plumbing|electrical|hvac|roof|vet) (?:appointments?|visits?|services?|repairs?|slots?|work)|emergency rooms? remodel\\w*',
    'emergency (?:plumbers?|plumbing|electricians?|locksmiths?|dentists?|repairs?|services?|appointments?|tree removal|towing)(?: (?:near|available|number|cost|price))*',
    'fire (?:my|our|your|his|her|their|the|that|this|him|them|you|me|everyone|somebody|someone)(?: \\w+)?',
    '(?:get|got|getting|be|was|were|been|is|are|youre|im|being|just) fired|fire (?:stations?|lanes?|fighters?|department (?:softball|fundraiser|inspections?|permits?|approval))|fireman\\w*|(?:annual|yearly|monthly|routine) fire alarm(?: tests?)?',
    'fire ?(?:places?|pits?|works?|sticks?|walls?|wood|flies|fly|extinguishers?|sales?|doors?|sprinklers?|hydrants?|trucks?|systems?|safety|inspections?|damage|proof|hose|ring|tables?|bowl|escape|insurance|code|rating|marshal)',
    'fired up|hang fire|under fire|crossfire|ceasefire|surefire|firewood|hire and fire|hire or fire',
    '(?:you|youre|guys|you guys|business|sales|team|price|prices|deals?|reviews?|work) (?:are |is |were |was )?on fire',
    'light a fire under|playing with fire|fan the flames|old flames?|flames? (?:decals?|paint|stickers?|kit)',
    'gas (?:stations?|caps?|pedal|mileage|tanks?|grills?|stoves?|prices?|money|cards?|lines? install\\w*|lines? (?:for|to) (?:a|my|the)|fire ?places?|furnaces?|heaters?|water heaters?|pumps?|ranges?|appliances?|dryers?|company|bill|meter reading)',
    `(?:install\\w*|replac\\w+|buy|bought|sell|new|change|test|battery (?:in|for)|batteries (?:in|for)|repair|mount|stock|quote (?:for|on)|need|(?:price|cost)s? (?:of|for|on)|how much (?:is|are|for)|check)(?: (?:a|an|the|my|our|some|new|two|three|of|in)){0,4} ${DETECTOR}`,
    `${DETECTOR} (?:install\\w*|inspections?|replacements?|batter(?:y|ies)|quote|low battery|chirp\\w*)`,
    '(?:almost|nearly|about|gave me|give me|giving me|had me|like)(?: to)?(?: had| have| having| get)? (?:a )?heart attack',
    '(?:heart|two|four|2|4|brush|butterfly|breast|back|hole)(?: in one)? ?strokes?|strokes? of (?:luck|genius|midnight)|stroke engine|key ?strokes?',
    'killer (?:deal|price|job|work)|kill (?:time|two birds|the (?:engine|power|lights?|weeds?|bugs?|ants|grass|mold|deal)|weeds?|bugs?|ants|roaches|mold|it)|killing (?:it|me|weeds?|bugs?|us)|weed killer|dying to|die ?hard|die cast|tool and die|to die for',
    'suicide (?:doors?|squad|lane|shift)|dead (?:battery|line|bolt|lock|end|tree|trees|grass|lawn|mouse|rat)',
    'bleed(?:ing)? (?:the |my )?(?:brakes?|radiators?|edge|air|valves?|lines?)|ink bleeding|bleeding edge|color bleeding',
    'break in (?:my|the|a|new|his|her) (?:new )?(?:shoes|boots|car|engine|motor|glove|tires?|bike|mattress|saddle)|break in (?:period|oil)|breaking in (?:a |the |my )?new',
    'shooting (?:for|pains?|stars?|range|a (?:video|wedding|film|movie)|hoops)|photo shoot(?:ing)?|(?:flu|covid|booster|tetanus|allergy|b12|long|big|best|worth a|give it a|take a|call the) shots?',
    'porsche 911|911 (?:carrera|turbo|gt3|targa|porsche)|beats me|(?:wife|husband|boss|mom|dad|landlord|she|he|kids) (?:is going to|is gonna|will|gonna|would) kill me (?:if|when|for|over)',
    'shoot (?:me|us|him|her|them|over)(?: (?:over|back|across))?(?: (?:a|an|the|your|some))? (?:texts?|e ?mails?|messages?|quotes?|prices?|estimates?|notes?|links?|address|number|details|info|pics?|pictures?|photos?|times?|invoices?)|hit (?:me|us) (?:up|back)|(?:address is|unit|apt|suite|house number) 911|911 (?:[a-z]+ ){1,2}(?:st|street|ave|avenue|rd|road|dr|drive|ln|lane|blvd|way|ct|court|pl|place|hwy)|(?:seizure|overdose) (?:meds?|medications?|medicine|prescription|prevention|training)|urgent care|attack (?:the|this|that|those) (?:stain|weeds?|problem|job)|panic attack at|choking (?:hazard|on (?:the )?(?:price|bill|paperwork))|choke (?:valve|cable)|seizure of',
    'stun gun|nail gun|glue gun|heat gun|caulk\\w* gun|staple gun|spray gun|massage gun|grease gun|gun (?:safe|shop|rack|cabinet|range|store)|top gun',
    'smoke (?:shop|break|signals?|free|damage|smell removal|odor removal|stains?)|vape smoke|bbq smoke',
    '(?:broke|broken|break) in(?:to|side)?(?: \\w+){0,4} (?:last (?:night|week|month|year)|yesterday|(?:this|the other) (?:morning|day|week)|two days ago|days ago|weeks ago)',
  ].join('|'),
);

const DANGERS: readonly (readonly [Danger, RegExp])[] = [
  [
    'self-harm',
    phrase(
      '(?:kill|killing|harm|harming|hurt|hurting|cut|cutting|shoot|hang|hanging) (?:myself|himself|herself|themselves|themself|yourself)|suicid\\w*|(?:want|wants|wanna|going|gonna|ready|rather|trying)(?: to)? die|end(?:ing|ed)? (?:my|his|her|their) (?:own )?life|end(?:ing)? it all|tak(?:e|ing) (?:my|his|her|their) own life|self harm\\w*|(?:dont|do not|doesnt) want to (?:live|be alive|be here anymore|exist)|no (?:reason|point) (?:to|in) (?:live|living)|nothing (?:left )?to live for|(?:dont|do not) want to wake up(?: tomorrow| again| anymore| ever)+|(?:gonna|going to|about to|ready to) jump(?: [.]|$)|better off (?:dead|without me)|cant go on(?: anymore| any longer| living)?|jump(?:ing)? off (?:a|the) (?:bridge|roof|building)|matarme|suicidarme|suicidio|me quiero morir|quiero morir(?:me)?|me tuer|envie de mourir|veux mourir',
    ),
  ],
  [
    'medical',
    phrase(
      '(?:cant|cannot|can not|couldnt|not able to|hard to|hardly|trouble|difficulty|struggling to|stopped|not|isnt|barely) breath(?:e|ing)?|heart attack|chest (?:pains?|hurts?|tightness|pressure)|pain in (?:my|his|her) chest|(?:having|had|has|have|a|think its a|signs? of(?: a)?) stroke|unconscious|unresponsive|passed out|pass out|fainted|(?:he|she|i|just|has|mom|dad|wife|husband|man|woman|someone|mother|father|child|kid|son|daughter) collapsed|overdos\\w+|took too many (?:pills|of)|cut my wrists?|(?:baby|son|daughter|child|kid|mom|dad|mother|father|wife|husband)(?: is)? (?:not|isnt|wont) (?:responding|respond|moving|waking up|wake up)|(?:took|swallowed) (?:all|a (?:whole |full )?bottle)(?: of)?(?: (?:my|his|her|the|those))? (?:pills|meds|medications?|tablets)|poison(?:ed|ing)|(?:drank|drunk|swallowed|ate|ingested) (?:some )?(?:bleach|poison|pills|a battery|batteries|chemicals?|antifreeze|gasoline|drain cleaner|detergent|paint thinner|lighter fluid)|(?:son|daughter|child|kid|baby|toddler|boy|girl|he|she|mom|dad|wife|husband|man|woman|someone) (?:just )?fell in(?:to)? (?:the|a|our|my) (?:pool|lake|river|pond|well)|cut (?:my|his|her|off my|off his|off her) (?:finger|thumb|toe|hand|foot|arm|leg)s?(?: tip)? off|cut off (?:my|his|her) (?:finger|thumb|toe|hand|foot|arm|leg)s?|(?:someone|somebody|people|person|kid|child|baby|he|she|mom|dad) (?:is |are )?trapped|(?:baby|child|kid|toddler|son|daughter) (?:is |got )?(?:locked|stuck|trapped) in(?:side)?(?: \\w+){0,2} (?:car|vehicle|truck|van)|(?:heavy|severe|uncontrolled|lots of) bleeding|bleeding (?:a lot|heavily|badly|out|profusely|everywhere|so much|from (?:the|my|his|her) (?:head|ears?|neck|chest|stomach|wrist))|(?:wont|cant|doesnt|not|will not) stop(?:ping)? (?:the )?bleeding|bleeding (?:wont|doesnt|isnt|will not|is not) stop\\w*|seizures?|seizing|convuls\\w+|choking|choked|slurr(?:ed|ing) (?:speech|words)|face is drooping|(?:fell|fallen)(?: \\w+){0,5} (?:isnt|not|cant|cannot|wont) (?:mov(?:e|ing)|get(?:ting)? up|wak(?:e|ing)(?: up)?|respond\\w*)|diabetic (?:shock|coma|emergency)|insulin shock|anaphyla\\w+|allergic reaction|throat (?:is )?(?:closing|swelling)|having contractions|(?:im|shes|am|is) in labor|water (?:just )?broke(?! main)|(?:going|went|gone) into labor|drown\\w*|electrocuted|severe(?:ly)? (?:pain|burn(?:s|ed)?|injur\\w+|hurt)|head injury|turning blue|no pulse|cardiac arrest|cpr|paramedics?|ambulances?|medical emergency|no puedo respirar|no respira|ataque al corazon|infarto|dolor (?:de|en el) pecho|ambulancia|sangrando|inconsciente|crise cardiaque|ne respire plus|peux pas respirer|evanoui',
    ),
  ],
  [
    'gas',
    phrase(
      'gas (?:is |was |keeps )?leak\\w*|leak\\w*(?: of| some)? (?:natural )?gas|smell\\w*(?: of| some| like| strongly of| strong| a lot of| the)*(?: natural| propane)? gas|gas (?:smell|odor|odour|fumes)|(?:rotten|sulfur) eggs?(?: smell)?|propane (?:leak\\w*|smell)|carbon monoxide|co (?:alarm|detector|poisoning|leak)|gas (?:alarm|detector)|hissing(?: \\w+){0,5} gas|gas (?:line|main|pipe|meter)(?: \\w+){0,6} hissing|(?:hit|cut|broke|ruptured|punctured) (?:a|the|our|my) gas (?:line|main|pipe)|gas (?:line|main|pipe) (?:was |is |got |has been )?(?:hit|cut|broken?|ruptured|punctured)|gas explosion|exploded|explosion|fuga de gas|huele a gas|olor a gas|monoxido|fuite de gaz|odeur de gaz|sent le gaz|monoxyde',
    ),
  ],
  [
    'fire',
    phrase(
      '(?:is|are|was|s|on|caught|catching|catch|a|started a|theres|house|kitchen|electrical|grease|chimney|dryer|oven|car|garage|building|apartment|big|there was a|call the|the|help|brush) fires?|fire (?:in|at|alarm|department|dept|fire|help|now|started|spreading|is)|^fire(?: [.])*$|^fire [.]|fires? broke out|burning down|(?:is|are|house|kitchen|something|wires?|outlet|panel|its) (?:is |are )?burning|flames|smoke (?:is |s |was )?(?:everywhere|coming|filling|pouring|billowing|in (?:the|my|our))|(?:see|seeing|lots of|so much|full of|filled with|black|thick) smoke|smok(?:e|ing) (?:from|out of)|(?:outlet|panel|breaker|socket|transformer|fuse box) (?:is )?smoking|(?:is|are|its|and|was|started|keeps|line|lines) spark(?:ing|s)|smoke (?:alarm|detector)s? (?:is |are )?(?:going off|went off|ringing|beeping|wont stop)|incendio|se quema|esta(?:mos)? (?:en llamas|ardiendo)|en llamas|fuego|au feu|incendie|prend feu|en feu',
    ),
  ],
  [
    'violence',
    phrase(
      '(?:someone|somebody|they|he|she|a man|men|guy|people|person|burglars?|robbers?) ?(?:is |are |s |re )?(?:trying to )?(?:break(?:ing|s)?|broke|climb(?:ing)?|get(?:ting)?|kick(?:ing)?|forc(?:e|ing))(?: \\w+){0,2} in(?:to|side)?|being (?:broken into|robbed|attacked|stabbed|followed|beaten|assaulted|held|burglarized|stalked|threatened)|break(?:ing)? in(?:to)? (?:right )?now|break ?in in progress|intruders?|burglars?|(?:se metieron|estan)(?: \\w+)? (?:robar|robando)|(?:someone|somebody|he|she|they|man|guy|men)(?: \\w+){0,4} trying to (?:get|break|come|climb) in|(?:kick|break|beat|bust|smash)(?:ing)? (?:my|the|our) (?:front |back |bedroom )?doors? (?:down|in)|(?:kick|break|beat|bust|smash)(?:ing)? (?:down|in) (?:my|the|our)(?: (?:front|back|bedroom))? doors?|robbery (?:in progress|happening|right now|now)|home invasion|(?:has|have|got|with|holding|pulled|pointing) (?:a |an |his |the )?(?:gun|knife|weapon)|gun ?(?:shots?|fire|man)|shots? fired|active shooter|shoot(?:ing)? (?:at|me|us|him|her|people|someone)|(?:been|got|was|were) (?:shot|stabbed|raped|attacked|assaulted|mugged|robbed)|(?:someone|somebody|he|she|they|who) (?:is |are |s )?(?:shooting|stabbed|stabbing|shot)|(?:hit|hits|hitting|beat|beats|beating|hurt|hurts|hurting|attack|attacks|attacking|strangl\\w+|chok\\w+|punch\\w+|stab\\w*) (?:me|us|my (?:mom|mother|wife|kids?|child|sister|friend|son|daughter))|(?:going to|gonna|wants? to|trying to|will|threaten\\w* to) (?:kill|hurt|stab|shoot|beat|rape|murder) (?:me|us|him|her|them|you|my \\w+|someone|everyone|people)|domestic (?:violence|abuse)|rape|raped|raping|kidnap\\w*|abducted|hostage|bomb threat|(?:a|the) bomb (?:in|at)|murder\\w*|threaten(?:ed|ing|s)? (?:me|us|my|to (?!sue|report|leave|call|cancel|complain|fire))|help me (?:now|please hes|hes|im in danger)|(?:im|i am|we are|were|life is) in danger|call (?:the )?(?:police|cops|911|112|999)|need (?:the )?(?:police|911|112)|entrando a (?:la|mi) casa|ladron\\w*|me (?:atacan|estan atacando|pegan)|auxilio|au secours|cambriol\\w+|agress\\w+',
    ),
  ],
  [
    'emergency',
    phrase(
      'emergenc(?:y|ies)|emergencia|urgence|911|life or death|life threatening|matter of life|mayday|sos',
    ),
  ],
];
