import type { CallEvent } from '../../../core/model/call-event.ts';
import type { Issue } from '../../../core/model/errors.ts';
import { sha256Hex } from '../crypto.ts';
import { finish, present } from '../event.ts';
import { readParty } from '../phone.ts';
import type { Party } from '../phone.ts';
import { shift } from '../time.ts';
import type { ReadInstant } from '../time.ts';
import { readTime } from './clocks.ts';
import { readDuration } from './durations.ts';
import { flagAt, outcomeOf } from './outcome.ts';
import type { Evidence, Outcome } from './outcome.ts';
import { loose, lookUp, valuesAt } from './paths.ts';
import type { Fields, Value } from './paths.ts';
import type { FieldName, Mapping } from './schema.ts';
import { commonDirection } from './words.ts';

/**
 * One record and a mapping become one CallEvent, or the fields that stand in the way. `mapping` is the whole of it,
 * common names included; `own` is what a person or a preset wrote, whose fields must be readable when they are there.
 */
export interface MapContext {
  readonly surface: string;
  readonly source: string;
  readonly zone: string;
  readonly receivedAt: string;
  readonly own: Mapping;
  /** For rows of a table: where in the log the change stands, and when it was committed. */
  readonly position?: string | null;
  readonly happenedAt?: ReadInstant | null;
}

export type Mapped = { readonly event: CallEvent } | { readonly issues: readonly Issue[] };

export function mapCall(fields: Fields, mapping: Mapping, context: MapContext): Mapped {
  const read = reader(fields, mapping, context);
  const direction = directionOf(fields, mapping);
  const parties = partiesOf(fields, mapping, direction);
  if (!parties.named)
    return issue(
      read.pathOf('from'),
      'there is neither a caller nor a called number',
      'Map `from` and `to`.',
    );

  const startedAt = read.time('startedAt');
  const answeredAt = read.time('answeredAt');
  const duration = read.seconds('durationSeconds');
  const talkSeconds = read.seconds('talkSeconds');
  const givenEnd = read.time('endedAt');
  const occurredAt = read.time('occurredAt');
  if (read.issues.length > 0) return { issues: read.issues };

  const evidence: Evidence = {
    answeredAt: answeredAt !== null,
    talkSeconds,
    over: givenEnd !== null || duration !== null || talkSeconds !== null,
    voicemailUrl: read.text('voicemailUrl', 2000) !== null,
  };
  const outcome = outcomeOf(fields, mapping, evidence);
  const endedAt = givenEnd ?? (outcome.final ? endOf(startedAt, duration) : null);
  const time =
    occurredAt ?? endedAt ?? (outcome.final ? null : answeredAt) ?? startedAt ?? context.happenedAt ?? null;
  const callId = read.text('callId') ?? derivedId(parties, direction, startedAt ?? occurredAt ?? givenEnd);
  if (callId === null)
    return issue(
      read.pathOf('callId'),
      'missing, and there is no time of the call to tell it from another one',
      'Map `callId`, or `startedAt`.',
    );
  const state = outcome.disposition === 'unknown' ? loose(outcome.raw ?? 'unknown') : outcome.disposition;
  const answered = outcome.disposition === 'answered';
  return finish({
    surface: context.surface,
    source: context.source === '' ? null : context.source,
    eventId:
      read.text('eventId') ??
      `${callId.slice(0, 180)}:${state.slice(0, 40)}:${fingerprint(fields, context.position)}`,
    callId,
    linkedCallIds: linkedIds(fields, mapping, callId),
    direction,
    from: parties.from.number,
    fromWithheld: direction === 'inbound' && parties.from.withheld,
    to: parties.to.number,
    forwardedFrom: read.party('forwardedFrom'),
    forwardedTo: read.party('forwardedTo'),
    occurredAt: time?.at ?? context.receivedAt,
    timePrecision: time?.precision ?? 'none',
    startedAt: startedAt?.at,
    answeredAt: answered ? answeredAt?.at : null,
    endedAt: endedAt?.at,
    ringSeconds: read.seconds('ringSeconds'),
    talkSeconds: answered ? talkSeconds : null,
    final: outcome.final,
    disposition: outcome.disposition,
    dispositionRaw: outcome.raw,
    answeredBy: answered ? mapping.answeredBy : null,
    voicemail: voicemailOf(read, outcome),
    queue: read.text('queue', 200),
    agent: read.text('agent', 200),
    skill: read.text('skill', 200),
    language: read.text('language', 35),
    recordingUrl: read.text('recordingUrl', 2000),
    attestation: attestationOf(read.text('attestation')),
    verstat: read.text('verstat', 64),
    spam: spamOf(fields, mapping, read),
    doNotCall: flagAt(fields, mapping.fields?.doNotCall),
    attribution: attributionOf(fields, mapping),
    callerName: read.text('callerName', 200),
    location: read.text('location', 64),
  });
}

