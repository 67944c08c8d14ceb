import { describe, expect, test } from 'vitest';
import type { AttemptView } from '../model/attempt.ts';
import type { CallEvent } from '../model/call-event.ts';
import { TenantConfig } from '../model/organisation.ts';
import { attemptId, detect } from './detect.ts';
import { isOpenAt } from './hours.ts';
import { optionsFrom } from './options.ts';
import type { DetectOptions } from './options.ts';
import { textable } from './textable.ts';

/**
 * What becomes of a call: missed or answered, of which class, and whether there is anyone to text. If these fail, people
 * who were just spoken to are told that we missed them, or people whom nobody answered hear nothing.
 */
const CUSTOMER = '+13105550142';
const SHOP = '+12125550100';
const TRACKING = '+12125550133';
const REP = '+12125550171';
/** Friday 20 November 2026, 13:00 in New York, plus seconds. */
const at = (seconds: number): string => new Date(Date.UTC(2026, 10, 20, 18) + seconds * 1000).toISOString();

let serial = 0;
function event(over: Partial<CallEvent> & { readonly disposition: CallEvent['disposition'] }): CallEvent {
  serial += 1;
  return {
    surface: 'twilio',
    eventId: `e${serial}`,
    callId: 'CA1',
    linkedCallIds: [],
    direction: 'inbound',
    from: CUSTOMER,
    fromWithheld: false,
    to: SHOP,
    occurredAt: at(0),
    timePrecision: 's',
    final: over.disposition !== 'in_progress',
    attribution: {},
    ...over,
  };
}

function only(events: readonly CallEvent[], options: DetectOptions = {}): AttemptView {
  const views = detect(events, options);
  expect(views).toHaveLength(1);
  const [view] = views;
  if (view === undefined) throw new Error('no attempt');
  return view;
}
const classes = (view: AttemptView): string[] => view.classes.map((finding) => finding.class);

describe('one call', () => {
  test.each([
    ['no_answer', 'no-answer'],
    ['busy', 'rep-busy'],
    ['rejected', 'rep-busy'],
    ['canceled', 'no-answer'],
    ['failed', 'no-answer'],
    ['ivr_abandoned', 'ivr-drop'],
    ['queue_abandoned', 'queue-abandon'],
    ['blocked', 'blocked-caller'],
    ['voicemail', 'voicemail-not-left'],
  ] as const)('%s is missed, class %s', (disposition, expected) => {
    const view = only([event({ disposition })]);
    expect(view).toMatchObject({
      missed: true,
      state: 'missed',
      primaryClass: expected,
      from: CUSTOMER,
      to: SHOP,
      locationKey: SHOP,
    });
    expect(
      view.classes.filter(
        (finding) => finding.class === 'after-hours' || finding.class === 'during-business-hours',
      ),
    ).toHaveLength(1);
    for (const finding of view.classes) expect(finding.because).toMatch(/^[A-Z].*\.$/);
  });

  test.each([
    ['in_progress', 'in-progress'],
    ['answered', 'answered'],
    ['unknown', 'undecided'],
  ] as const)('%s is not missed', (disposition, state) => {
    expect(only([event({ disposition })])).toMatchObject({
      missed: false,
      state,
      missedAt: null,
      primaryClass: null,
      classes: [],
    });
  });

  test('a provisional event never makes a miss, whatever it says', () => {
    expect(only([event({ disposition: 'no_answer', final: false })])).toMatchObject({
      missed: false,
      state: 'in-progress',
    });
  });

  test('a completed parent and a leg that nobody took is missed; one that somebody took is answered', () => {
    const parent = event({ disposition: 'unknown', occurredAt: at(30) });
    const leg: Partial<CallEvent> = {
      callId: 'CA2',
      linkedCallIds: ['CA1'],
      direction: 'outbound',
      to: REP,
      occurredAt: at(28),
    };
    expect(only([parent, event({ ...leg, disposition: 'no_answer' })])).toMatchObject({
      missed: true,
      to: SHOP,
      from: CUSTOMER,
    });
    expect(only([parent, event({ ...leg, disposition: 'answered' })])).toMatchObject({
      missed: false,
      state: 'answered',
    });
    expect(only([parent, event({ ...leg, disposition: 'voicemail', answeredBy: 'machine' })])).toMatchObject({
      missed: true,
    });
  });

  test('one phone that did not pick up decides nothing while another rings', () => {
    const ring = event({ disposition: 'in_progress' });
    const leg = (callId: string, disposition: CallEvent['disposition'], seconds: number): CallEvent =>
      event({
        callId,
        linkedCallIds: ['CA1'],
        direction: 'outbound',
        to: REP,
        disposition,
        occurredAt: at(seconds),
      });
    expect(
      only([ring, leg('CA2', 'in_progress', 1), leg('CA3', 'in_progress', 1), leg('CA2', 'busy', 5)]).state,
    ).toBe('in-progress');
    expect(only([ring, leg('CA2', 'busy', 5), leg('CA3', 'no_answer', 25)]).state).toBe('missed');
    expect(only([ring, leg('CA2', 'busy', 5), leg('CA3', 'answered', 12)]).state).toBe('answered');
  });

  test('after a leg missed, the call may go on to the next phone', () => {
    const missed = event({
      surface: 'ringcentral',
      callId: 's1',
      disposition: 'no_answer',
      occurredAt: at(20),
    });
    const next = event({
      surface: 'ringcentral',
      callId: 's1',
      disposition: 'in_progress',
      occurredAt: at(21),
    });
    expect(only([missed, next]).state).toBe('in-progress');
    expect(
      only([
        missed,
        next,
        event({
          surface: 'ringcentral',
          callId: 's1',
          disposition: 'answered',
          final: false,
          occurredAt: at(30),
        }),
      ]).state,
    ).toBe('answered');
  });

  test('a dial that a machine took is not answered, although the dial says so', () => {
    const dial = event({
      disposition: 'answered',
      linkedCallIds: ['CA2'],
      timePrecision: 'none',
      occurredAt: at(40),
    });
    const leg = event({
      callId: 'CA2',
      linkedCallIds: ['CA1'],
      direction: 'outbound',
      to: REP,
      disposition: 'voicemail',
      answeredBy: 'machine',
      occurredAt: at(39),
    });
    expect(only([dial, leg])).toMatchObject({ missed: true, primaryClass: 'voicemail-not-left' });
  });

  test('the AI receptionist answers like a person', () => {
    expect(only([event({ disposition: 'answered', answeredBy: 'ai' })]).state).toBe('answered');
  });
});

