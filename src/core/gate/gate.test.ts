/**
 * The Gate as a whole. If these fail, a text may go out although one rule forbids it, at an hour that is closed
 * somewhere, or because a fact went missing; or a decision depends on the order of a list.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkCrmWrite, CrmWriteInput } from './checks/crm-write.ts';
import { checkErasure, ErasureInput } from './checks/erasure.ts';
import { checkReply, ReplyCheckInput } from './checks/reply-check.ts';
import { checkRetention, RetentionInput } from './checks/retention.ts';
import exampleCases from './example-cases.json' with { type: 'json' };
import { explainDecision, explainFinding } from './explain.ts';
import { evaluateGate, type GateDecision } from './gate.ts';
import { ACTION_KINDS, GateInput, parseGateInput } from './input.ts';
import { classifyKeyword } from './keyword-classification.ts';
import { changed, SAMPLE, sampleWith, type Changes } from './sample-input.ts';
import { countSegments } from './segments.ts';

interface Example {
  readonly id: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly expected: Readonly<Record<string, unknown>>;
  readonly why: string;
}
const EXAMPLES = exampleCases as unknown as readonly Example[];

describe('the worked cases of the catalogue', () => {
  it.each(EXAMPLES)('$id: $why', ({ inputs, expected }) => {
    const output = answer(inputs);
    for (const [key, value] of Object.entries(expected)) {
      if (key === 'decisiveRules') {
        const spoke = (output['findings'] as GateDecision['findings']).filter(
          (finding) => finding.decision !== 'not-applicable',
        );
        expect(spoke.map((finding) => finding.rule)).toEqual(expect.arrayContaining(value as string[]));
      } else if (key === 'obligations')
        expect(output[key]).toEqual(expect.arrayContaining(value as string[]));
      else expect(output[key]).toEqual(value);
    }
  });

  it('are all of them', () => {
    expect(EXAMPLES).toHaveLength(33);
  });
});

function answer(inputs: Example['inputs']): Record<string, unknown> {
  switch (inputs['check']) {
    case 'segments':
      return { ...countSegments(String(inputs['body'])) };
    case 'keyword-classification':
      return { ...classifyKeyword({ text: String(inputs['text']) }) };
    case 'retention':
      return { ...checkRetention(RetentionInput.parse(inputs)) };
    case 'crm-write':
      return { ...checkCrmWrite(CrmWriteInput.parse(inputs)) };
    case 'reply-check':
      return { ...checkReply(ReplyCheckInput.parse(inputs)) };
    case 'erasure':
      return { ...checkErasure(ErasureInput.parse(inputs)) };
    default:
      return { ...evaluateGate(GateInput.parse(inputs)) };
  }
}

describe('the decision', () => {
  it('waits until caps and windows agree: a cap that opens after closing time gives the next morning', () => {
    const decision = evaluateGate(
      sampleWith({
        'recipient.candidates': [{ state: 'FL', zone: 'America/New_York', source: 'area-code' }],
        'history.outboundUtc24h': ['2026-11-20T01:30:00Z', '2026-11-20T02:00:00Z', '2026-11-20T03:00:00Z'],
        'action.kind': 'sms.reminder',
        nowUtc: '2026-11-20T22:00:00Z',
      }),
    );
    expect(decision).toMatchObject({
      decision: 'defer-until',
      reason: 'frequency-cap',
      until: '2026-11-21T13:00:00Z',
    });
    expect(decision.findings.find((finding) => finding.rule === 'fl-ftsa')?.until).toBe(
      '2026-11-21T01:30:00Z',
    );
  });

  it('names the next whole minute of an opening', () => {
    expect(evaluateGate(sampleWith({ nowUtc: '2026-11-20T12:59:30Z' })).until).toBe('2026-11-20T13:00:00Z');
  });

  it('refuses a first text that could only go out more than a day after the call', () => {
    const sunday = {
      'recipient.candidates': [{ state: 'LA', zone: 'America/Chicago', source: 'area-code' }],
      nowUtc: '2026-11-22T13:00:00Z',
    };
    expect(evaluateGate(sampleWith(sunday))).toMatchObject({
      decision: 'deny',
      reason: 'stale',
      fallback: 'manual-callback',
    });
  });

  it('refuses when nothing opens within ten days', () => {
    const apart = {
      'action.kind': 'sms.reminder',
      'recipient.candidates': [
        { state: 'ON', zone: 'Asia/Kolkata', source: 'declared' },
        { state: 'ON', zone: 'Pacific/Honolulu', source: 'declared' },
        { state: 'ON', zone: 'Europe/London', source: 'declared' },
      ],
    };
    expect(evaluateGate(sampleWith(apart))).toMatchObject({
      decision: 'deny',
      reason: 'no-opening',
      fallback: 'manual-callback',
    });
  });

  it('takes the most restrictive fallback that a rule names', () => {
    const optedOut = {
      'consent.state': 'OPTED_OUT',
      'consent.optOut': { daysAgo: 1, scope: 'all', brand: 'brand-a' },
    };
    expect(evaluateGate(sampleWith(optedOut))).toMatchObject({
      decision: 'deny',
      reason: 'no-consent',
      fallback: 'manual-callback',
    });
    expect(evaluateGate(sampleWith({ ...optedOut, 'dnc.internal': true }))).toMatchObject({
      decision: 'deny',
      reason: 'dnc-internal',
      fallback: 'none',
    });
  });

  it('prefers the queue of operations to counsel when both must look', () => {
    const both = {
      'call.textbackNoticePlayed': false,
      'consent.state': 'INBOUND_CALLED',
      'sender.optInFlowMatches': false,
    };
    expect(evaluateGate(sampleWith(both))).toMatchObject({
      decision: 'route-to-counsel',
      queue: 'operations',
      reason: 'opt-in-flow',
    });
  });

  it('judges a call spoken by a machine, or by nobody knows whom, as an AI-voice call', () => {
    for (const voice of [true, null]) {
      const decision = evaluateGate(
        sampleWith({ 'action.kind': 'call.human', 'action.messageClass': 'service', 'ai.voice': voice }),
      );
      expect(decision.findings.map((finding) => finding.rule)).toContain('stir-shaken');
    }
  });

  it('does not take silence for permission where nothing is known', () => {
    expect(evaluateGate(sampleWith({ 'action.kind': 'route.assign' }))).toMatchObject({
      decision: 'route-to-counsel',
      reason: 'rule-pack-outdated',
    });
  });

  it('says it in a sentence a shop owner understands', () => {
    expect(explainDecision(evaluateGate(sampleWith({ nowUtc: '2026-11-21T02:05:00Z' })))).toBe(
      'It is 9:05 pm where the caller is; we wait until 8:00 am.',
    );
    expect(explainDecision(evaluateGate(sampleWith({ 'history.textbacksForThisCall': 1 })))).toBe(
      'Not sent: this call has already been answered with a text.',
    );
    expect(
      explainDecision(
        evaluateGate(sampleWith({ 'call.textbackNoticePlayed': false, 'consent.state': 'UNKNOWN' })),
      ),
    ).toMatch(/^Counsel has to decide first: the caller was not told/);
    for (const finding of evaluateGate(sampleWith({ 'dnc.internal': null })).findings)
      expect(explainFinding(finding)).toMatch(/\.$/);
  });

  it('reads the same after a trip through JSON, for replay', () => {
    const input = sampleWith({ 'recipient.lineType': 'landline' });
    expect(evaluateGate(GateInput.parse(JSON.parse(JSON.stringify(input))))).toEqual(evaluateGate(input));
  });
});

describe('nonsense', () => {
  it.each([
    ['call.endedSecondsAgo', 'soon'],
    ['recipient.candidates', 'Texas'],
    ['history.outboundUtc24h', ['yesterday']],
    ['action.kind', 'sms.party'],
    ['nowUtc', '2026-02-30'],
    ['consent', 7],
    ['sender.numberLinked', 'yes'],
  ])('in %s is refused with the path and a remedy', (path, value) => {
    const parsed = parseGateInput(changed(SAMPLE, { [path]: value }));
    expect(parsed.ok).toBe(false);
    if (parsed.ok) return;
    expect(parsed.issues[0]?.path.startsWith(path)).toBe(true);
    expect(parsed.issues[0]?.remedy?.length).toBeGreaterThan(10);
  });

  it('of any shape never throws', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => void parseGateInput(value)),
      { numRuns: 300 },
    );
  });
});

const place = fc.constantFrom(
  { state: 'NY', zone: 'America/New_York', source: 'area-code' },
  { state: 'FL', zone: 'America/Chicago', source: 'area-code-850' },
  { state: 'LA', zone: 'America/Chicago', source: 'crm-address' },
  { state: 'RI', zone: 'America/New_York', source: 'declared' },
  { state: 'OK', zone: 'America/Chicago', source: 'hlr' },
  { state: 'MS', zone: 'America/New_York', source: 'area-code' },
  { state: 'OR', zone: 'America/Boise', source: 'area-code' },
  { state: 'ME', zone: 'America/New_York', source: 'area-code' },
  { state: 'TX', zone: null, source: 'declared' },
  { state: 'ZZ', zone: 'America/Denver', source: 'cnam' },
  { state: 'ON', zone: 'America/Toronto', source: 'declared' },
  { state: 'CA', zone: 'America/Los_Angeles', source: 'dialled-location' },
);
const NOW = fc
  .integer({ min: Date.parse('2026-01-01T00:00:00Z'), max: Date.parse('2027-12-31T00:00:00Z') })
  .map((ms) => Math.floor(ms / 1000) * 1000);
const instant = (ms: number): string => new Date(ms).toISOString().replace('.000Z', 'Z');

/** Questions of every kind, mostly in order, each wrong in a few ways. */
const question: fc.Arbitrary<Record<string, unknown>> = fc
  .record({
    now: NOW,
    ages: fc.array(fc.integer({ min: 0, max: 26 * 60 }), { maxLength: 5 }),
    changes: fc.record<Record<string, unknown>>(
      {
        'action.kind': fc.constantFrom(...ACTION_KINDS.slice(0, 9)),
        'action.messageClass': fc.constantFrom('informational', 'marketing', 'transactional', 'promo'),
        'action.hasMarketing': fc.constantFrom(false, false, true),
        'action.brandNamed': fc.constantFrom(true, true, false),
        'action.category': fc.constantFrom('textback', 'appointment-reminder', 'safety-text', 'legal-notice'),
        'recipient.candidates': fc.array(place, { maxLength: 3 }),
        'recipient.country': fc.constantFrom('US', 'US', 'US', 'CA', 'MX'),
        'recipient.lineType': fc.constantFrom('mobile', 'mobile', 'voip', 'landline', 'tollfree'),
        'recipient.lastTransactionDaysAgo': fc.constantFrom(null, 20, 900),
        'call.fromPresentation': fc.constantFrom('allowed', 'allowed', 'restricted'),
        'call.endedSecondsAgo': fc.constantFrom(20, 500, 5000, 90_000, 300_000),
        'call.attestation': fc.constantFrom('A', 'B', 'C', 'none', 'failed'),
        'call.verstat': fc.constantFrom('TN-Validation-Passed', 'No-TN-Validation', 'TN-Validation-Failed-A'),
        'call.textbackNoticePlayed': fc.boolean(),
        'call.leftVoicemail': fc.boolean(),
        'consent.state': fc.constantFrom(
          'UNKNOWN',
          'INBOUND_NOTICED',
          'TEXTBACK_SENT',
          'ENGAGED',
          'OPTED_OUT',
          'RE_OPTED_IN',
          'MARKETING',
          'BLOCKED',
        ),
        'consent.optOut': fc.constantFrom(
          null,
          null,
          { daysAgo: 3, scope: 'category', inReplyToCategory: 'marketing', brand: 'brand-a' },
          { minutesAgo: 2, scope: 'all', brand: 'brand-b' },
        ),
        'consent.reOptIn': fc.constantFrom({ keyword: 'START', daysAgo: 1 }),
        'consent.pewc': fc.constantFrom(null, { valid: true, sellers: ['entity-a'] }),
        'policy.optOutScope': fc.constantFrom('all', 'category'),
        'policy.crossBannerOptOut': fc.boolean(),
        'sender.useCase': fc.constantFrom('CUSTOMER_CARE', 'MIXED'),
        'sender.type': fc.constantFrom('10dlc', 'tollfree', 'whatsapp'),
        'sender.numberLinked': fc.constantFrom(true, true, false),
        'history.nudgesSent': fc.constantFrom(0, 1, 2),
        'history.textbacksForThisCall': fc.constantFrom(0, 0, 1),
        'history.lastInboundMinutesAgo': fc.constantFrom(null, 3, 60, 5000),
        'dnc.internal': fc.constantFrom(false, false, true),
        'location.noNoticeCounselApproval': fc.boolean(),
        emergencyStates: fc.constantFrom([], ['LA'], ['NY']),
        'ai.voice': fc.constantFrom(false, true),
      },
      { requiredKeys: [] },
    ),
  })
  .map(({ now, ages, changes }) =>
    changed(SAMPLE, {
      ...changes,
      nowUtc: instant(now),
      'history.outboundUtc24h': ages.map((minutes) => instant(now - minutes * 60_000)),
    }),
  );

