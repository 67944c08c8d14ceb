import type { Organisation } from '../core/model/directory.ts';
import type { VirtualCarrier } from '../ports/carrier.ts';
import type { Store } from '../store/database.ts';
import { areaCodeOf, callerOf, FIRST_CALLER, type Caller } from './callers.ts';
import { respond, type Memory } from './conversation.ts';
import type { Hands } from './hands.ts';
import { seededRandom, type Random } from './random.ts';
import { HISTORY_CALLERS } from './wording.ts';

/** The phones of all simulated callers: they read what the carrier brought, and answer after a while, or not. */
export class Phones {
  readonly #organisation: Organisation;
  readonly #carrier: VirtualCarrier;
  readonly #hands: Hands | null;
  readonly #memories = new Map<string, Memory>();
  readonly #answers: {
    readonly at: Date;
    readonly from: string;
    readonly to: string;
    readonly body: string;
  }[] = [];
  readonly #randoms = new Map<string, Random>();
  #lastRead: number | null = null;

  constructor(organisation: Organisation, carrier: VirtualCarrier, hands: Hands | null = null) {
    this.#organisation = organisation;
    this.#carrier = carrier;
    this.#hands = hands;
  }

  next(): Date | null {
    return this.#answers[0]?.at ?? null;
  }

  /**
   * Reads texts that came since the last look; `last` is the position of the newest one. The first look only takes note:
   * what lies there was read long ago.
   */
  async read(store: Store, last: number): Promise<void> {
    const after = this.#lastRead;
    this.#lastRead = last;
    if (after === null || after === last) return;
    const tenantId = this.#organisation.tenant.id;
    const texts = await store.tx(tenantId, (tx) =>
      tx
        .selectFrom('handset_message')
        .select(['id', 'sender', 'recipient', 'body', 'at'])
        .where('tenant_id', '=', tenantId)
        .where('direction', '=', 'to-handset')
        .where('id', '>', after)
        .where('id', '<=', last)
        .orderBy('id')
        .execute(),
    );
    for (const text of texts) this.#consider(text);
    this.#answers.sort((a, b) => a.at.getTime() - b.at.getTime());
  }

  /** Sends the answers whose time has come. */
  async answer(now: Date): Promise<void> {
    for (let [answer] = this.#answers; answer !== undefined && answer.at <= now; [answer] = this.#answers) {
      this.#answers.shift();
      if (this.#isHeld(answer.from)) continue;
      await this.#carrier.fromHandset({
        tenantId: this.#organisation.tenant.id,
        from: answer.from,
        to: answer.to,
        body: answer.body,
        at: now.toISOString(),
      });
    }
  }

  /** A user has picked this phone up: whoever plays it now answers, or does not. */
  #isHeld(number: string): boolean {
    return this.#hands?.holds(this.#organisation.tenant.id, number) === true;
  }

  #consider(text: {
    readonly sender: string;
    readonly recipient: string;
    readonly body: string;
    readonly at: string;
  }): void {
    const caller = callerWithNumber(text.recipient);
    if (caller === null || this.#isHeld(text.recipient)) return;
    const locationId = this.#organisation.numbers.get(text.sender)?.locationId;
    const services =
      (locationId === undefined ? undefined : this.#organisation.locations.get(locationId))?.config
        .services ?? [];
    const key = `${text.recipient} ${text.sender}`;
    const memory = this.#memories.get(key) ?? { turns: 0, booked: false, done: false, service: null };
    this.#memories.set(key, memory);
    const random = this.#randoms.get(key) ?? seededRandom(Number(text.recipient.slice(-9)));
    this.#randoms.set(key, random);
    const answer = respond(caller, memory, text.body, services, random);
    if (answer === null) return;
    const at = new Date(Date.parse(text.at) + answer.delaySeconds * 1000);
    this.#answers.push({ at, from: text.recipient, to: text.sender, body: answer.body });
  }
}

/** Only the people of the history answer by themselves; those on the Simulator page are played by whoever sits there. */
function callerWithNumber(number: string): Caller | null {
  const digits = /^\+1\d{3}55501(\d\d)$/.exec(number)?.[1];
  const place = digits === undefined ? -1 : Number(digits) - FIRST_CALLER;
  return place < 0 || place >= HISTORY_CALLERS ? null : callerOf(areaCodeOf(number), place);
}
