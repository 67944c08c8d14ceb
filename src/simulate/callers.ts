import { fictionalNumber } from './demo-places.ts';
import { seededRandom, type Random } from './random.ts';

/** How a simulated caller deals with a text from the shop. */
export const MANNERS = [
  'silent',
  'books',
  'asks-then-books',
  'asks-price',
  'asks-hours',
  'books-then-cancels',
  'stop',
  'wrong-number',
  'wants-person',
  'emoji',
  'urgent',
] as const;
export type Manner = (typeof MANNERS)[number];

export interface Caller {
  readonly number: string;
  readonly name: string;
  readonly manner: Manner;
}

const NAMES = [
  'Ana Ruiz',
  'Ben Carter',
  'Chloe Park',
  'Darius Green',
  'Elena Petrova',
  'Frank Osei',
  'Gina Moretti',
  'Hugo Stein',
  'Ivy Nguyen',
  'Jamal Reed',
  'Kara Lind',
  'Liam Byrne',
  'Maya Singh',
  'Noah Weiss',
  'Opal James',
  'Pedro Alves',
  'Quinn Doyle',
  'Rosa Medina',
  'Saul Katz',
  'Tara Wolfe',
  'Uma Desai',
  'Vince Lombard',
  'Willa Frost',
  'Xander Cole',
  'Yara Haddad',
  'Zoe Marsh',
];

/** Shops use the first nine fictional numbers of an area code; callers have the rest. */
export const FIRST_CALLER = 20;
export const CALLERS_PER_AREA = 80;

/** The caller with this place in an area code: the same person every time. */
export function callerOf(areaCode: string, place: number): Caller {
  const number = fictionalNumber(areaCode, FIRST_CALLER + (place % CALLERS_PER_AREA));
  const random = seededRandom(Number(number.slice(2)) % 4_294_967_291);
  return { number, name: random.pick(NAMES), manner: mannerOf(random) };
}

function mannerOf(random: Random): Manner {
  return random.weighted({
    silent: 42,
    books: 16,
    'asks-then-books': 10,
    'asks-price': 8,
    'asks-hours': 5,
    'books-then-cancels': 3,
    stop: 4,
    'wrong-number': 2,
    'wants-person': 4,
    emoji: 2,
    urgent: 2,
  });
}

export function areaCodeOf(number: string): string {
  return number.slice(2, 5);
}
