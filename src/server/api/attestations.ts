/**
 * What people vouch for: added, renewed and withdrawn part by part, for one location or for all. Who vouches is taken
 * from the login, never from what was sent; every change is on record with the words before and after.
 */
import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { LocationRecord } from '../../core/model/directory.ts';
import { Attestations, DutyAttestations, LegalBasis } from '../../core/model/attestations.ts';
import { AppError, type Issue } from '../../core/model/errors.ts';
import { LocationConfig, TenantConfig } from '../../core/model/organisation.ts';
import {
  ATTESTATION_PARTS,
  isAttestationPart,
  readPart,
  signed,
  standingOfPart,
  withPart,
  type AttestationPart,
} from '../../core/organisation/attestation-parts.ts';
import { attestationProblems } from '../../core/organisation/attestation-rules.ts';
import { didYouMean } from '../../core/organisation/did-you-mean.ts';
import { applyConfig, readConfig, saveLocation } from '../../store/organisation.ts';
import { invalidInput } from '../errors.ts';
import { secretSettings } from './config.ts';
import { KeyParam, locationByKey } from './lookups.ts';
import { issuesOf } from './mount.ts';
import { defineRoute, OWNERS, READERS, type Call, type Route } from './route.ts';
import { AttestationUpdate, AttestationView } from './schemas/attestations.ts';
import type { SettingShape } from './schemas/setting-shape.ts';
import type { SettingField } from './schemas/sources.ts';
import { settingFields } from './setting-fields.ts';
import { recordStaff } from './staff-record.ts';

const TAG = 'Attestations';

export const attestationRoutes: readonly Route[] = [
  defineRoute({
    method: 'get',
    path: '/api/v1/attestations',
    tag: TAG,
    summary: 'What is vouched for at every location, and the form of everything that can be',
    roles: READERS,
    answer: AttestationView,
    run: async (call) => view(call, (await call.organisation()).tenant.config.attestations, undefined),
  }),
  defineRoute({
    method: 'patch',
    path: '/api/v1/attestations',
    tag: TAG,
    summary: 'Adds, renews or withdraws what is vouched for at every location; each part as a whole',
    roles: OWNERS,
    body: AttestationUpdate,
    answer: AttestationView,
    run: changeForAll,
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/locations/:key/attestations',
    tag: TAG,
    summary: "What is vouched for at a location, of its own and by the organisation's",
    roles: READERS,
    params: KeyParam,
    answer: AttestationView,
    run: async (call) => {
      const shop = await call.organisation();
      const { config } = locationByKey(shop, call.params.key);
      return view(call, config.attestations, shop.tenant.config.attestations);
    },
  }),
  defineRoute({
    method: 'patch',
    path: '/api/v1/locations/:key/attestations',
    tag: TAG,
    summary: "Adds, renews or withdraws what is vouched for at a location, in place of the organisation's",
    roles: OWNERS,
    params: KeyParam,
    body: AttestationUpdate,
    answer: AttestationView,
    run: changeHere,
  }),
];

type Changing = Call<unknown, unknown, AttestationUpdate>;

async function changeForAll(call: Changing): Promise<AttestationView> {
  const { tx, principal, deps, afterCommit } = call;
  const before = await readConfig(tx, principal.tenantId);
  const after = changed(call, before.attestations);
  const config = TenantConfig.parse({ ...before, attestations: after });
  const { changes } = await applyConfig(tx, deps.pipeline.keeper, config, {
    tenantId: principal.tenantId,
    env: deps.settings.environment ?? {},
    isSecret: secretSettings(deps.pipeline.connectors),
  });
  if (changes.length > 0) await record(call, null, before.attestations, after);
  afterCommit(() => deps.pipeline.signal.wake('organisation'));
  return view(call, after, undefined);
}

async function changeHere(call: Call<{ key: string }, unknown, AttestationUpdate>): Promise<AttestationView> {
  const { tx, principal, params, deps, afterCommit } = call;
  const shop = await call.organisation();
  const location: LocationRecord = locationByKey(shop, params.key);
  const before = location.config.attestations;
  const after = changed(call, before);
  if (versionOf(before) !== versionOf(after)) {
    const config = LocationConfig.parse({ ...location.config, attestations: after });
    await saveLocation(tx, principal.tenantId, config, location.version);
    await record(call, params.key, before, after);
    afterCommit(() => deps.pipeline.signal.wake('organisation'));
  }
  return view(call, after, shop.tenant.config.attestations);
}

