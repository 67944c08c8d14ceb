/**
 * What the words of a text say. If these fail: somebody in danger gets booking talk, a plumber is mistaken for a fire, a
 * diagnosis goes out in clear text, or a score by surname ranks borrowers.
 */
import { describe, expect, it } from 'vitest';
import { classOfContent, hasPublicShortener } from './carrier-forbidden.ts';
import { asksForCardData } from './card-data.ts';
import { drugTalk } from './drug-promotion.ts';
import { dangerIn } from './emergency.ts';
import { statesHousingPreference } from './housing-preference.ts';
import { asksWhoIsTalking } from './human-claim.ts';
import { speaksOfHealth } from './patient-data.ts';
import { promisesReturns } from './promises.ts';
import { worstFeature } from './routing-features.ts';

describe('danger', () => {
  it.each([
    'there is a gas leak in my kitchen',
    'I smell gas',
    'my carbon monoxide alarm is going off',
    'the house is on fire',
    'theres smoke coming from the outlet',
    'FIRE!!',
    "my dad can't breathe",
    'chest pain and dizzy',
    'she is unconscious',
    'I want to die',
    'thinking about killing myself',
    'someone is breaking in right now',
    'he has a gun',
    'this is an emergency please help',
    'call 911',
    'he is bleeding badly',
    'my son swallowed bleach',
    'huele a gas en la cocina',
    "there's an intruder in the house",
    'my husband is hitting me',
    'thinking about ending my life',
    'my ex is trying to break down my door',
    'someone is outside trying to get in',
    "grandma fell and isn't moving",
    'my kid drank antifreeze',
    'hissing sound from the gas meter',
    'the panel is sparking',
    'robbery happening now',
    'my wife went into labor',
  ])('%s', (text) => expect(dangerIn(text)).not.toBeNull());

  it.each([
    'I want to fire my plumber',
    'my emergency brake is stuck',
    'can you install a fireplace?',
    'need a quote for a gas stove install',
    'do you install carbon monoxide detectors?',
    'almost had a heart attack when I saw the bill',
    'this price is killing me lol',
    'do you have an emergency contact number for the office?',
    'it is not an emergency',
    'a flu shot appointment please',
    'can you break in my new boots',
    'porsche 911 oil change',
    'my wife is gonna kill me if the sink is not fixed',
    'two stroke engine repair',
    'we were broken into last night, need new locks',
    'can I stop by at 5?',
    'looking for a fire extinguisher inspection',
    'gas station on main street',
    'when are you open on Friday?',
    'how much is a carbon monoxide detector',
    'shoot me a quote',
    'hit me up when you can',
    'the address is 911 Oak Ave',
    'emergency dental appointment',
    'the fire station next door',
  ])('not: %s', (text) => expect(dangerIn(text)).toBeNull());
});

describe('health', () => {
  it.each([
    'Your MRI results are ready',
    'Time for your colonoscopy',
    'Refill of metformin ready',
    'Harbor Oncology missed your call',
    'your eye exam is tomorrow',
  ])('%s', (text) => expect(speaksOfHealth(text)).toBe(true));
  it.each([
    'Hi, this is Harbor Dental on Main St. Sorry we missed your call just now. How can we help? Reply STOP to opt out.',
    'Your appointment is tomorrow at 3 pm. Reply STOP to opt out.',
    'Dr. Lee: please call us back at 310-555-0142.',
    'Book online: https://harbor.example/b',
  ])('not: %s', (text) => expect(speaksOfHealth(text)).toBe(false));
});

describe('drugs', () => {
  it.each([
    ['Ozempic works in weeks', false, 'product-and-claim'],
    ['Zelvanta® is now available', true, 'name-only'],
    ['Ask about Zelvanta, the therapy that relieves pain fast', true, 'product-and-claim'],
    ['New relief from migraines', true, 'unclear'],
    ['Sorry we missed your call. Reply STOP to opt out.', true, 'none'],
    ['Sorry we missed your call about the boiler, we work fast', false, 'none'],
    ['Trulicity cuts A1C', true, 'product-and-claim'],
  ] as const)('%s', (text, inPharma, talk) => expect(drugTalk(text, inPharma, ['brand-a'])).toBe(talk));
});

