/** Groups of action kinds that many rules share (catalogue 3.6). */
import type { ActionKind } from './input.ts';

export const SMS_KINDS = [
  'sms.textback.first',
  'sms.nudge',
  'sms.reply',
  'sms.reminder',
  'sms.marketing',
  'sms.optout.confirm',
  'sms.help',
] as const satisfies readonly ActionKind[];

/** Texts and AI-voice calls: everything that goes out without a person dialling. */
export const AUTOMATED_KINDS = [...SMS_KINDS, 'call.ai-voice'] as const satisfies readonly ActionKind[];

export const OUTBOUND_KINDS = [
  ...SMS_KINDS,
  'call.human',
  'call.ai-voice',
] as const satisfies readonly ActionKind[];
