/**
 * A list of people known to sue over texts and calls, as list vendors sell it: CSV with a phone column. What being on it means is the
 * operator's policy (catalogue 5.1 BLOCKED).
 */
import { defineLookup } from '../../ports/lookup.ts';
import { checkFile, FileConfig, findInFile, type FileLookup } from '../shared/number-file-lookup.ts';

const LIST: FileLookup = { topic: 'litigator', complete: true };

export default defineLookup({
  meta: {
    id: 'litigator-file',
    name: 'Litigator list (file)',
    topics: ['litigator'],
    maturity: 'documented',
    checkedHow: 'Files in the common forms of such lists; no file of a vendor was at hand.',
    lastChecked: '2026-11-21',
    docs: ['https://www.fcc.gov/general/telemarketing-and-robocalls'],
    setup: [
      'Get the list from your vendor as CSV with a phone column.',
      'Enter its path on the machine that Ringback runs on, and replace the file when you get a newer one.',
    ],
  },
  config: FileConfig,
  find: (question, config, deps) => findInFile(LIST, question, config, deps),
  check: (config, deps) => checkFile(LIST, config, deps),
});
