import type { OutboundDeps } from '../../../ports/connector.ts';
import type { PollPosition, PollResult } from '../../../ports/voice.ts';
import { asObject, readJsonText, textOf } from '../../shared/body.ts';
import { callHttp } from '../../shared/http-call.ts';
import { refusalOf } from '../../shared/vendor-answer.ts';

/**
 * The calls of a Vapi organisation, newest first, as whole call objects: for those whose message got lost, because Vapi
 * sends each once unless the server was given a `backoffPlan`. GET /call and the schema Server of Vapi's OpenAPI file,
 * read 2026-11-21. There is no page link: the next page begins where this one ended.
 */
const ASKED = {
  vendor: 'Vapi',
  what: 'the list of calls',
  remedy: 'Check apiKey of this source: it is a private key of the same Vapi organisation.',
};
/** A call brings its transcript along. */
const PAGE = 25;

export async function fetchCalls(
  apiKey: string | undefined,
  position: PollPosition,
  deps: OutboundDeps,
): Promise<PollResult> {
  if (apiKey === undefined)
    return {
      result: 'not-configured',
      detail: 'Set apiKey, a private key of Vapi, to find calls whose message got lost.',
    };
  const until = position.cursor ?? position.to;
  const query = new URLSearchParams({
    limit: String(PAGE),
    createdAtGe: position.from,
    createdAtLe: until,
  });
  const outcome = await callHttp(deps, `https://api.vapi.ai/call?${query.toString()}`, {
    headers: { accept: 'application/json', authorization: `Bearer ${apiKey}` },
  });
  const refusal = refusalOf(outcome, { ...ASKED, now: deps.now() });
  if (refusal !== null) return refusal;
  const text = outcome.kind === 'answered' ? (outcome.text ?? '') : '';
  const read = readJsonText(text);
  if (!read.ok || !Array.isArray(read.value))
    return { result: 'try-later', detail: 'Vapi answered with something that is no list of calls.' };
  const rows: readonly unknown[] = read.value;
  const made = rows.flatMap((row) => textOf(asObject(row)?.['createdAt']) ?? []).sort();
  const oldest = made[0];
  return {
    result: 'page',
    body: rows.length === 0 ? null : { contentType: 'application/json', text },
    // The call at the edge comes twice, which changes nothing.
    next: rows.length < PAGE || oldest === undefined || oldest >= until ? null : oldest,
  };
}
