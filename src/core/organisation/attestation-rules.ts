import type { Attestations } from '../model/attestations.ts';
import type { Problem } from './claims.ts';

/** What contradicts itself in what people vouch for, paths relative to where it stands. */
export function attestationProblems(
  attestations: Attestations | undefined,
  path: readonly PropertyKey[],
): Problem[] {
  if (attestations === undefined) return [];
  const { baa = [], approvedTemplates = [], zeroRetention = [] } = attestations;
  const ends = (
    name: string,
    entries: readonly { readonly from: string; readonly to: string | undefined }[],
    field = 'expiresOn',
  ): Problem[] =>
    entries.flatMap(({ from, to }, at) =>
      to === undefined || to >= from
        ? []
        : [
            {
              path: [...path, name, at, field],
              message: `ends on ${to}, before it begins on ${from}`,
              remedy: 'Check both dates.',
            },
          ],
    );
  const versions = new Set<string>();
  return [
    ...ends(
      'baa',
      baa.map((one) => ({ from: one.signedOn, to: one.expiresOn })),
    ),
    ...ends(
      'approvedTemplates',
      approvedTemplates.map((one) => ({ from: one.approvedOn, to: one.expiresOn })),
    ),
    ...ends(
      'approvedTemplates',
      approvedTemplates.map((one) => ({ from: one.approvedOn, to: one.reviewBy })),
      'reviewBy',
    ),
    ...ends(
      'zeroRetention',
      zeroRetention.map((one) => ({ from: one.verifiedOn, to: one.expiresOn })),
    ),
    ...approvedTemplates.flatMap((one, at): Problem[] => {
      const version = `${one.key} ${one.version}`;
      if (!versions.has(version)) {
        versions.add(version);
        return [];
      }
      return [
        {
          path: [...path, 'approvedTemplates', at, 'version'],
          message: `version ${one.version} of the template "${one.key}" is listed twice`,
          remedy: 'A changed wording is a new version with its own approval.',
        },
      ];
    }),
  ];
}
