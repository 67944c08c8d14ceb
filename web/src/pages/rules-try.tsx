/** A place to try the Gate: an input that can be written, pasted or taken from a sample, and every finding about it. */
import { Alert, Button, Group, Text, Textarea } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiError, post } from '../api/client.ts';
import { queries } from '../api/queries.ts';
import type { FindingShape } from '../api/types.ts';
import { plural, words } from '../lib/words.ts';
import { Section } from '../ui/page.tsx';
import { Pill } from '../ui/pill.tsx';
import { Problem } from '../ui/states.tsx';
import { Disclosure, Findings } from '../ui/why.tsx';

interface Finding {
  readonly rule: string;
  readonly decision: string;
  readonly reason?: string;
  readonly until?: string;
  readonly evidence: { readonly because: string; readonly citation: string };
}
interface Answer {
  readonly decision: string;
  readonly until?: string;
  readonly fallback?: string;
  readonly queue?: string;
  readonly reason?: string;
  readonly obligations: readonly string[];
  readonly findings: readonly Finding[];
}

export function RulesTry() {
  const [text, setText] = useState('');
  const [unreadable, setUnreadable] = useState<string | null>(null);
  const sample = useQuery(queries.gateSample());
  const judge = useMutation({ mutationFn: (input: unknown) => post<Answer>('/gate', input) });
  const run = () => {
    try {
      const input: unknown = JSON.parse(text);
      setUnreadable(null);
      judge.mutate(input);
    } catch (error) {
      judge.reset();
      setUnreadable(error instanceof Error ? error.message : 'not JSON');
    }
  };
  return (
    <div className="rb-stack">
      <Section title="Ask the Gate">
        <form
          onSubmit={(event) => {
            event.preventDefault();
            run();
          }}
        >
          <Textarea
            label="GateInput (JSON)"
            description="Paste one from a decision's facts, or start from the sample. Nothing is sent and nothing is stored."
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            autosize
            minRows={8}
            maxRows={24}
            spellCheck={false}
            styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: '0.8125rem' } }}
          />
          <Group mt="sm" gap="xs">
            <Button type="submit" disabled={text.trim() === ''} loading={judge.isPending}>
              Judge it
            </Button>
            <Button
              variant="default"
              disabled={sample.data === undefined}
              onClick={() => setText(JSON.stringify(sample.data?.input, null, 2))}
            >
              Fill in the sample
            </Button>
          </Group>
        </form>
        {unreadable !== null && (
          <Alert color="brick" variant="light" mt="sm" title="This is not JSON">
            {unreadable}
          </Alert>
        )}
        {judge.error instanceof ApiError && (
          <div style={{ marginTop: 12 }}>
            <Problem error={judge.error} />
          </div>
        )}
      </Section>
      <div aria-live="polite">{judge.data !== undefined && <Verdict answer={judge.data} />}</div>
    </div>
  );
}

function Verdict({ answer }: { answer: Answer }) {
  const book = useQuery(queries.rules());
  const titles = new Map(book.data?.items.map((rule) => [rule.id, rule.title]));
  const findings = answer.findings.map((finding): FindingShape => ({
    rule: finding.rule,
    title: titles.get(finding.rule) ?? finding.rule,
    decision: finding.decision,
    reason: finding.reason ?? null,
    explanation: finding.evidence.because,
    citation: finding.evidence.citation,
    until: finding.until ?? null,
    evidence: finding.evidence,
  }));
  const decisive = findings.filter((finding) => finding.decision === answer.decision);
  const others = findings.filter((finding) => !decisive.includes(finding));
  const verdict = words.verdict(answer.decision);
  return (
    <Section title="The answer" aside={<Pill tone={verdict.tone} label={verdict.label} />}>
      <Text size="sm" mb="sm">
        {[
          answer.until === undefined ? null : `Next lawful moment ${answer.until}`,
          answer.reason === undefined ? null : `reason ${answer.reason}`,
          answer.queue === undefined ? null : `queue ${answer.queue}`,
          answer.fallback === undefined ? null : `instead: ${answer.fallback}`,
          answer.obligations.length === 0 ? null : `obligations: ${answer.obligations.join(', ')}`,
          `${plural(findings.length, 'rule')} asked`,
        ]
          .filter((part) => part !== null)
          .join(' · ')}
      </Text>
      <Findings findings={decisive} zone={null} />
      {others.length > 0 && (
        <Disclosure label={plural(others.length, 'other finding')}>
          <Findings findings={others} zone={null} />
        </Disclosure>
      )}
    </Section>
  );
}
