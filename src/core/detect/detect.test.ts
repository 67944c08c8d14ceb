import { describe, expect, test } from 'vitest';
import type { CallEvent } from '../model/call-event.ts';
import { attemptId, detect } from './detect.ts';
import { at, classes, CUSTOMER, event, only, REP, SHOP, TRACKING } from './event.fixture.ts';

/**
 * What becomes of a call: missed or answered, and of which class. If these fail, people who were just spoken to are told
 * that we missed them, or people whom nobody answered hear nothing.
 */
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

  test('how long it rang is measured by one clock, not by two that differ', () => {
    const rail = event({
      surface: 'callrail',
      callId: 'CAL1',
      disposition: 'no_answer',
      startedAt: at(-60),
      occurredAt: at(-40),
    });
    const pbx = event({
      surface: 'ringcentral',
      callId: 's1',
      disposition: 'no_answer',
      startedAt: at(0),
      occurredAt: at(20),
    });
    const view = only([rail, pbx]);
    expect(view.calls).toHaveLength(1);
    expect(classes(view)).toEqual(['no-answer', 'during-business-hours']);
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
