/**
 * Card data never reaches a row (PCI DSS v4.0.1 3.3.1 and 3.5.1): what people write or say is cut before it is stored,
 * and that it was cut is a record, with kind and number of the spans and never the spans themselves.
 */
import { redactCardData } from '../core/gate/content/card-data.ts';
import type { NewRecord } from '../store/audit.ts';
import type { NewCallEvent } from '../store/attempts.ts';

export interface Cut {
  readonly text: string;
  readonly cardNumbers: number;
  readonly secrets: number;
}

export function withoutCardData(text: string): Cut {
  return redactCardData(text);
}

export function wasCut(cut: Cut): boolean {
  return cut.cardNumbers + cut.secrets > 0;
}

/** The record of a cut. `where` names the kind of text: a message, a voicemail, a note, a vendor's delivery as it was stored. */
export function cutRecord(
  cut: Pick<Cut, 'cardNumbers' | 'secrets'>,
  where: 'message' | 'voicemail' | 'note' | 'delivery',
  about: Pick<NewRecord, 'attemptId' | 'phone' | 'occurredAt'>,
): NewRecord {
  return {
    ...about,
    kind: 'redaction.card-data',
    body: { where, cardNumbers: cut.cardNumbers, secrets: cut.secrets },
  };
}

/** Calls whose voicemail was written down, without the card data spoken in it. */
export function callsWithoutCardData(
  calls: readonly NewCallEvent[],
  at: string,
): { readonly calls: readonly NewCallEvent[]; readonly records: readonly NewRecord[] } {
  const records: NewRecord[] = [];
  const clean = calls.map((call) => {
    const transcript = call.event.voicemail?.transcript;
    if (call.event.voicemail === undefined || transcript === undefined) return call;
    const cut = withoutCardData(transcript);
    if (!wasCut(cut)) return call;
    records.push(
      cutRecord(cut, 'voicemail', {
        occurredAt: at,
        ...(call.event.from === null ? {} : { phone: call.event.from }),
      }),
    );
    const voicemail = { ...call.event.voicemail, transcript: cut.text };
    return { ...call, event: { ...call.event, voicemail } };
  });
  return { calls: clean, records };
}
