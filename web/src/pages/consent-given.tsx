/** Consent that a person gave in writing: what they agreed to, in the very words, and what shows that they did. */
import {
  Alert,
  Button,
  Checkbox,
  Drawer,
  Group,
  Select,
  Stack,
  TagsInput,
  Textarea,
  TextInput,
} from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { ApiError, post } from '../api/client.ts';
import { queries } from '../api/queries.ts';
import type { ConsentGivenAnswer } from '../api/types.ts';
import { prettyPhone, typedPhone } from '../lib/phone.ts';
import { useAction } from '../ui/mutate.ts';
import { say } from '../ui/toast.tsx';

const KINDS = [
  { value: 'written-consent', label: 'Marketing texts or calls, signed' },
  { value: 'whatsapp-opt-in', label: 'Messages on WhatsApp' },
  { value: 'hipaa-authorization', label: 'Marketing with patient data (HIPAA)' },
  { value: 'whatsapp-opt-out', label: 'Ended: WhatsApp' },
  { value: 'hipaa-authorization-revoked', label: 'Ended: the patient’s authorization' },
] as const;
type Kind = (typeof KINDS)[number]['value'];

const METHODS = [
  { value: 'web-form', label: 'A form on a web page' },
  { value: 'e-signature', label: 'An electronic signature' },
  { value: 'text-keyword', label: 'A text with a keyword' },
  { value: 'key-press', label: 'A key pressed on a call' },
  { value: 'voice-recording', label: 'A recording' },
  { value: 'paper', label: 'Paper' },
];

const MONEY = [
  { value: 'none', label: 'Nobody pays for it' },
  { value: 'disclosed', label: 'A third party pays, and the words say so' },
  { value: 'not-disclosed', label: 'A third party pays, and the words do not say so' },
];

