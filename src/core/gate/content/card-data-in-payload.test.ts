/**
 * If this fails: a card number that somebody said or wrote stays in the stored delivery of a vendor; or taking it out
 * breaks the delivery, so that it cannot be read again, or changes which call it is about.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mayHoldCardData, redactPayload } from './card-data-in-payload.ts';

const CARD = '4111 1111 1111 1111';
const GONE = '[PAN ****1111]';

describe('card data in a payload', () => {
  it.each([
    ['a transcript', { call: { id: 1, transcription: `my card is ${CARD} ok` } }],
    ['a text that is nothing else', { body: CARD }],
    ['digits run together', { message: '4111111111111111' }],
    ['a list of lines', { transcript: ['hello', `it is ${CARD}`] }],
    ['an unknown field of digits alone', { answer7: '4111-1111-1111-1111' }],
    ['words in an unknown field', { x: `card ${CARD}` }],
    ['keys that were pressed', { Digits: '4111111111111111' }],
    ['JSON within JSON', { payload: JSON.stringify({ text: `no. ${CARD}` }) }],
    ['quotes and line breaks around it', { text: `"so"\n${CARD}\\` }],
  ])('cuts it out of JSON: %s', (_what, value) => {
    const json = JSON.stringify(value);
    expect(mayHoldCardData(json)).toBe(true);
    const cut = redactPayload(json);
    expect(cut.cardNumbers).toBe(1);
    expect(JSON.stringify(JSON.parse(cut.text))).toContain(GONE);
    expect(cut.text.replaceAll(/\D/g, '')).not.toContain('411111');
  });

  it('cuts security codes too', () => {
    const json = JSON.stringify({ text: 'the cvv is 123' });
    expect(mayHoldCardData(json)).toBe(true);
    expect(redactPayload(json)).toEqual({
      text: JSON.stringify({ text: 'the cvv is [SAD removed]' }),
      cardNumbers: 0,
      secrets: 1,
    });
  });

  it('cuts it out of a form, and the form reads as before', () => {
    const form = new URLSearchParams({
      CallSid: 'CA1',
      TranscriptionText: `é ${CARD} & more`,
      To: '+1',
    }).toString();
    expect(mayHoldCardData(form)).toBe(true);
    const cut = redactPayload(form);
    expect(Object.fromEntries(new URLSearchParams(cut.text))).toEqual({
      CallSid: 'CA1',
      TranscriptionText: `é ${GONE} & more`,
      To: '+1',
    });
  });

  it('cuts it out of XML and of what is nothing in particular', () => {
    expect(redactPayload(`<call><id>4111111111111111</id><note>${CARD}</note></call>`).text).toBe(
      `<call><id>4111111111111111</id><note>${GONE}</note></call>`,
    );
    expect(
      redactPayload(`<c id="4111111111111111" said="card ${CARD}"><![CDATA[so: ${CARD}]]></c>`).text,
    ).toBe(`<c id="4111111111111111" said="card ${GONE}"><![CDATA[so: ${GONE}]]></c>`);
    expect(redactPayload(`{"broken": "${CARD}`).text).toBe(`{"broken": "${GONE}`);
  });

  it('leaves identifiers, numbers to call and instants, though they pass the check', () => {
    const json = JSON.stringify({
      id: '4111111111111111',
      callId: '4111111111111111',
      message_id: '4111111111111111',
      MessageSid: '4111111111111111',
      conversation: 4111111111111111,
      from: '4111111111111111',
      startedAt: '4111111111111111',
      recording_url: 'https://vendor.example/4111111111111111',
      trace: 'ab4111111111111111',
      unlike: '1763700000000',
      a: '+4915123456789',
    });
    expect(redactPayload(json)).toEqual({ text: json, cardNumbers: 0, secrets: 0 });
  });

  it('comes to its end with a payload that was made to hold it up', () => {
    for (const part of ['<', '<a ', '4 ', '{"', '"\\', 'a=', 'a=4&', '%', '4111-'])
      expect(redactPayload(part.repeat(200_000 / part.length)).text.length).toBeGreaterThan(0);
    for (const part of ['<', '4    ', '4%20', '4\\u00a0'])
      expect(mayHoldCardData(part.repeat(200_000 / part.length))).toBeTypeOf('boolean');
  });

  it('keeps a number a number', () => {
    expect(redactPayload('{"cardNumber": 4111111111111111, "n": [1]}').text).toBe(
      '{"cardNumber": 1111, "n": [1]}',
    );
  });

  it('leaves any payload parseable, and without card data as it was, to the byte', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom('text', 'id', 'x'), (value, key) => {
        const json = JSON.stringify({ [key]: value, said: `é ${CARD}` });
        const cut = redactPayload(json);
        expect(cut.cardNumbers).toBeGreaterThan(0);
        expect(() => JSON.parse(cut.text) as unknown).not.toThrow();
        expect(redactPayload(cut.text).cardNumbers).toBe(0);
        const plain = JSON.stringify({ said: 'call me', when: '2026-11-21T10:00:00Z' });
        expect(redactPayload(plain).text).toBe(plain);
      }),
    );
  });
});
