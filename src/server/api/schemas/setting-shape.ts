/** What a nested setting is made of, so that a form can be drawn for it: lists, tables and fields within fields. */
import { z } from 'zod';

export interface SettingPart {
  readonly name: string;
  readonly description: string;
  readonly required: boolean;
  /** What holds while it is left out. */
  readonly default?: unknown;
  readonly shape: SettingShape;
}

export type SettingShape =
  | { readonly kind: 'text' | 'date' | 'word' | 'texts' | 'json' }
  /** `asked`: neither yes nor no until somebody says so. */
  | { readonly kind: 'switch'; readonly asked?: true | undefined }
  | { readonly kind: 'number'; readonly minimum: number | null; readonly maximum: number | null }
  | { readonly kind: 'choice'; readonly choices: readonly string[] }
  | { readonly kind: 'list'; readonly of: SettingShape }
  | { readonly kind: 'map'; readonly of: SettingShape; readonly names: readonly string[] | null }
  /** `whole`: every field is shown, however many there are. */
  | { readonly kind: 'object'; readonly fields: readonly SettingPart[]; readonly whole?: true | undefined }
  | { readonly kind: 'one-of'; readonly options: readonly SettingOption[] };

export interface SettingOption {
  readonly label: string;
  readonly shape: SettingShape;
}

const part = z.object({
  name: z.string(),
  description: z.string(),
  required: z.boolean(),
  default: z.unknown().optional(),
  get shape() {
    return SettingShape;
  },
});

export const SettingShape: z.ZodType<SettingShape> = z
  .lazy(() =>
    z.union([
      z.object({ kind: z.enum(['text', 'date', 'word', 'texts', 'json']) }),
      z.object({ kind: z.literal('switch'), asked: z.literal(true).optional() }),
      z.object({
        kind: z.literal('number'),
        minimum: z.number().nullable(),
        maximum: z.number().nullable(),
      }),
      z.object({ kind: z.literal('choice'), choices: z.array(z.string()) }),
      z.object({ kind: z.literal('list'), of: SettingShape }),
      z.object({
        kind: z.literal('map'),
        of: SettingShape,
        names: z.array(z.string()).nullable().describe('The only names there can be; null when any will do'),
      }),
      z.object({ kind: z.literal('object'), fields: z.array(part), whole: z.literal(true).optional() }),
      z.object({
        kind: z.literal('one-of'),
        options: z.array(z.object({ label: z.string(), shape: SettingShape })),
      }),
    ]),
  )
  .meta({
    id: 'SettingShape',
    description:
      '`date` is a calendar date, year first; `word` a text, number or truth value; `texts` one text or several; `map` names with a value each; `json` whatever has no form',
  });
