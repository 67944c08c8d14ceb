import type { SettingOption, SettingShape } from './schemas/setting-shape.ts';

/** What a JSON Schema says about a value, as far as a form needs it. */
export interface Property {
  readonly type?: unknown;
  readonly format?: unknown;
  readonly title?: unknown;
  readonly description?: unknown;
  readonly default?: unknown;
  readonly enum?: unknown;
  readonly minimum?: unknown;
  readonly maximum?: unknown;
  readonly items?: Property;
  readonly anyOf?: readonly Property[];
  readonly properties?: Readonly<Record<string, Property>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: unknown;
  readonly propertyNames?: Property;
  /** Set by `secret(...)` of ports/connector.ts. */
  readonly secret?: unknown;
}

/** The form of a value, from its schema. What cannot be drawn stays `json`; nothing is left out. */
export function shapeOf(property: Property): SettingShape {
  if (property.anyOf !== undefined) return shapeOfUnion(property.anyOf);
  const choices = textsOf(property.enum);
  if (choices !== null) return { kind: 'choice', choices };
  switch (property.type) {
    case 'string':
      return { kind: property.format === 'date' ? 'date' : 'text' };
    case 'integer':
    case 'number':
      return { kind: 'number', minimum: numberOf(property.minimum), maximum: numberOf(property.maximum) };
    case 'boolean':
      return { kind: 'switch' };
    case 'array':
      return property.items === undefined ? { kind: 'json' } : { kind: 'list', of: shapeOf(property.items) };
    case 'object':
      return shapeOfObject(property);
    default:
      return { kind: 'json' };
  }
}

function shapeOfObject(property: Property): SettingShape {
  const { properties, additionalProperties: values } = property;
  if (properties !== undefined)
    return {
      kind: 'object',
      fields: Object.entries(properties).map(([name, inner]) => ({
        name,
        description: typeof inner.description === 'string' ? inner.description : '',
        required: property.required?.includes(name) ?? false,
        ...(inner.default === undefined ? {} : { default: inner.default }),
        shape: shapeOf(inner),
      })),
    };
  return typeof values === 'object' && values !== null
    ? { kind: 'map', of: shapeOf(values), names: textsOf(property.propertyNames?.enum) }
    : { kind: 'json' };
}

const SCALARS = new Set(['string', 'number', 'integer', 'boolean']);

function shapeOfUnion(options: readonly Property[]): SettingShape {
  const plain = options.map((option) => (option.enum === undefined ? option.type : 'choice'));
  if (plain.every((type) => typeof type === 'string' && SCALARS.has(type))) return { kind: 'word' };
  if (options.length === 2 && plain[0] === 'string' && plain[1] === 'array') return { kind: 'texts' };
  return {
    kind: 'one-of',
    options: options.map((option): SettingOption => {
      const shape = shapeOf(option);
      return { label: typeof option.title === 'string' ? option.title : labelOf(shape), shape };
    }),
  };
}

function labelOf(shape: SettingShape): string {
  switch (shape.kind) {
    case 'choice':
      return shape.choices.join(' or ');
    case 'object':
      return shape.fields.map((field) => field.name).join(', ');
    case 'list':
      return 'several';
    case 'map':
      return 'by name';
    case 'texts':
      return 'one text or several';
    case 'text':
    case 'date':
    case 'switch':
    case 'word':
    case 'json':
    case 'number':
    case 'one-of':
      return shape.kind;
  }
}

function textsOf(value: unknown): readonly string[] | null {
  return Array.isArray(value) && value.every((each) => typeof each === 'string') ? value : null;
}

function numberOf(value: unknown): number | null {
  return typeof value === 'number' && Math.abs(value) < Number.MAX_SAFE_INTEGER ? value : null;
}
