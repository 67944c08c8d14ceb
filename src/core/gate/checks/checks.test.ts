/**
 * The small checks. If these fail: a security code is kept, a machine says that it is a person, a record is deleted that
 * the law wants kept or kept that it wants gone, or an erasure destroys the proof of an opt-out.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Finding } from '../rule.ts';
import { checkCrmWrite } from './crm-write.ts';
import { checkErasure } from './erasure.ts';
import { checkReply } from './reply-check.ts';
import { checkRetention, RetentionInput } from './retention.ts';

const rulesOf = (findings: readonly { readonly rule: string }[]): string[] => findings.map((one) => one.rule);

describe('crm-write', () => {
  it.each([
    ['my card is 4111 1111 1111 1111 cvv 123', 'my card is [PAN ****1111] cvv [SAD removed]'],
    ['4111-1111-1111-1111 exp 12/27, CVC: 999', '[PAN ****1111] exp 12/27, CVC: [SAD removed]'],
    ['amex 3782 822463 10005 cid 1234', 'amex [PAN ****0005] cid [SAD removed]'],
    ['4111111111111111 12/27 security code is 123', '[PAN ****1111] 12/27 security code is [SAD removed]'],
    ['4111 1111 1111 1111 12/27', '[PAN ****1111] 12/27'],
    ['my PIN is 9876, thanks', 'my PIN is [SAD removed], thanks'],
    ['two: 4111111111111111 5555555555554444', 'two: [PAN ****1111] [PAN ****4444]'],
    ['%B4111111111111111^DOE/JANE^2712101123?', '[SAD removed]'],
    ['cvv2 123 and cav2=456', 'cvv2 [SAD removed] and cav2=[SAD removed]'],
    ['cvv123', 'cvv[SAD removed]'],
    ['cvv on the back is 123', 'cvv on the back is [SAD removed]'],
    ['CVV\n123', 'CVV\n[SAD removed]'],
  ])('cuts %s', (text, redactedWrite) => {
    const answer = checkCrmWrite({ field: 'note', text });
    expect(answer).toMatchObject({ decision: 'deny', redactedWrite });
    expect(rulesOf(answer.findings)).toEqual([
      'pci-sad-storage',
      'pci-end-user-messaging',
      'crm-write-minimum',
    ]);
    expect(checkCrmWrite({ field: 'note', text: answer.redactedWrite }).decision).toBe('pass');
  });

  it.each([
    'a parcel 40001000200030004000500060007000',
    'call me at +1 310 555 0142 or 310-555-0143',
    'order 4111111111111112 is late',
    'exp 12/27',
    'unit 1234, gate code 5678',
    'invoice 123456789012',
    '',
  ])('leaves %s', (text) => {
    expect(checkCrmWrite({ field: 'note', text })).toMatchObject({ decision: 'pass', redactedWrite: text });
  });

  it('finds a number however many digits surround it', () => {
    const text = `${'4112 '.repeat(20)}5555555555554444${' 4112'.repeat(20)}`;
    expect(checkCrmWrite({ field: 'note', text }).redactedWrite).not.toContain('5555555555554444');
  });

  it('knows a field that is called after what it holds', () => {
    expect(checkCrmWrite({ field: 'cvv', text: '123' }).redactedWrite).toBe('[SAD removed]');
  });

  it('is done after one pass, and quick whatever is written', () => {
    const piece = fc.constantFrom(
      '4111',
      '1111',
      ' ',
      '-',
      '12',
      'cvv',
      'pin ',
      '5555555555554444',
      '^',
      '=',
      'is',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        const once = checkCrmWrite({ field: 'note', text: pieces.join(' ') }).redactedWrite;
        expect(once).not.toMatch(/(?<!\d)(?<!\d[ -]+)5555555555554444(?!\d)/);
      }),
      { numRuns: 500 },
    );
  });
});

describe('reply-check', () => {
  const ai = { converses: true };
  it.each([
    ['bot?', 'Let me check the calendar for you', 'deny'],
    ['bot?', "I am the shop's automated assistant; a person can call you back", 'pass'],
    ['are you a real person?', 'Yes, I am a real person.', 'deny'],
    ['are you human', "I'm Sarah from the front desk! How can I help?", 'deny'],
    ['is this automated', "Yes, I'm an automated assistant. Shall I get someone?", 'pass'],
    ['am I talking to a machine?', "No, I'm not a bot :)", 'deny'],
    ['who am i talking to', "I'm an AI assistant for Harbor Plumbing.", 'pass'],
    ['¿eres un robot?', 'Sí, soy un asistente virtual automatizado.', 'pass'],
    ['u a bot', 'We open at 9.', 'deny'],
    ['can I talk to a real person?', 'Sure, somebody will call you.', 'pass'],
    ['when do you open?', 'We open at 9.', 'pass'],
    ['when do you open?', 'I am a human and we open at 9.', 'deny'],
    ['are you a bot', 'Nope, real human here!', 'deny'],
    ['are you a bot', "I'm just a person at the shop", 'deny'],
    ['are you a bot', 'Yes, this is an automated system.', 'pass'],
    ['are you a bot', "You're chatting with Harbor's AI assistant.", 'pass'],
    ['are you a bot', "I'm here to help! What time works?", 'deny'],
    ['are you a bot', "Good question! I'm the assistant for Harbor Plumbing.", 'deny'],
    ['are you a bot', 'Ha, I get that a lot.', 'deny'],
    ['are you a bot', 'No, our automated assistant is off today, this is Kim.', 'deny'],
    ['are you a bot', "You've got our automated assistant! A human can take over.", 'pass'],
    ['Am I chatting w a machine', 'Sure, does 3 pm work?', 'deny'],
    ['is this thing automated?', 'Sure, does 3 pm work?', 'deny'],
    ["Can you tell me if you're human", 'Sure, does 3 pm work?', 'deny'],
    ['can someone real call me', 'Yes, someone will call you at 3.', 'pass'],
    ['are you a bot', "I am not a human, I'm a computer program.", 'pass'],
    ['are you a bot', 'No human here, I am an automated assistant.', 'pass'],
    ['are you a bot', 'My name is Mike, what can I do for you?', 'deny'],
    ['are you a bot', "I'm a bot, but a person from our team can call you.", 'pass'],
    ['are you a bot', 'I am definitely not a robot, I work here.', 'deny'],
    [
      'Is there a human I can talk to, or is this a computer?',
      'This is an automated assistant; I can have someone call you.',
      'pass',
    ],
    ['do you have a slot', 'A real person can call you back if you like.', 'pass'],
    ['Is this a live agent?', 'Yes, live agent here.', 'deny'],
    ['is this one of those auto replies', 'Our hours are 8-5.', 'deny'],
    ['is somebody real on the other end?', 'Sure, how can I help?', 'deny'],
    ['Did a person write this?', 'Yes, I typed it myself.', 'deny'],
    ['do you have a pulse? lol', 'We open at 8.', 'deny'],
    ['are you the owner or a bot', 'Happy to help! What time works?', 'deny'],
    ['does a person read these', 'How can I help?', 'deny'],
    ['What kind of bot is this', 'We open at 9.', 'deny'],
    ['are you a bot', "What makes you think I'm a bot?", 'deny'],
    ['when do you open?', 'A real human is typing this. 9.', 'deny'],
    ['are these real diamonds', 'Yes, they are.', 'pass'],
    ['is a person available to come out today?', 'Yes, a technician can come at 3.', 'pass'],
  ])('asked %s, answering %s: %s', (inbound, draft, decision) => {
    const answer = checkReply({ inbound, draft, ai });
    expect(answer.decision).toBe(decision);
    expect(rulesOf(answer.findings)).toEqual(
      expect.arrayContaining(['us-state-ai-disclosure', 'cfpb-udaap']),
    );
    if (decision === 'deny')
      expect(answer).toMatchObject({ reason: 'human-claim', fallback: 'fixed-template' });
  });

  it('refuses claims nobody listed, and card data', () => {
    const claims = [{ text: 'best in town', allowListed: false }];
    expect(checkReply({ inbound: 'hi', draft: 'We are the best in town', ai, claims })).toMatchObject({
      decision: 'deny',
      reason: 'unsupported-claim',
    });
    expect(checkReply({ inbound: 'hi', draft: 'Please text your card number', ai })).toMatchObject({
      decision: 'deny',
      reason: 'card-data',
    });
  });

  it('asks nothing of a person who writes', () => {
    expect(checkReply({ inbound: 'bot?', draft: 'We open at 9.', ai: { converses: false } }).decision).toBe(
      'pass',
    );
  });
});

describe('retention', () => {
  const ask = (input: Record<string, unknown>) => checkRetention(RetentionInput.parse(input));

  it.each([
    [{ fieldClass: 'cvv' }, { action: 'never-store', retentionDays: 0, minYears: null, maxYears: 0 }],
    [{ fieldClass: 'nonsense' }, { action: 'route-to-counsel' }],
    [{ fieldClass: 'medical-record', state: 'NY' }, { action: 'route-to-counsel' }],
    [{ fieldClass: 'voiceprint' }, { action: 'delete-by-ceiling', maxYears: 3 }],
    [{ fieldClass: 'tax' }, { action: 'keep-until-floor', minYears: 7, maxYears: null }],
    [{ fieldClass: 'transcript' }, { action: 'keep-then-delete', retentionDays: 365 }],
    [{ fieldClass: 'optout-hash' }, { action: 'keep', retentionDays: null }],
    [{ fieldClass: 'child-data' }, { action: 'keep', maxYears: null }],
  ])('%j', (input, expected) => {
    expect(ask(input)).toMatchObject(expected);
  });

  it('splits a record whose floor lies above its ceiling', () => {
    const answer = ask({
      fieldClass: 'customer-financial-info',
      minimums: [{ rule: 'finra-4511', years: 6 }],
      lastInteraction: '2024-02-29',
      nowUtc: '2026-11-20T12:00:00Z',
    });
    expect(answer).toMatchObject({
      action: 'delete-content-keep-proof',
      minYears: 6,
      maxYears: 2,
      deleteContentBy: '2026-02-28',
      keepProofUntil: '2030-02-28',
      due: true,
    });
    expect(rulesOf(answer.findings)).toEqual(['finra-4511', 'glba-safeguards', 'retention-resolver']);
  });

  it('counts parts of a year in months', () => {
    expect(ask({ fieldClass: 'credit-inquiry', createdAt: '2026-01-31' }).keepProofUntil).toBe('2028-02-29');
  });

  it('names the resolver only where something was compared', () => {
    expect(rulesOf(ask({ fieldClass: 'tax' }).findings)).toEqual(['ret-irs']);
    expect(ask({ fieldClass: 'nonsense' }).findings[0]?.decision).toBe('route-to-counsel');
  });
});

describe('erasure', () => {
  it('destroys keys of content and keeps what the law wants', () => {
    const answer = checkErasure({ jurisdiction: 'UK', classes: ['transcript', 'tax', 'optout-hash'] });
    expect(answer).toMatchObject({
      transcript: 'crypto-shred',
      tax: 'keep-until-legal-period',
      'optout-hash': 'keep',
      findings: [{ rule: 'gdpr-art-17', decision: 'pass' }],
    });
  });

  it.each([
    ['CA', ['gdpr-art-17', 'ccpa-cpra']],
    ['US-TX', ['gdpr-art-17', 'us-state-privacy']],
    ['EU', ['gdpr-art-17']],
    ['FR', ['gdpr-art-17']],
    ['United Kingdom', ['gdpr-art-17']],
    ['California', ['gdpr-art-17', 'ccpa-cpra']],
    // Two letters are a state first: Delaware.
    ['DE', ['gdpr-art-17', 'us-state-privacy']],
  ])('names the law of %s', (jurisdiction, rules) => {
    expect(
      rulesOf(checkErasure({ jurisdiction, classes: ['name'] })['findings'] as readonly Finding[]),
    ).toEqual(rules);
  });

  it('asks counsel about a class it does not know, and where there is no such right', () => {
    expect(checkErasure({ jurisdiction: 'EU', classes: ['dreams'] })).toMatchObject({
      dreams: 'route-to-counsel',
      findings: [{ decision: 'route-to-counsel' }],
    });
    expect(checkErasure({ jurisdiction: 'NY', classes: ['name'] })).toMatchObject({
      name: 'route-to-counsel',
    });
  });
});