interface Reader {
  readonly issues: Issue[];
  readonly text: (name: FieldName, limit?: number) => string | null;
  readonly time: (name: FieldName) => ReadInstant | null;
  readonly seconds: (name: FieldName) => number | null;
  readonly party: (name: FieldName) => string | null;
  /** How to call a field in a message: by the path that was mapped, else by our name for it. */
  readonly pathOf: (name: FieldName) => string;
}

function reader(fields: Fields, mapping: Mapping, context: MapContext): Reader {
  const issues: Issue[] = [];
  const at = (name: FieldName): readonly Value[] => valuesAt(fields, mapping.fields?.[name] ?? []);
  const pathOf = (name: FieldName): string => context.own.fields?.[name]?.[0] ?? name;
  const zone = mapping.zone ?? context.zone;
  return {
    issues,
    pathOf,
    text: (name, limit = 256) => {
      const [first] = at(name).filter(({ value }) => typeof value !== 'boolean');
      return first === undefined ? null : String(first.value).slice(0, limit);
    },
    time: (name) => {
      const values = at(name);
      for (const { value } of values) {
        const read = readTime(value, mapping.timeFormat ?? 'auto', zone);
        if (read !== null) return read;
      }
      const [unread] = values.filter(({ value }) => !NO_TIME.test(String(value)));
      // A name that was only guessed may mean something else; one that a person wrote is a time, or something is wrong.
      if (unread !== undefined && context.own.fields?.[name] !== undefined)
        issues.push({
          path: unread.path,
          message: `not a time${mapping.timeFormat === undefined ? '' : ` written as ${mapping.timeFormat}`} between 2000 and 2099`,
          remedy: 'Set mapping.timeFormat to the way the vendor writes times.',
        });
      return null;
    },
    seconds: (name) => {
      for (const { value } of at(name)) {
        const read = readDuration(value, mapping.durationFormat ?? 'auto');
        if (read !== null) return read;
      }
      return null;
    },
    party: (name) => {
      const [first] = at(name);
      return first === undefined ? null : readParty(String(first.value), mapping.country).number;
    },
  };
}

/** What databases and templates write for a time that never came. */
const NO_TIME = /^(?:0+|0000-00-00.*|null|none|n\/a|-|false)$/i;

interface Parties {
  readonly from: Party;
  readonly to: Party;
  /** Whether the delivery names anybody at all; without that it is no call, or the mapping is wrong. */
  readonly named: boolean;
}

function partiesOf(fields: Fields, mapping: Mapping, direction: CallEvent['direction']): Parties {
  const paths = mapping.fields ?? {};
  const outbound = direction === 'outbound';
  const fromPaths = [...(paths.from ?? []), ...((outbound ? paths.business : paths.customer) ?? [])];
  const toPaths = [...(paths.to ?? []), ...((outbound ? paths.customer : paths.business) ?? [])];
  const from = partyAt(fields, fromPaths, mapping);
  const to = partyAt(fields, toPaths, mapping);
  const main = mapping.mainNumber ?? null;
  return {
    from: outbound && from.number === null && main !== null ? { number: main, withheld: false } : from,
    to: !outbound && to.number === null && main !== null ? { number: main, withheld: false } : to,
    named: [...fromPaths, ...toPaths].some((path) => lookUp(fields, path).present),
  };
}

