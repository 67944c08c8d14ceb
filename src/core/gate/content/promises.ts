/** Promissory and performance claims about money (FINRA Rule 2210(d)): what no broker-dealer may text. */
import { phrase, plainText } from './plain-text.ts';

export function promisesReturns(text: string): boolean {
  return PROMISE.test(plainText(text));
}

const MONEY =
  '(?:returns?|profits?|gains?|yields?|income|earnings?|money|investments?|portfolio|savings|principal|wealth|growth|performance|appreciation|upside|results?|success|payouts?|dividends?|interest|stocks?|funds?|market|retirement)';

const PROMISE = phrase(
  [
    `guarantee\\w*(?: \\w+){0,5} ${MONEY}|${MONEY}(?: \\w+){0,4} guarantee\\w*|(?:we|i|can|fully|100%|is|are|its) guarantee\\w*|guaranteed`,
    'risk ?free|riskless|no risk|zero risk|without (?:any )?risk|(?:cant|cannot|never|wont|impossible to) lose|no losses|no downside|sure thing|safe bet|surefire|foolproof|safe as|as safe as',
    `(?:will|should|is going to|are going to|going to|gonna|bound to|certain to|expected to|projected to|set to|poised to|always|consistently|can)(?: \\w+){0,4} (?:double|triple|quadruple|outperform|beat|soar|skyrocket|explode|go up|rise|increase|appreciate|pay off|make you (?:rich|money|wealthy|a millionaire)|earn you|return(?! (?:your|the|all|any|a|our|my|his|her|messages?|calls?)(?![a-z])))`,
    `(?:double|triple|quadruple|10x|grow) your ${MONEY}|beat(?:s|ing)? the (?:market|index|s p)|outperform\\w*|get rich|make you (?:rich|wealthy)|financial freedom guaranteed`,
    `(?:earn|make|get|expect|returns? of|return of|yield of|yields?|gains? of|up to|average|averaged|returned|earned|made|paying|pays?|gained|grew|up)(?: \\w+){0,4} (?:\\d+[.]?\\d*) ?(?:%|percent)(?: \\w+){0,3}|\\d+[.]?\\d* ?(?:%|percent)(?: \\w+){0,3} ${MONEY}|\\d+[.]?\\d* ?(?:%|percent) (?:annual|annually|a year|per year|monthly|a month|apy|return)`,
    `(?:projected|expected|target|forecast\\w*|predicted|anticipated|promised|assured|steady|consistent|high|huge|massive|incredible|market beating) ${MONEY}|past performance|track record of|(?:double|triple) digit ${MONEY}|assured(?: of)?(?: a| an)? ${MONEY}|${MONEY}(?: \\w+){0,2} (?:never (?:los(?:e|es|t)|drops?|fails?|declines?|goes down)|will grow)|bonds?(?: \\w+)? always pays?`,
    '(?:we|i) promise(?! to (?:call|reply|respond|answer|get back|be there))|promise you|millionaires?|before it (?:takes off|goes up|soars|rises|pops|explodes)|no way (?:you|to|youll|anyone)(?: can| will| could)? los(?:e|es|ing)|grow (?:by )?\\d+ ?x|(?:once in a lifetime|cant miss|dont miss|act now|hot) (?:investment|stock|opportunity|tip|pick)|insider|next (?:amazon|apple|tesla|bitcoin|nvidia)',
  ].join('|'),
);
