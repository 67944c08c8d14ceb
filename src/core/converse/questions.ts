/**
 * The service's questions and their answers. What fits the kind of question is kept in its form; a second odd answer is
 * taken as it is, because a person will read it and nobody likes to be asked a third time.
 */
import type { z } from 'zod';
import type { QualificationQuestion, Service } from '../model/organisation.ts';
import { put, remember, serviceOf, type Draft } from './draft.ts';
import { readText, sameWord, type ReadText } from './text.ts';
import { namesTime } from './time-wish.ts';
import type { Extras } from './turn.ts';

export type Question = z.infer<typeof QualificationQuestion>;

export function nextQuestion(draft: Pick<Draft, 'state'>, service: Service): Question | null {
  return (
    service.questions.find(
      (question) => question.required && draft.state.answers[question.key] === undefined,
    ) ?? null
  );
}

/**
 * An optional question whose answer the shop's own price depends on: its words or choices stand in the price text. Asked
 * when the price is, once, and never in the way of a booking.
 */
export function pricingQuestion(draft: Pick<Draft, 'state'>, service: Service): Question | null {
  const price = readText(service.priceText ?? '').words.filter((word) => word.length > 2);
  return (
    optional(service).find(
      (question) =>
        draft.state.answers[question.key] === undefined &&
        readText(
          [question.key.replaceAll('-', ' '), question.ask, ...(question.choices ?? [])].join(' '),
        ).words.some((word) => !COMMON.has(word) && price.some((priced) => sameWord(word, priced))),
    ) ?? null
  );
}

/** Optional questions that nobody has asked or answered yet, as many as one may ask of somebody who has just booked. */
export function extrasFor(service: Service, answers: Readonly<Record<string, string>>): readonly string[] {
  return optional(service)
    .filter((question) => answers[question.key] === undefined)
    .map((question) => question.key)
    .slice(0, MOST_EXTRAS);
}

const optional = (service: Service): readonly Question[] =>
  service.questions.filter((question) => !question.required);
const MOST_EXTRAS = 2;
/** Words of questions and prices that say nothing about what is asked. */
const COMMON = new Set(
  'the and for from with what which how many much your you have has does this that need are any per price cost que cual para con desde por una'.split(
    ' ',
  ),
);

/** Answers without the optional questions that were let pass. */
export function givenAnswers(answers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(answers).filter(([, answer]) => answer !== PASSED));
}
const PASSED = '';

/** Asks what is left to ask after a booking; true when something was asked. */
export function askExtra(draft: Draft, extras: Extras | undefined): boolean {
  const service = extras === undefined ? null : serviceOf(draft.facts, extras.serviceKey);
  const question = service?.questions.find((each) => each.key === extras?.keys[0]);
  if (extras === undefined || question === undefined) return false;
  remember(draft, { pending: { kind: 'extra', ...extras } });
  put(draft, asked(question));
  return true;
}

/**
 * Takes the answer to an optional question. Whatever else the text is about (a change, a question, thanks) is not held
 * up by it: then the question is let go, and false is returned.
 */
export function captureExtra(draft: Draft): boolean {
  const { pending } = draft.state;
  if (pending?.kind !== 'extra') return false;
  const { bookingId, serviceKey, keys } = pending;
  const [key, ...left] = keys;
  remember(draft, { pending: null });
  const question = serviceOf(draft.facts, serviceKey)?.questions.find((each) => each.key === key);
  if (question === undefined || key === undefined || turnsAway(draft, question)) return false;
  const answer = answerTo(question, draft.text);
  if (answer === null) return false;
  draft.actions.push({ type: 'booking-answer', bookingId, key, answer });
  put(draft, draft.say.noted);
  askExtra(draft, { bookingId, serviceKey, keys: left });
  return true;
}

const OTHER_WISHES = [
  'cancel-booking',
  'reschedule',
  'booking-status',
  'running-late',
  'price',
  'hours',
  'address',
  'duration',
  'services',
  'phone',
  'callback',
  'who',
] as const;
const NO_ANSWER = ['thanks', 'bye', 'no', 'yes', 'greeting', 'book'] as const;

function turnsAway({ text, intents }: Draft, question: Question): boolean {
  if (QUESTION_WORD.test(text.plain) || OTHER_WISHES.some((intent) => intents.has(intent))) return true;
  return (
    question.kind === 'text' && (SKIPS.test(text.plain) || NO_ANSWER.some((intent) => intents.has(intent)))
  );
}

const SKIPS =
  /^(?:skip(?: (?:it|that))?|pass|(?:i )?(?:dont|do not) know|not sure|no idea|idk|na|n a|rather not|prefer not to say|no se|paso)$/;

