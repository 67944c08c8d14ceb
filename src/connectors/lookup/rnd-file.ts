/**
 * Answers of the FCC's Reassigned Numbers Database (47 CFR 64.1200(m)): the database answers uploaded lists of numbers and dates of consent
 * with yes, no or no data. The answers are about the date that was asked, so ask again when consent is newer.
 */
import { defineLookup } from '../../ports/lookup.ts';
import { checkFile, FileConfig, findInFile, type FileLookup } from '../shared/number-file-lookup.ts';

const LIST: FileLookup = { topic: 'reassigned', complete: false };

export default defineLookup({
  meta: {
    id: 'rnd-file',
    name: 'Reassigned Numbers Database (answers in a file)',
    topics: ['reassigned'],
    maturity: 'documented',
    checkedHow:
      'Files written from the published description of the answers; the database answers subscribers only.',
    lastChecked: '2026-11-21',
    docs: ['https://www.reassigned.us/resources/faq'],
    setup: [
      'Upload your numbers with their dates of consent at reassigned.us and download the answers as CSV.',
      'Enter its path on the machine that Ringback runs on, and replace the file when you get a newer one.',
    ],
  },
  config: FileConfig,
  find: (question, config, deps) => findInFile(LIST, question, config, deps),
  check: (config, deps) => checkFile(LIST, config, deps),
});
