/**
 * "Why?": every decision about one call, each rule that was asked, what it answered, on which facts and which source.
 * Reads like a list of sentences; the facts open for those who check.
 */
import { Accordion, Alert, Code, Collapse, Group, Text, UnstyledButton } from '@mantine/core';
import { IconChevronRight, IconScale } from '@tabler/icons-react';
import { useState } from 'react';
import type { DecisionShape, FindingShape } from '../api/types.ts';
import { fullMoment } from '../lib/time.ts';
import { plural, sentence, words, type Tone } from '../lib/words.ts';
import { Empty } from './states.tsx';
import { Pill } from './pill.tsx';

const KIND_TITLES: Readonly<Record<string, string>> = {
  detect: 'Was it a missed call?',
  classify: 'What kind of miss?',
  correlate: 'Do these events belong together?',
  answer: 'Should we answer by text?',
  gate: 'May we do it?',
  'gate.write': 'May we write this caller down?',
  'gate.record': 'May we keep and show what was recorded?',
  'gate.model': 'May a language model see the text?',
  'gate.callback': 'May a person call back?',
  'gate.route': 'Who may ring back?',
  compose: 'What do we say?',
  reply: 'What do we reply?',
  converse: 'What do we reply?',
  keyword: 'Did they ask us to stop?',
  book: 'Can this be booked?',
  follow: 'Should we follow up?',
  notify: 'Who should know?',
};

export function Why({ decisions, zone }: { decisions: readonly DecisionShape[]; zone: string }) {
  if (decisions.length === 0) {
    return (
      <Empty icon={IconScale} title="No decision yet" compact>
        Decisions appear here the moment they are made, with the rule, the facts and the source behind each.
      </Empty>
    );
  }
  // Whether the law allowed the first text is what people come here to read.
  const open =
    decisions.find((decision) => decision.kind === 'gate') ??
    decisions.find((decision) => decision.findings.length > 0);
  return (
    <Accordion
      multiple
      defaultValue={open === undefined ? [] : [open.recordId]}
      variant="separated"
      radius="md"
      order={2}
      className="rb-why"
    >
      {decisions.map((decision) => (
        <Accordion.Item key={decision.recordId} value={decision.recordId}>
          <Accordion.Control>
            <Group justify="space-between" wrap="nowrap" gap="sm" align="flex-start">
              <div>
                <Text fw={600} size="md">
                  {titleOf(decision.kind)}
                </Text>
                <Text size="sm" c="dimmed">
                  {decision.erased
                    ? 'The person was erased; only the outcome remains.'
                    : decision.explanation}
                </Text>
              </div>
              <span className="rb-why-outcome">
                <Pill tone={toneOf(decision.outcome)} label={outcomeLabel(decision.outcome)} />
              </span>
            </Group>
          </Accordion.Control>
          <Accordion.Panel>
            <DecisionBody decision={decision} zone={zone} />
          </Accordion.Panel>
        </Accordion.Item>
      ))}
    </Accordion>
  );
}

function DecisionBody({ decision, zone }: { decision: DecisionShape; zone: string }) {
  const decisive = decision.findings.filter((finding) => finding.decision !== 'not-applicable');
  const rest = decision.findings.filter((finding) => finding.decision === 'not-applicable');
  return (
    <>
      <Text size="xs" c="dimmed" mb="xs">
        Decided {fullMoment(decision.at, zone)}
        {decision.confidence === null ? '' : ` · confidence ${Math.round(decision.confidence * 100)}%`}
        {decision.version === null ? '' : ` · version ${decision.version}`}
        {decision.findings.length === 0 ? '' : ` · ${plural(decision.findings.length, 'rule')} asked`}
      </Text>
      {decisive.length > 0 && <Findings findings={decisive} zone={zone} />}
      {rest.length > 0 && (
        <Disclosure label={`${plural(rest.length, 'rule')} did not apply`}>
          <Findings findings={rest} zone={zone} />
        </Disclosure>
      )}
      {decision.citations.length > 0 && decision.findings.length === 0 && (
        <Text size="sm" mt="xs">
          Source: {decision.citations.join('; ')}
        </Text>
      )}
      {decision.erased ? (
        <Alert color="plum" mt="sm" variant="light">
          The facts of this decision were encrypted under a key that was destroyed when the person was erased.
          The record itself still proves that it was made.
        </Alert>
      ) : (
        <Disclosure label="Facts this decision read">
          <Facts value={decision.facts} />
        </Disclosure>
      )}
      <Text size="xs" c="dimmed" mt="xs">
        Record <Code>{decision.recordId}</Code>
      </Text>
    </>
  );
}

