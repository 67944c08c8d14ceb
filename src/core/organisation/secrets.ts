/**
 * Secrets in a configuration are written as `${ENV_NAME}`. The name is kept with the settings, so that an export
 * imports again without showing anything; the value is sealed apart from them.
 */
const REFERENCE = /^\$\{([A-Z][A-Z0-9_]*)\}$/;

/** The name in `${NAME}`, or null when the text is no such reference. */
export function referenceName(value: unknown): string | null {
  return typeof value === 'string' ? (REFERENCE.exec(value)?.[1] ?? null) : null;
}

/**
 * Variables of the installation itself. An organisation may not take them for its own secrets: whoever edits one
 * organisation must not be able to read the keys of all.
 */
export function isReserved(name: string): boolean {
  return /^(DATABASE_URL|PG[A-Z]+|NODE_[A-Z_]+|PATH|RINGBACK_(?!SOURCES_|NOTIFY_|ASSISTANT_|POLICY_ENGINE_|POLICY_OWN_).*)$/.test(
    name,
  );
}

/** Settings whose name says that they are secret, for connectors that are not part of this build. */
export function looksSecret(setting: string): boolean {
  return /(secret|token|password|passphrase|privatekey|apikey|signingkey|webhookkey|credential)s?$/i.test(
    setting.replaceAll(/[-_]/g, ''),
  );
}

/** The environment name we give to a secret that was not written as a reference. */
export function inventedReference(path: readonly string[]): string {
  const name = path
    .join('_')
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toUpperCase()
    .replaceAll(/[^A-Z0-9]+/g, '_');
  return `\${RINGBACK_${name}}`;
}
