/** Lists of numbers that are known for spam, and what is thought of one number. */
import { z } from 'zod';
import { E164 } from '../../../core/model/primitives.ts';
import { LIST_NAME } from '../../../core/organisation/spam-csv.ts';
import { At } from './common.ts';

const ListName = z
  .string()
  .regex(LIST_NAME, 'lower-case letters, digits, dots and dashes, such as ftc-2026-11')
  .describe('Names the list wherever a call is explained by it');

const SpamShare = z.object({
  label: z.string(),
  held: z.int(),
  falseBlocks: z.int().describe('Of these calls: callers who are customers, or were released by staff'),
});

export const SpamLists = z.object({
  items: z.array(
    z.object({
      list: z.string(),
      numbers: z.int(),
      listedAt: At,
      source: z.string().nullable().describe('Where the numbers come from, as the importer said it'),
      importedBy: z.string().nullable().describe('Null for lists from before this was written down'),
    }),
  ),
  removed: z
    .array(z.object({ list: z.string(), numbers: z.int(), removedAt: At, removedBy: z.string().nullable() }))
    .describe('Lists that were taken back in the last 30 days and can be put back'),
  threshold: z.number().describe('Score, 0 to 1, from which a caller is held back'),
  last30Days: z
    .object({
      held: z.int().describe('Missed calls held back as spam'),
      ofCustomers: z.int().describe('Those of callers whom the shop knows as customers by now'),
      released: z.int().describe('Those of callers whom staff released'),
      falseBlocks: z.int().describe('Both together, each call once'),
      falseBlockRate: z.number().nullable().describe('Their share, 0 to 1; null while nothing was held'),
      byScore: z.array(SpamShare),
      bySign: z.array(SpamShare).describe('By what weighed most'),
    })
    .describe('How often the spam filter was wrong, by what became known since'),
});
export type SpamLists = z.infer<typeof SpamLists>;

const Source = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .optional()
  .describe('Where the numbers come from: a file name, an address, whoever keeps the list');

export const SpamListUpload = z.strictObject({
  list: ListName,
  csv: z
    .string()
    .max(4_000_000)
    .describe(
      'CSV with the columns phone and label, or bare numbers. Larger files: `ringback import --spam-list`',
    ),
  source: Source,
});
export type SpamListUpload = z.infer<typeof SpamListUpload>;

const LeftOut = z
  .array(z.object({ line: z.int(), message: z.string(), remedy: z.string().optional() }))
  .describe('The first hundred lines that could not be read');

export const SpamListPlan = z.object({
  list: z.string(),
  exists: z.boolean().describe('A list of that name is replaced'),
  numbers: z.int(),
  added: z.int(),
  removed: z.int(),
  kept: z.int(),
  relabelled: z.int(),
  examples: z.object({ added: z.array(z.string()), removed: z.array(z.string()) }),
  customers: z.int().describe('Numbers on the list that the shop knows as customers: they are not held back'),
  calledLately: z.int().describe('Numbers on the list that rang in the last 30 days'),
  leftOut: LeftOut,
  refused: z.int().describe('All lines that could not be read'),
});
export type SpamListPlan = z.infer<typeof SpamListPlan>;

export const SpamListImported = z.object({
  list: z.string(),
  numbers: z.int(),
  added: z.int(),
  removed: z.int(),
  leftOut: LeftOut,
});
export type SpamListImported = z.infer<typeof SpamListImported>;

export const SpamListParam = z.object({ list: ListName });
export const SpamCallerParam = z.object({ phone: E164 });

export const SpamCaller = z.object({
  phone: z.string(),
  held: z.boolean().describe('A missed call from this number would be held back now'),
  why: z.string().describe('In one or two sentences'),
  score: z.number().describe('0 to 1, by what is known of the number without a call at hand'),
  reasons: z.array(z.object({ because: z.string(), weight: z.number() })),
  lists: z.array(z.object({ list: z.string(), label: z.string().nullable() })),
  spared: z.string().nullable().describe('Why the score holds nothing back; follows "the caller ..."'),
  blocked: z.boolean().describe('On the list of callers this shop does not want'),
  released: z.object({ at: At, by: z.string().nullable() }).nullable(),
  calls: z
    .array(
      z.object({ id: z.uuid(), startedAt: At, location: z.string(), held: z.boolean(), because: z.string() }),
    )
    .describe('The latest calls, and what was thought of each'),
});
export type SpamCaller = z.infer<typeof SpamCaller>;

export const SpamRelease = z.strictObject({
  released: z.boolean().describe('True: this number is no spam, whatever lists and signs say'),
});
export type SpamRelease = z.infer<typeof SpamRelease>;