export function Findings({ findings, zone }: { findings: readonly FindingShape[]; zone: string | null }) {
  return (
    <ul className="rb-findings">
      {findings.map((finding) => {
        const verdict = words.verdict(finding.decision);
        return (
          <li key={finding.rule} className={`rb-finding rb-edge-${verdict.tone}`}>
            <Group justify="space-between" align="flex-start" wrap="nowrap" gap="sm">
              <Text fw={570} size="sm">
                {finding.title}
              </Text>
              <Pill tone={verdict.tone} label={verdict.label} />
            </Group>
            <Text size="sm" mt={2}>
              {finding.explanation}
            </Text>
            {finding.until !== null && zone !== null && (
              <Text size="sm" mt={2}>
                Next lawful moment: {fullMoment(finding.until, zone)}
              </Text>
            )}
            <Text size="xs" c="dimmed" mt={4}>
              {finding.citation ?? 'Product rule'} · <Code>{finding.rule}</Code>
              {finding.reason === null ? '' : ` · ${finding.reason}`}
            </Text>
            {finding.evidence !== null &&
              finding.evidence !== undefined &&
              !isEmptyObject(finding.evidence) && (
                <Disclosure label="Evidence">
                  <Facts value={finding.evidence} />
                </Disclosure>
              )}
          </li>
        );
      })}
    </ul>
  );
}

export function Disclosure(props: { label: string; children: React.ReactNode; open?: boolean }) {
  const [open, setOpen] = useState(props.open ?? false);
  return (
    <div className="rb-disclosure">
      <UnstyledButton className="rb-disclosure-button" aria-expanded={open} onClick={() => setOpen(!open)}>
        <IconChevronRight size={14} aria-hidden className={open ? 'rb-turned' : ''} />
        {props.label}
      </UnstyledButton>
      <Collapse expanded={open}>
        {open && <div className="rb-disclosure-body">{props.children}</div>}
      </Collapse>
    </div>
  );
}

/** Any JSON as nested lines; nothing is hidden and nothing is prettified away. */
export function Facts({ value, depth = 0 }: { value: unknown; depth?: number }) {
  if (value === null || value === undefined) return <span className="rb-fact-none">unknown</span>;
  if (typeof value !== 'object') return <span className="rb-fact">{scalar(value)}</span>;
  const entries: [string, unknown][] = Array.isArray(value)
    ? value.map((each: unknown, index) => [String(index + 1), each])
    : Object.entries(value);
  if (entries.length === 0) return <span className="rb-fact-none">none</span>;
  if (Array.isArray(value) && value.every((each) => typeof each !== 'object')) {
    return <span className="rb-fact">{value.map(scalar).join(', ')}</span>;
  }
  return (
    <dl className={depth === 0 ? 'rb-facts' : 'rb-facts rb-facts-inner'}>
      {entries.map(([key, each]) => (
        <div key={key}>
          <dt>{key}</dt>
          <dd>
            <Facts value={each} depth={depth + 1} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function scalar(value: unknown): string {
  if (value === true) return 'yes';
  if (value === false) return 'no';
  return typeof value === 'string' || typeof value === 'number' ? String(value) : JSON.stringify(value);
}

function isEmptyObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

/** `compose.safety` asks what `compose` asks, of one kind. */
function titleOf(kind: string): string {
  const [family = kind, member] = kind.split('.');
  const title = KIND_TITLES[kind] ?? KIND_TITLES[family];
  if (title === undefined) return sentence(kind);
  return member === undefined || kind in KIND_TITLES ? title : `${title} (${sentence(member).toLowerCase()})`;
}

function outcomeLabel(outcome: string): string {
  return outcome in { pass: 1, deny: 1, 'defer-until': 1, 'route-to-counsel': 1 }
    ? words.verdict(outcome).label
    : sentence(outcome);
}

function toneOf(outcome: string): Tone {
  const verdict = words.verdict(outcome);
  if (verdict.tone !== 'neutral') return verdict.tone;
  if (/^(sen[dt]|text|booked|confirmed|answered)/.test(outcome)) return 'good';
  if (/(hold|held|skip|refus|none|no-)/.test(outcome)) return 'warning';
  return 'neutral';
}
