import type { PollPosition, PollResult, VendorRefusal } from '../../ports/voice.ts';

/**
 * Reports that a vendor makes on request: ask for one, look until it is ready, fetch it. The id of the report stays in
 * the mark of the look, so that a restart goes on waiting for the same one and none is asked for twice. A long look is
 * cut into stretches, one report each, so that none grows beyond what can be read.
 */
export interface ReportVendor {
  readonly vendor: string;
  /** What one report may cover, in milliseconds. */
  readonly longestMs: number;
  readonly submit: (
    span: ReportSpan,
  ) => Promise<{ readonly result: 'submitted'; readonly id: string } | VendorRefusal>;
  /** Looks at the report, and fetches it when it is ready. */
  readonly look: (id: string) => Promise<ReportLook>;
}

/** Instants. */
export interface ReportSpan {
  readonly from: string;
  readonly to: string;
}

export type ReportLook =
  | {
      readonly result: 'ready';
      readonly body: { readonly contentType: string; readonly text: string } | null;
    }
  | { readonly result: 'running' }
  /** The vendor gave it up or knows nothing of it: only a new one helps. */
  | { readonly result: 'gone'; readonly detail: string }
  | VendorRefusal;

const FIRST_WAIT_MS = 5_000;
const LONGEST_WAIT_MS = 60_000;
/** About an hour. */
const MOST_LOOKS = 70;

export async function fetchReport(vendor: ReportVendor, position: PollPosition): Promise<PollResult> {
  const at = markIn(position);
  const end = Math.min(Date.parse(at.from) + vendor.longestMs, Date.parse(position.to));
  if (!(Date.parse(at.from) < end)) return { result: 'page', body: null, next: null };
  const span = { from: at.from, to: new Date(end).toISOString() };
  if (at.id === null) {
    const made = await vendor.submit(span);
    return made.result === 'submitted'
      ? { result: 'preparing', mark: markOf(at.from, made.id, 0), afterMs: FIRST_WAIT_MS }
      : made;
  }
  const seen = await vendor.look(at.id);
  switch (seen.result) {
    case 'ready':
      return { result: 'page', body: seen.body, next: span.to < position.to ? span.to : null };
    case 'running':
      return at.looks + 1 >= MOST_LOOKS
        ? {
            result: 'try-later',
            detail: `${vendor.vendor} did not finish the report in an hour.`,
            markLost: true,
          }
        : {
            result: 'preparing',
            mark: markOf(at.from, at.id, at.looks + 1),
            afterMs: Math.min(FIRST_WAIT_MS * (at.looks + 2), LONGEST_WAIT_MS),
          };
    case 'gone':
      return { result: 'try-later', detail: seen.detail, markLost: true };
    default:
      return seen;
  }
}

/** `<begin of the stretch>`, and once a report is asked for ` <looks so far> <its id>`. */
function markOf(from: string, id: string, looks: number): string {
  return `${from} ${looks} ${encodeURIComponent(id)}`;
}

function markIn(position: PollPosition): {
  readonly from: string;
  readonly id: string | null;
  readonly looks: number;
} {
  const [, from = position.from, looks = '0', id] =
    /^(\d{4}-\d\d-\d\dT[\d:.]+Z)(?: (\d{1,4}) ([\w.~%!'()*-]{1,600}))?$/.exec(position.cursor ?? '') ?? [];
  return { from, id: id === undefined ? null : decodeURIComponent(id), looks: Number(looks) };
}
