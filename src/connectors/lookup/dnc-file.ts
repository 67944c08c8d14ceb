/**
 * The national do-not-call registry as its full list: a flat file of area codes and numbers (47 CFR 64.1200(c)(2)). A copy may be
 * 31 days old (16 CFR 310.4(b)(3)(iv)). Change lists are imported with the command line, not read here.
 */
import { defineLookup } from '../../ports/lookup.ts';
import { checkFile, FileConfig, findInFile, type FileLookup } from '../shared/number-file-lookup.ts';

const LIST: FileLookup = { topic: 'national-dnc', complete: true };

export default defineLookup({
  meta: {
    id: 'dnc-file',
    name: 'National do-not-call registry (file)',
    topics: ['national-dnc'],
    maturity: 'documented',
    checkedHow:
      'Files written from the published description of the format; the registry itself hands its files only to subscribers.',
    lastChecked: '2026-11-21',
    docs: ['https://telemarketing.donotcall.gov'],
    setup: [
      'Subscribe at telemarketing.donotcall.gov and download the full list as a flat text file.',
      'Enter its path on the machine that Ringback runs on, and replace the file when you get a newer one.',
    ],
  },
  config: FileConfig,
  find: (question, config, deps) => findInFile(LIST, question, config, deps),
  check: (config, deps) => checkFile(LIST, config, deps),
});
