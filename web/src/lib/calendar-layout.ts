/** Where bookings stand on a day column: those that overlap share the width, the others take all of it. */
export interface Placed<T> {
  readonly item: T;
  readonly startMinute: number;
  readonly endMinute: number;
  /** Column and number of columns within its group of overlapping bookings. */
  readonly column: number;
  readonly columns: number;
}

export function placeBookings<T>(
  items: readonly { readonly item: T; readonly startMinute: number; readonly endMinute: number }[],
): Placed<T>[] {
  const sorted = [...items].sort((a, b) => a.startMinute - b.startMinute || b.endMinute - a.endMinute);
  const placed: Placed<T>[] = [];
  let group: { item: T; startMinute: number; endMinute: number; column: number }[] = [];
  let columnEnds: number[] = [];
  const close = () => {
    for (const each of group) placed.push({ ...each, columns: columnEnds.length });
    group = [];
    columnEnds = [];
  };
  for (const each of sorted) {
    if (columnEnds.length > 0 && columnEnds.every((end) => end <= each.startMinute)) close();
    const free = columnEnds.findIndex((end) => end <= each.startMinute);
    const column = free === -1 ? columnEnds.length : free;
    columnEnds[column] = each.endMinute;
    group.push({ ...each, column });
  }
  close();
  return placed;
}
