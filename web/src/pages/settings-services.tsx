/** Services: what the assistant may offer, what it may say about prices, and what it has to ask. */
import {
  ActionIcon,
  Button,
  Group,
  Modal,
  NumberInput,
  Stack,
  Switch,
  TagsInput,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core';
import { IconPencil, IconPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import type { Service } from '../api/types.ts';
import { without } from '../lib/without.ts';
import { plural } from '../lib/words.ts';
import { Section } from '../ui/page.tsx';
import type { EditorProps } from './location-settings.tsx';

export function ServicesEditor({ draft, change, readOnly }: EditorProps) {
  const [editing, setEditing] = useState<{ index: number; service: Service } | null>(null);
  const put = (services: Service[]) => change({ services });
  return (
    <Section
      title="Services"
      aside={
        readOnly ? undefined : (
          <Button
            variant="light"
            leftSection={<IconPlus size={15} aria-hidden />}
            onClick={() =>
              setEditing({
                index: draft.services.length,
                service: {
                  key: '',
                  name: '',
                  aliases: [],
                  minutes: 60,
                  questions: [],
                  skills: [],
                  bookable: true,
                },
              })
            }
          >
            Add a service
          </Button>
        )
      }
    >
      {draft.services.length === 0 && (
        <Text size="sm" c="dimmed">
          No services yet. The assistant only speaks of services, prices and durations written here; without
          any it offers a call from a person.
        </Text>
      )}
      {draft.services.map((service, index) => (
        <div key={service.key} className="rb-service">
          <div>
            <Text fw={570}>{service.name}</Text>
            <Text size="sm" c="dimmed">
              {service.minutes} min
              {service.priceText === undefined ? priceOf(service) : ` · ${service.priceText}`}
              {service.bookable ? '' : ' · not booked by text'}
              {service.questions.length === 0
                ? ''
                : ` · asks ${plural(service.questions.length, 'question')}`}
            </Text>
            {service.description !== undefined && <Text size="sm">{service.description}</Text>}
          </div>
          {!readOnly && (
            <Group gap={4} wrap="nowrap" align="flex-start">
              <ActionIcon
                aria-label={`Edit ${service.name}`}
                size="lg"
                onClick={() => setEditing({ index, service })}
              >
                <IconPencil size={17} />
              </ActionIcon>
              <ActionIcon
                aria-label={`Remove ${service.name}`}
                size="lg"
                onClick={() => put(draft.services.filter((_, at) => at !== index))}
              >
                <IconTrash size={17} />
              </ActionIcon>
            </Group>
          )}
        </div>
      ))}
      {editing !== null && (
        <ServiceDialog
          key={editing.index}
          service={editing.service}
          taken={draft.services.filter((_, at) => at !== editing.index).map((each) => each.key)}
          onClose={() => setEditing(null)}
          onSave={(service) => {
            const services = [...draft.services];
            services[editing.index] = service;
            put(services);
            setEditing(null);
          }}
        />
      )}
    </Section>
  );
}

function ServiceDialog(props: {
  service: Service;
  taken: readonly string[];
  onSave: (service: Service) => void;
  onClose: () => void;
}) {
  const [draft, setDraft] = useState(props.service);
  const isNew = props.service.key === '';
  const key = isNew ? keyOf(draft.name, props.taken) : draft.key;
  const ready =
    draft.name.trim() !== '' && key !== '' && draft.questions.every((each) => each.ask.trim().length >= 3);
  const put = (part: Partial<Service>) => setDraft({ ...draft, ...part });
  return (
    <Modal
      opened
      onClose={props.onClose}
      title={isNew ? 'Add a service' : props.service.name}
      size="lg"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) props.onSave({ ...draft, key, name: draft.name.trim() });
        }}
      >
        <Stack gap="sm">
          <Group grow align="flex-start">
            <TextInput
              label="Name"
              required
              maxLength={80}
              value={draft.name}
              onChange={(event) => put({ name: event.currentTarget.value })}
              data-autofocus
            />
            <NumberInput
              label="Takes"
              suffix=" min"
              min={5}
              max={1440}
              step={5}
              value={draft.minutes}
              onChange={(value) => typeof value === 'number' && put({ minutes: value })}
            />
          </Group>
          <TextInput
            label="What may be said about the price"
            description="Said word for word. Left empty, the assistant says a person will tell."
            maxLength={160}
            value={draft.priceText ?? ''}
            onChange={(event) => setDraft(optional(draft, 'priceText', event.currentTarget.value))}
          />
          <Textarea
            label="Description"
            maxLength={300}
            autosize
            minRows={2}
            value={draft.description ?? ''}
            onChange={(event) => setDraft(optional(draft, 'description', event.currentTarget.value))}
          />
          <TagsInput
            label="Other words callers use"
            value={draft.aliases}
            onChange={(aliases) => put({ aliases })}
            maxTags={20}
            placeholder="Type and press Enter"
          />
          <Switch
            label="Can be booked by text"
            checked={draft.bookable}
            onChange={(event) => put({ bookable: event.currentTarget.checked })}
          />
          <div>
            <Text size="sm" fw={540} mb={4}>
              Questions before booking
            </Text>
            <Stack gap={8}>
              {draft.questions.map((question, index) => (
                <Group key={question.key} gap={6} wrap="nowrap">
                  <TextInput
                    aria-label={`Question ${index + 1}`}
                    style={{ flex: 1 }}
                    maxLength={160}
                    value={question.ask}
                    onChange={(event) =>
                      put({
                        questions: draft.questions.map((each, at) =>
                          at === index ? { ...each, ask: event.currentTarget.value } : each,
                        ),
                      })
                    }
                  />
                  <ActionIcon
                    aria-label={`Remove question ${index + 1}`}
                    size="lg"
                    onClick={() => put({ questions: draft.questions.filter((_, at) => at !== index) })}
                  >
                    <IconTrash size={16} />
                  </ActionIcon>
                </Group>
              ))}
              {draft.questions.length < 6 && (
                <div>
                  <Button
                    size="compact-sm"
                    variant="light"
                    onClick={() =>
                      put({
                        questions: [
                          ...draft.questions,
                          {
                            key: freeKey(draft.questions.map((each) => each.key)),
                            ask: '',
                            kind: 'text',
                            required: true,
                          },
                        ],
                      })
                    }
                  >
                    Add a question
                  </Button>
                </div>
              )}
            </Stack>
          </div>
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={props.onClose}>
              Cancel
            </Button>
            <Button type="submit" disabled={!ready}>
              {isNew ? 'Add' : 'Keep changes'}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

/** An empty text means that the field is not there at all. */
function optional(service: Service, name: 'priceText' | 'description', value: string): Service {
  return value === '' ? without(service, name) : { ...service, [name]: value };
}

function keyOf(name: string, taken: readonly string[]): string {
  const base = name
    .toLowerCase()
    .normalize('NFKD')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 50);
  if (base === '' || !taken.includes(base)) return base;
  return freeKey(taken, base);
}

function freeKey(taken: readonly string[], base = 'question'): string {
  let number = taken.length + 1;
  while (taken.includes(`${base}-${number}`)) number += 1;
  return `${base}-${number}`;
}

function priceOf(service: Service): string {
  if (service.price === undefined) return '';
  const text = (service.price.minor / 100).toLocaleString('en-US', {
    style: 'currency',
    currency: service.price.currency,
  });
  return ` · ${text}`;
}
