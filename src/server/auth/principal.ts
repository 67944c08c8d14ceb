import type { Role } from '../api/schemas/common.ts';

/** Who is asking: a person with a session, or a program with an API key. Always of exactly one tenant. */
export interface Principal {
  readonly tenantId: string;
  readonly accountId: string | null;
  readonly name: string;
  readonly email: string | null;
  readonly role: Role;
  readonly via: 'session' | 'api-key' | 'admin-key';
  /** Hash of the session or key, so that it can be ended. */
  readonly credentialHash: Buffer;
}

/** How the audit log names who did something. */
export function authorOf(principal: Principal): `staff:${string}` {
  return `staff:${principal.name}`;
}
