/**
 * How many SMS segments a text takes, for counters beside text boxes (3GPP TS 23.038: 160 or 153 GSM-7 septets, 70 or
 * 67 UCS-2 units). Templates are counted by the server; `test/e2e/segments.test.ts` holds this one to the server's count.
 */
const BASIC =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
const EXTENDED = '^{}\\[~]|€\f';

export interface SegmentCount {
  readonly encoding: 'GSM-7' | 'UCS-2';
  readonly segments: number;
  /** Units used, and how many the current number of segments holds. */
  readonly used: number;
  readonly room: number;
  /** The characters that make the whole text UCS-2. */
  readonly costly: readonly string[];
}

export function countSegments(text: string): SegmentCount {
  const costly = [
    ...new Set(Array.from(text).filter((each) => !BASIC.includes(each) && !EXTENDED.includes(each))),
  ];
  return costly.length === 0
    ? measure(
        'GSM-7',
        Array.from(text).map((each) => (EXTENDED.includes(each) ? 2 : 1)),
        160,
        153,
        [],
      )
    : measure(
        'UCS-2',
        Array.from(text).map((each) => each.length),
        70,
        67,
        costly,
      );
}

function measure(
  encoding: SegmentCount['encoding'],
  widths: readonly number[],
  alone: number,
  joined: number,
  costly: readonly string[],
): SegmentCount {
  const used = widths.reduce((sum, width) => sum + width, 0);
  if (used <= alone) return { encoding, segments: used === 0 ? 0 : 1, used, room: alone, costly };
  let segments = 1;
  let filled = 0;
  for (const width of widths) {
    // A character of two units is never split over two segments.
    if (filled + width > joined) {
      segments += 1;
      filled = 0;
    }
    filled += width;
  }
  return { encoding, segments, used, room: segments * joined, costly };
}
