import { toleranceMs } from './options.ts';
import type { DetectOptions } from './options.ts';
import type { SurfaceCall } from './surface-call.ts';

/**
 * Splits the calls of one attempt into rings: which surface calls are the same ring seen from several sides, and which
 * are redials. A surface sees each ring once, so a ring holds at most one call of each surface.
 */
export type Try = readonly SurfaceCall[];

export function tries(calls: readonly SurfaceCall[], options: DetectOptions): readonly Try[] {
  const bySurface = new Map<string, SurfaceCall[]>();
  for (const call of calls) bySurface.set(call.surface, [...(bySurface.get(call.surface) ?? []), call]);
  // The surface that saw most rings is the yardstick; the others are laid against it.
  const order = [...bySurface.values()].sort(
    (a, b) => b.length - a.length || ((a[0]?.surface ?? '') < (b[0]?.surface ?? '') ? -1 : 1),
  );
  const rings: SurfaceCall[][] = [];
  for (const own of order) lay(own, rings, options);
  return rings.sort((a, b) => startOf(a) - startOf(b) || ((a[0]?.key ?? '') < (b[0]?.key ?? '') ? -1 : 1));
}

function lay(own: readonly SurfaceCall[], rings: SurfaceCall[][], options: DetectOptions): void {
  rings.sort((a, b) => startOf(a) - startOf(b));
  // As many rings as calls: they pair up in order, which holds even when one clock is off by more than the redial gap.
  const inOrder =
    own.length === rings.length && own.every((call, index) => fits(call, rings[index], options));
  if (inOrder) {
    own.forEach((call, index) => rings[index]?.push(call));
    return;
  }
  const free = new Set(rings);
  const pairs = own
    .flatMap((call) => rings.filter((ring) => fits(call, ring, options)).map((ring) => ({ call, ring })))
    .sort(
      (a, b) =>
        distance(a.call, a.ring) - distance(b.call, b.ring) ||
        a.call.startMs - b.call.startMs ||
        startOf(a.ring) - startOf(b.ring),
    );
  const placed = new Set<SurfaceCall>();
  for (const { call, ring } of pairs) {
    if (placed.has(call) || !free.delete(ring)) continue;
    ring.push(call);
    placed.add(call);
  }
  for (const call of own) if (!placed.has(call)) rings.push([call]);
}

function fits(call: SurfaceCall, ring: Try | undefined, options: DetectOptions): boolean {
  if (ring === undefined) return false;
  return ring.every(
    (other) =>
      Math.abs(call.startMs - other.startMs) <=
      toleranceMs(call.surface, other.surface, options) + call.slackMs + other.slackMs,
  );
}

function distance(call: SurfaceCall, ring: Try): number {
  return Math.abs(call.startMs - startOf(ring));
}

function startOf(ring: Try): number {
  return Math.min(...ring.map((call) => call.startMs));
}