export function asked(question: Question): string {
  const choices = question.kind === 'choice' ? (question.choices ?? []) : [];
  return choices.length === 0 || choices.every((choice) => question.ask.includes(choice))
    ? question.ask
    : `${question.ask} (${choices.join(', ')})`;
}

/** Saves the answer to the question that is open, if this text is one. */
export function captureAnswer(draft: Draft): boolean {
  const { pending } = draft.state;
  if (pending?.kind !== 'question') return false;
  const service = serviceOf(draft.facts, draft.state.serviceKey);
  const question = service?.questions.find((each) => each.key === pending.key);
  if (question === undefined) return false;
  const { text, intents } = draft;
  // A question is not the answer to ours, unless it is a short doubt such as "Toyota?".
  if (QUESTION_WORD.test(text.plain) && (text.question || text.words.length > 3)) return false;
  const turnsAway = ['price', 'hours', 'address', 'phone', 'duration', 'services'] as const;
  if (text.question && turnsAway.some((intent) => intents.has(intent))) return false;
  // "Thursday 10 works" picks a time, whatever was asked last; the question is asked once more.
  if (question.kind === 'text' && namesTime(draft.wish) && text.words.every((word) => TIME_TALK.test(word)))
    return false;
  const answer = question.required || !SKIPS.test(text.plain) ? answerTo(question, text) : null;
  if (answer === null && !question.required) {
    // Nobody is held up by what need not be known.
    remember(draft, { answers: { ...draft.state.answers, [question.key]: PASSED }, pending: null });
    return false;
  }
  if (answer === null && pending.tries < 1) {
    if (text.question) return false;
    remember(draft, { pending: { ...pending, tries: pending.tries + 1 } });
    return true;
  }
  // A second odd answer is taken as it is: a person will read it, nobody is asked a third time.
  const kept = answer ?? (text.original.slice(0, 200) || '(no answer)');
  remember(draft, { answers: { ...draft.state.answers, [question.key]: kept }, pending: null });
  draft.actions.push({ type: 'capture-answer', key: question.key, answer: kept });
  return true;
}

/** Words of a text that says when and nothing else. */
const TIME_TALK =
  /^(?:mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|today|tomorrow|tonight|morning|afternoon|evening|noon|next|this|week|the|at|on|in|for|to|by|around|about|after|before|am|pm|oclock|\d{1,2}(?:am|pm|st|nd|rd|th)?|\d{3,4}(?:am|pm)?|works?|is|are|would|be|will|do|does|good|great|fine|perfect|best|better|please|pls|thanks|ok|okay|yes|yeah|how|what|me|i|can|it|that|then|lets|let|us|book|take|ill|lunes|martes|miercoles|jueves|viernes|sabado|domingo|manana|hoy|por|la|las|el|a|de|favor|bien|esta|tarde|noche)$/;

const QUESTION_WORD =
  /^(?:what|whats|how|why|when|where|which|who|do|does|can|could|is|are|will|would|should|que|como|cuando|donde|cual|tienen|pueden)\b/;

export function answerTo(question: Question, text: ReadText): string | null {
  if (text.plain === '' && text.emojiOnly === null) return null;
  switch (question.kind) {
    case 'text':
      return text.plain === '' ? null : text.original.slice(0, 200);
    case 'number': {
      const digits = /\d+(?:\.\d+)?/.exec(text.plain)?.[0];
      const word = [
        'zero',
        'one',
        'two',
        'three',
        'four',
        'five',
        'six',
        'seven',
        'eight',
        'nine',
        'ten',
      ].findIndex((each) => text.words.includes(each));
      return digits ?? (word === -1 ? null : String(word));
    }
    case 'yes-no':
      if (
        /^(?:y|yes|yeah|yep|yup|sure|ok|okay|si|claro|correcto|correct|it (?:is|does|has)|i (?:do|have|am)|we (?:do|have|are))\b/.test(
          text.plain,
        ) ||
        text.emojiOnly === 'yes'
      )
        return 'yes';
      return /^(?:n|no|nope|nah|not|never|it (?:isnt|doesnt)|i (?:dont|havent)|we (?:dont|havent))\b/.test(
        text.plain,
      ) || text.emojiOnly === 'no'
        ? 'no'
        : null;
    case 'choice': {
      const choices = question.choices ?? [];
      const place = /^(?:option |number |#)?(\d{1,2})$/.exec(text.plain)?.[1];
      const byPlace = place === undefined ? undefined : choices[Number(place) - 1];
      if (byPlace !== undefined) return byPlace;
      const named = choices.filter((choice) => {
        const words = readText(choice).words;
        return (
          words.some((word) => word.length > 2 && text.words.some((typed) => sameWord(typed, word))) ||
          words.join(' ') === text.plain
        );
      });
      return named.length === 1
        ? (named[0] ?? null)
        : (choices.find((choice) => readText(choice).plain === text.plain) ?? null);
    }
  }
}
