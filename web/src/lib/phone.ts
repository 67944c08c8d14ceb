/** Numbers as people write them: "(310) 555-0142" at home, spaced international form elsewhere. */
export function prettyPhone(number: string | null): string {
  if (number === null) return 'Withheld number';
  const north = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(number);
  if (north !== null) return `(${north[1] ?? ''}) ${north[2] ?? ''}-${north[3] ?? ''}`;
  return number.replace(/^(\+\d{2})(\d{2,4})(\d{3})(\d+)$/, '$1 $2 $3 $4');
}

/** What a person typed, as E.164, or null when it cannot be a number. North American unless it starts with a plus. */
export function typedPhone(text: string): string | null {
  const trimmed = text.trim();
  const digits = trimmed.replace(/[^\d]/g, '');
  if (trimmed.startsWith('+')) return /^[1-9]\d{6,14}$/.test(digits) ? `+${digits}` : null;
  if (digits.length === 10) return `+1${digits}`;
  if (digits.length === 11 && digits.startsWith('1')) return `+${digits}`;
  return null;
}

/** The same for numbers inside a sentence that the server wrote. */
export function prettyNumbersIn(text: string): string {
  return text.replaceAll(/\+1\d{10}\b/g, prettyPhone);
}
