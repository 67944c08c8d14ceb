/**
 * If this fails: callers of a shop get wrong, invented or endless answers instead of a booking or a person.
 *
 * Whole conversations as tables: what the caller texts, what the answer must say. They run over an in-memory calendar
 * that refuses overlaps like the real one. The shop is closed when they start (Monday, 6:42 PM in Austin).
 */
import { describe, expect, it } from 'vitest';
import { detailingShop, talk, type Talk } from '../../../test/support/talk.ts';

type Line = readonly [caller: string, answer: RegExp | null];
interface Story {
  readonly name: string;
  readonly lines: readonly Line[];
  readonly booked?: readonly string[];
  readonly options?: Parameters<typeof talk>[0];
  readonly after?: (conversation: Talk) => void;
}

const THURSDAY_10 = 'ceramic-coating 2026-11-26T16:00:00.000Z';

const STORIES: readonly Story[] = [
  {
    name: 'the detailing shop: price, vehicle, Thursday 10, in four texts',
    lines: [
      [
        'Hi! how much for ceramic coating on my SUV?',
        /from \$699 for a sedan, from \$849 for an SUV.*What vehicle/,
      ],
      ['2021 Toyota Highlander', /Ceramic coating we have tomorrow \(Tuesday\) 8:00 AM.*Which works\?/],
      ['Thursday 10', /You are booked: Ceramic coating on Thursday, Nov 26 at 10:00 AM.*What name/],
      ['this is Ana', /Thanks, Ana/],
      ['thank you!!', /welcome/i],
    ],
    booked: [THURSDAY_10],
    after: ({ turns }) => expect(turns.some((turn) => turn.hot)).toBe(true),
  },
  {
    name: 'everything in one text: the time is held while the question is asked',
    lines: [
      [
        'Can I bring my truck in thursday at 10am for ceramic coating?',
        /holding Thursday 10:00 AM for you for 10 minutes\. What vehicle/,
      ],
      ['F-150 2019', /booked: Ceramic coating on Thursday, Nov 26 at 10:00 AM/],
    ],
    booked: [THURSDAY_10],
  },
  {
    name: 'a time where a vehicle was asked: it is held, and the question comes again',
    lines: [
      ['Hi! how much for ceramic coating on my SUV?', /What vehicle/],
      ['Thursday 10 works', /holding Thursday 10:00 AM.*What vehicle/],
      ['2021 Toyota Highlander', /You are booked: Ceramic coating on Thursday, Nov 26 at 10:00 AM/],
    ],
    booked: [THURSDAY_10],
    after: ({ turns }) =>
      expect(turns.flatMap((turn) => turn.actions)).toContainEqual(
        expect.objectContaining({ type: 'capture-answer', answer: '2021 Toyota Highlander' }),
      ),
  },
  {
    name: 'typos',
    lines: [
      ['cermic coatng thrusday 10', /holding Thursday 10:00 AM/],
      ['honda', /booked/],
    ],
    booked: [THURSDAY_10],
  },
  {
    name: '"the first one"',
    lines: [
      ['book a full detail', /8:00 AM/],
      ['the first one', /booked: Full detail on Tuesday, Nov 24 at 8:00 AM/],
    ],
    booked: ['full-detail 2026-11-24T14:00:00.000Z'],
  },
  {
    name: '"10 works" on the day that was offered',
    lines: [
      ['full detail friday please', /Friday/],
      ['10 works', /Friday, Nov 27 at 10:00 AM/],
    ],
    booked: ['full-detail 2026-11-27T16:00:00.000Z'],
  },
  {
    name: '"tomorrow morning" narrows, a bare hour chooses',
    lines: [
      ['I need a full detail', /Which works/],
      ['tomorrow morning', /tomorrow \(Tuesday\) 8:00 AM or/],
      ['8', /Tuesday, Nov 24 at 8:00 AM/],
    ],
    booked: ['full-detail 2026-11-24T14:00:00.000Z'],
  },
  {
    name: '"anything after 3pm"',
    lines: [
      ['full detail', /Which works/],
      ['anything after 3pm?', /3:00 PM/],
      ['the last one', /3:00 PM/],
    ],
    booked: ['full-detail 2026-11-26T21:00:00.000Z'],
  },
  {
    name: 'none of these, another',
    lines: [
      ['full detail', /Which works/],
      ['none of those work', /also have/],
      ['second', /booked/],
    ],
    booked: ['full-detail 2026-11-24T17:00:00.000Z'].map(
      () => expect.stringContaining('full-detail') as string,
    ),
  },
  {
    name: 'a time that is not free gets the nearest',
    lines: [['full detail sunday 10am', /Nothing is free then\. The nearest:/]],
    booked: [],
  },
  {
    name: 'yes to several is not a choice',
    lines: [
      ['full detail', /Which works/],
      ['yes', /Which one/],
    ],
    booked: [],
  },
  {
    name: 'reschedule keeps the old time until the new one is chosen',
    lines: [
      ['full detail tomorrow 8am', /booked/],
      ['Sam', /Sam/],
      ['I need to reschedule', /stays until you pick a new time/],
      ['friday at 2', /now on Friday, Nov 27 at 2:00 PM/],
      ['when is my appointment?', /Friday, Nov 27 at 2:00 PM/],
    ],
    booked: ['full-detail 2026-11-27T20:00:00.000Z'],
  },
  {
    name: 'reschedule in one text',
    lines: [
      ['full detail tomorrow 8am', /booked/],
      ['can we move it to friday 2pm', /now on Friday/],
    ],
    booked: ['full-detail 2026-11-27T20:00:00.000Z'],
  },
  {
    name: 'cancel my appointment',
    lines: [
      ['full detail tomorrow 8am', /booked/],
      ['cancel my appointment', /is cancelled/],
      ['when is my appointment', /no upcoming/],
    ],
    booked: [],
  },
  {
    name: 'cannot make it is asked first',
    lines: [
      ['full detail tomorrow 8am', /booked/],
      ["I can't make it tomorrow", /Shall I cancel/],
      ['no', /stays as it is/],
    ],
    booked: ['full-detail 2026-11-24T14:00:00.000Z'],
  },
  { name: 'nothing to cancel', lines: [['cancel my appointment', /no upcoming appointment/]], booked: [] },
  {
    name: 'hours, address, number, how long',
    lines: [
      ['what are your hours?', /Mon-Fri 8 AM-6 PM, Sat 9 AM-2 PM, Sun closed/],
      ['are you open saturday', /On Saturday we are open 9 AM-2 PM/],
      ['where are you located', /12 Main St, Austin/],
      ['how long does a full detail take', /about 3 hours/],
      ['whats your phone number', /\(512\) 555-0100/],
    ],
  },
  {
    name: 'what is not on record is not invented',
    lines: [
      ['do you have parking?', /do not know that/],
      ['no', /else/],
      ['do you take dogs along?', /do not know/],
      ['yes', /asked a person/],
    ],
    after: ({ turns }) =>
      expect(turns.at(-1)?.actions.some((action) => action.type === 'handover')).toBe(true),
  },
  { name: 'no price on record', lines: [['how much is window tint', /no price on file for Window tint/]] },
  {
    name: 'two services fit',
    lines: [
      ['I want a detail', /Full detail or Interior detail/],
      ['interior', /\$149.*pet hair/],
    ],
  },
  {
    name: 'are you a bot',
    lines: [
      ['wait is this a real person?', /automated assistant/],
      ['bot or human', /automated assistant/],
    ],
    options: { disclosed: false },
  },
  {
    name: 'a person, please',
    lines: [['let me talk to a human', /asked a person/]],
    after: ({ turns }) => expect(turns[0]?.actions).toMatchObject([{ type: 'handover', code: 'asked' }]),
  },
  {
    name: 'a complaint goes to a person',
    lines: [['your guys scratched my door, unacceptable', /sorry to hear/]],
    after: ({ turns }) => expect(turns[0]?.actions).toMatchObject([{ type: 'handover', code: 'complaint' }]),
  },
  {
    name: 'danger: no words of its own',
    lines: [['there is a gas leak in my garage', null]],
    after: ({ turns }) => expect(turns[0]?.actions).toMatchObject([{ type: 'escalate', level: 'danger' }]),
  },
  {
    name: 'pressing',
    lines: [["this is urgent I'm stranded", /alerting our team right now/]],
    after: ({ turns }) => expect(turns[0]?.actions).toMatchObject([{ type: 'escalate', level: 'pressing' }]),
  },
  {
    name: 'sounds alike is not danger',
    lines: [['my emergency brake squeaks, how much is a full detail?', /\$249/]],
  },
  {
    name: 'Spanish',
    lines: [
      ['Hola, cuanto cuesta ceramic coating?', /Ceramic coating: from \$699/],
      ['Toyota 2020', /Para Ceramic coating tenemos/],
      ['el jueves a las 10', /reservada/],
    ],
    booked: [THURSDAY_10],
  },
  {
    name: 'a language it does not speak',
    lines: [['Здравствуйте, сколько стоит полировка?', /asked a person/]],
    after: ({ turns }) => expect(turns[0]?.actions).toMatchObject([{ type: 'handover', code: 'language' }]),
  },
  {
    name: 'emoji, nothing, noise',
    lines: [
      ['👍', /else/],
      ['', /no text/],
      ['asdf qwer', /did not get that/],
      ['zxcv', /asked a person/],
    ],
  },
  {
    name: 'an automatic reply is left alone',
    lines: [['This is an automated message. Do not reply to this number.', null]],
    after: ({ turns }) => expect(turns[0]?.actions).toMatchObject([{ type: 'handover', code: 'machine' }]),
  },
  {
    name: 'call me back',
    lines: [['can someone call me back please', /call-back list/]],
    after: ({ turns }) => expect(turns[0]?.actions).toMatchObject([{ type: 'callback' }, { type: 'note' }]),
  },
  {
    name: 'a yes-no question',
    lines: [
      ['interior detail', /pet hair/],
      ['maybe?', /pet hair|do not know/],
      ['yes a bit', /Which works/],
    ],
  },
  {
    name: 'an answer that never fits is taken as it is',
    lines: [
      ['interior detail', /pet hair/],
      ['purple', /pet hair/],
      ['purple', /Which works/],
    ],
  },
  {
    name: 'a question in the middle does not lose the thread',
    lines: [
      ['full detail', /Which works/],
      ['how much is it?', /\$249.*Which one/],
      ['first', /booked/],
    ],
    booked: ['full-detail 2026-11-24T14:00:00.000Z'],
  },
  {
    name: 'the name on the way',
    lines: [['Hi my name is Maria Lopez, full detail tomorrow at 8', /booked.*Thanks, Maria/]],
    booked: ['full-detail 2026-11-24T14:00:00.000Z'],
    after: ({ state }) => expect(state.name).toBe('Maria Lopez'),
  },
  {
    name: 'a shop without services',
    lines: [
      ['can I book', /no open times/],
      ['what are your hours', /Mon-Fri/],
    ],
    options: { location: detailingShop({ services: [] }) },
  },
];

