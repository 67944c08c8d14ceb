/**
 * May this text be written to the CRM as it is? If not, the text that may (catalogue 3.5 "crm-write"; PCI DSS v4.0.1
 * 3.3.1, 3.5.1). The raw text appears nowhere in the answer.
 */
import { z } from 'zod';
import { redactCardData } from '../content/card-data.ts';
import type { Finding } from '../rule.ts';
import { says } from './finding.ts';

export const CrmWriteInput = z.object({
  check: z.literal('crm-write').nullish(),
  field: z.string().max(500).nullish(),
  text: z.string().max(1_000_000),
});
export type CrmWriteInput = z.infer<typeof CrmWriteInput>;

export interface CrmWriteAnswer {
  readonly decision: 'pass' | 'deny';
  readonly redactedWrite: string;
  readonly findings: readonly Finding[];
}

export function checkCrmWrite(input: Pick<CrmWriteInput, 'field' | 'text'>): CrmWriteAnswer {
  const redactedWrite = redactField(input.field ?? '', input.text);
  if (redactedWrite === input.text) {
    const because = 'No card number, security code, PIN or track data in it.';
    return {
      decision: 'pass',
      redactedWrite,
      findings: RULES.map((rule) => says(rule, 'pass', because)),
    };
  }
  const because = 'Card data in the raw text. Write the redacted text instead.';
  return {
    decision: 'deny',
    redactedWrite,
    findings: RULES.map((rule) =>
      says(rule, 'deny', because, rule === 'crm-write-minimum' ? 'write-precondition' : 'card-data'),
    ),
  };
}

const RULES = ['pci-sad-storage', 'pci-end-user-messaging', 'crm-write-minimum'] as const;

/** A field that is called `cvv` holds one, although its text does not say so. */
function redactField(field: string, text: string): string {
  const isCodeField =
    /^(?:cvv2?|cvc2?|cid|csc|cav2|security[ _-]?code|pin|card[ _-]?(?:cvv|code|pin))$/i.test(field.trim());
  if (isCodeField && /^\s*\d{3,12}\s*$/.test(text)) return text.replace(/\d+/, '[SAD removed]');
  return redactCardData(text).text;
}