describe('several surfaces', () => {
  const rail = { surface: 'callrail', callId: 'CAL1', to: TRACKING, forwardedTo: SHOP } as const;
  const pbx = { surface: 'ringcentral', callId: 's1', occurredAt: at(4) } as const;

  test('the surface nearest to the person knows best: its mailbox is why the others say answered', () => {
    const view = only([
      event({ ...rail, disposition: 'answered' }),
      event({ disposition: 'answered', linkedCallIds: ['CA2'], occurredAt: at(30) }),
      event({
        ...pbx,
        disposition: 'voicemail',
        voicemail: { left: true, transcript: 'Hi, please call me back about the ceramic coating.' },
      }),
    ]);
    expect(view).toMatchObject({ missed: true, to: TRACKING, primaryClass: 'voicemail-left-with-callback' });
    expect(view.calls).toHaveLength(1);
  });

  test('and its person is why they are right', () => {
    expect(
      only([
        event({ ...rail, disposition: 'answered' }),
        event({ ...pbx, disposition: 'answered', answeredBy: 'human' }),
      ]).state,
    ).toBe('answered');
    expect(
      only([event({ ...rail, disposition: 'no_answer' }), event({ ...pbx, disposition: 'answered' })]).state,
    ).toBe('answered');
  });

  test('five redials over two vendors are one attempt of five calls', () => {
    const events = [0, 25, 50, 75, 100].flatMap((seconds, index) => [
      event({ callId: `CA${index}`, disposition: 'busy', occurredAt: at(seconds) }),
      event({ ...pbx, callId: `s${index}`, disposition: 'busy', occurredAt: at(seconds + 40) }),
    ]);
    const view = only(events);
    expect(view.calls).toHaveLength(5);
    expect(view.calls.every((call) => call.events.length === 2)).toBe(true);
    expect(view.missed).toBe(true);
  });
});

