/** The form of a connector's settings, from its own schema: a new connector needs no new page. */
import { z } from 'zod';
import type { SettingField } from './schemas/sources.ts';
import { shapeOf, type Property } from './setting-shape.ts';

const known = new WeakMap<z.ZodType, SettingField[]>();

export function settingFields(schema: z.ZodType): SettingField[] {
  const fields = known.get(schema) ?? read(schema);
  known.set(schema, fields);
  return fields;
}

function read(schema: z.ZodType): SettingField[] {
  const document = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as {
    readonly properties?: Readonly<Record<string, Property>>;
  };
  const properties = Object.entries(document.properties ?? {});
  // A connector's first secret is the one that deliveries are checked with; the others are for asking the vendor.
  const checking = properties.find(([, property]) => property.secret === true)?.[0];
  return properties.map(([name, property]) => ({
    name,
    kind: kindOf(property),
    description: typeof property.description === 'string' ? property.description : '',
    authenticates: name === checking,
    default: property.default ?? null,
    choices: Array.isArray(property.enum) ? property.enum.filter((each) => typeof each === 'string') : [],
    minimum: typeof property.minimum === 'number' ? property.minimum : null,
    maximum: typeof property.maximum === 'number' ? property.maximum : null,
    shape: NESTED.has(kindOf(property)) ? shapeOf(property) : null,
  }));
}

const NESTED: ReadonlySet<SettingField['kind']> = new Set(['list', 'table', 'json']);

function kindOf(property: Property): SettingField['kind'] {
  if (property.secret === true) return 'secret';
  if (Array.isArray(property.enum)) return 'choice';
  switch (property.type) {
    case 'string':
      return 'text';
    case 'integer':
    case 'number':
      return 'number';
    case 'boolean':
      return 'switch';
    case 'array':
      return property.items?.type === 'string' ? 'list' : 'json';
    case 'object':
      return property.properties === undefined && isText(property.additionalProperties) ? 'table' : 'json';
    default:
      return 'json';
  }
}

function isText(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'type' in value && value.type === 'string';
}
