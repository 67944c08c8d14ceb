/** Everything on record about what one number allowed: the states, and the ledger they are folded from. */
import { Button, Group, Text } from '@mantine/core';
import { IconArrowLeft, IconBook } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { queries } from '../api/queries.ts';
import type { ConsentLedger } from '../api/types.ts';
import { prettyPhone } from '../lib/phone.ts';
import { useMay, useSession, useSurfaceName } from '../lib/session.tsx';
import { fullMoment } from '../lib/time.ts';
import { sentence, words } from '../lib/words.ts';
import { Page, Section } from '../ui/page.tsx';
import { Pill } from '../ui/pill.tsx';
import { CardLoading, Empty, Loaded } from '../ui/states.tsx';
import { Disclosure, Facts } from '../ui/why.tsx';
import { AddConsent } from './consent-given.tsx';
import { AddRevocation } from './consent.tsx';

const route = getRouteApi('/app/consent/$phone');

export function ConsentLedgerPage() {
  const { phone } = route.useParams();
  const session = useSession();
  const nameOf = useSurfaceName();
  const mayChange = useMay('consent');
  const mayGive = useMay('counsel');
  const [adding, setAdding] = useState(false);
  const [giving, setGiving] = useState(false);
  const query = useQuery(queries.consent(phone));
  return (
    <Page
      title={prettyPhone(phone)}
      before={
        <Link to="/consent" className="rb-link rb-small rb-back">
          <IconArrowLeft size={15} aria-hidden /> Suppressed and consent
        </Link>
      }
      lead="The ledger only grows. Each state below is read from it, line by line."
      actions={
        <>
          {query.data?.contactId !== null && query.data?.contactId !== undefined && (
            <Button component={Link} to={`/contacts/${query.data.contactId}`} variant="default">
              Contact
            </Button>
          )}
          {mayGive && (
            <Button variant="default" onClick={() => setGiving(true)}>
              Add consent
            </Button>
          )}
          {mayChange && <Button onClick={() => setAdding(true)}>Add a line</Button>}
        </>
      }
    >
      <Loaded query={query} loading={<CardLoading height={380} />}>
        {(ledger) => (
          <div className="rb-stack">
            <Section title="Now">
              {ledger.lineType !== null && (
                <Text size="sm" mb="sm">
                  Line: {sentence(ledger.lineType)}
                </Text>
              )}
              {ledger.states.length === 0 ? (
                <Text size="sm" c="dimmed">
                  Nothing on record: no brand of yours may text this number except to answer a call it makes.
                </Text>
              ) : (
                <ul className="rb-ledger">
                  {ledger.states.map((state) => (
                    <li key={state.bannerKey}>
                      <div>
                        <Text size="sm" fw={570}>
                          {state.bannerName}
                        </Text>
                        {state.since !== null && (
                          <Text size="xs" c="dimmed">
                            since {fullMoment(state.since, session.tenant.zone)}
                          </Text>
                        )}
                      </div>
                      <div>
                        <Pill
                          tone={words.consent(state.state).tone}
                          label={words.consent(state.state).label}
                        />
                        <Text size="sm" mt={3}>
                          {state.explanation}
                        </Text>
                      </div>
                    </li>
                  ))}
                </ul>
              )}
            </Section>
            <Given ledger={ledger} />
            <Section title="Ledger">
              {ledger.ledger.length === 0 ? (
                <Empty icon={IconBook} title="No lines yet" compact>
                  Calls, texts, replies and opt-outs of this number are written here as they happen.
                </Empty>
              ) : (
                <ol className="rb-ledger">
                  {ledger.ledger.map((entry) => {
                    const said =
                      entry.proof['body'] ??
                      entry.proof['text'] ??
                      entry.proof['note'] ??
                      entry.proof['words'];
                    return (
                      <li key={entry.seq}>
                        <Text size="sm" c="dimmed">
                          {fullMoment(entry.occurredAt, session.tenant.zone)}
                        </Text>
                        <div>
                          <Group gap={8}>
                            <Text size="sm" fw={570}>
                              {entry.title}
                            </Text>
                            <Text size="xs" c="dimmed">
                              {entry.bannerName} · by {nameOf(entry.source)}
                            </Text>
                          </Group>
                          {typeof said === 'string' && <p className="rb-quote">“{said}”</p>}
                          {Object.keys(entry.proof).length > 0 && (
                            <Disclosure label="Proof">
                              <Facts value={entry.proof} />
                            </Disclosure>
                          )}
                        </div>
                      </li>
                    );
                  })}
                </ol>
              )}
            </Section>
          </div>
        )}
      </Loaded>
      {giving && <AddConsent phone={phone} onClose={() => setGiving(false)} />}
      {adding && <AddRevocation phone={phone} onClose={() => setAdding(false)} />}
    </Page>
  );
}

/** What was signed, as the Gate reads it now; nothing where nothing was. */
function Given({ ledger }: { ledger: ConsentLedger }) {
  const given = ledger.given.filter(
    (each) => each.writtenConsent !== 'none' || each.whatsapp || each.patientAuthorization,
  );
  if (given.length === 0) return null;
  return (
    <Section title="Given in writing">
      <ul className="rb-ledger">
        {given.map((each) => (
          <li key={each.bannerKey}>
            <Text size="sm" fw={570}>
              {ledger.states.find(({ bannerKey }) => bannerKey === each.bannerKey)?.bannerName ??
                each.bannerKey}
            </Text>
            <div>
              <Group gap={8}>
                {each.writtenConsent === 'valid' && <Pill tone="good" label="Marketing, signed" />}
                {each.writtenConsent === 'defective' && (
                  <Pill tone="warning" label="Marketing: counts for nothing" />
                )}
                {each.whatsapp && <Pill tone="good" label="WhatsApp" />}
                {each.patientAuthorization && <Pill tone="good" label="Patient authorization" />}
              </Group>
              {each.writtenConsent !== 'none' && (
                <Text size="sm" mt={4}>
                  {each.defect === null
                    ? `For ${each.sellers.join(', ')}${each.artificialVoice ? ', an artificial voice included' : ''}.`
                    : `${sentence(each.defect)}.`}
                </Text>
              )}
            </div>
          </li>
        ))}
      </ul>
    </Section>
  );
}
