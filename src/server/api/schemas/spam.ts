/** Lists of numbers that are known for spam. */
import { z } from 'zod';
import { LIST_NAME } from '../../../core/organisation/spam-csv.ts';
import { At } from './common.ts';

const ListName = z
  .string()
  .regex(LIST_NAME, 'lower-case letters, digits, dots and dashes, such as ftc-2026-11')
  .describe('Names the list wherever a call is explained by it');

export const SpamLists = z.object({
  items: z.array(z.object({ list: z.string(), numbers: z.int(), listedAt: At })),
  last30Days: z
    .object({
      held: z.int().describe('Missed calls held back as spam'),
      ofCustomers: z.int().describe('Those of callers whom the shop knows as customers by now'),
      falseBlockRate: z.number().nullable().describe('Their share, 0 to 1; null while nothing was held'),
    })
    .describe('How often the spam filter was wrong, by what became known since'),
});
export type SpamLists = z.infer<typeof SpamLists>;

export const SpamListUpload = z.strictObject({
  list: ListName,
  csv: z
    .string()
    .max(4_000_000)
    .describe(
      'CSV with the columns phone and label, or bare numbers. Larger files: `ringback import --spam-list`',
    ),
});

export const SpamListImported = z.object({
  list: z.string(),
  numbers: z.int(),
  added: z.int(),
  removed: z.int(),
  leftOut: z
    .array(z.object({ line: z.int(), message: z.string(), remedy: z.string().optional() }))
    .describe('The first hundred lines that could not be read'),
});

export const SpamListParam = z.object({ list: ListName });
