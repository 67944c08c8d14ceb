import { asObject, textOf } from './body.ts';

/**
 * Whether the person on the line said anything to an AI agent, from the turns or the transcript that the vendor sends. A
 * caller who hears a greeting and hangs up was not answered by anyone; but only a transcript that can really be read may
 * say so, because redacted and abbreviated ones look silent too.
 */
export function callerSpoke(turns: unknown, transcript: unknown): boolean | null {
  if (Array.isArray(turns) && turns.length > 0) {
    const roles = turns.slice(0, 2000).map((turn) => {
      const fields = asObject(turn);
      return textOf(fields?.['role'])?.toLowerCase() ?? textOf(fields?.['user'])?.toLowerCase() ?? '';
    });
    if (roles.some((role) => PERSON.has(role))) return true;
    if (roles.some((role) => AGENT.has(role))) return false;
  }
  if (typeof transcript !== 'string') return null;
  if (transcript.trim() === '') return false;
  const speakers = [...transcript.slice(0, 200_000).matchAll(/^\s*([a-z]+)\s*:/gim)].map((match) =>
    (match[1] ?? '').toLowerCase(),
  );
  if (speakers.some((speaker) => PERSON.has(speaker))) return true;
  // Some transcripts stand in one line: `AI: How can I help? User: My car is filthy.`
  if (/\s(?:user|human|customer|caller|lead):\s/i.test(transcript.slice(0, 200_000))) return true;
  return speakers.some((speaker) => AGENT.has(speaker)) ? false : null;
}

const PERSON = new Set(['user', 'human', 'customer', 'caller', 'lead']);
const AGENT = new Set(['agent', 'assistant', 'bot', 'ai', 'robot']);