describe('what comes after', () => {
  const miss = event({ disposition: 'no_answer' });

  test('the caller gets through on the next try', () => {
    const view = only([miss, event({ callId: 'CA2', disposition: 'answered', occurredAt: at(120) })]);
    expect(view).toMatchObject({ state: 'recovered-by-caller', missed: false });
    expect(view.calls.map((call) => call.outcome)).toEqual(['missed', 'answered']);
  });

  test('a miss after a conversation is a miss', () => {
    expect(
      only([event({ callId: 'CA0', disposition: 'answered', occurredAt: at(-200) }), miss]),
    ).toMatchObject({ state: 'missed', missed: true });
  });

  test('the shop calls back and talks: closed', () => {
    const back = { callId: 'CA9', direction: 'outbound', from: SHOP, to: CUSTOMER } as const;
    expect(only([miss, event({ ...back, disposition: 'answered', occurredAt: at(3600) })])).toMatchObject({
      state: 'recovered-by-caller',
      missed: false,
    });
    const ringing = only([miss, event({ ...back, disposition: 'in_progress', occurredAt: at(30) })]);
    expect(ringing).toMatchObject({ missed: true, primaryClass: 'callback-in-progress' });
    const unreached = only([miss, event({ ...back, disposition: 'no_answer', occurredAt: at(30) })]);
    expect(unreached).toMatchObject({ missed: true, state: 'missed' });
    expect(classes(unreached)).toContain('callback-in-progress');
  });

  test('a call that the shop made before, or to somebody else, changes nothing', () => {
    const out = { callId: 'CA9', direction: 'outbound', from: SHOP, disposition: 'answered' } as const;
    expect(only([miss, event({ ...out, to: CUSTOMER, occurredAt: at(-600) })]).state).toBe('missed');
    expect(only([miss, event({ ...out, to: '+13105550177', occurredAt: at(60) })]).state).toBe('missed');
    expect(detect([event({ ...out, to: CUSTOMER })])).toEqual([]);
  });

  test('ringing again right now is not yet a second miss', () => {
    expect(only([miss, event({ callId: 'CA2', disposition: 'in_progress', occurredAt: at(60) })]).state).toBe(
      'in-progress',
    );
  });

  test('the id of an attempt survives later events', () => {
    const before = attemptId(only([miss]));
    const later = event({
      surface: 'ringcentral',
      callId: 's1',
      disposition: 'no_answer',
      occurredAt: at(5),
    });
    expect(
      attemptId(only([miss, later, event({ callId: 'CA2', disposition: 'busy', occurredAt: at(90) })])),
    ).toBe(before);
  });
});

describe('classes', () => {
  test('short and prolonged', () => {
    expect(classes(only([event({ disposition: 'canceled', startedAt: at(-4), endedAt: at(0) })]))).toContain(
      'short-duration',
    );
    expect(
      classes(only([event({ disposition: 'no_answer', startedAt: at(-45), endedAt: at(0) })])),
    ).toContain('prolonged-ring');
    expect(classes(only([event({ disposition: 'no_answer', ringSeconds: 31 })]))).toContain('prolonged-ring');
    expect(classes(only([event({ disposition: 'no_answer', startedAt: at(-20), endedAt: at(0) })]))).toEqual([
      'no-answer',
      'during-business-hours',
    ]);
  });

  test('spam by label, by score and by list', () => {
    expect(only([event({ disposition: 'no_answer', spam: { label: 'Robocaller' } })]).primaryClass).toBe(
      'known-spam',
    );
    expect(only([event({ disposition: 'no_answer', spam: { score: 92 } })]).primaryClass).toBe('known-spam');
    expect(only([event({ disposition: 'no_answer', spam: { score: 0.2 } })]).primaryClass).toBe('no-answer');
    expect(only([event({ disposition: 'no_answer' })], { isKnownSpam: () => true }).primaryClass).toBe(
      'known-spam',
    );
    expect(only([event({ disposition: 'no_answer' })], { isBlocked: () => true }).primaryClass).toBe(
      'blocked-caller',
    );
  });

  test('a message with and without a wish to be called', () => {
    const left = (transcript?: string): string | null =>
      only([
        event({
          disposition: 'voicemail',
          voicemail: { left: true, ...(transcript === undefined ? {} : { transcript }) },
        }),
      ]).primaryClass;
    expect(left('Could you give me a call when you are in')).toBe('voicemail-left-with-callback');
    expect(left('Llámeme por favor')).toBe('voicemail-left-with-callback');
    expect(left('Just saying thanks')).toBe('voicemail-left-without-callback');
    expect(left()).toBe('voicemail-left-without-callback');
    expect(only([event({ disposition: 'voicemail', voicemail: { left: false } })]).primaryClass).toBe(
      'voicemail-not-left',
    );
  });
});

const CONFIG = TenantConfig.parse({
  tenant: { key: 'demo', name: 'Demo' },
  banners: [
    {
      key: 'shine',
      name: 'Shine',
      legalEntity: 'Shine LLC',
      locations: [
        {
          key: 'broadway',
          name: 'Broadway',
          zone: 'America/New_York',
          address: { city: 'New York', state: 'NY' },
          numbers: [{ number: SHOP }, { number: TRACKING, kind: 'tracking', forwardsTo: '+12125550155' }],
          hours: { fri: [{ open: '09:00', close: '13:30' }], sat: [{ open: '20:00', close: '02:00' }] },
          exceptions: [{ date: '2026-11-27', hours: [] }],
          reps: [{ key: 'ana', name: 'Ana', phone: REP, skills: ['tint'], languages: ['en', 'es'] }],
          textback: { redialWindowMinutes: 2 },
          thresholds: { shortSeconds: 3, prolongedRingSeconds: 60 },
        },
      ],
    },
  ],
});