const judge = (raw: Record<string, unknown>): GateDecision => evaluateGate(GateInput.parse(raw));

describe('whatever is asked', () => {
  it('the worst finding wins, and its keys are the ones that belong', () => {
    fc.assert(
      fc.property(question, (raw) => {
        const decision = judge(raw);
        const rank = ['not-applicable', 'pass', 'defer-until', 'route-to-counsel', 'deny'];
        const worst = Math.max(...decision.findings.map((finding) => rank.indexOf(finding.decision)));
        expect(decision.decision).toBe(rank[worst]);
        expect(decision.until !== undefined).toBe(decision.decision === 'defer-until');
        expect(decision.fallback !== undefined).toBe(decision.decision === 'deny');
        expect(decision.queue !== undefined).toBe(decision.decision === 'route-to-counsel');
        expect(decision.reason !== undefined).toBe(decision.decision !== 'pass');
        if (decision.decision !== 'pass') expect(decision.obligations).toEqual([]);
        expect(explainDecision(decision)).toMatch(/\S/);
      }),
      { numRuns: 600 },
    );
  });

  it('the order of the candidates and of the history changes nothing', () => {
    fc.assert(
      fc.property(question, fc.integer({ min: 1, max: 5 }), (raw, turn) => {
        const { recipient, history } = GateInput.parse(raw);
        const rotate = (list: readonly unknown[]): unknown[] => [
          ...list.slice(turn % Math.max(1, list.length)),
          ...list.slice(0, turn % Math.max(1, list.length)),
        ];
        const other = changed(raw, {
          'recipient.candidates': rotate(recipient.candidates ?? []).toReversed(),
          'history.outboundUtc24h': rotate(history.outboundUtc24h ?? []),
        });
        expect(judge(other)).toEqual(judge(raw));
      }),
      { numRuns: 400 },
    );
  });

  it('no rule defers any more at `until`, and one still does a minute before', () => {
    let waits = 0;
    fc.assert(
      fc.property(question, (raw) => {
        const decision = judge(raw);
        if (decision.until === undefined) return;
        waits += 1;
        const now = Date.parse(raw['nowUtc'] as string);
        const until = Date.parse(decision.until);
        expect(until).toBeGreaterThan(now);
        expect(until % 1000).toBe(0);
        expect(defersAt(raw, now, until)).toBe(false);
        for (const before of [60_000, 3_600_000, 7 * 3_600_000]) {
          if (until - before >= now) expect(defersAt(raw, now, until - before)).toBe(true);
        }
      }),
      { numRuns: 2400 },
    );
    expect(waits).toBeGreaterThan(20);
  });

  it('taking a fact away never turns a stop into a pass', () => {
    fc.assert(
      fc.property(question, (raw) => {
        const before = judge(raw);
        if (before.decision === 'pass') return;
        for (const path of removable(raw)) {
          const after = judge(changed(raw, { [path]: undefined }));
          expect({ path, passes: after.decision === 'pass', raw }).toEqual({ path, passes: false, raw });
          const nulled = parseGateInput(changed(raw, { [path]: null }));
          if (nulled.ok && path !== 'consent.optOut' && path !== 'history.lastInboundMinutesAgo') {
            expect(evaluateGate(nulled.value).decision === 'pass').toBe(false);
          }
        }
      }),
      { numRuns: 60 },
    );
  });
});

/** Would any rule still defer at that time, everything else being as it was? A reply's freshness is part of what was. */
function defersAt(raw: Record<string, unknown>, now: number, at: number): boolean {
  const shift: Changes = { nowUtc: instant(at), lookups: undefined };
  return (
    judge(changed(raw, shift)).findings.some(
      (finding) => finding.decision === 'defer-until' || finding.reason === 'no-opening',
    ) && at >= now
  );
}

/** Facts whose absence the catalogue gives a meaning of its own (3.2), and those without which there is no question. */
const ABSENT_MEANS_SOMETHING = new Set([
  'recipient.candidates',
  'action.kind',
  'nowUtc',
  'recipient',
  'action',
]);

function removable(value: Record<string, unknown>, prefix = ''): string[] {
  return Object.entries(value).flatMap(([key, inner]) => {
    const path = `${prefix}${key}`;
    const deeper =
      typeof inner === 'object' && inner !== null && !Array.isArray(inner)
        ? removable(inner as Record<string, unknown>, `${path}.`)
        : [];
    return ABSENT_MEANS_SOMETHING.has(path) ? deeper : [path, ...deeper];
  });
}
