/** The spam filter: how often it was right, the lists it knows, and why it holds one number. */
import { Button, Group, Text } from '@mantine/core';
import { IconArrowBackUp, IconListCheck, IconTrash, IconUpload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { post, remove } from '../api/client.ts';
import { queries } from '../api/queries.ts';
import type { SpamLists } from '../api/types.ts';
import { useMay, useSession } from '../lib/session.tsx';
import { plural } from '../lib/words.ts';
import { useAction } from '../ui/mutate.ts';
import { Page, Section } from '../ui/page.tsx';
import { CardLoading, Empty, Loaded } from '../ui/states.tsx';
import { say, sayUndo } from '../ui/toast.tsx';
import { When } from '../ui/when.tsx';
import { SpamFigures } from './spam-figures.tsx';
import { ImportSpamList } from './spam-import.tsx';
import { SpamLookup } from './spam-lookup.tsx';
import { person } from './spam-words.ts';

export function SpamPage() {
  const query = useQuery(queries.spamLists());
  const mayOwn = useMay('own');
  const [importing, setImporting] = useState<string | null>(null);
  return (
    <Page
      title="Spam filter"
      wide
      lead="Robocallers get no text and fill no callback list. A customer of yours is never held back, whatever a list says."
      actions={
        mayOwn && (
          <Button leftSection={<IconUpload size={16} aria-hidden />} onClick={() => setImporting('')}>
            Import a list
          </Button>
        )
      }
    >
      <Loaded query={query} loading={<CardLoading height={420} />}>
        {(spam) => (
          <div className="rb-split">
            <div className="rb-stack">
              <SpamFigures figures={spam.last30Days} threshold={spam.threshold} />
              <Lists spam={spam} replace={setImporting} />
            </div>
            <div className="rb-stack">
              <SpamLookup />
            </div>
          </div>
        )}
      </Loaded>
      {importing !== null && (
        <ImportSpamList
          name={importing}
          taken={query.data?.items.map((each) => each.list) ?? []}
          onClose={() => setImporting(null)}
        />
      )}
    </Page>
  );
}

function Lists({ spam, replace }: { spam: SpamLists; replace: (list: string) => void }) {
  const mayOwn = useMay('own');
  const zone = useSession().tenant.zone;
  const restore = useAction({
    run: (list: string) => post(`/spam-lists/${list}/restore`, {}),
    done: (_answer, list) => say(`The list ${list} is back.`),
  });
  const takeBack = useAction({
    run: (list: string) => remove(`/spam-lists/${list}`),
    done: (_answer, list) => sayUndo(`The list ${list} was taken back.`, () => restore.mutate(list)),
  });
  const busy = restore.isPending || takeBack.isPending;
  return (
    <Section title="Lists" padded={false}>
      {spam.items.length === 0 && (
        <Empty icon={IconListCheck} title="No lists yet" compact>
          The filter works without them. A list of known robocallers, such as the complaints that the FTC
          publishes, makes it surer: import one as CSV.
        </Empty>
      )}
      <ul className="rb-list">
        {spam.items.map((item) => (
          <li key={item.list} className="rb-spam-list">
            <div>
              <Text fw={570}>{item.list}</Text>
              <Text size="sm" c="dimmed">
                {plural(item.numbers, 'number')}
                {item.source === null ? '' : ` from ${item.source}`}
              </Text>
              <Text size="sm" c="dimmed">
                Imported <When at={item.listedAt} zone={zone} />
                {item.importedBy === null ? '' : ` by ${person(item.importedBy)}`}
              </Text>
            </div>
            {mayOwn && (
              <Group gap={6}>
                <Button
                  size="compact-sm"
                  variant="default"
                  aria-label={`Replace ${item.list}`}
                  onClick={() => replace(item.list)}
                >
                  Replace
                </Button>
                <Button
                  size="compact-sm"
                  variant="subtle"
                  color="brick"
                  leftSection={<IconTrash size={14} aria-hidden />}
                  aria-label={`Remove ${item.list}`}
                  disabled={busy}
                  onClick={() => takeBack.mutate(item.list)}
                >
                  Remove
                </Button>
              </Group>
            )}
          </li>
        ))}
        {spam.removed.map((item) => (
          <li key={item.list} className="rb-spam-list" data-removed>
            <div>
              <Text fw={570}>{item.list}</Text>
              <Text size="sm" c="dimmed">
                Taken back <When at={item.removedAt} zone={zone} />
                {item.removedBy === null ? '' : ` by ${person(item.removedBy)}`}; its{' '}
                {plural(item.numbers, 'number')} hold nobody back
              </Text>
            </div>
            {mayOwn && (
              <Button
                size="compact-sm"
                variant="default"
                leftSection={<IconArrowBackUp size={14} aria-hidden />}
                aria-label={`Put ${item.list} back`}
                disabled={busy}
                onClick={() => restore.mutate(item.list)}
              >
                Put back
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
}