/** All that is vouched for with the changes in it, checked as if it had come from a file; undefined: nothing is. */
function changed(call: Changing, before: Attestations | undefined): Attestations | undefined {
  const { version, changes } = call.body;
  if (version !== versionOf(before))
    throw new AppError('conflict', 'what is vouched for was changed by someone else meanwhile');
  const names = Object.keys(changes);
  const unknown = names.filter((name) => !isAttestationPart(name));
  if (unknown.length > 0) throw invalidInput('nobody can vouch for this', unknown.map(unknownPart));
  const after = names
    .filter(isAttestationPart)
    .reduce<Readonly<Record<string, unknown>>>(
      (all, part) =>
        withPart(all, part, signed(changes[part], readPart(before, part), call.principal.name.slice(0, 120))),
      before ?? {},
    );
  const parsed = Attestations.safeParse(after);
  if (!parsed.success)
    throw invalidInput(
      'some of it is not right',
      issuesOf(parsed.error).map((issue) => ({ ...issue, path: `changes.${issue.path}` })),
    );
  const problems = attestationProblems(parsed.data, ['changes']).map(({ path, message, remedy }): Issue => ({
    path: path.map(String).join('.'),
    message,
    ...(remedy !== undefined && { remedy }),
  }));
  if (problems.length > 0) throw invalidInput('some of it contradicts itself', problems);
  return Object.keys(parsed.data).length === 0 ? undefined : parsed.data;
}

function unknownPart(name: string): Issue {
  const meant = didYouMean(
    name,
    ATTESTATION_PARTS.map(({ part }) => part),
  );
  return {
    path: `changes.${name}`,
    message: 'there is no such attestation',
    remedy: meant === null ? 'GET the same address lists them all.' : `Did you mean "${meant}"?`,
  };
}

/** Not only that something changed: an attestation that was in force for a while has to stay readable afterwards. */
async function record(
  call: Changing,
  location: string | null,
  before: Attestations | undefined,
  after: Attestations | undefined,
): Promise<void> {
  const parts = ATTESTATION_PARTS.flatMap(({ part }) => {
    const [was, is] = [readPart(before, part) ?? null, readPart(after, part) ?? null];
    return canonicalize(was) === canonicalize(is) ? [] : [{ part, before: was, after: is }];
  });
  await recordStaff(call, 'attestation', { body: { location, parts } });
}

function versionOf(attestations: Attestations | undefined): string {
  const text = canonicalize(attestations ?? {}) ?? '{}';
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

function view(
  { clock }: Pick<Call<unknown, unknown, unknown>, 'clock'>,
  own: Attestations | undefined,
  organisation: Attestations | undefined,
): AttestationView {
  const today = clock.now().toISOString().slice(0, 10);
  return {
    version: versionOf(own),
    items: ATTESTATION_PARTS.map(({ part, title }) => {
      const here = readPart(own, part) ?? null;
      const shared = readPart(organisation, part) ?? null;
      return {
        part,
        title,
        field: fieldOf(part),
        own: here,
        organisation: shared,
        ...standingOfPart(part, here ?? shared, today),
      };
    }),
  };
}

const FIELDS = new Map(
  [
    ...settingFields(Attestations),
    ...settingFields(LegalBasis).map((field) => ({ ...field, name: `legalBasis.${field.name}` })),
    ...settingFields(DutyAttestations).map((field) => ({ ...field, name: `duties.${field.name}` })),
  ].map((field) => [field.name, field]),
);

function fieldOf(part: AttestationPart): SettingField {
  const field = FIELDS.get(part);
  if (field?.shape == null) throw new AppError('internal', `${part} has no form`);
  return { ...field, kind: 'json', shape: vouchedFor(field.shape) };
}

/** Every field in sight, yes and no as words of somebody, and nobody types who they are. */
function vouchedFor(shape: SettingShape): SettingShape {
  if (shape.kind === 'switch') return { kind: 'switch', asked: true };
  if (shape.kind === 'list') return { kind: 'list', of: vouchedFor(shape.of) };
  if (shape.kind !== 'object') return shape;
  const fields = shape.fields
    .filter(({ name }) => name !== 'by')
    .map((field) => ({ ...field, shape: vouchedFor(field.shape) }));
  return { kind: 'object', fields, whole: true };
}
