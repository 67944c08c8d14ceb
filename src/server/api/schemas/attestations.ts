/** What people vouch for, part by part, with the form of each. */
import { z } from 'zod';
import { SettingField } from './sources.ts';

export const AttestationShape = z.object({
  part: z.string().describe('Where it stands in `attestations`, such as `baa` or `duties.senderNumber`'),
  title: z.string(),
  field: SettingField.describe('Its form'),
  own: z.unknown().describe('What was entered here; null: nothing'),
  organisation: z
    .unknown()
    .describe("What holds here from the organisation while nothing of one's own is entered; null: nothing"),
  state: z
    .enum(['absent', 'on-file', 'ends-soon', 'ended'])
    .describe('Of what holds here; `ends-soon`: within 30 days'),
  endsOn: z.string().nullable().describe('The last day of the entry that ends first'),
});
export type AttestationShape = z.infer<typeof AttestationShape>;

export const AttestationView = z.object({
  version: z.string().describe('Of all that was entered here; send it back with a change'),
  items: z.array(AttestationShape),
});
export type AttestationView = z.infer<typeof AttestationView>;

export const AttestationUpdate = z.strictObject({
  version: z
    .string()
    .max(64)
    .describe('Of what was edited; refused with `conflict` when it changed meanwhile'),
  changes: z
    .record(z.string().max(60), z.unknown())
    .describe('Parts by their name, each in its new words as a whole; null withdraws it'),
});
export type AttestationUpdate = z.infer<typeof AttestationUpdate>;
