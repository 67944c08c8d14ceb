import type { Disposition } from '../../../core/model/call-event.ts';
import type { LooseFields } from '../../shared/loose-fields.ts';

/**
 * What a Five9 record says about a call. Only the dispositions that the system itself sets are listed; those that a shop
 * made up are an agent's words and follow a talk. Columns of the Call Log report as in Pathlight's tap-five9 (schema read
 * 2026-11-21); call states offered, talking and finished as in https://docs.acqueon.com/docs/call-event-parameters-3.
 */
export interface Five9Outcome {
  readonly disposition: Disposition;
  readonly final: boolean;
}

const SYSTEM: Readonly<Record<string, Disposition>> = {
  abandon: 'queue_abandoned',
  abandoned: 'queue_abandoned',
  queuetimeout: 'queue_abandoned',
  queuecallbacktimeout: 'queue_abandoned',
  queuecallbackrequested: 'queue_abandoned',
  highcallvolume: 'queue_abandoned',
  noanswer: 'no_answer',
  noresponsefromcaller: 'no_answer',
  nopartycontact: 'no_answer',
  unreachable: 'no_answer',
  busy: 'busy',
  declined: 'rejected',
  senttovoicemail: 'voicemail',
  voicemail: 'voicemail',
  voicemaildump: 'voicemail',
  voicemailreturned: 'voicemail',
  voicemailprocessed: 'voicemail',
  dialerror: 'failed',
  failed: 'failed',
  systemerror: 'failed',
  systemshutdown: 'failed',
  resourceunavailable: 'failed',
  operatorintercept: 'failed',
  hardwaretimeout: 'failed',
  callblocked: 'blocked',
  blocked: 'blocked',
};

/** Dispositions of calls that left the shop for a number elsewhere: what became of them there is not told. */
const ELSEWHERE = new Set(['sentto3rdparty', 'transferredto3rdparty', 'forwarded']);
const MACHINE = new Set(['answeringmachine', 'fax', 'leftmessage']);
const RINGING = /offered|ring|queued|created|started|connecting|ivr/;
const TALKING = /talking|accepted|answered|connected/;

export function five9Outcome(
  fields: LooseFields,
  said: {
    readonly disposition: string | null;
    readonly event: string;
    readonly agent: string | null;
    readonly talk: number | null;
    readonly outbound: boolean;
  },
  own: Readonly<Record<string, Disposition>>,
): Five9Outcome {
  const word = plain(said.disposition ?? '');
  const ended = (disposition: Disposition): Five9Outcome => ({ disposition, final: true });
  const ownWord = Object.entries(own).find(([name]) => plain(name) === word)?.[1];
  if (word !== '' && ownWord !== undefined) return ended(ownWord);
  const system = Object.hasOwn(SYSTEM, word) ? SYSTEM[word] : undefined;
  const over =
    word !== '' || said.talk !== null || fields.has('abandoned', 'callTime', 'endTime', 'endTimestamp');
  if (!over && TALKING.test(said.event)) return { disposition: 'answered', final: false };
  if (!over && RINGING.test(said.event)) return { disposition: 'in_progress', final: false };

  if (system === 'voicemail') return ended(said.outbound ? 'no_answer' : 'voicemail');
  const abandoned = fields.flag('abandoned', 'isAbandoned', 'abandon') === true;
  if (!abandoned && (said.talk ?? 0) > 0 && !MACHINE.has(word)) return ended('answered');
  if (said.outbound) return ended(system ?? (said.talk === null && word === '' ? 'unknown' : 'no_answer'));
  if (abandoned || word === 'callerdisconnected' || system === 'queue_abandoned')
    return ended(whereGivenUp(fields));
  if (system !== undefined) return ended(system);
  if (ELSEWHERE.has(word)) return ended('unknown');
  // A disposition of the shop's own, set by an agent: the call was handled, even where no talk time was chosen.
  if (word !== '' && said.talk === null && said.agent !== null) return ended('answered');
  if (said.talk === null) return { disposition: 'unknown', final: over };
  if ((fields.seconds('queueWaitTime', 'queueTime') ?? 0) > 0 && said.agent === null)
    return ended('queue_abandoned');
  if (said.agent !== null || (fields.seconds('ringTime') ?? 0) > 0) return ended('no_answer');
  return ended((fields.seconds('ivrTime') ?? 0) > 0 ? 'ivr_abandoned' : 'no_answer');
}

/** Without a wait in the queue the caller went away in the menu before it. */
function whereGivenUp(fields: LooseFields): Disposition {
  const waited = fields.seconds('queueWaitTime', 'queueTime');
  const menu = fields.seconds('ivrTime') ?? 0;
  return (waited === null || waited === 0) && menu > 0 ? 'ivr_abandoned' : 'queue_abandoned';
}

function plain(text: string): string {
  return text.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}
