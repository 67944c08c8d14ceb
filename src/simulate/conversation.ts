import type { Service } from '../core/model/organisation.ts';
import type { Caller } from './callers.ts';
import type { Random } from './random.ts';

/** What a simulated caller writes next, and after how long; null when the caller is done. */
export interface Answer {
  readonly body: string;
  readonly delaySeconds: number;
}

/** What the caller remembers of the conversation with one shop. */
export interface Memory {
  turns: number;
  booked: boolean;
  done: boolean;
  /** Decided at the first text: what the caller wants. */
  service: Service | null;
}

const MOST_TURNS = 7;

/** The caller reads a text from the shop. Scripts, not intelligence: enough to walk every path of the product. */
export function respond(
  caller: Caller,
  memory: Memory,
  text: string,
  services: readonly Service[],
  random: Random,
): Answer | null {
  if (memory.done || memory.turns >= MOST_TURNS) return null;
  memory.turns += 1;
  const answer =
    memory.turns === 1 ? opening(caller, memory, services, random) : reply(caller, memory, text, random);
  if (answer === null) {
    memory.done = true;
    return null;
  }
  // Most people answer within minutes, some after dinner.
  const delaySeconds = random.chance(0.12) ? random.between(1_800, 7_200) : random.between(25, 240);
  return { body: answer, delaySeconds };
}

function opening(
  caller: Caller,
  memory: Memory,
  services: readonly Service[],
  random: Random,
): string | null {
  const bookable = services.filter((service) => service.bookable && service.minutes <= 240);
  const service = bookable.length === 0 ? null : random.pick(bookable);
  memory.service = service;
  const name = service?.name.toLowerCase() ?? 'an appointment';
  const last = (body: string): string => {
    memory.done = true;
    return body;
  };
  switch (caller.manner) {
    case 'silent':
      return null;
    case 'books':
    case 'books-then-cancels':
      return random.pick([
        `Hi, I'd like to book ${name}`,
        `Can I come in for ${name} this week?`,
        `Need ${name} please. When do you have time?`,
      ]);
    case 'asks-then-books':
      return random.pick([`How much is ${name}?`, `Hi! What does ${name} cost?`]);
    case 'asks-price':
      return last(random.pick([`What's the price for ${name}?`, `how much for ${name}`]));
    case 'asks-hours':
      return last(
        random.pick(['What time do you close today?', 'Are you open on Saturday?', 'Where are you located?']),
      );
    case 'stop':
      return last(random.pick(['STOP', 'Stop', 'stop texting me please', 'UNSUBSCRIBE']));
    case 'wrong-number':
      return last('Wrong number');
    case 'wants-person':
      return last(
        random.pick([
          'Can somebody call me?',
          "I'd rather talk to a person",
          'Please have a human call me back',
        ]),
      );
    case 'emoji':
      return last('👍');
    case 'urgent':
      return last(
        random.pick([
          'A pipe burst and water is everywhere, please hurry',
          'There is water pouring through my ceiling!',
        ]),
      );
  }
}

function reply(caller: Caller, memory: Memory, text: string, random: Random): string | null {
  if (memory.booked) {
    if (caller.manner !== 'books-then-cancels') return null;
    memory.done = true;
    return 'Sorry, I need to cancel my appointment';
  }
  if (/\b(is|are|you're|you are) (now )?(booked|confirmed|all set)|\bbooked\b|\bconfirmed\b/i.test(text)) {
    memory.booked = true;
    return caller.manner === 'books-then-cancels' || random.chance(0.4) ? 'Great, thanks!' : null;
  }
  const asked = memory.service?.questions.find((question) => text.includes(question.ask));
  if (asked !== undefined) return answerTo(asked.key, asked.choices, random);
  if (/\bname\b/i.test(text) && text.includes('?')) return caller.name;
  if (/\d{1,2}(:\d\d)?\s?(AM|PM)/i.test(text))
    return random.pick(['The first one works', '1', 'First one please', 'Yes, the first']);
  if (/\b(book|appointment|come in|schedule)\b/i.test(text) && text.includes('?')) return 'Yes please';
  return memory.turns <= 3 ? `I'd like to book ${memory.service?.name.toLowerCase() ?? 'a visit'}` : null;
}

function answerTo(key: string, choices: readonly string[] | undefined, random: Random): string {
  if (choices !== undefined && choices.length > 0) return random.pick(choices);
  switch (key) {
    case 'vehicle':
      return random.pick(['Honda CR-V', 'Ford F-150, black', 'Tesla Model 3', 'Subaru Outback 2019']);
    case 'address':
      return `${random.between(100, 999)} ${random.pick(['Oak St', 'Elm Ave', 'Pine Rd'])}`;
    default:
      return 'Yes';
  }
}