describe('housing', () => {
  it.each([
    'No children please',
    'perfect for a Christian family',
    'you would be more comfortable in another neighborhood',
    'It is a mostly white neighborhood',
    'adults only building',
    'we prefer married couples',
    'Females only',
    'must be a US-born citizen',
    'sorry, no service animals',
  ])('%s', (text) => expect(statesHousingPreference(text)).toBe(true));
  it.each([
    'Sorry we missed your call about the house on Elm St. How can we help?',
    'The family room has a fireplace. Want to see it on Friday?',
    'No pets, no smoking.',
    'We can show you the unit at 5.',
    'Are you looking for a single family home?',
    'Do you want a couple of photos?',
  ])('not: %s', (text) => expect(statesHousingPreference(text)).toBe(false));
});

it.each([
  [['time-of-call', 'lead-age', 'loan-amount'], 'neutral'],
  [['preferred_language'], 'neutral'],
  [['areaCode'], 'geography'],
  [['zip'], 'geography'],
  [['county', 'exchange'], 'geography'],
  [['zip-demographic-score'], 'protected'],
  [['surname-origin-index', 'zip'], 'protected'],
  [['accent_score'], 'protected'],
  [['area-code-ethnicity-index'], 'protected'],
  [['caller-age'], 'protected'],
  [['gender'], 'protected'],
] as const)('features %j are %s', (features, kind) => expect(worstFeature(features)).toBe(kind));

it('promises', () => {
  expect(promisesReturns('Guaranteed 12% returns')).toBe(true);
  expect(promisesReturns('You cannot lose with this fund')).toBe(true);
  expect(promisesReturns('This fund never loses')).toBe(true);
  expect(promisesReturns('Double digit gains every year')).toBe(true);
  expect(promisesReturns('It will return 8% a year')).toBe(true);
  expect(promisesReturns('Sorry we missed your call. How can we help?')).toBe(false);
  expect(promisesReturns('An advisor will return your call within 1 hour')).toBe(false);
  expect(promisesReturns('We promise to call back by 5')).toBe(false);
});

it('carrier classes and shorteners', () => {
  expect(classOfContent(['cannabis'])).toBe('forbidden');
  expect(classOfContent(['tobacco'])).toBe('age-gated');
  expect(classOfContent([])).toBe('none');
  expect(hasPublicShortener('see t.co/abc')).toBe(true);
  expect(hasPublicShortener('see https://target.co/abc')).toBe(false);
});

it('card requests', () => {
  expect(asksForCardData('What is your credit card number?')).toBe(true);
  expect(asksForCardData('Reply with the CVV please')).toBe(true);
  expect(asksForCardData('Can you give me your cc number?')).toBe(true);
  expect(asksForCardData('Send card # to confirm')).toBe(true);
  expect(asksForCardData('May I have your Visa number?')).toBe(true);
  expect(asksForCardData('Please bring your insurance card.')).toBe(false);
  expect(asksForCardData('You can pay by card when we come.')).toBe(false);
  expect(asksForCardData('Never text your card number.')).toBe(false);
});

it.each([
  'are you a robot',
  'is this ai?',
  'real person?',
  'am i talking to a human',
  'human or bot?',
  "who's this",
  'is anyone actually there',
  'you sound like a bot',
  'is this chatgpt',
])('asks who is talking: %s', (text) => expect(asksWhoIsTalking(text)).toBe(true));
it.each([
  'can i speak to a person',
  'do you repair machines',
  'is this the dentist on main st',
  'are you open',
  'is this still available',
  'can someone call me',
  'is the machine fixed',
])('does not: %s', (text) => expect(asksWhoIsTalking(text)).toBe(false));
