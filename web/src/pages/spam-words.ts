/** `staff:Ana Diaz` is Ana Diaz. */
export function person(by: string): string {
  return by.replace(/^staff:/, '');
}

/** A file's name as the name of a list: `FTC 2026-11.csv` is ftc-2026-11. */
export function listNameOf(file: string): string {
  return file
    .replace(/\.[^.]*$/, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9._-]+/g, '-')
    .replaceAll(/^[^a-z0-9]+|[^a-z0-9]+$/g, '')
    .slice(0, 60);
}
