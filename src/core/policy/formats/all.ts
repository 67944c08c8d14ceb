/** Every language the rule book can be exported to. */
import { casbin } from './casbin.ts';
import { cedar } from './cedar.ts';
import { cerbos } from './cerbos.ts';
import type { PolicyFormat, PolicyFormatName } from './format.ts';
import { polar } from './polar.ts';
import { rego } from './rego.ts';

export const FORMATS: Readonly<Record<PolicyFormatName, PolicyFormat>> = {
  rego,
  cedar,
  casbin,
  cerbos,
  polar,
};