describe('conversations', () => {
  it.each(STORIES)('$name', ({ lines, booked, options, after }) => {
    const conversation = talk(options);
    for (const [caller, answer] of lines) {
      const said = conversation.say(caller);
      if (answer === null) expect(said, caller).toBe('');
      else expect(said, caller).toMatch(answer);
      expect(conversation.turns.at(-1)?.reply?.segments ?? 0, said).toBeLessThanOrEqual(3);
    }
    if (booked !== undefined) {
      const standing = conversation.bookings.filter((booking) => booking.state === 'confirmed');
      expect(standing.map((booking) => `${booking.serviceKey} ${booking.startAt}`)).toEqual(booked);
    }
    after?.(conversation);
  });
});

describe('a race for a slot', () => {
  it('says that the time is gone, offers others, and books one of those', () => {
    const conversation = talk();
    conversation.say('full detail tomorrow morning');
    conversation.beforeEffect = () => {
      conversation.beforeEffect = null;
      for (const resource of ['bay-1', 'bay-2'])
        conversation.busy.push({
          resource,
          from: '2026-11-24T14:00:00.000Z',
          to: '2026-11-24T17:00:00.000Z',
        });
    };
    expect(conversation.say('8am')).toMatch(/just taken\. Still free/);
    expect(conversation.bookings).toHaveLength(0);
    expect(conversation.say('the first one')).toMatch(/booked/);
    expect(conversation.bookings).toHaveLength(1);
  });

  it('claims a lapsed hold again while the time is free, and offers others when it is not', () => {
    for (const taken of [false, true]) {
      const conversation = talk();
      conversation.say('ceramic coating thursday 10');
      const hold = conversation.bookings[0];
      if (hold === undefined) throw new Error('no hold');
      conversation.bookings[0] = { ...hold, state: 'expired' };
      conversation.now = '2026-11-24T01:02:20.000Z';
      if (taken)
        for (const resource of ['bay-1', 'bay-2'])
          conversation.busy.push({ resource, from: hold.startAt, to: hold.endAt });
      const said = conversation.say('honda civic');
      if (taken) expect(said).not.toMatch(/booked/);
      else expect(said).toMatch(/booked|Which works/);
    }
  });
});

describe('two machines', () => {
  it('fall silent soon, whatever they say to each other', () => {
    const one = talk();
    const two = talk({ location: detailingShop({ name: 'Second Street', key: 'second-street' }) });
    let said = 'Hi, what are your hours?';
    let rounds = 0;
    while (said !== '' && rounds < 60) {
      said = rounds % 2 === 0 ? one.say(said) : two.say(said);
      rounds += 1;
    }
    expect(rounds).toBeLessThan(25);
  });

  it('never get more than 20 answers within an hour', () => {
    const conversation = talk();
    const answers = Array.from({ length: 40 }, (_, index) =>
      conversation.say(`question number ${index} about hours?`),
    ).filter((answer) => answer !== '');
    expect(answers.length).toBeLessThanOrEqual(20);
  });
});
