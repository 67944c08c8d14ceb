/**
 * If these fail, someone who said stop goes on getting texts, or a customer who wanted to stop by, to move an
 * appointment or to ask for the closing time is silenced for ever.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import corpus from './keyword-corpus.json' with { type: 'json' };
import keywords from './data/keywords.json' with { type: 'json' };
import { classifyKeyword } from './keyword-classification.ts';

const verdict = (text: string): string => classifyKeyword({ text }).classification;

describe('exact words', () => {
  it.each(keywords.optOutExact)('%s is a revocation', (word) => {
    for (const text of [word, word.toLowerCase(), ` ${word}! `, `"${word}."`, `${word} 🙏`]) {
      expect(classifyKeyword({ text })).toMatchObject({
        classification: 'revocation',
        method: 'exact',
        effect: 'OPTED_OUT',
      });
    }
  });

  it('asks whether the appointment was meant after a lone CANCEL or CANCELAR, and only then', () => {
    expect(classifyKeyword({ text: 'Cancel' }).obligations).toEqual(['ask-if-appointment-was-meant']);
    expect(classifyKeyword({ text: 'CANCELAR' }).obligations).toEqual(['ask-if-appointment-was-meant']);
    expect(classifyKeyword({ text: 'STOP' }).obligations).toEqual([]);
  });

  it.each(['HELP', 'info', 'Aide', 'ayuda?'])('%s is answered as help', (text) => {
    expect(classifyKeyword({ text })).toMatchObject({
      classification: 'help',
      method: 'exact',
      effect: 'HELP',
    });
  });

  it.each(['START', 'unstop', 'Subscribe'])('%s opts in', (text) => {
    expect(classifyKeyword({ text })).toMatchObject({
      classification: 'opt-in',
      method: 'exact',
      effect: 'RE_OPTED_IN',
    });
  });

  it('takes YES as an opt-in only from someone opted out whom we asked', () => {
    expect(classifyKeyword({ text: 'YES', state: 'OPTED_OUT', pendingQuestion: true }).classification).toBe(
      'opt-in',
    );
    expect(classifyKeyword({ text: 'YES', state: 'OPTED_OUT', pendingQuestion: false }).classification).toBe(
      'not-revocation',
    );
    expect(classifyKeyword({ text: 'YES', state: 'ENGAGED', pendingQuestion: true }).classification).toBe(
      'not-revocation',
    );
    expect(classifyKeyword({ text: 'yes' }).classification).toBe('not-revocation');
  });

  it('reads full-width letters, zero-width characters and curly quotes', () => {
    for (const text of ['ＳＴＯＰ', 'ST\u200bOP', '“Stop”', '*STOP*', 'Arrêt', 'ARRE\u0302T']) {
      expect(classifyKeyword({ text })).toMatchObject({ classification: 'revocation', method: 'exact' });
    }
  });
});

describe('free text', () => {
  it.each([
    'stop texting me',
    'Please stop',
    'STOP STOP STOP',
    'stop!!! I mean it',
    'Stop. By the way, your service is bad',
    "Don't text me again",
    "don't contact me",
    'do not text me anymore',
    'Do not contact me at this number',
    'leave me alone',
    'please leave us alone',
    'take me off your list',
    'take me off',
    'Take my number off your list please',
    'remove my number',
    'remove me from your list',
    'delete my number',
    'no more messages',
    'no more texts please',
    'no more',
    'lose my number',
    'Forget my number',
    'I will report you',
    "I'm going to sue you",
    'I am reporting this to the FCC',
    'reported as spam',
    'unsubscribe me please',
    'Please unsubscribe',
    'opt me out',
    'I want to opt out',
    'How do I opt out?',
    'how do I stop these texts',
    'can you stop texting me?',
    'why don’t you stop texting me',
    'would you please stop messaging this number',
    'stop sending me messages',
    'stop calling me',
    'quit texting me',
    'please quit',
    'end this',
    'end these messages now',
    'Cancel all texts',
    'cancel these messages',
    'cease and desist',
    'I revoke my consent',
    'I withdraw my consent',
    'I never signed up for this',
    "I didn't agree to receive texts",
    "I don't want to receive texts from you",
    "I don't want any more messages",
    'I do not want texts',
    'I no longer want to receive these messages',
    'this is spam',
    'this is harassment',
    'go away',
    'fuck off',
    'F off',
    'enough',
    'Enough already!',
    "I'm done with you",
    'put me on your do not call list',
    'never text me again',
    'stpo',
    'stopp',
    'st0p texting',
    'S T O P',
    's.t.o.p',
    'unsuscribe',
    'unsubcribe please',
    'plz stop txting me',
    'No need to text me anymore',
    'you don’t need to text me',
    'cancel the appointment and leave me alone',
    "Cancel my appointment and don't text me again",
    "I'll stop by tomorrow but stop texting me",
    'stop at once',
    'stop right now',
    'stop it',
    'stop this',
    'stop the texts',
    'stop your messages',
    'please stop thanks',
    'Hi, this is Harbor Detailing. Sorry we missed your call. How can we help? Reply STOP to opt out.',
    'Tu cita es mañana. Responda STOP para darse de baja',
    'Envoyez STOP au 36034 pour vous désabonner',
    'END please',
    'QUIT now',
    'please remove me',
    'texts need to stop',
    'make it stop texting me',
    '🛑',
    'no texting please',
    'do not text',
    "Who is this? Don't message me",
    'dejen de mandarme mensajes',
    'deje de escribirme',
    'ya no me manden mensajes',
    'no me escriban mas',
    'No me llamen más',
    'no más mensajes',
    'no quiero más mensajes',
    'no quiero recibir mensajes',
    'quítenme de su lista',
    'borre mi número',
    'déjenme en paz',
    'ya basta',
    'basta',
    'darme de baja por favor',
    'arrêtez de m’envoyer des messages',
    "Arrêtez s'il vous plaît",
    "ne m'écrivez plus",
    'ne me contactez plus',
    'plus de messages',
    'laissez-moi tranquille',
    'désabonnez-moi',
    'désinscription',
    'retirez-moi de votre liste',
    'je ne veux plus recevoir de messages',
  ])('%s: a revocation', (text) => {
    expect(verdict(text)).toBe('revocation');
  });

  it.each([
    'wrong number',
    'Sorry, wrong number',
    'You have the wrong number',
    'wrong person',
    'you got the wrong guy',
    "This isn't Maria",
    'I am not John',
    'this is not her number anymore',
    'no one here by that name',
    'There is nobody here named Steve',
    'I never called you',
    "I didn't call you",
    "I didn't call anyone",
    'wrong number, stop texting',
    'worng number',
    'wrong #',
    "you're texting the wrong person",
    'número equivocado',
    'se equivocó de número',
    'mauvais numéro',
    'vous vous trompez de numéro',
    'I just got this new number',
    'this number no longer belongs to him',
  ])('%s: a wrong party', (text) => {
    expect(classifyKeyword({ text })).toMatchObject({
      classification: 'wrong-party',
      method: 'free-text',
      effect: 'BLOCKED',
    });
  });

  it.each([
    ['Can I stop by at 5 today?', 'visit'],
    ['can I stop by', 'visit'],
    ["I'll stop in tomorrow", 'visit'],
    ['stop in tomorrow', 'visit'],
    ['Is it ok to stop over after work?', 'visit'],
    ['I stopped by but nobody was there', 'visit'],
    ['can I drop by around 3', 'visit'],
    ['where are you located?', 'visit'],
    ["don't stop", 'other'],
    ["please don't stop texting me", 'other'],
    ['the end of the month', 'other'],
    ['sometime by the end of the week works', 'other'],
    ['what is the end time', 'hours'],
    ['what time do you close', 'hours'],
    ['are you open on sunday', 'hours'],
    ['cancel my appointment', 'cancel-booking'],
    ['I need to cancel my appointment tomorrow', 'cancel-booking'],
    ['Can you cancel my 3pm appointment', 'cancel-booking'],
    ["I need to cancel tomorrow's appt", 'cancel-booking'],
    ['cancel for tomorrow please', 'cancel-booking'],
    ['please cancel my booking for Friday', 'cancel-booking'],
    ["sorry I can't make it today", 'cancel-booking'],
    ['my appointment needs to be cancelled', 'cancel-booking'],
    ['can we reschedule', 'reschedule-booking'],
    ['I have to cancel and reschedule', 'cancel-booking'],
    ['can I move my appointment to friday', 'reschedule-booking'],
    ["my toilet won't stop running", 'other'],
    ['the faucet will not stop dripping', 'other'],
    ['my car stopped working', 'other'],
    ['the AC quit on me', 'other'],
    ['how do I stop the leak', 'other'],
    ['can you stop the water', 'other'],
    ['I want to quit smoking', 'other'],
    ['the bus stop is next to you', 'other'],
    ['I got rear ended this weekend', 'other'],
    ['weekend', 'other'],
    ['can you remove a tree stump', 'other'],
    ['do you remove pet stains?', 'other'],
    ['take me off the schedule for tomorrow', 'cancel-booking'],
    ['I gave you the wrong number, it is 555 0142', 'other'],
    ['do I have the wrong number?', 'other'],
    ['how much is a full detail', 'pricing'],
    ['can I get a quote', 'pricing'],
    ['cuanto cuesta', 'pricing'],
    ['I want to book an appointment', 'book'],
    ['any openings this week?', 'book'],
    ['please call me', 'callback'],
    ['can someone call me back', 'callback'],
    ["don't call, text me instead", 'other'],
    ['your tech was rude and I want a refund', 'complaint'],
    ['are my lab results in?', 'phi-question'],
    ['there is a gas leak in my kitchen', 'emergency'],
    ['my house is on fire', 'emergency'],
    ['I want to fire my plumber', 'other'],
    ['emergency brake is stuck', 'other'],
    ['quiero cancelar mi cita', 'cancel-booking'],
    ['puedo pasar por ahí a las 5', 'visit'],
    ['puedo parar en la tienda', 'visit'],
    ['fin de semana', 'other'],
    ['je voudrais annuler mon rendez-vous', 'cancel-booking'],
    ["l'arrêt de bus", 'other'],
    ['Yes please', 'other'],
    ['no', 'other'],
    ['No thanks', 'other'],
    ['ok', 'other'],
    ['thanks', 'other'],
    ['who is this?', 'other'],
    ['I need help with my sink', 'other'],
    ['👍', 'other'],
    ['', 'other'],
    ['I need a lawyer, I want to sue my landlord', 'other'],
    ['please leave me a voicemail', 'other'],
    ['I did not mean to unsubscribe', 'other'],
    ['what is your cancellation policy', 'other'],
  ])('%s: not a revocation, about %s', (text, intent) => {
    expect(classifyKeyword({ text })).toMatchObject({
      classification: 'not-revocation',
      method: 'free-text',
      effect: 'NONE',
    });
    if (intent !== 'other') expect(classifyKeyword({ text }).intent).toBe(intent);
  });

  it.each([
    'not interested',
    'Not interested anymore',
    "I'm no longer interested",
    'nvm cancel',
    'never mind, cancel it',
    'I want to cancel',
    'no me interesa',
    'pas intéressé',
    "don't text me while I'm at work",
  ])('%s: ambiguous, ask once', (text) => {
    expect(classifyKeyword({ text })).toMatchObject({
      classification: 'ambiguous',
      effect: 'CLARIFY_PENDING',
      obligations: ['ask-once'],
    });
  });
});

/** Written after the patterns, to see whether they understand what they were not made from. */
describe('a second corpus', () => {
  it.each(corpus)('$text: $classification', ({ text, classification, intent }) => {
    expect(classifyKeyword({ text })).toMatchObject({
      classification,
      ...(intent === undefined ? {} : { intent }),
    });
  });
});

describe('any text', () => {
  it('is answered, quickly, whatever it holds', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), (text) => {
        expect(['revocation', 'wrong-party', 'help', 'opt-in', 'not-revocation', 'ambiguous']).toContain(
          verdict(text),
        );
      }),
      { numRuns: 300 },
    );
    for (const word of ['cancel ', 'stop ', 'no ', 'i ', 'the end ', 'my ', 'ya no me ', 'a'])
      expect(verdict(word.repeat(10_000))).toBeTypeOf('string');
  });

  it('that begins with a listed word and a plea stays a revocation', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('stop', 'unsubscribe', 'revoke'),
        fc.constantFrom('please', 'now', 'thanks', 'ok', 'immediately'),
        (word, plea) => {
          expect(verdict(`${word} ${plea}`)).toBe('revocation');
          expect(verdict(`${plea} ${word}`)).toBe('revocation');
        },
      ),
    );
  });
});
