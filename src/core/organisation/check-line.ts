/** One line of a location's checklist, and what each line is made from. */
import regions from '../gate/data/regions.json' with { type: 'json' };
import { daysBetween } from '../model/days.ts';
import type { LocationConfig, TenantConfig } from '../model/organisation.ts';
import type { attestationsOf } from './attested.ts';

export interface CheckLine {
  readonly id: string;
  readonly title: string;
  readonly rule: string;
  readonly state: 'met' | 'missing' | 'expiring';
  /** What is on file, or what to do. */
  readonly detail: string;
}

export interface Given {
  readonly location: LocationConfig;
  readonly tenant: Pick<TenantConfig, 'attestations' | 'assistant' | 'policy' | 'lookUps'>;
  readonly today: string;
  readonly attestations: ReturnType<typeof attestationsOf>;
}

const SOON_DAYS = 30;

export function line(
  id: string,
  title: string,
  rule: string,
  met: boolean,
  words: { readonly met: string; readonly missing: string },
  expiresOn?: { readonly on: string | undefined; readonly today: string },
): CheckLine {
  const soon = met && expiresOn?.on !== undefined && endsSoon(expiresOn.on, expiresOn.today);
  return {
    id,
    title,
    rule,
    state: soon ? 'expiring' : met ? 'met' : 'missing',
    detail: soon ? `${words.met} Ends on ${expiresOn.on}.` : met ? words.met : words.missing,
  };
}

export function endsSoon(on: string, today: string): boolean {
  return daysBetween(today, on) <= SOON_DAYS;
}

export function isEuropean(country: string): boolean {
  return country === 'GB' || regions.euEea.includes(country);
}
