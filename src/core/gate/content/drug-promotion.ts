/**
 * Prescription-drug promotion (21 U.S.C. § 352(n); 21 CFR § 202.1(e)): does a text name a product, and does it say
 * anything about what the product does? A text has no room for the fair balance that such a claim needs.
 */
import { phrase, plainText } from './plain-text.ts';

export type DrugTalk = 'none' | 'name-only' | 'product-and-claim' | 'unclear';

export function drugTalk(text: string, inPharma: boolean, senderNames: readonly string[]): DrugTalk {
  const plain = plainText(text);
  const named = PRODUCT.test(plain) || TRADE_MARK.test(text);
  const coined = inPharma && !named && hasCoinedName(text, senderNames);
  if (!named && !inPharma) return 'none';
  const claims = CLAIM.test(plain);
  if (named || (coined && PRODUCT_HINT.test(plain)))
    return claims || (inPharma && STRONG_CLAIM.test(plain)) ? 'product-and-claim' : 'name-only';
  if (coined && (claims || STRONG_CLAIM.test(plain))) return 'product-and-claim';
  return PRODUCT_HINT.test(plain) || STRONG_CLAIM.test(plain) ? 'unclear' : 'none';
}

const TRADE_MARK = /\p{L}{3,}\s?[®™]/u;

const PRODUCT = phrase(
  'ozempic|wegovy|mounjaro|zepbound|trulicity|victoza|saxenda|rybelsus|jardiance|farxiga|januvia|humira|enbrel|remicade|stelara|skyrizi|rinvoq|xeljanz|otezla|cosentyx|taltz|tremfya|dupixent|keytruda|opdivo|herceptin|avastin|rituxan|ibrance|revlimid|imbruvica|xarelto|eliquis|pradaxa|plavix|brilinta|entresto|lipitor|crestor|zocor|repatha|praluent|nexlium|nexium|prilosec|prevacid|advair|symbicort|spiriva|singulair|ventolin|lantus|humalog|novolog|lyrica|neurontin|cymbalta|lexapro|zoloft|prozac|paxil|wellbutrin|effexor|abilify|seroquel|latuda|vraylar|rexulti|caplyta|xanax|valium|klonopin|ativan|ambien|lunesta|adderall|vyvanse|ritalin|concerta|strattera|chantix|viagra|cialis|levitra|botox|latisse|accutane|retin a|truvada|descovy|biktarvy|gardasil|shingrix|paxlovid|tamiflu|aimovig|emgality|nurtec|ubrelvy|prolia|fosamax|boniva|synthroid|ocrevus|tysabri|copaxone|tecfidera|leqembi|aricept|namenda|vicodin|oxycontin|percocet|suboxone|methadone|insulin|metformin|semaglutide|tirzepatide|liraglutide|atorvastatin|rosuvastatin|simvastatin|lisinopril|losartan|amlodipine|metoprolol|warfarin|apixaban|sertraline|fluoxetine|escitalopram|bupropion|gabapentin|pregabalin|prednisone|amoxicillin|azithromycin|albuterol|levothyroxine|omeprazole|sildenafil|tadalafil|finasteride|adalimumab|pembrolizumab|testosterone|[a-z]{4,}(?:mab|gliptin|gliflozin|glutide|sartan|statin|tinib|ciclib|parib|prazole|setron|triptan|vastatin|floxacin|mycin|cillin|cycline|oxetine|azepam|zolam|caine|dronate|lukast)',
);

/** Anything about effect, condition, speed, safety or comparison. */
const CLAIM = phrase(
  'works?|working|worked|effective\\w*|efficacy|proven|clinically|treat(?:s|ed|ing|ment|ments)?|cures?|cured|heals?|healing|reliev\\w+|relief|reduc\\w+|lower(?:s|ed|ing)?|prevent\\w*|improv\\w+|controls?|manag(?:e|es|ing)|helps?(?: (?:with|you (?:lose|sleep|feel|breathe|quit)|lower|reduce|lose|control|treat|fight|relieve))|fights?|stops? (?:your|the|pain|migraines?)|lose (?:weight|up to|\\d+)|weight loss|losing weight|fast(?:er|est)?(?: acting| relief| than)?|quick(?:ly|er)?|rapid\\w*|instant\\w*|in (?:just )?(?:minutes|hours|days|weeks|\\d+ (?:minutes|hours|days|weeks))|safe(?:ly|r|st)?|safety|no side effects|fewer side effects|side effects|well tolerated|gentle|risk free|better|best|superior|stronger|more effective|most effective|compared|versus|vs|than (?:other|any|the)|#?1|number one|leading|recommended|doctors? (?:recommend|trust)\\w*|fda approved|approved for|indicated|for (?:your |the )?(?:diabetes|pain|cholesterol|blood pressure|depression|anxiety|migraines?|asthma|arthritis|psoriasis|eczema|weight|cancer|allerg\\w+|adhd|insomnia|sleep|heart|acne|hiv|copd)|diabetes|migraines?|psoriasis|eczema|arthritis|asthma|cholesterol|depression|cancer|symptoms?|pain free|feel (?:better|great|good|like)|results?|breakthrough|powerful|strength|works in|long lasting|lasts|guarantee\\w*|benefits?|clear(?:s|er)?|clear skin|lasting|cuts?|gave|gives you|calms?|calming|soothes?|eases?|boosts?|restores?|protects?|burns?',
);

/** In a drug firm's mouth these are claims even where the product is not one we know. */
const STRONG_CLAIM = phrase(
  'clinically|proven|effective\\w*|efficacy|cures?|reliev\\w+|relief|side effects|fda approved|treats?|reduces?|lowers?|prevents?|breakthrough|weight loss|lose weight|safer|superior|better than|works (?:fast|in|better|faster|within)|symptoms?',
);
const PRODUCT_HINT = phrase(
  'drugs?|medicines?|medications?|pills?|tablets?|capsules?|injections?|inhalers?|dose|doses|dosing|\\d+ ?(?:mg|mcg|ml)|prescription|rx|refills?|therapy|treatment|product|starter (?:kit|pack)|copay|samples?|once (?:daily|weekly)|our (?:new )?(?:drug|medicine|therapy|treatment|product)',
);

/** A capital letter in mid-sentence on a word that is no name we know: it may be a product. */
function hasCoinedName(text: string, senderNames: readonly string[]): boolean {
  const own = new Set(senderNames.flatMap((name) => plainText(name).split(' ')));
  const words = [...text.matchAll(/(?<=[a-z0-9,] )([A-Z][a-z]{4,})/g)].map(([, word = '']) =>
    word.toLowerCase(),
  );
  return words.some((word) => !own.has(word) && !ORDINARY.has(word));
}

const ORDINARY: ReadonlySet<string> = new Set(
  'reply please thank thanks hello sorry monday tuesday wednesday thursday friday saturday sunday january february march april august september october november december street avenue road suite center health pharma pharmacy medical clinic group office customer service support patient program your there english spanish'.split(
    ' ',
  ),
);
