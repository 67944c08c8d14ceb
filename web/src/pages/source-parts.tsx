/** What the pages of one product share: the steps at the vendor, what is verified, and how far we have checked it. */
import { Anchor, Text } from '@mantine/core';
import type { SurfaceSummary } from '../api/types.ts';
import { duration } from '../lib/time.ts';
import { words } from '../lib/words.ts';
import { Address } from '../ui/address.tsx';
import { Section } from '../ui/page.tsx';
import { Pill } from '../ui/pill.tsx';
import { Ticks } from '../ui/ticks.tsx';

/** Numbered steps; the address stands in full, with a button to copy it, in the first step that names it. */
export function Steps({ surface, url }: { surface: SurfaceSummary; url: string }) {
  const first = surface.setup.findIndex((step) => step.includes('{url}'));
  return (
    <Section title={`At ${surface.name}`}>
      {first === -1 && <Address label="Address of this source" value={url} />}
      <ol className="rb-steps">
        {surface.setup.map((step, index) => (
          <li key={step}>
            <div>
              <Text size="sm">
                <Ticks text={spelled(step, url, index === first)} />
              </Text>
              {index === first && <Address label="Address to paste" value={url} />}
            </div>
          </li>
        ))}
      </ol>
    </Section>
  );
}

/** The address stands below the first step that names it; where something is added to it, it stands in full. */
function spelled(step: string, url: string, below: boolean): string {
  return step.replaceAll(/\{url\}(?![?/&])/g, below ? 'the address below' : url).replaceAll('{url}', url);
}

export function About({ surface }: { surface: SurfaceSummary }) {
  const maturity = words.maturity(surface.maturity, surface.checkedHow);
  return (
    <Section title="What to expect">
      <dl className="rb-lines">
        <div>
          <dt>Comes by</dt>
          <dd>
            {words.delivered(surface.delivery)}
            {surface.subscription &&
              (surface.delivery === 'subscription'
                ? '; Ringback makes and renews it'
                : '; Ringback makes and renews a push subscription too')}
          </dd>
        </div>
        {surface.poll !== null && (
          <div>
            <dt>{surface.poll.role === 'primary' ? 'Ringback looks at' : 'For lost ones'}</dt>
            <dd>
              {surface.poll.role === 'primary'
                ? `the ${surface.poll.what}, every ${duration(surface.poll.everySeconds)}`
                : `Ringback looks at the ${surface.poll.what} every ${duration(surface.poll.everySeconds)}`}
            </dd>
          </div>
        )}
        <div>
          <dt>We verify</dt>
          <dd>
            <Ticks text={surface.signature} />
          </dd>
        </div>
        <div>
          <dt>Checked</dt>
          <dd>
            <Pill tone={maturity.tone} label={maturity.label} />
            <Text size="sm" mt={6}>
              {maturity.hint}
            </Text>
            <Text size="sm" c="dimmed" mt={4}>
              <Ticks text={surface.checkedHow} />. Documentation last read on {surface.lastChecked}.
            </Text>
          </dd>
        </div>
        {surface.docs.length > 0 && (
          <div>
            <dt>Vendor’s pages</dt>
            <dd>
              <ul className="rb-doc-links">
                {surface.docs.map((link) => (
                  <li key={link}>
                    <Anchor href={link} target="_blank" rel="noreferrer" size="sm">
                      {link.replace(/^https:\/\//, '')}
                    </Anchor>
                  </li>
                ))}
              </ul>
            </dd>
          </div>
        )}
      </dl>
    </Section>
  );
}
