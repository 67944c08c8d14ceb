/** If this fails: an operator, or the page that is made from it, is told of other surfaces than this build has. */
import { describe, expect, it } from 'vitest';
import { voiceSurfaces } from '../connectors/registry.generated.ts';
import { run } from './surfaces.ts';

async function surfaces(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  let out = '';
  let err = '';
  const code = await run(args, {
    stdin: (async function* () {})(),
    stdout: (text) => void (out += text),
    stderr: (text) => void (err += text),
  });
  return { code, out, err };
}

describe('ringback surfaces', () => {
  it('lists every surface with everything that was promised, as JSON', async () => {
    const { code, out } = await surfaces('--json');
    expect(code).toBe(0);
    const rows = JSON.parse(out) as Record<string, unknown>[];
    expect(rows.map((row) => row['id'])).toEqual(
      [...voiceSurfaces.keys()].sort((a, b) => a.localeCompare(b)),
    );
    for (const row of rows) {
      for (const field of ['id', 'name', 'family', 'delivery', 'signature', 'maturity', 'lastChecked'])
        expect(row[field], `${String(row['id'])}.${field}`).toMatch(/\S/);
      expect(row['kind']).toBe('voice');
      expect(row['docs'] ?? 'https://').toMatch(/^https:\/\//);
    }
  });

  it('is a table for people, one line each', async () => {
    const { out } = await surfaces();
    const lines = out.split('\n');
    expect(lines[0]).toMatch(/^id +name +family +delivery +maturity +checked +signature$/);
    expect(lines.filter((line) => /^\S/.test(line))).toHaveLength(voiceSurfaces.size + 2);
    expect(lines.every((line) => line === line.trimEnd())).toBe(true);
  });

  it('refuses what it does not know', async () => {
    const { code, err } = await surfaces('--yaml');
    expect(code).toBe(2);
    expect(err).toContain('usage: ringback surfaces');
  });
});
