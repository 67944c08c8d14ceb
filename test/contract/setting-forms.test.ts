import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { voiceSurfaces } from '../../src/connectors/registry.generated.ts';
import type { SettingShape } from '../../src/server/api/schemas/setting-shape.ts';
import { settingFields } from '../../src/server/api/setting-fields.ts';
import { blank, harvest, opened, plant, unfit, type Tree } from '../../web/src/lib/setting-tree.ts';
import { readDraft } from '../../web/src/lib/setting-values.ts';
import { casesOf } from './voice-fixtures.ts';

/**
 * The forms of nested settings. If these fail, opening the settings of a source and saving them changes its field
 * mapping, a connector has settings that nobody can fill in, or a mistake is not told beside the field that has it.
 */
const nested = [...voiceSurfaces.values()].flatMap((surface) =>
  settingFields(surface.config).flatMap((field) =>
    field.shape === null ? [] : [{ surface, field, shape: field.shape }],
  ),
);

describe('every nested setting of every surface', () => {
  test('has a form, and no secret inside that would be stored in the clear', () => {
    expect(nested.length).toBeGreaterThan(30);
    for (const { surface, field, shape } of nested)
      expect(kinds(shape), `${surface.meta.id} ${field.name}`).not.toContain('json');
    for (const surface of voiceSurfaces.values()) {
      const { properties = {} } = z.toJSONSchema(surface.config, { io: 'input', unrepresentable: 'any' });
      for (const [name, property] of Object.entries(properties)) {
        if (typeof property === 'object' && 'secret' in property) continue;
        expect(JSON.stringify(property), `${surface.meta.id} ${name}`).not.toContain('"secret":');
      }
    }
  });

  test('left as it is, or opened and left empty, means not set', () => {
    for (const { shape } of nested)
      expect(harvest(shape, blank(shape), 's')).toEqual({ value: undefined, issues: [] });
  });

  test('means in the form what it meant in the file: the settings of every fixture', () => {
    let seen = 0;
    for (const surface of voiceSurfaces.values()) {
      const fields = settingFields(surface.config);
      for (const { config = {} } of casesOf(surface.meta.id)) {
        for (const [name, value] of Object.entries(config)) {
          const shape = fields.find((field) => field.name === name)?.shape ?? null;
          if (shape === null) continue;
          const tree = plant(shape, value);
          expect(tree, `${surface.meta.id} ${name} ${JSON.stringify(value)}`).not.toBe(unfit);
          const back = harvest(shape, tree as Tree, name);
          expect(back.issues).toEqual([]);
          const parse = (given: unknown): unknown => surface.config.parse({ ...config, [name]: given });
          expect(parse(back.value)).toEqual(parse(value));
          seen += 1;
        }
      }
    }
    expect(seen).toBeGreaterThan(60);
  });
});

describe('what is typed', () => {
  const shape = nested.find((each) => each.field.name === 'mapping')?.shape ?? { kind: 'json' };
  const begin = (value: unknown): Tree => {
    const tree = plant(shape, value);
    if (tree === unfit) throw new Error('does not fit');
    return tree;
  };

  test('a rule with its words, numbers and truth values comes back as it was', () => {
    const value = {
      answered: {
        any: [
          { field: 'status', oneOf: ['talked', 7, true] },
          { field: 'talk', greaterThan: 0 },
        ],
      },
      only: 'always',
      fields: { from: 'data.from', callId: ['id', 'call_id'] },
      statuses: { 'no pick-up': 'no_answer' },
      attribution: { gclid: 'click' },
    };
    expect(harvest(shape, begin(value), 'm')).toEqual({ value, issues: [] });
  });

  test('an unfinished row is told where it is', () => {
    const tree: Tree = {
      parts: {
        statuses: {
          entries: [
            { name: 'gone', value: 'no_answer' },
            { name: ' gone', value: 'busy' },
            { name: '', value: 'busy' },
            { name: 'open', value: '' },
          ],
        },
        fields: { parts: { from: { items: ['a', ''] } } },
        final: { option: 1, value: { parts: { field: '', greaterThan: 'soon' } } },
      },
    };
    const { issues } = harvest(shape, tree, 'settings.mapping');
    expect(issues.map((issue) => [issue.path.replace('settings.mapping.', ''), issue.message])).toEqual(
      expect.arrayContaining([
        ['statuses.#1', 'this name stands above already'],
        ['statuses.#2', 'give it a name, or remove it'],
        ['statuses.open', 'fill it in, or remove it'],
        ['fields.from.1', 'fill it in, or remove it'],
        ['final.greaterThan', 'not a number'],
      ]),
    );
    expect(issues).toHaveLength(5);
  });

  test('a field that is needed is asked for once the rest is begun', () => {
    const tree: Tree = { parts: { final: { option: 1, value: { parts: { field: '', equals: 'x' } } } } };
    expect(harvest(shape, tree, 'm').issues).toEqual([{ path: 'm.final.field', message: 'needed' }]);
  });

  test('what the form does not know is left to JSON', () => {
    expect(plant(shape, { filds: { from: 'x' } })).toBe(unfit);
    expect(plant(shape, { fields: ['from'] })).toBe(unfit);
    expect(plant(shape, { answered: { field: { nested: 1 } } })).toBe(unfit);
    expect(plant(shape, 'text')).toBe(unfit);
  });

  test('a row that was just added can be typed into', () => {
    expect(opened({ kind: 'texts' })).toEqual({ items: [''] });
    expect(opened({ kind: 'map', of: { kind: 'text' }, names: null })).toEqual({
      entries: [{ name: '', value: '' }],
    });
  });

  test('a whole draft: form, JSON and removal side by side', () => {
    const fields = settingFields(voiceSurfaces.get('mapped-http')?.config ?? failed());
    expect(
      readDraft(fields, {
        mapping: { tree: begin({ country: 'FR' }) },
        signature: { json: '{"prefix": "sha256="}' },
        accessHeader: '',
      }),
    ).toEqual({
      settings: { mapping: { country: 'FR' }, signature: { prefix: 'sha256=' }, accessHeader: null },
      issues: [],
    });
    expect(readDraft(fields, { mapping: { tree: blank(shape) } }).settings).toEqual({ mapping: null });
    expect(readDraft(fields, { mapping: { json: '{' } }).issues).toEqual([
      { path: 'settings.mapping', message: 'not valid JSON' },
    ]);
  });
});

function failed(): never {
  throw new Error('no mapped-http');
}

function kinds(shape: SettingShape): readonly string[] {
  switch (shape.kind) {
    case 'list':
    case 'map':
      return [shape.kind, ...kinds(shape.of)];
    case 'object':
      return ['object', ...shape.fields.flatMap((field) => kinds(field.shape))];
    case 'one-of':
      return ['one-of', ...shape.options.flatMap((option) => kinds(option.shape))];
    case 'text':
    case 'date':
    case 'switch':
    case 'word':
    case 'texts':
    case 'json':
    case 'number':
    case 'choice':
      return [shape.kind];
  }
}
