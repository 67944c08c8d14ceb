import type { z } from 'zod';
import type { Service } from '../core/model/organisation.ts';

type ServiceInput = z.input<typeof Service>;

/** The two invented brands of the demo: what they sell, for how much, and what they need to know before a visit. */
export interface Brand {
  readonly key: string;
  readonly name: string;
  readonly legalEntity: string;
  readonly mailDomain: string;
  readonly greeting: string;
  readonly services: readonly ServiceInput[];
  readonly skills: readonly string[];
  readonly weekday: readonly [string, string];
  readonly saturday: readonly [string, string] | null;
  readonly sunday: readonly [string, string] | null;
}

const dollars = (amount: number) => ({ minor: amount * 100, currency: 'USD' });

const VEHICLE = { key: 'vehicle', ask: 'What vehicle is it (make and model)?', kind: 'text' } as const;
const SIZE = {
  key: 'size',
  ask: 'Is it a sedan, an SUV or a truck?',
  kind: 'choice' as const,
  choices: ['sedan', 'SUV', 'truck'],
};
const ADDRESS = { key: 'address', ask: 'What is the address of the job?', kind: 'text' } as const;
const OWNER = { key: 'owner', ask: 'Do you own the property?', kind: 'yes-no', required: false } as const;

export const DETAILING: Brand = {
  key: 'copperline',
  name: 'Copperline Detailing',
  legalEntity: 'Copperline Auto Care LLC',
  mailDomain: 'copperline.example',
  greeting:
    'Thanks for calling Copperline Detailing. If we miss you, we will text you at this number. Reply STOP to any text to opt out.',
  skills: ['wash', 'paint', 'coating', 'interior'],
  weekday: ['08:00', '18:00'],
  saturday: ['09:00', '16:00'],
  sunday: null,
  services: [
    {
      key: 'express-wash',
      name: 'Express hand wash',
      aliases: ['car wash', 'wash', 'quick wash', 'hand wash'],
      minutes: 45,
      price: dollars(49),
      priceText: '$49',
      description: 'Hand wash, wheels, tires, windows and a vacuum.',
      questions: [VEHICLE],
      skills: ['wash'],
    },
    {
      key: 'full-detail',
      name: 'Full detail',
      aliases: ['detail', 'detailing', 'inside and out', 'full detailing'],
      minutes: 180,
      price: dollars(249),
      priceText: '$249 for most vehicles',
      description: 'Inside and out: shampoo, leather, clay, polish and sealant.',
      questions: [VEHICLE, SIZE],
      skills: ['wash', 'interior'],
    },
    {
      key: 'ceramic-coating',
      name: 'Ceramic coating',
      aliases: ['ceramic', 'coating', 'ceramic coat', 'paint protection'],
      minutes: 480,
      price: dollars(899),
      priceText: '$899 for two years of protection, $1,299 for five',
      description: 'Paint correction first, then two layers of coating; the car stays for a day.',
      questions: [VEHICLE, SIZE],
      skills: ['coating'],
    },
    {
      key: 'interior-deep-clean',
      name: 'Interior deep clean',
      aliases: ['interior', 'inside cleaning', 'upholstery', 'seats'],
      minutes: 120,
      price: dollars(159),
      priceText: '$159',
      questions: [VEHICLE],
      skills: ['interior'],
    },
    {
      key: 'paint-correction',
      name: 'Paint correction',
      aliases: ['scratch removal', 'swirl marks', 'polish', 'scratches'],
      minutes: 300,
      priceText: 'Quoted after we have seen the paint; the look is free',
      questions: [VEHICLE],
      skills: ['paint'],
    },
  ],
};

export const PLUMBING: Brand = {
  key: 'ninepipe',
  name: 'Ninepipe Plumbing',
  legalEntity: 'Ninepipe Home Services Inc.',
  mailDomain: 'ninepipe.example',
  greeting:
    'You have reached Ninepipe Plumbing. If we cannot pick up, we will text you at this number. Reply STOP to any text to opt out.',
  skills: ['drains', 'heaters', 'pipes', 'gas'],
  weekday: ['07:00', '17:00'],
  saturday: ['08:00', '12:00'],
  sunday: null,
  services: [
    {
      key: 'drain-cleaning',
      name: 'Drain cleaning',
      aliases: ['clogged drain', 'clog', 'blocked drain', 'slow drain', 'sink backed up'],
      minutes: 90,
      price: dollars(189),
      priceText: '$189 for one drain',
      questions: [ADDRESS, OWNER],
      skills: ['drains'],
    },
    {
      key: 'leak-repair',
      name: 'Leak repair',
      aliases: ['leak', 'leaking', 'dripping', 'burst pipe'],
      minutes: 120,
      priceText: '$129, which goes towards the repair; the rest is quoted on site',
      questions: [ADDRESS],
      skills: ['pipes'],
    },
    {
      key: 'water-heater',
      name: 'Water heater service',
      aliases: ['water heater', 'no hot water', 'hot water', 'boiler'],
      minutes: 120,
      price: dollars(149),
      priceText: '$149; parts are extra',
      questions: [ADDRESS],
      skills: ['heaters'],
    },
    {
      key: 'faucet-install',
      name: 'Faucet installation',
      aliases: ['faucet', 'tap', 'new faucet'],
      minutes: 60,
      price: dollars(159),
      priceText: '$159 for a faucet you bought',
      questions: [ADDRESS],
      skills: ['pipes'],
    },
    {
      key: 'estimate',
      name: 'Free estimate',
      aliases: ['quote', 'estimate', 'repipe', 'remodel'],
      minutes: 60,
      priceText: 'Free',
      questions: [ADDRESS, OWNER],
    },
  ],
};
