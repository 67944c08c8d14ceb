/**
 * If this fails: somebody who writes Spanish gets half an answer in English. What the shop wrote itself (names, prices)
 * stays as it is; every word of ours is Spanish. Whole conversations, so that times, hours and days are covered too.
 */
import { describe, expect, it } from 'vitest';
import { detailingShop, talk } from '../../../test/support/talk.ts';
import { disclosesAssistant } from '../compose/shop.ts';
import { countSegments } from '../gate/segments.ts';
import { ENGLISH, SPANISH } from './phrases.ts';

const ENGLISH_WORDS =
  /\b(?:the|is|are|was|we|you|your|our|for|to|at|on|and|or|of|not|open|closed|today|tomorrow|midnight|noon|now|until|hours?|minutes?|appointment|booked|cancell?ed|automated|assistant|person|please|sorry|thanks|which|works|(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:mon|tue|wed|thu|fri|sat|sun)|jan|apr|aug|dec|calendar)\b/i;
const day = [{ open: '08:00', close: '24:00' }];
const shop = detailingShop({
  hours: {
    mon: day,
    tue: [
      { open: '09:00', close: '12:00' },
      { open: '13:00', close: '18:00' },
    ],
    wed: day,
    thu: day,
    fri: day,
  },
  services: [
    { key: 'pulido', name: 'Pulido', minutes: 90, priceText: '$120', description: 'Con cera' },
    { key: 'lavado', name: 'Lavado', minutes: 60, price: { minor: 3500, currency: 'USD' } },
    { key: 'tinte', name: 'Tinte', minutes: 60, bookable: false },
  ],
});

const TALKS: readonly (readonly string[])[] = [
  [
    'Precios?',
    'cuanto tarda el pulido?',
    'que servicios ofrecen',
    'cual es su direccion',
    'su telefono por favor',
  ],
  ['Hola', 'horario por favor', 'estan abiertos el martes?', 'abren el domingo?', 'gracias'],
  ['Quiero una cita', 'pulido', 'ninguna de esas', 'el jueves a las 10', 'me llamo Ana', 'cuando es mi cita'],
  [
    'quiero pulido el 3 de diciembre a las 10',
    'Ana',
    'quiero cambiar mi cita',
    'el viernes a las 11',
    'cancelar mi cita',
  ],
  ['Hola, tienen estacionamiento?', 'si'],
  ['hola, eres un robot?', 'no gracias'],
  ['quiero hablar con una persona'],
  ['hola, llamame por favor'],
  ['voy tarde a mi cita'],
  ['queja: pesimo trabajo, quiero mi reembolso'],
  ['hola, quien es', 'tinte cuanto cuesta', 'no'],
  ['hola es urgente'],
  ['hola', 'asdf qwer', 'zxcv'],
  ['hola', '😡'],
  ['quiero pulido domingo 10am'],
  ['hola quiero reservar', 'lavado manana', 'primera'],
];

describe('a conversation in Spanish', () => {
  it.each(TALKS)('%s', (...texts) => {
    for (const now of ['2026-11-24T00:42:20.000Z', '2026-11-24T16:42:20.000Z']) {
      const conversation = talk({ location: shop, now, disclosed: false });
      for (const text of texts) {
        const said = conversation.say(text);
        const ours = said.replaceAll(/Shine Lab Main Street|12 Main St, Austin/g, '');
        expect(ours, `${text} -> ${said}`).not.toMatch(ENGLISH_WORDS);
        expect(countSegments(said).encoding, said).toBe('GSM-7');
        expect(conversation.turns.at(-1)?.why).not.toMatch(/held back/);
      }
      expect(
        conversation.turns.some((turn) => disclosesAssistant(turn.reply?.body ?? '')) ||
          conversation.turns.every((turn) => turn.reply === null),
      ).toBe(true);
    }
  });

  it('says opening hours, days and lengths in Spanish', () => {
    const conversation = talk({ location: shop });
    expect(conversation.say('hola, horario?')).toMatch(
      /Horario: lun 8 AM-medianoche, mar 9 AM-12 PM y 1 PM-6 PM, mie-vie 8 AM-medianoche, sab-dom cerrado\. Hoy abierto hasta la medianoche\./,
    );
    expect(conversation.say('cuanto tarda el pulido?')).toMatch(/1 hora 30 minutos/);
    expect(conversation.say('abren el sabado?')).toMatch(/El sabado: cerrado/);
    expect(talk({ location: shop }).say('precios por favor')).toMatch(/Precios: Pulido \$120; Lavado \$35\./);
  });
});

describe('the two languages', () => {
  it('have the same sentences', () => {
    expect(Object.keys(SPANISH).sort()).toEqual(Object.keys(ENGLISH).sort());
  });
});
