/** Settings of a policy engine, between what is stored and what is sent. */

/** What was emptied is taken out. */
export function present(settings: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== null));
}

/** Secrets show as references only. */
export function secretsIn(settings: Readonly<Record<string, unknown>>): readonly string[] {
  return Object.entries(settings).flatMap(([name, value]) =>
    typeof value === 'string' && /^\$\{\w+\}$/.test(value) ? [name] : [],
  );
}
