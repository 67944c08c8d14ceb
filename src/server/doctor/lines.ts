/** One line of the doctor: fine, to be fixed (with how), or worth knowing. */
export interface DoctorLine {
  readonly area: string;
  readonly name: string;
  readonly state: 'ok' | 'fix' | 'note';
  readonly detail: string;
  readonly how?: string;
}

export const ok = (area: string, name: string, detail: string): DoctorLine => ({
  area,
  name,
  state: 'ok',
  detail,
});

export const note = (area: string, name: string, detail: string, how?: string): DoctorLine => ({
  area,
  name,
  state: 'note',
  detail,
  ...(how !== undefined && { how }),
});

export const fix = (area: string, name: string, detail: string, how: string): DoctorLine => ({
  area,
  name,
  state: 'fix',
  detail,
  how,
});
