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

/** Letters at random, with the given words strewn in: what a stuck key or a script sends. */
function garbage(words: string): string {
  const noise = Array.from({ length: 300 }, (_, index) =>
    ((index + 7) ** 5).toString(36).replaceAll(/[aeiouy]/g, 'x'),
  );
  return `${words}${noise.join(' ')}${words}`.repeat(5).slice(0, 10_000);
}

const LETTER = `Hello, I called you about my car this morning. ${Array.from(
  { length: 30 },
  (_, index) =>
    `On day ${index} of our long trip my neighbour said that the seats near window ${index * 3} smelled odd and asked how much it costs.`,
).join(' ')}`;

const WITH_OPTIONAL = detailingShop({
  services: [
    {
      key: 'full-detail',
      name: 'Full detail',
      minutes: 180,
      questions: [
        { key: 'wishes', ask: 'Anything we should know?', kind: 'text', required: false },
        { key: 'first-visit', ask: 'Is it your first visit?', kind: 'yes-no', required: false },
        { key: 'third', ask: 'Who sent you?', kind: 'text', required: false },
      ],
    },
    {
      key: 'interior-wash',
      name: 'Interior wash',
      minutes: 120,
      priceText: '$149 for a sedan, $189 for an SUV',
      questions: [
        { key: 'size', ask: 'Sedan or SUV?', kind: 'choice', choices: ['Sedan', 'SUV'], required: false },
      ],
    },
  ],
});

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
    name: 'a visit that the rules leave to people: nothing is promised, and a person gets the conversation',
    options: { notRouted: true },
    lines: [['Can I bring my truck in thursday at 10am for ceramic coating?', /asked a person to take over/]],
    booked: [],
    after: ({ turns, state }) => {
      expect(turns[0]?.actions).toContainEqual(expect.objectContaining({ type: 'handover' }));
      expect(state).toMatchObject({ held: null, pending: null, offers: [] });
    },
  },
  {
    name: 'whoever asks what is free while a question is open hears it, and the question again',
    lines: [
      ['how much is ceramic coating?', /from \$699.*What vehicle is it/],
      ['do you have anything thursday?', /^Free: Thursday 8:00 AM, .*\. What vehicle is it/],
      ['2019 Honda Civic', /For Ceramic coating we have Thursday 8:00 AM/],
    ],
    booked: [],
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
      ['👍', /How can we help/],
      ['👍', null],
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
    name: 'emoji: a thumb is a yes to a question, a nod after the booking',
    lines: [
      ['full detail friday at 10', /booked/],
      ['👍', null],
      ['cant make it friday', /Shall I cancel/],
      ['😊', /Shall I cancel.*yes or no/],
      ['👍🏽', /is cancelled/],
      ['🙏', /welcome/],
      ['🙏', null],
    ],
    booked: [],
  },
  {
    name: 'emoji: while times are offered, thanks and hearts choose nothing',
    lines: [
      ['full detail', /Which works/],
      ['❤️', /Which one: tomorrow/],
      ['🙏', /Which one/],
      ['👎', /also have/],
    ],
    booked: [],
  },
  {
    name: 'emoji: folded hands are "please" while a person is offered',
    lines: [
      ['do you have parking?', /Shall I get a person/],
      ['🙏', /asked a person/],
    ],
  },
  {
    name: 'emoji: an angry face gets no cheer, a person is offered and told, and then comes',
    lines: [
      ['😡', /Sorry if something is not right\. Shall I get a person/],
      ['😡', /passed this to a person/],
    ],
    after: ({ turns }) => {
      expect(turns[0]?.actions).toMatchObject([{ type: 'note' }]);
      expect(turns[1]?.actions).toMatchObject([{ type: 'handover', code: 'complaint' }]);
    },
  },
  {
    name: 'emoji: displeasure with a booking is not goodbye',
    lines: [
      ['full detail friday at 10', /booked/],
      ['👎', /Shall I get a person/],
      ['no', /else/],
    ],
  },
  { name: 'emoji: a shrug is asked what is meant', lines: [['🤷', /a price, a time/]] },
  {
    name: 'emoji: SOS alerts people',
    lines: [['🆘', /alerting our team/]],
    after: ({ turns }) => expect(turns[0]?.actions).toMatchObject([{ type: 'escalate', level: 'pressing' }]),
  },
  {
    name: 'ten thousand characters of garbage get no price list, and a person is told',
    lines: [
      [garbage('price cost how much full detail '), /could not read that/],
      [garbage('price cost how much full detail '), null],
    ],
    after: ({ turns }) =>
      expect(turns[0]).toMatchObject({
        actions: [{ type: 'handover', code: 'garbled' }],
        state: { serviceKey: null },
      }),
  },
  {
    name: 'a word over and over is garbage too',
    lines: [['price '.repeat(1700), /could not read that/]],
  },
  {
    name: 'a long letter goes to a person, whatever words stand in it',
    lines: [[LETTER, /asked a person/]],
    after: ({ turns }) => expect(turns[0]?.actions).toMatchObject([{ type: 'handover', code: 'long' }]),
  },
  {
    name: 'an optional question is asked after the booking, once, and the booking stands whatever comes',
    options: { location: WITH_OPTIONAL },
    lines: [
      ['full detail friday at 10', /booked.*What name/],
      ['Ana', /Thanks, Ana\. Anything we should know/],
      ['the back door sticks', /Noted, thanks\. Is it your first visit/],
      ['thanks!', /welcome/],
    ],
    booked: ['full-detail 2026-11-27T16:00:00.000Z'],
    after: ({ turns }) =>
      expect(turns.flatMap((turn) => turn.actions)).toContainEqual({
        type: 'booking-answer',
        bookingId: 'b1',
        key: 'wishes',
        answer: 'the back door sticks',
      }),
  },
  {
    name: 'an optional question holds up nothing: another wish is served instead',
    options: { location: WITH_OPTIONAL },
    lines: [
      ['this is Ana, full detail friday at 10', /booked.*Anything we should know/],
      ['can we move it to saturday 9am', /now on Saturday/],
    ],
  },
  {
    name: 'what the price depends on is asked with the price, and never blocks',
    options: { location: WITH_OPTIONAL },
    lines: [
      ['how much is interior?', /\$149 for a sedan, \$189 for an SUV.*Sedan or SUV\?$/],
      ['suv', /Interior wash we have .*Which works/],
      ['first', /booked/],
    ],
    after: ({ turns }) => {
      expect(turns[1]?.actions).toContainEqual({ type: 'capture-answer', key: 'size', answer: 'SUV' });
      expect(turns[2]?.actions).not.toContainEqual(expect.objectContaining({ type: 'handover' }));
    },
  },
  {
    name: 'a time instead of an answer to an optional question books',
    options: { location: WITH_OPTIONAL },
    lines: [
      ['how much is interior?', /Sedan or SUV\?$/],
      ['friday at 10', /booked/],
    ],
    booked: ['interior-wash 2026-11-27T16:00:00.000Z'],
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
