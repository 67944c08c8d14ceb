/** Audit records in the words of the call page: decisions with their findings, and everything else as a line of the timeline. */
import { outcomeOf } from '../../core/audit/decision-record.ts';
import { explainEvidence } from '../../core/gate/explain.ts';
import type { RecordedFinding } from '../../core/gate/recorded.ts';
import { RULES } from '../../core/gate/rules/all.ts';
import type { AuditEntry } from '../../store/audit-read.ts';
import type { DecisionShape, FindingShape, TimelineEntry } from './schemas/calls.ts';

export function decisionShape(record: AuditEntry): DecisionShape {
  const { body, personal } = record;
  const outcome = outcomeOf({ body, personal });
  return {
    recordId: record.id,
    kind: record.kind.replace(/^decision\./, ''),
    version: typeof body['version'] === 'number' ? body['version'] : null,
    at: record.occurredAt,
    outcome: wordOf(outcome),
    outcomeDetail: outcome ?? null,
    confidence: typeof body['confidence'] === 'number' ? body['confidence'] : null,
    explanation: textOf(personal?.['explanation']) ?? GONE[record.personalState],
    citations: Array.isArray(body['citations']) ? body['citations'].map(String) : [],
    findings: findingsOf(outcome),
    facts: personal?.['facts'] ?? null,
    erased: record.personalState === 'erased',
  };
}

export function findingShape(finding: RecordedFinding): FindingShape {
  const rule = RULES.find((each) => each.id === finding.rule);
  return {
    rule: finding.rule,
    title: rule?.title ?? finding.rule,
    decision: finding.decision,
    reason: finding.reason ?? null,
    explanation: explainEvidence(finding),
    citation: finding.evidence.citation ?? rule?.citation ?? null,
    until: finding.until ?? null,
    evidence: finding.evidence,
  };
}

/** Rules that did not apply are recorded by name alone; the page lists them after those that spoke. */
function findingsOf(outcome: unknown): FindingShape[] {
  if (!isObject(outcome) || !Array.isArray(outcome['findings'])) return [];
  const silent = Array.isArray(outcome['notApplicable']) ? outcome['notApplicable'].map(String) : [];
  return [
    ...(outcome['findings'] as RecordedFinding[]).map(findingShape),
    ...silent.map((id): FindingShape => {
      const rule = RULES.find((each) => each.id === id);
      return {
        rule: id,
        title: rule?.title ?? id,
        decision: 'not-applicable',
        reason: null,
        explanation: 'It does not apply to this action.',
        citation: rule?.citation ?? null,
        until: null,
        evidence: null,
      };
    }),
  ];
}

/** One line of the timeline per record; null for records that other rows of the timeline tell better. */
export function timelineOf(record: AuditEntry): TimelineEntry | null {
  const line = (
    type: TimelineEntry['type'],
    title: string,
    detail: string,
    tone: TimelineEntry['tone'] = 'neutral',
  ): TimelineEntry => ({
    id: record.id,
    at: record.occurredAt,
    type,
    title,
    detail,
    surface: null,
    tone,
    recordId: record.id,
    messageId: textOf(record.body['messageId']),
    bookingId: textOf(record.body['bookingId']) ?? textOf(record.body['booking']),
  });
  if (record.kind.startsWith('decision.')) {
    const decision = decisionShape(record);
    return line(
      'decision',
      DECISION_TITLES[decision.kind] ?? `Decided: ${decision.kind}`,
      decision.explanation,
      toneOf(decision.outcome),
    );
  }
  if (record.kind.startsWith('staff.')) {
    const by = textOf(record.body['by'])?.replace(/^staff:/, '') ?? 'Somebody';
    return line(
      'staff',
      `${by}: ${STAFF_TITLES[record.kind.slice(6)] ?? record.kind.slice(6)}`,
      detailOf(record),
    );
  }
  if (record.kind === 'redaction.card-data')
    return line(
      'notice',
      record.body['where'] === 'delivery'
        ? 'Card data was cut out of a stored delivery'
        : 'Card data was cut out before anything was stored',
      detailOf(record),
      'warning',
    );
  if (record.kind.startsWith('notify.') || record.kind.startsWith('notification.'))
    return line('notice', 'Told the shop', detailOf(record));
  if (record.kind.startsWith('booking.'))
    return line('booking', `Booking ${record.kind.slice(8)}`, detailOf(record), 'good');
  if (record.kind.startsWith('consent.')) return line('consent', 'Consent changed', detailOf(record));
  // Intents, answers and receipts show as the message itself, with its delivery state.
  return null;
}

const DECISION_TITLES: Readonly<Record<string, string>> = {
  detect: 'Joined what the phone systems said and judged the call',
  answer: 'Looked whether a text is still wanted',
  gate: 'Asked the rules',
  'gate.write': 'Asked the rules about writing this caller into the records',
  'gate.record': 'Asked the rules about what the phone system captured',
  'gate.model': 'Asked the rules about showing the text to a language model',
  'gate.callback': 'Asked the rules about a call back by a person',
  'gate.route': 'Asked the rules about who is to ring back',
  'compose.textback': 'Wrote the text',
  'compose.nudge': 'Wrote the follow-up',
  'compose.reminder': 'Wrote the reminder',
  keyword: 'Looked for STOP, HELP and the like',
  'keyword-classification': 'Looked for STOP, HELP and the like',
  converse: 'Worked out what to reply',
  reply: 'Worked out what to reply',
  follow: 'Looked whether to follow up',
  book: 'Looked for a slot',
};

const STAFF_TITLES: Readonly<Record<string, string>> = {
  callback: 'worked on the callback',
  takeover: 'took the conversation over',
  handback: 'gave the conversation back to the assistant',
  'thread-closed': 'closed the conversation',
  message: 'wrote a text',
  'message-refused': 'wanted to write a text, but the rules said no',
  consent: 'recorded what the caller wants',
  counsel: 'decided as counsel',
  contact: 'changed the contact',
  booking: 'worked on a booking',
};

const GONE: Readonly<Record<AuditEntry['personalState'], string>> = {
  none: '',
  open: '',
  erased: 'This person was erased; what was decided on can no longer be read.',
  unreadable: 'This record cannot be opened with the key of this installation.',
};

function toneOf(outcome: string): TimelineEntry['tone'] {
  if (/^(pass|missed|go|confirmed|sent)$/.test(outcome)) return 'good';
  if (/^(defer|route|scheduled|counsel|shadow)/.test(outcome)) return 'warning';
  return /^(deny|held|rejected|failed)/.test(outcome) ? 'bad' : 'neutral';
}

/** The outcome in a word or two, whatever shape a judgement gives it. */
function wordOf(outcome: unknown): string {
  if (typeof outcome === 'string') return outcome;
  if (!isObject(outcome)) return outcome === undefined ? 'erased' : 'done';
  for (const name of ['decision', 'classification', 'state', 'code', 'intent', 'variant', 'kind'] as const) {
    const word = textOf(outcome[name]);
    if (word !== null) return word;
  }
  return outcome['go'] === true ? 'go' : 'done';
}

/** The plain fields of a record in a line; nested ones are for the record view. */
function detailOf(record: AuditEntry): string {
  const fields = { ...record.body, ...record.personal };
  return Object.entries(fields)
    .filter(
      ([name, value]) =>
        !['by', 'role', 'via'].includes(name) && ['string', 'number', 'boolean'].includes(typeof value),
    )
    .map(([name, value]) => `${name}: ${String(value)}`)
    .join(', ')
    .slice(0, 500);
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