/** The first field with a dialable number; a SIP user or an extension before it does not hide the number behind it. */
function partyAt(fields: Fields, paths: readonly string[], mapping: Mapping): Party {
  const parties = valuesAt(fields, paths)
    .filter(({ value }) => typeof value !== 'boolean')
    .map(({ value }) => readParty(String(value), mapping.country));
  return (
    parties.find((party) => party.number !== null || party.withheld) ??
    parties[0] ?? { number: null, withheld: true }
  );
}

function directionOf(fields: Fields, mapping: Mapping): CallEvent['direction'] {
  const own = new Map(Object.entries(mapping.directions ?? {}).map(([word, means]) => [loose(word), means]));
  for (const { value } of valuesAt(fields, mapping.fields?.direction ?? [])) {
    const meaning = own.get(loose(String(value))) ?? commonDirection(String(value));
    if (meaning !== null) return meaning;
  }
  return mapping.direction ?? 'inbound';
}

/** Vendors whose templates have no id of the call: the same numbers at the same time are the same call. */
function derivedId(parties: Parties, direction: string, time: ReadInstant | null): string | null {
  if (time === null || (parties.from.number === null && parties.to.number === null)) return null;
  const key = [direction, parties.from.number, parties.to.number, Date.parse(time.at)].join('|');
  return `derived-${sha256Hex(key).slice(0, 24)}`;
}

/** The end of a call from its start and its length, which the mapping says is that of the whole call. */
function endOf(start: ReadInstant | null, duration: number | null): ReadInstant | null {
  return start === null || duration === null
    ? null
    : { at: shift(start.at, duration), precision: start.precision };
}

function linkedIds(fields: Fields, mapping: Mapping, callId: string): readonly string[] {
  const ids = valuesAt(fields, mapping.fields?.linkedCallIds ?? []).map(({ value }) => String(value));
  return [...new Set(ids)].filter((id) => id !== callId && id.length <= 256).slice(0, 50);
}

function voicemailOf(read: Reader, outcome: Outcome): CallEvent['voicemail'] | null {
  if (outcome.disposition !== 'voicemail') return null;
  const url = read.text('voicemailUrl', 2000);
  const seconds = read.seconds('voicemailSeconds');
  const transcript = read.text('voicemailTranscript', 20_000);
  // Reaching the mailbox is not leaving a message: without a sign of one either way nothing is claimed.
  const left =
    outcome.voicemail ??
    (seconds !== null ? seconds > 0 : url !== null || transcript !== null || saysLeft(outcome.raw) || null);
  if (left === null) return null;
  return {
    left: left && seconds !== 0,
    ...(url === null ? {} : { url }),
    ...(seconds === null ? {} : { seconds }),
    ...(transcript === null ? {} : { transcript }),
  };
}

/** `voicemail left`, `left a message`, `new voicemail`. */
function saysLeft(raw: string | null): boolean {
  return /left|received|new/i.test(raw ?? '');
}

function spamOf(fields: Fields, mapping: Mapping, read: Reader): CallEvent['spam'] | null {
  const label = read.text('spamLabel', 200);
  const score = Number(read.text('spamScore') ?? Number.NaN);
  const flagged = flagAt(fields, mapping.fields?.spam) === true;
  if (label === null && Number.isNaN(score) && !flagged) return null;
  return {
    ...(Number.isFinite(score) ? { score } : {}),
    ...(label !== null ? { label } : flagged ? { label: 'marked as spam by the vendor' } : {}),
  };
}

function attestationOf(text: string | null): string | null {
  return (
    /^(?:TN-Validation-Passed-|attest(?:ation)?[ :=_-]*)?([ABC])$/i.exec(text ?? '')?.[1]?.toUpperCase() ??
    null
  );
}

function attributionOf(fields: Fields, mapping: Mapping): Record<string, string> {
  return present(
    Object.fromEntries(
      Object.entries(mapping.attribution ?? {}).map(([name, paths]) => {
        const [first] = valuesAt(fields, paths).filter(({ value }) => typeof value === 'string');
        return [name, first === undefined ? null : String(first.value).slice(0, 2000)];
      }),
    ),
  );
}

function fingerprint(fields: Fields, position: string | null = null): string {
  return sha256Hex(JSON.stringify([fields, position])).slice(0, 16);
}

function issue(path: string, message: string, remedy: string): Mapped {
  return { issues: [{ path, message, remedy }] };
}
