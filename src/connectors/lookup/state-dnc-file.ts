/**
 * A do-not-call list of one of the eleven states that keep their own (regulation catalogue, dnc-state), as the state sells it: one
 * number per line. One source per state; each answers for the area codes in its file, or for those that are named.
 */
import { z } from 'zod';
import { defineLookup } from '../../ports/lookup.ts';
import { checkFile, FileConfig, findInFile, type FileLookup } from '../shared/number-file-lookup.ts';

const LIST: FileLookup = { topic: 'state-dnc', complete: true };

const Config = FileConfig.extend({
  state: z
    .string()
    .regex(/^[A-Z]{2}$/, 'two letters such as TX')
    .describe('The state whose list this is, two letters'),
  maxAgeDays: z.int().min(1).max(31).default(31).describe('How old the file may be and still answer'),
});

export default defineLookup({
  meta: {
    id: 'state-dnc-file',
    name: 'State do-not-call list (file)',
    topics: ['state-dnc'],
    maturity: 'documented',
    checkedHow: 'Files of one number per line; the states hand their lists only to subscribers.',
    lastChecked: '2026-11-21',
    docs: ['https://www.texasnocall.com', 'https://www.fdacs.gov/Consumer-Resources/Florida-Do-Not-Call'],
    setup: [
      'Subscribe to the list of the state and download it as a text or CSV file.',
      'Enter its path and the two letters of the state. Replace the file when you get a newer one; add one source per state.',
    ],
  },
  config: Config,
  find: async (question, { state, ...file }, deps) => {
    const reply = await findInFile(LIST, question, file, deps);
    return reply.status === 'answered'
      ? { ...reply, answers: reply.answers.map((each) => ({ ...each, answer: `${each.answer} ${state}` })) }
      : reply;
  },
  check: (config, deps) => checkFile(LIST, config, deps),
});
