import { composeSafetyText } from '../core/compose/fixed-texts.ts';
import { callBack, change, tellPeople, type Exchange } from './exchange.ts';
import { answerFacts, fixedText } from './keywords.ts';

/** The assistant is silent; the text waits for a person. One notice per hour and conversation is enough. */
export async function forPerson(exchange: Exchange, why: string): Promise<void> {
  await change(exchange, { unread: true });
  await tellPeople(exchange, {
    type: 'hot-lead',
    subject: `${exchange.location.name}: a text waits for a person`,
    body: why,
    dedupeKey: `waiting:${exchange.thread.id}:${exchange.at.slice(0, 13)}`,
  });
}

/** A person at once. In danger the fixed safety text goes out at any hour, and the assistant leaves the conversation. */
export async function escalate(exchange: Exchange, level: 'danger' | 'pressing'): Promise<void> {
  const warned = level === 'danger' && (await warn(exchange));
  await change(exchange, { holder: 'human', urgent: true, unread: true });
  await callBack(
    exchange,
    level === 'danger' ? 'emergency' : 'urgent',
    'This caller needs a person at once.',
    true,
  );
  await tellPeople(exchange, {
    type: 'escalation',
    subject: `${exchange.location.name}: URGENT, a caller needs a person now`,
    body:
      level === 'danger'
        ? `The text speaks of danger to life. ${warned ? 'The safety text is on its way' : 'NO safety text could be sent'}; call this person now.`
        : 'The caller needs a person now. Open the conversation.',
    dedupeKey: `escalation:${exchange.inboundId}`,
  });
}

/** True when the safety text is on its way. */
async function warn(exchange: Exchange): Promise<boolean> {
  const composed = composeSafetyText(await answerFacts(exchange));
  const outcome = await fixedText(exchange, composed, 'sms.reply', 'safety', `reply:${exchange.inboundId}`);
  return outcome.status === 'intended';
}
