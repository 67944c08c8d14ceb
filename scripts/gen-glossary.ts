import { readFile, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { MISSED_CALL_CLASSES } from '../src/core/model/attempt.ts';
import { CallEvent, DISPOSITIONS } from '../src/core/model/call-event.ts';
import { CONSENT_STATES } from '../src/core/model/consent.ts';
import { DELIVERY_STATES } from '../src/core/model/conversation.ts';

/** Writes `docs/glossary.md`, which mirrors `src/core/model`; `--check` compares. */
const TARGET = new URL('../docs/glossary.md', import.meta.url);

const WORDS: readonly (readonly [string, string])[] = [
  [
    'tenant > banner > location',
    "the operator's account > a brand > a shop. A location has a time zone, hours, numbers, reps, services, vertical and languages",
  ],
  [
    'surface, source',
    'a vendor product for voice; one configured instance of it, with its secret and its webhook address',
  ],
  ['CallEvent', 'one vendor event about one leg of a call, normalised (below)'],
  ['call', 'one ring, over all its legs and surfaces'],
  [
    'attempt',
    "one customer's try to reach one location: one or more calls from one or more surfaces. A redial soon after belongs to the same attempt",
  ],
  ['disposition', 'how a leg ended'],
  ['missed-call class', 'why a call counts as missed; several may hold, one is primary (below)'],
  [
    'text-back, nudge, reply',
    'the first message after a miss; a later message when there was no answer; a message inside a conversation',
  ],
  ['thread', 'the conversation with one caller at one location'],
  ['contact, lead', 'the person; what became of one attempt. One contact per number, one lead per attempt'],
  ['consent ledger', 'append-only events per caller and banner; the state is a fold over them (below)'],
  ['Gate, rule, finding', 'the regulatory check; one check of it; its result with evidence'],
  ['outcome of the Gate', '`pass`, `deny`, `defer-until` an instant, `route-to-counsel`'],
  ['effect', 'a call to the outside world, with the key that makes it happen once'],
  ['record, checkpoint', 'one audit entry, a leaf of the Merkle log; a signature over the root of the log'],
  ['shadow', 'a location that decides and records, but sends nothing: how every new location starts'],
  ['callback list', 'people whom a person should ring, each with the reason'],
  ['tenant time', "the organisation's own clock; ahead of the machine's only in simulated organisations"],
];

const schema = z.toJSONSchema(CallEvent, { io: 'output', unrepresentable: 'any' }) as {
  properties: Record<
    string,
    { description?: string; type?: string; enum?: string[]; anyOf?: { type?: string }[] }
  >;
  required: string[];
};
const fields = Object.entries(schema.properties).map(([name, property]) => {
  const type =
    property.enum?.join(' \\| ') ??
    property.type ??
    property.anyOf?.map((each) => each.type).join(' or ') ??
    '';
  return `| \`${name}\` | ${type} | ${schema.required.includes(name) ? 'yes' : ''} | ${property.description ?? ''} |`;
});

const text = `# Glossary

Generated from \`src/core/model\` by \`scripts/gen-glossary.ts\`; do not edit. These words are used everywhere: types, tables, API, pages.

| word | meaning |
|---|---|
${WORDS.map(([word, meaning]) => `| ${word} | ${meaning} |`).join('\n')}

## CallEvent

Version 1. A field that is unknown is absent, never guessed. "Answered" means that a human, or the operator's own AI
receptionist, spoke with the caller; a menu, a queue, a bot greeting or voicemail picking up is not an answer.
Provisional events (\`final: false\`) never make a missed call by themselves.

| field | type | always | meaning |
|---|---|---|---|
${fields.join('\n')}

## Dispositions

${DISPOSITIONS.map((each) => `\`${each}\``).join(', ')}

## Missed-call classes

${MISSED_CALL_CLASSES.map((each) => `\`${each}\``).join(', ')}

## Consent states

${CONSENT_STATES.map((each) => `\`${each}\``).join(', ')}

## Delivery states

${DELIVERY_STATES.map((each) => `\`${each}\``).join(', ')}. Receipts may come in any order; the further state stands.
`;

if (process.argv.includes('--check')) {
  if ((await readFile(TARGET, 'utf8').catch(() => '')) !== text) {
    process.stderr.write('docs/glossary.md is out of date: run `node scripts/gen-glossary.ts`\n');
    process.exitCode = 1;
  }
} else {
  await writeFile(TARGET, text);
}
