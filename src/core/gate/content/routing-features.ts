/**
 * What ranks or routes callers: a stand-in for a protected class, plain geography, or neither (15 U.S.C. § 1691;
 * 12 CFR Part 1002; 42 U.S.C. § 3605). A score built on who people are stays one, whatever it is keyed by.
 */

export type FeatureKind = 'protected' | 'geography' | 'neutral';

/** The worst feature decides. */
export function worstFeature(features: readonly string[]): FeatureKind {
  const kinds = features.map(featureKind);
  return kinds.includes('protected') ? 'protected' : kinds.includes('geography') ? 'geography' : 'neutral';
}

function featureKind(feature: string): FeatureKind {
  const name = feature
    .normalize('NFKC')
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, ' ')
    .trim();
  const judged = [AGE_OF_A_THING, NAME_OF_A_THING, CHOSEN_LANGUAGE].reduce(
    (rest, harmless) => rest.replaceAll(harmless, ' '),
    name,
  );
  if (PROTECTED.test(judged)) return 'protected';
  return GEOGRAPHY.test(judged) ? 'geography' : 'neutral';
}

const AGE_OF_A_THING =
  /\b(?:(?:lead|call|ticket|account|inquiry|request|queue|wait|loan|application|home|house|building|property|vehicle|car|message|customer relationship|relationship|task|case|callback|voicemail|record|file|contact|business) age|age of (?:the )?(?:lead|call|ticket|account|inquiry|request|loan|application|home|building|property|vehicle|message|relationship|task|case|callback))\b/g;

const NAME_OF_A_THING =
  /\b(?:(?:campaign|product|rep|agent|service|queue|store|brand|list|source|team|company) names?|(?:dialled|dialed|assigned|called) locations?)\b/g;

const CHOSEN_LANGUAGE =
  /\b(?:(?:callers?|customers?|chosen|selected|preferred|requested|declared|stated) )*(?:language|idioma)(?: (?:choice|chosen|preference|preferred|selected|selection|requested|picked|of choice|by choice|ivr|menu|keypress|option|match|matching|at callers? choice))*\b(?! (?:score|index|guess|inferred|detected|model|proxy))/g;

const PROTECTED =
  /\b(?:rac(?:e|es|ial)|ethnic\w*|colou?r|skin\w*|religio\w*|creed|faith|church|national origin|ethnic origin|name origin|country of origin|nationality|ancestry|immigra\w*|citizen\w*|birthplace|country of birth|foreign\w*|native\w*|tribal|sex|gender\w*|pronouns?|sexual\w*|orientation|lgbtq?|marital|married|spouse|single parent|familial|family (?:status|size)|children|kids|pregnan\w*|parental|ages?|elderly|senior|seniors|birth ?(?:date|year|day)?|dob|disab\w*|handicap\w*|health|veteran|military|public assistance|welfare|benefits|snap|section 8|voucher|surnames?|last ?names?|first ?names?|given ?names?|family ?names?|caller ?names?|name|names|accents?|dialects?|voice (?:pitch|tone|profile|analysis)|pitch|speech patterns?|language (?:score|index|guess|inferred|detected|model|proxy)|(?:inferred|detected|guessed|predicted|spoken|native|non english|english|foreign) language|languages?(?= (?:score|index))|english|spanish|hispanic|latin[oax]?|black|white|asian|african|muslim|jewish|christian|demographic\w*|geodemographic\w*|minority\w*|diversity|segregation|redlin\w*|affluen\w*|socioeconomic|neighbou?rhood (?:score|index|quality|type|class|grade|rating)|census\w* (?:race|demographic|minority)|bisg|proxy)\b/;

const GEOGRAPHY =
  /\b(?:area ?codes?|npa|nxx|npa ?nxx|prefix|exchange|zips?|zip ?codes?|zip ?[34569]|zip ?plus ?4|zcta|post ?codes?|postal\w*|count(?:y|ies)|fips|census\w*|tract|block ?group|neighbou?rhoods?|city|cities|town|borough|district|ward|parish|state|region\w*|metro|msa|dma|geo\w*|lat|lng|lon|latitude|longitude|location|address|street|distance|territor\w*|market area|rate ?center|place|territory)\b/;