describe('with an organisation', () => {
  const options = optionsFrom(CONFIG);
  const miss = (over: Partial<CallEvent> = {}): CallEvent => event({ disposition: 'no_answer', ...over });

  test('all numbers of a location are one place', () => {
    const view = only(
      [
        miss({ to: TRACKING, surface: 'callrail', callId: 'CAL1' }),
        miss({ to: '+12125550155', occurredAt: at(3) }),
      ],
      options,
    );
    expect(view).toMatchObject({ locationKey: 'broadway', to: TRACKING });
  });

  test('an unknown number stands for itself', () => {
    expect(only([miss({ to: '+12125550199' })], options).locationKey).toBe('+12125550199');
  });

  test("the location's own redial window and thresholds hold", () => {
    expect(detect([miss(), miss({ callId: 'CA2', occurredAt: at(150) })], options)).toHaveLength(2);
    expect(classes(only([miss({ startedAt: at(-45), endedAt: at(0) })], options))).not.toContain(
      'prolonged-ring',
    );
  });

  test('hours, in the zone of the location, with exceptions and past midnight', () => {
    expect(classes(only([miss()], options))).toContain('during-business-hours');
    const late = only([miss({ occurredAt: at(3600) })], options);
    expect(late.primaryClass).toBe('after-hours');
    const location = options.location?.('broadway');
    if (location === null || location === undefined) throw new Error('no location');
    expect(isOpenAt(location, '2026-11-27T15:00:00Z')).toBe(false);
    expect(isOpenAt(location, '2026-11-22T06:59:00Z')).toBe(true);
    expect(isOpenAt(location, '2026-11-22T07:00:00Z')).toBe(false);
    // 1 November 2026: clocks went back at 02:00, so 01:30 came twice and both are before closing.
    expect(isOpenAt(location, '2026-11-01T05:30:00Z')).toBe(true);
    expect(isOpenAt(location, '2026-11-01T06:30:00Z')).toBe(true);
  });

  test('a language or a skill that nobody has', () => {
    expect(only([miss({ language: 'zh-CN' })], options).primaryClass).toBe('language-mismatch');
    expect(only([miss({ skill: 'upholstery' })], options).primaryClass).toBe('skill-mismatch');
    expect(classes(only([miss({ language: 'es-MX', skill: 'Tint' })], options))).toEqual([
      'no-answer',
      'during-business-hours',
    ]);
  });

  test('a leg to a rep alone still is a call that came in', () => {
    const leg = event({
      callId: 'CA2',
      linkedCallIds: ['CA1'],
      direction: 'outbound',
      to: REP,
      disposition: 'no_answer',
    });
    expect(only([leg], options)).toMatchObject({ missed: true, from: CUSTOMER });
  });

  test("a rep's mobile calling back counts for the customer", () => {
    const back = event({
      callId: 'CA9',
      direction: 'outbound',
      from: REP,
      to: CUSTOMER,
      disposition: 'answered',
      occurredAt: at(60),
    });
    expect(only([miss(), back], options).state).toBe('recovered-by-caller');
  });
});

describe('is there anyone to text', () => {
  const view = only([event({ disposition: 'no_answer' })]);
  const from = (number: string | null, withheld = false): AttemptView =>
    only([event({ disposition: 'no_answer', from: number, fromWithheld: withheld })]);

  test.each([
    ['textable', textable(view), true, false],
    ['not-missed', textable(only([event({ disposition: 'answered' })])), false, false],
    ['withheld', textable(from(null, true)), false, true],
    ['not-a-number', textable(from(null)), false, false],
    ['own-number', textable(view, { own: true }), false, false],
    ['staff-number', textable(view, { staff: true }), false, false],
    ['blocked', textable(view, { blocked: true }), false, false],
    ['known-spam', textable(view, { knownSpam: true }), false, false],
    ['toll-free', textable(from('+18885550142')), false, true],
    ['toll-free', textable(view, { lineType: 'toll-free' }), false, true],
    ['landline', textable(view, { lineType: 'landline' }), false, true],
    ['textable', textable(view, { lineType: 'unknown' }), true, false],
  ] as const)('%s', (reason, verdict, text, list) => {
    expect(verdict).toMatchObject({ reason, textable: text, callbackList: list });
    expect(verdict.explanation).toMatch(/^[A-Z].*\.$/);
  });

  test('the classes found count as facts', () => {
    expect(textable(only([event({ disposition: 'blocked' })])).reason).toBe('blocked');
    expect(textable(only([event({ disposition: 'no_answer', spam: { label: 'Robocaller' } })])).reason).toBe(
      'known-spam',
    );
  });
});
