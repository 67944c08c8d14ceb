import type { LocationConfig } from '../model/organisation.ts';
import type { FieldChange } from './field-changes.ts';

/** Why a change of one location deserves a second look, or null when it is harmless. */
export function locationDanger(
  old: LocationConfig,
  location: LocationConfig,
  fields: readonly FieldChange[],
): string | null {
  const touched = (prefix: string): boolean =>
    fields.some(({ path }) => path === prefix || path.startsWith(`${prefix}.`));
  const dangers: string[] = [];
  if (old.textback.mode !== location.textback.mode) {
    if (location.textback.mode === 'live') dangers.push('callers start to get texts');
    if (old.textback.mode === 'live') dangers.push('callers no longer get texts');
  }
  if (touched('greetingNotice') && location.greetingNotice === undefined)
    dangers.push('without a greeting notice texts go to counsel first');
  if (touched('counselApprovals')) dangers.push('changes what counsel has approved');
  if (touched('sender')) dangers.push('texts leave from another registration');
  if (touched('zone') || touched('address')) dangers.push('quiet hours follow the new place');
  if (touched('numbers')) dangers.push('calls to changed numbers go elsewhere');
  return dangers.length === 0 ? null : dangers.join('; ');
}
