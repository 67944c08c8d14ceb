/** The same object without one field: how an optional setting is taken away. */
export function without<T extends object, Name extends keyof T>(object: T, name: Name): Omit<T, Name> {
  const copy: Partial<T> = { ...object };
  // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- the copy is ours and the name is a known field
  delete copy[name];
  return copy as Omit<T, Name>;
}