export function AddConsent({ phone, onClose }: { phone: string | null; onClose: () => void }) {
  const navigate = useNavigate();
  const { data } = useQuery(queries.locations());
  const banners = [...new Map((data?.items ?? []).map((each) => [each.banner.key, each.banner.name]))];
  const [typed, setTyped] = useState(phone === null ? '' : prettyPhone(phone));
  const [kind, setKind] = useState<Kind>('written-consent');
  const [chosenBanner, setBanner] = useState<string | null>(null);
  const [when, setWhen] = useState('');
  const [text, setText] = useState<Readonly<Record<string, string>>>({
    method: 'web-form',
    remuneration: 'none',
  });
  const [ticks, setTicks] = useState<Readonly<Record<string, boolean>>>({});
  const [sellers, setSellers] = useState<string[]>([]);
  const [issues, setIssues] = useState<readonly { path: string; message: string }[]>([]);
  const banner = chosenBanner ?? banners[0]?.[0] ?? '';
  const number = typedPhone(typed);
  const ends = kind === 'whatsapp-opt-out' || kind === 'hipaa-authorization-revoked';
  const told = (field: string) => issues.find(({ path }) => path.endsWith(field))?.message;
  const add = useAction({
    run: () =>
      post<ConsentGivenAnswer>(`/consent/${encodeURIComponent(number ?? '')}/given`, {
        banner,
        given: givenOf(kind, number ?? '', when, text, ticks, sellers),
      }),
    done: ({ defect, unnamed }) => {
      say(
        defect !== null
          ? `Written down, and it counts for nothing: ${defect}.`
          : unnamed.length > 0
            ? `Written down. It does not count for ${unnamed.join(', ')}, which the words do not name.`
            : 'Written down, with its proof.',
      );
      onClose();
      if (number !== null) void navigate({ to: '/consent/$phone', params: { phone: number } });
    },
    refused: (error) => {
      if (!(error instanceof ApiError) || error.issues.length === 0) return false;
      setIssues(error.issues);
      return true;
    },
  });
  const field = (name: string) => ({
    value: text[name] ?? '',
    error: told(name),
    onChange: (event: { currentTarget: { value: string } }) => {
      const { value } = event.currentTarget;
      setText((before) => ({ ...before, [name]: value }));
    },
  });
  const tick = (name: string) => ({
    checked: ticks[name] === true,
    onChange: (event: { currentTarget: { checked: boolean } }) => {
      const { checked } = event.currentTarget;
      setTicks((before) => ({ ...before, [name]: checked }));
    },
  });
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size="lg"
      title="Consent given in writing"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (number !== null) add.mutate(undefined);
        }}
      >
        <Stack gap="sm">
          <TextInput
            label="Number"
            type="tel"
            required
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            error={typed.trim() !== '' && number === null ? 'Not a number we know how to dial' : undefined}
          />
          <Select
            label="What was given"
            data={KINDS}
            value={kind}
            onChange={(value) => setKind(value ?? 'written-consent')}
            allowDeselect={false}
          />
          <Select
            label="To the brand"
            data={banners.map(([value, label]) => ({ value, label }))}
            value={banner}
            onChange={setBanner}
            allowDeselect={false}
          />
          <TextInput
            label={ends ? 'Ended on' : 'Signed on'}
            description={ends ? undefined : 'When the person signed. A STOP after this moment still holds.'}
            type="datetime-local"
            required
            value={when}
            onChange={(event) => setWhen(event.currentTarget.value)}
            error={told('signedAt') ?? told('endedAt')}
          />
          {ends ? (
            <Textarea label="How we know" required autosize minRows={2} {...field('note')} />
          ) : (
            <>
              <Textarea
                label="The words shown"
                description="Exactly as the person saw or heard them."
                required
                autosize
                minRows={3}
                {...field('textShown')}
              />
              <TextInput label="Version of the form, page or prompt" {...field('version')} />
              <Select
                label="Signed by"
                data={METHODS}
                value={text['method'] ?? 'web-form'}
                onChange={(value) => setText((before) => ({ ...before, method: value ?? 'web-form' }))}
                allowDeselect={false}
              />
              <Textarea
                label="What shows it"
                description="Submission and address of the form, id of the envelope, the recording, where the sheet is kept."
                required
                autosize
                minRows={2}
                {...field('evidence')}
              />
              {kind === 'written-consent' && (
                <>
                  <TagsInput
                    label="Companies named in the words"
                    description="Their legal names. The consent counts for these alone. Press Enter after each."
                    value={sellers}
                    onChange={setSellers}
                    error={told('sellers')}
                  />
                  <Checkbox label="The words allow marketing by automated means" {...tick('automated')} />
                  <Checkbox
                    label="They say that agreeing is no condition of buying anything"
                    {...tick('notCondition')}
                  />
                  <Checkbox
                    label="They also name an artificial or recorded voice"
                    {...tick('artificialVoice')}
                  />
                </>
              )}
              {kind === 'whatsapp-opt-in' && (
                <Checkbox
                  label="The words name the business, and that it writes on WhatsApp"
                  {...tick('businessNamed')}
                />
              )}
              {kind === 'hipaa-authorization' && (
                <>
                  <TextInput label="Which information" required {...field('information')} />
                  <TextInput label="Who may use or disclose it" required {...field('discloser')} />
                  <TextInput label="To whom" required {...field('recipient')} />
                  <TextInput label="For which purpose" required {...field('purpose')} />
                  <TextInput label="Last day" type="date" required {...field('expiresOn')} />
                  <Select
                    label="Money"
                    data={MONEY}
                    value={text['remuneration'] ?? 'none'}
                    onChange={(value) => setText((before) => ({ ...before, remuneration: value ?? 'none' }))}
                    allowDeselect={false}
                  />
                  <Checkbox
                    label="It tells of the right to revoke, of conditions, and of redisclosure"
                    {...tick('statements')}
                  />
                </>
              )}
              <Alert color="apricot">
                A record that lacks one of these is kept all the same, and counts for nothing.
              </Alert>
            </>
          )}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={add.isPending} disabled={number === null || when === ''}>
              Write down
            </Button>
          </Group>
        </Stack>
      </form>
    </Drawer>
  );
}

function givenOf(
  kind: Kind,
  phone: string,
  when: string,
  text: Readonly<Record<string, string>>,
  ticks: Readonly<Record<string, boolean>>,
  sellers: readonly string[],
): Record<string, unknown> {
  const at = when === '' ? '' : new Date(when).toISOString();
  const said = (name: string): string => (text[name] ?? '').trim();
  if (kind === 'whatsapp-opt-out' || kind === 'hipaa-authorization-revoked')
    return { kind, endedAt: at, note: said('note') };
  const common = {
    kind,
    signedAt: at,
    textShown: said('textShown'),
    ...(said('version') === '' ? {} : { version: said('version') }),
    signature: { method: said('method'), evidence: said('evidence') },
  };
  switch (kind) {
    case 'written-consent':
      return {
        ...common,
        sellers,
        numbers: [phone],
        automated: ticks['automated'] === true,
        artificialVoice: ticks['artificialVoice'] === true,
        notCondition: ticks['notCondition'] === true,
      };
    case 'whatsapp-opt-in':
      return { ...common, businessNamed: ticks['businessNamed'] === true };
    case 'hipaa-authorization':
      return {
        ...common,
        information: said('information'),
        discloser: said('discloser'),
        recipient: said('recipient'),
        purpose: said('purpose'),
        expiresOn: said('expiresOn'),
        statements: ticks['statements'] === true,
        remuneration: said('remuneration'),
      };
  }
}
