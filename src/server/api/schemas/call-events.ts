/** Calls that another system has already normalised. */
import { z } from 'zod';
import { CallEvent } from '../../../core/model/call-event.ts';

export const CallEventsRequest = z.union([CallEvent, z.array(CallEvent).min(1).max(500)]);
export type CallEventsRequest = z.input<typeof CallEventsRequest>;
export const CallEventsAnswer = z.object({ accepted: z.int(), duplicates: z.int() });
export type CallEventsAnswer = z.infer<typeof CallEventsAnswer>;
