/** Misspelt stop words and the shorthand of texting: what a hurried thumb makes of "stop", "unsubscribe" and their like. */
const STOP_TYPOS = new Set([
  'stpo',
  'sotp',
  'tsop',
  'stp',
  'st0p',
  'stoop',
  'stahp',
  'dtop',
  'stopl',
  'sstop',
  'ztop',
  'stip',
  'stiop',
  'stoip',
  'stio',
  'stopo',
  'syop',
  'atop',
  'sto',
  'stopit',
  'stopp',
  'stap',
]);
/** In a sentence only spellings that are no word of their own. */
const STOP_TYPOS_ANYWHERE = new Set([
  'stpo',
  'sotp',
  'tsop',
  'st0p',
  'stahp',
  'sstop',
  'stopit',
  'stiop',
  'stoip',
]);

/** The whole message, as one comparable word, is a listed word misspelt. */
export function isMistypedKeyword(word: string): boolean {
  if (STOP_TYPOS.has(word)) return true;
  if (!/^[a-z]{5,14}$/.test(word)) return false;
  return (
    MISTYPED_WHOLE.some(
      ([keyword, distance]) => word !== keyword && editDistance(word, keyword) <= distance,
    ) && !REAL_WORDS.has(word)
  );
}

const MISTYPED_WHOLE: readonly (readonly [string, number])[] = [
  ['unsubscribe', 2],
  ['cancel', 1],
  ['revoke', 1],
  ['stopall', 1],
  ['remove', 1],
  ['optout', 1],
];
const REAL_WORDS: ReadonlySet<string> = new Set([
  'subscribe',
  'cancels',
  'revoked',
  'remote',
  'removed',
  'removes',
  'remodel',
  'chancel',
  'evoke',
  'revokes',
]);

/** One word of a sentence, spelt right. */
export function unmistype(token: string): string {
  if (STOP_TYPOS_ANYWHERE.has(token) || /^st+o+p+$/.test(token)) return token === 'stoop' ? token : 'stop';
  if (/^(?:cancle|cansel|cancell|cancal|canel|cancelled?)$/.test(token))
    return token.startsWith('cancelle') ? token : 'cancel';
  if (/^u[a-z]{7,13}$/.test(token) && token !== 'unsubscribe' && editDistance(token, 'unsubscribe') <= 2)
    return 'unsubscribe';
  return TEXT_SPEAK.get(token) ?? token;
}

const TEXT_SPEAK: ReadonlyMap<string, string> = new Map([
  ['plz', 'please'],
  ['pls', 'please'],
  ['tex', 'text'],
  ['texing', 'texting'],
  ['textng', 'texting'],
  ['txting', 'texting'],
  ['txtin', 'texting'],
  ['textin', 'texting'],
  ['callin', 'calling'],
  ['mesage', 'message'],
  ['mesages', 'messages'],
  ['messege', 'message'],
  ['messeges', 'messages'],
  ['massages', 'messages'],
  ['msgs', 'messages'],
  ['mesaging', 'messaging'],
  ['nomore', 'no more'],
  ['anymore', 'anymore'],
  ['appointmnt', 'appointment'],
  ['apointment', 'appointment'],
  ['appoinment', 'appointment'],
  ['cancelation', 'cancellation'],
  ['wrng', 'wrong'],
  ['worng', 'wrong'],
  ['rong', 'wrong'],
  ['numer', 'number'],
  ['nubmer', 'number'],
  ['numbr', 'number'],
  ['dnt', 'dont'],
  ['dint', 'dont'],
  ['donot', 'do not'],
]);

/** Optimal string alignment: insert, delete, replace, swap neighbours. */
function editDistance(a: string, b: string): number {
  let [before, last] = [[] as number[], Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, (before[j - 2] ?? 0) + 1);
      row.push(cost);
    }
    [before, last] = [last, row];
  }
  return last[b.length] ?? 0;
}
