import { z } from 'zod';
import { TenantConfig } from '../model/organisation.ts';

/** The configuration's schema as JSON Schema: published for editors, and read here to know what may stand where. */
export interface SchemaNode {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly items?: SchemaNode;
  readonly additionalProperties?: SchemaNode | boolean;
  readonly propertyNames?: { readonly enum?: readonly string[] };
}

let tree: SchemaNode | null = null;

export function configSchema(): SchemaNode {
  tree ??= z.toJSONSchema(TenantConfig, { io: 'input', target: 'draft-7', reused: 'inline' }) as SchemaNode;
  return tree;
}

/** Names that may stand at `path`, where list positions are numbers. */
export function knownKeysAt(path: readonly PropertyKey[]): readonly string[] {
  const node = path.reduce<SchemaNode | undefined>((at, step) => childOf(at, step), configSchema());
  return node?.properties === undefined ? (node?.propertyNames?.enum ?? []) : Object.keys(node.properties);
}

function childOf(node: SchemaNode | undefined, step: PropertyKey): SchemaNode | undefined {
  if (typeof step === 'number') return node?.items;
  const named = node?.properties?.[String(step)];
  if (named !== undefined) return named;
  return typeof node?.additionalProperties === 'object' ? node.additionalProperties : undefined;
}
