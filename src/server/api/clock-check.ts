import { clockCorrections } from '../../core/detect/clock-skew.ts';
import type { Connectors } from '../../pipeline/context.ts';
import { readClockSkew } from '../../store/clock-skew.ts';
import type { Call } from './route.ts';
import type { CheckShape } from './schemas/health.ts';

/** For Health: what was learned of the phone systems' clocks. Nothing while nothing could be learned. */
export async function phoneClocksCheck(
  { tx, principal }: Pick<Call<unknown, unknown, unknown>, 'tx' | 'principal'>,
  connectors: Connectors,
): Promise<CheckShape[]> {
  const skews = await readClockSkew(tx, principal.tenantId);
  if (skews.length === 0) return [];
  const corrected = clockCorrections(skews);
  const name = (surface: string): string => connectors.voice.get(surface)?.meta.name ?? surface;
  const off = skews
    .filter(({ surface }) => corrected[surface] !== undefined)
    .map(
      ({ surface, offsetMs, reference, pairs }) =>
        `${name(surface)} is ${Math.abs(offsetMs) / 1000} s ${offsetMs > 0 ? 'ahead of' : 'behind'} ${name(reference)} (learned from ${pairs} calls), which is taken into account`,
    );
  const detail =
    off.length === 0
      ? `${skews.map(({ surface }) => name(surface)).join(', ')} agree within what forwarding takes`
      : off.join('; ');
  return [{ name: 'Clocks of the phone systems', ok: true, detail }];
}
