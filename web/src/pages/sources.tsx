/** Where calls are heard: what is connected, and every phone product that can be. */
import { Text } from '@mantine/core';
import { IconPlugConnected } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { queries } from '../api/queries.ts';
import type { SourceHealth, SurfaceSummary } from '../api/types.ts';
import { useMay, useSession } from '../lib/session.tsx';
import { FAMILIES, plural, words } from '../lib/words.ts';
import { Page, Section } from '../ui/page.tsx';
import { Pill } from '../ui/pill.tsx';
import { SearchBox } from '../ui/search-box.tsx';
import { CardLoading, Empty, Loaded } from '../ui/states.tsx';
import { When } from '../ui/when.tsx';
import { Standing } from './health-sources.tsx';

const route = getRouteApi('/app/sources');

export function SourcesPage() {
  const connected = useQuery(queries.sources());
  const mayOwn = useMay('own');
  return (
    <Page
      title="Sources"
      wide
      lead="Where calls are heard. Each source is one phone product with its own address and its own secret."
    >
      <div className="rb-stack">
        <Section title="Connected" padded={false}>
          <Loaded query={connected} loading={<CardLoading height={180} />}>
            {(list) =>
              list.items.length === 0 ? (
                <Empty icon={IconPlugConnected} title="No phone system is connected" compact>
                  Choose yours below; its page says what to click and waits for the first event with you.
                </Empty>
              ) : (
                <ul className="rb-list">
                  {list.items.map((source) => (
                    <li key={source.key}>
                      <SourceRow source={source} />
                    </li>
                  ))}
                </ul>
              )
            }
          </Loaded>
        </Section>
        {mayOwn && <Gallery />}
      </div>
    </Page>
  );
}

function SourceRow({ source }: { source: SourceHealth }) {
  const zone = useSession().tenant.zone;
  return (
    <Link to="/sources/$key" params={{ key: source.key }} className="rb-row rb-source-row">
      <span className="rb-call-cell">
        <span className="rb-caller">{source.name ?? source.product}</span>
        <span className="rb-dim">
          {source.name === null ? source.key : `${source.product} · ${source.key}`}
        </span>
      </span>
      <span className="rb-dim rb-small">
        {source.lastEventAt === null ? (
          'No event yet'
        ) : (
          <>
            Last event <When at={source.lastEventAt} zone={zone} />
          </>
        )}
      </span>
      <span>
        <Standing source={source} />
      </span>
    </Link>
  );
}

function Gallery() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const query = useQuery(queries.surfaces());
  const q = search.q ?? '';
  return (
    <Section title="Connect a phone product">
      <Loaded query={query} loading={<CardLoading height={420} />}>
        {(list) => {
          const shown = list.items.filter((surface) => fits(surface, q));
          return (
            <>
              <div className="rb-gallery-head">
                <SearchBox
                  label="Search products"
                  value={q}
                  onChange={(value) =>
                    void navigate({ search: value === '' ? {} : { q: value }, replace: true })
                  }
                  width={300}
                />
                <Text size="sm" c="dimmed" aria-live="polite">
                  {plural(shown.length, 'product')}
                </Text>
              </div>
              {shown.length === 0 && (
                <Empty icon={IconPlugConnected} title="No product fits" compact>
                  Anything that can call an address works too: search for “mapped”, or post normalised events
                  to the API.
                </Empty>
              )}
              {Object.entries(FAMILIES).map(([family, title]) => (
                <Family
                  key={family}
                  title={title}
                  surfaces={shown.filter((surface) => surface.family === family)}
                />
              ))}
            </>
          );
        }}
      </Loaded>
    </Section>
  );
}

function Family({ title, surfaces }: { title: string; surfaces: readonly SurfaceSummary[] }) {
  if (surfaces.length === 0) return null;
  return (
    <>
      <h3 className="rb-family">{title}</h3>
      <ul className="rb-surfaces">
        {surfaces.map((surface) => {
          const maturity = words.maturity(surface.maturity, surface.checkedHow);
          return (
            <li key={surface.id}>
              <Link to="/sources/connect/$surface" params={{ surface: surface.id }} className="rb-surface">
                <strong>{surface.name}</strong>
                <span className="rb-dim rb-small">Comes by {words.delivered(surface.delivery)}</span>
                <Pill tone={maturity.tone} label={maturity.label} />
              </Link>
            </li>
          );
        })}
      </ul>
    </>
  );
}

function fits(surface: SurfaceSummary, q: string): boolean {
  const text = [surface.name, surface.id, words.family(surface.family), surface.delivery]
    .join(' ')
    .toLowerCase();
  return q
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
