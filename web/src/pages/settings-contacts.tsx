/** The sentence callers hear, the registration of the number that texts, and who is told when it is urgent. */
import { ActionIcon, Button, Checkbox, Group, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import type { LocationDetail } from '../api/types.ts';
import { useNow } from '../lib/now.ts';
import { prettyPhone, typedPhone } from '../lib/phone.ts';
import { dayOf } from '../lib/time.ts';
import { sentence } from '../lib/words.ts';
import { Section } from '../ui/page.tsx';
import { Pill } from '../ui/pill.tsx';
import type { Draft, EditorProps } from './location-settings.tsx';

export function NoticeEditor({ draft, change, detail, readOnly }: EditorProps) {
  const now = useNow(60);
  const notice = draft.greetingNotice;
  const put = (part: Partial<NonNullable<typeof notice>>) => {
    if (notice !== undefined) change({ greetingNotice: { ...notice, ...part } });
  };
  return (
    <Section title="Greeting notice">
      <Text size="sm" c="dimmed" mb="sm">
        The sentence in your greeting or voicemail that tells callers they may get a text. Without it, texts
        go to counsel first.
      </Text>
      {notice === undefined ? (
        <Stack gap="sm" align="flex-start">
          <Pill tone="warning" label="No notice on file" />
          {!readOnly && (
            <Button
              variant="light"
              onClick={() =>
                change({
                  greetingNotice: {
                    text: `Thank you for calling ${detail.location.banner.name}. If we miss you, we may text you back at this number. Reply STOP at any time.`,
                    version: '1',
                    playedSince: dayOf(now, detail.location.zone),
                    onVoicemail: true,
                    onEveryCall: false,
                  },
                })
              }
            >
              Write down the notice
            </Button>
          )}
        </Stack>
      ) : (
        <Stack gap="sm">
          <Textarea
            label="Words as played"
            autosize
            minRows={3}
            maxLength={400}
            value={notice.text}
            disabled={readOnly}
            onChange={(event) => put({ text: event.currentTarget.value })}
          />
          <Group grow align="flex-start">
            <TextInput
              label="Version"
              maxLength={40}
              value={notice.version}
              disabled={readOnly}
              onChange={(event) => put({ version: event.currentTarget.value })}
            />
            <TextInput
              type="date"
              label="Played since"
              value={notice.playedSince}
              disabled={readOnly}
              onChange={(event) => put({ playedSince: event.currentTarget.value })}
            />
          </Group>
          <Checkbox
            label="In the voicemail greeting"
            checked={notice.onVoicemail}
            disabled={readOnly}
            onChange={(event) => put({ onVoicemail: event.currentTarget.checked })}
          />
          <Checkbox
            label="Before the phone rings, so that every caller hears it"
            checked={notice.onEveryCall}
            disabled={readOnly}
            onChange={(event) => put({ onEveryCall: event.currentTarget.checked })}
          />
          {!readOnly && (
            <div>
              <Button variant="light" color="brick" onClick={() => change({ greetingNotice: undefined })}>
                It is not played any more
              </Button>
            </div>
          )}
        </Stack>
      )}
    </Section>
  );
}

/** Registration is the carrier's word, so it is shown and not edited here. */
export function SenderFacts({ detail }: { detail: LocationDetail }) {
  const { sender, numbers, counselApprovals } = detail.config;
  return (
    <div className="rb-stack">
      <Section title="Number that texts">
        {sender === undefined ? (
          <Text size="sm">No sender: no text can go out. Add one in ringback.yaml.</Text>
        ) : (
          <dl className="rb-lines">
            <Line name="Number" value={prettyPhone(sender.number)} />
            <Line
              name="Type"
              value={sender.type === '10dlc' ? '10-digit number (10DLC)' : sentence(sender.type)}
            />
            <Line name="Registered to" value={sender.legalEntity} />
            <Line name="Brand" value={sentence(sender.brandStatus)} />
            <Line name="Campaign" value={`${sentence(sender.campaignStatus)}, ${sender.useCase}`} />
            <Line name="Number linked" value={sender.numberLinked ? 'Yes' : 'No'} />
            <Line name="Sends through" value={sender.provider} />
          </dl>
        )}
      </Section>
      <Section title="All numbers">
        <dl className="rb-lines">
          {numbers.map((each) => (
            <Line
              key={each.number}
              name={sentence(each.kind)}
              value={`${prettyPhone(each.number)}${each.forwardsTo === undefined ? '' : `, rings ${prettyPhone(each.forwardsTo)}`}`}
            />
          ))}
        </dl>
      </Section>
      {counselApprovals.length > 0 && (
        <Section title="Approved by counsel">
          <dl className="rb-lines">
            {counselApprovals.map((each) => (
              <Line
                key={`${each.rule}${each.approvedOn}`}
                name={each.rule}
                value={`${each.approvedBy}, ${each.approvedOn}${each.expiresOn === undefined ? '' : `, until ${each.expiresOn}`}`}
              />
            ))}
          </dl>
        </Section>
      )}
    </div>
  );
}

function Line({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

export function EscalationEditor({ draft, change, readOnly }: EditorProps) {
  const put = (index: number, part: Partial<Draft['escalation'][number]>) =>
    change({ escalation: draft.escalation.map((each, at) => (at === index ? { ...each, ...part } : each)) });
  return (
    <Section title="Who is told at once">
      <Text size="sm" c="dimmed" mb="sm">
        Urgent or distressed callers get a fixed safety text, and these people are alerted the same second.
      </Text>
      <Stack gap="sm">
        {draft.escalation.map((contact, index) => (
          <Group key={index} gap="xs" align="flex-end" className="rb-surface">
            <TextInput
              label="Name"
              required
              maxLength={80}
              value={contact.name}
              disabled={readOnly}
              onChange={(event) => put(index, { name: event.currentTarget.value })}
              style={{ flex: '1 1 150px' }}
            />
            <TextInput
              label="E-mail"
              type="email"
              value={contact.email ?? ''}
              disabled={readOnly}
              onChange={(event) => put(index, { email: event.currentTarget.value })}
              style={{ flex: '1 1 190px' }}
            />
            <TextInput
              label="Phone"
              type="tel"
              defaultValue={contact.phone === undefined ? '' : prettyPhone(contact.phone)}
              disabled={readOnly}
              onBlur={(event) =>
                put(index, { phone: typedPhone(event.currentTarget.value) ?? event.currentTarget.value })
              }
              style={{ flex: '1 1 150px' }}
            />
            {!readOnly && (
              <ActionIcon
                size={36}
                variant="default"
                aria-label={`Remove ${contact.name === '' ? 'contact' : contact.name}`}
                onClick={() => change({ escalation: draft.escalation.filter((_, at) => at !== index) })}
              >
                <IconTrash size={16} />
              </ActionIcon>
            )}
          </Group>
        ))}
        {draft.escalation.length === 0 && <Pill tone="warning" label="Nobody is alerted" />}
        {!readOnly && draft.escalation.length < 10 && (
          <div>
            <Button
              variant="light"
              leftSection={<IconPlus size={15} aria-hidden />}
              onClick={() => change({ escalation: [...draft.escalation, { name: '' }] })}
            >
              Add a person
            </Button>
          </div>
        )}
      </Stack>
    </Section>
  );
}
