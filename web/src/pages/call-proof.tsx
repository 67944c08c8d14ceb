/** The records of one call in the tamper-evident log, with what an outsider needs to check them without trusting us. */
import { Code, CopyButton, Button, Text } from '@mantine/core';
import { IconCheck, IconCopy, IconShieldCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { queries } from '../api/queries.ts';
import { fullMoment } from '../lib/time.ts';
import { sentence } from '../lib/words.ts';
import { Section } from '../ui/page.tsx';
import { Pill } from '../ui/pill.tsx';
import { CardLoading, Empty, Loaded } from '../ui/states.tsx';
import { Disclosure } from '../ui/why.tsx';

export function CallProof({ id, zone }: { id: string; zone: string }) {
  const query = useQuery(queries.callProof(id));
  return (
    <Section title="Proof">
      <Loaded query={query} loading={<CardLoading height={260} />}>
        {(proof) => (
          <>
            <Text size="sm" mb="sm">
              Every decision and effect is a leaf of a Merkle tree whose root we sign. Change one letter of a
              record and its proof no longer reaches the root. <Code>ringback audit verify</Code> checks all
              of them.
            </Text>
            {proof.checkpoint !== null && (
              <dl className="rb-lines">
                <div>
                  <dt>Checkpoint</dt>
                  <dd>
                    {proof.checkpoint.treeSize.toLocaleString('en-US')} records, signed{' '}
                    {fullMoment(proof.checkpoint.createdAt, zone)}
                    <CopyButton value={proof.checkpoint.note}>
                      {({ copied, copy }) => (
                        <Button
                          size="compact-xs"
                          variant="subtle"
                          ml={6}
                          leftSection={copied ? <IconCheck size={13} /> : <IconCopy size={13} />}
                          onClick={copy}
                        >
                          {copied ? 'Copied' : 'Copy signed note'}
                        </Button>
                      )}
                    </CopyButton>
                  </dd>
                </div>
                <div>
                  <dt>Root</dt>
                  <dd>
                    <Code>{proof.checkpoint.rootBase64}</Code>
                  </dd>
                </div>
              </dl>
            )}
            {proof.records.length === 0 ? (
              <Empty icon={IconShieldCheck} title="No records" compact>
                Records are written with each decision, before its effect starts.
              </Empty>
            ) : (
              <ul className="rb-ledger">
                {proof.records.map((record) => (
                  <li key={record.recordId}>
                    <div>
                      <Text size="sm" fw={560}>
                        {sentence(record.kind)}
                      </Text>
                      <Text size="xs" c="dimmed">
                        {fullMoment(record.at, zone)}
                      </Text>
                    </div>
                    <div>
                      {record.leafIndex === null ? (
                        <Pill tone="watch" label="Waiting to be sequenced" />
                      ) : (
                        <Pill
                          tone="good"
                          label={
                            record.proofBase64 === null
                              ? `Record ${record.leafIndex}, next checkpoint`
                              : `Record ${record.leafIndex}, path of ${record.proofBase64.length}`
                          }
                        />
                      )}
                      <Disclosure label="Exact record">
                        <div className="rb-leaf" tabIndex={0} role="region" aria-label="Exact record">
                          {record.leaf}
                        </div>
                        <Text size="xs" c="dimmed" mt={6}>
                          Leaf hash <Code>{record.leafHashBase64}</Code>
                        </Text>
                        {record.proofBase64 !== null && record.proofBase64.length > 0 && (
                          <Text size="xs" c="dimmed" mt={4}>
                            Path {record.proofBase64.map((hash) => hash.slice(0, 10)).join(' → ')}
                          </Text>
                        )}
                      </Disclosure>
                    </div>
                  </li>
                ))}
              </ul>
            )}
          </>
        )}
      </Loaded>
    </Section>
  );
}
