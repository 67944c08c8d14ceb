/**
 * The Gate on one core: the whole rulebook for an ordinary first text, processor time. The baseline in the same run is a
 * plain function that asks the same few questions of the same facts without rules, evidence, places or clocks.
 *
 *   node bench/gate.ts [decisions]
 */
import { evaluateGate } from '../src/core/gate/gate.ts';
import { GateInput } from '../src/core/gate/input.ts';
import { SAMPLE } from '../src/core/gate/sample-input.ts';
import { median } from './support/database.ts';

const count = Number(process.argv[2] ?? 20_000);
const ROUNDS = 7;
const BODY =
  'Hi, this is Harbor Plumbing on Main St. Sorry we missed your call just now. How can we help? Reply STOP to opt out.';
const input = GateInput.parse({ ...SAMPLE, action: { ...SAMPLE.action, body: BODY } });
const atNight = { ...input, nowUtc: '2026-11-21T04:00:00Z' };

/** What somebody in a hurry would write: ten conditions, no reasons. */
function plainly(question: GateInput): string {
  const { action, call, consent, dnc, history, recipient, sender } = question;
  const hour = (new Date(question.nowUtc).getUTCHours() + 19) % 24;
  if (dnc.internal !== false || consent.optOut !== null) return 'deny';
  if (action.brandNamed !== true || action.optOutInstruction !== true) return 'deny';
  if (action.hasMarketing !== false && consent.pewc?.valid !== true) return 'deny';
  if (sender.brandStatus !== 'verified' || sender.campaignStatus !== 'active') return 'deny';
  if (call.attestation === 'failed' || history.textbacksForThisCall !== 0) return 'deny';
  if (recipient.country !== 'US' || recipient.lineType === 'landline') return 'deny';
  if (/\d{13,19}/.test(action.body ?? '') || /bit\.ly/.test(action.body ?? '')) return 'deny';
  if (consent.state === 'INBOUND_CALLED' && call.textbackNoticePlayed !== true) return 'route-to-counsel';
  return hour < 8 || hour >= 21 ? 'defer-until' : 'pass';
}

function perDecision(decide: () => string): number {
  const before = process.cpuUsage();
  let passed = 0;
  for (let index = 0; index < count; index += 1) if (decide() === 'pass') passed += 1;
  const { user, system } = process.cpuUsage(before);
  if (passed !== 0 && passed !== count) throw new Error('the same question had two answers');
  return (user + system) / count;
}

const questions = {
  'a first text by day': () => evaluateGate(input).decision,
  'a first text by night': () => evaluateGate(atNight).decision,
  'plain function': () => plainly(input),
};
for (const decide of Object.values(questions)) perDecision(decide);
const rounds = Array.from({ length: ROUNDS }, () =>
  Object.fromEntries(Object.entries(questions).map(([name, decide]) => [name, perDecision(decide)])),
);
const took = (name: keyof typeof questions): number =>
  median(rounds.map((round) => round[name] ?? Number.NaN));
const bare = took('plain function');
const findings = evaluateGate(input).findings;
const ran = findings.filter((finding) => finding.decision !== 'not-applicable').length;
process.stdout.write(
  [
    `${findings.length} rules of which ${ran} apply, ${count} decisions a round, one core, processor time, median of ${ROUNDS} rounds`,
    ...(['a first text by day', 'a first text by night'] as const).map(
      (name) =>
        `${name.padEnd(22)} ${took(name).toFixed(1)} µs each, ${Math.round(1e6 / took(name)).toLocaleString('en-US')} a second, ${(took(name) / bare).toFixed(0)} times the plain function`,
    ),
    `${'plain function'.padEnd(22)} ${bare.toFixed(2)} µs each`,
    '',
  ].join('\n'),
);
