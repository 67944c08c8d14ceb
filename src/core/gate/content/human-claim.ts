/**
 * Who is talking? Whether a person asks if they talk to a machine, whether a text says that it is one, and whether it
 * claims to be a person (catalogue 3.5 "reply-check"; 10 M.R.S. § 1500-DD, Utah Code 13-75, FTC Act § 5).
 */
import { phrase, phrases, plainText } from './plain-text.ts';

const MACHINE =
  '(?:bots?|robots?|robotic|ai|a i|machine|computer|automated|automation|automatic|chat ?bots?|chat ?gpt|gpt|llm|siri|alexa|auto(?:mated)? ?(?:reply|replies|responders?|responses?|texts?|messages?|generated)|robo ?texts?|artificial|program(?! (?:i|for|that|to|available)(?![a-z]))|algorithm|recording|virtual|software)';
const PERSON =
  '(?:humans?|people|persons?|man|woman|guy|girl|lady|someone real|somebody real|human being|real (?:one|thing))';
const ADJECTIVE = '(?:real|live|actual|living|true|genuine|breathing|flesh and blood|an|a|the|some|any|just)';

/** The person asks whether this is a machine or a person, in any wording. */
export function asksWhoIsTalking(text: string): boolean {
  const plain = plainText(text).replaceAll(SHORT_WITH, 'with').replaceAll(WANTS_A_PERSON, ' ');
  return ASKS.test(plain);
}

/** The text says plainly that it comes from a machine. */
export function saysItIsAMachine(text: string): boolean {
  return SAYS_MACHINE.test(plainText(text).replaceAll(SUPPOSES_MACHINE, ' ').replaceAll(DENIES_MACHINE, ' '));
}

/** The text says or implies that a person wrote it. */
export function claimsToBeAPerson(text: string): boolean {
  const plain = plainText(text);
  if (DENIES_MACHINE_ONCE.test(plain)) return true;
  if (CLAIMS_PERSON.test(plain.replaceAll(DENIES_PERSON, ' '))) return true;
  return !SAYS_MACHINE.test(plain) && CLAIMS_ROLE.test(plain);
}

/** "Let me talk to a person" asks for one, not whether this is one. */
const WANTS_A_PERSON = phrases(
  `(?:can|could|may|let|want|need|like|love|prefer|rather|please|have|get|give|is there(?: a way)?)(?: (?:i|me|we|to|you|us|would|just|please|a way|someone|have|get))* (?:talk|speak|chat|text|connect|connected|transfer|transferred|get)(?: me| us)?(?: (?:to|with|through))*(?: ${ADJECTIVE})* (?:${PERSON}|agent|representative|operator|manager)|(?:have|get)(?: me)?(?: ${ADJECTIVE})* (?:${PERSON}|agent|representative|manager) (?:call|text|contact|help)(?: \\w+)*|(?:can|could|may|will|have)(?: you have)? (?:someone|somebody|anyone|anybody) (?:real|human) (?:call|text|contact|help)|(?:call|text|contact)(?:ed|ing)?(?: me| us)? (?:by|from)(?: ${ADJECTIVE})* ${PERSON}`,
);

/** "chatting w a machine" */
const SHORT_WITH = phrases('(?<=(?:talk|text|chatt?|speak)(?:ing)? )w');

const ASKS = phrase(
  [
    `(?:are|r|ru|am|is|was|were|be)(?: (?:you|u|ya|this|i|it|that|we|there|someone|anyone|anybody|really|actually|even|just|talking|texting|chatting|speaking|messaging|writing|dealing|to|with|like|some|kind|of|sort|a|an|one|answering|conversation|chat|number|thread|line|scam|spam|stupid|damn|those|these|getting|reaching|texts?|messages?|repl(?:y|ies)|responses?|being|sent|written|typed|answered|by|from|real|live|actual|not|you all|yall|guys))* (?:${MACHINE}(?! (?:transmission|doors?|gates?|garage|payments?|renewal|repairs?|shop|store|parts?))|humans?|(?:person|people|man|woman)(?! (?:available|coming|able|going|free|allowed|needed|required|who|that|ahead|waiting|in front|before))|(?:live|real|actual|human) (?:agent|rep|representative|operator|doctor|nurse|dentist|lawyer|receptionist|employee|technician)|real(?= [.]|$| (?:or|right|lol|here|there|though|too)(?![a-z]))|live human|living|alive|sentient|human being|breathing)`,
    `(?:you|u|ur|youre|this|its|thats|seems?|sounds?|feels?|looks?)(?: (?:sound|sounds|seem|seems|feel|feels|look|looks|like|are|r|must|be|is|probably|just|really|definitely|a|an|some|kind|of|another))* (?:bots?|robots?|robotic|ai|a i|machine|chat ?bots?|chat ?gpt|automated|computer|auto ?reply|auto ?responder)`,
    `${MACHINE} or(?: ${ADJECTIVE})* (?:${PERSON}|not|what|real)|(?:${PERSON}|real) or(?: ${ADJECTIVE})* ${MACHINE}`,
    '(?:who|what) (?:am i|is this|are you|r u|exactly am i|are we)(?: (?:actually|really|even|exactly))*(?: (?:talking|texting|speaking|chatting|messaging)(?: (?:to|with))?)?(?= [.]|$| here| right now)|whos (?:this|there|texting|talking|writing)|who (?:is|am i) (?:texting|talking|speaking|chatting|messaging)(?: \\w+)*|(?:am i|is this|are you) (?:talking|speaking|texting|chatting) (?:to|with) (?:a|an|the|some)?',
    `(?:is|are) there(?: ${ADJECTIVE})* (?:${PERSON}|anyone|anybody|someone)(?: \\w+){0,3} (?:there|here|behind|on the other|reading|typing)|(?:anyone|anybody|someone|somebody) (?:real|human|actually there)`,
    `did(?: ${ADJECTIVE})* (?:${PERSON}|${MACHINE})(?: (?:really|actually))* (?:write|type|send|text) (?:this|that|it|these|those)|(?:written|typed|sent|answered|generated|run|monitored|read) by(?: ${ADJECTIVE})* (?:${PERSON}|${MACHINE}|someone|somebody|anyone)|who (?:wrote|writes|typed|types|is (?:writing|typing|behind)|answers|is answering) (?:this|these|that|it|me|here|texts?|messages?|my texts?|my messages?)`,
    `(?:do|did|have) i (?:have|got|get|reach|reached|hit)(?: ${ADJECTIVE})* (?:${PERSON}|${MACHINE})|(?:you|this|that|it) or(?: (?:a|an|the|some|just))* ${MACHINE}|do you have a (?:pulse|heartbeat|body|soul|brain)|do you have (?:feelings|emotions)|do you (?:even|really|actually) exist|is (?:this|that) (?:thing|line|chat|number|account)(?: (?:just|really|actually|all))* ${MACHINE}|(?:is|are) (?:it|that|this|you)(?: [a-z]+){1,3} or(?: (?:a|an|the|just|some))* (?:bots?|robots?|ai|machine|chat ?bots?)(?= [.]|$)|(?:if|whether) (?:you are|youre|ur|this is|its|im (?:talking|texting|chatting) (?:to|with))(?: ${ADJECTIVE})* (?:${PERSON}|${MACHINE}|real)(?= [.]|$)|turing test|got(?: ${ADJECTIVE})* (?:human|person) (?:there|here)|is (?:it|this|that) really you|(?:who|what) is on the other end|(?:someone|somebody|person) or something|${PERSON} or (?:nah|not|what)(?= [.]|$)|assistant or(?: ${ADJECTIVE})* ${PERSON}|(?:what|which)(?: kind of)? (?:bot|ai|robot|chat ?bot|machine) (?:is|are|am) (?:this|that|it|you|i)|(?:is|are)(?: ${ADJECTIVE})* (?:${PERSON}|someone|somebody|anyone|anybody)(?: (?:actually|really|even|going to))* (?:typing|writing|texting|answering|reading|replying|responding|read this|see this)|(?:do|does)(?: ${ADJECTIVE})* (?:${PERSON}|anyone|anybody|someone|somebody)(?: (?:actually|really|even))* (?:read|write|type|answer|see|monitor) (?:this|these|them|my|here|the texts|texts)|prove (?:to me )?(?:that )?(?:you are|youre|ur|you)(?: (?:not|a|an|really))* (?:real|humans?|person|${MACHINE})|(?:you|u|ur|youre|this|its|thats)(?: (?:are|r|is|really|actually))* (?:not|arent|isnt|aint)(?: (?:even|really|actually|a|an|any))* (?:real|human|person)`,
    `do (?:i|you) (?:talk|speak|text|chat) (?:to|with)(?: ${ADJECTIVE})* (?:${MACHINE}|${PERSON})|do (?:you|u|yall)(?: (?:guys|all|people|folks))? (?:use|have)(?: (?:a|an))? (?:ai|bots?|robots?|chat ?gpt|chat ?bots?)(?: [.]|$)`,
    `(?:you|u|ya)(?: ${ADJECTIVE})* (?:humans?|real|person)(?= [.]|$)|(?:talking|texting|chatting|speaking) (?:to|with)(?: ${ADJECTIVE})* (?:bots?|robots?|ai|machine|computer|chat ?bots?|humans?)`,
    `(?:are you|r u|is this|is it|am i)(?: (?!or )[a-z]+){0,6} or(?: (?:a|an|the|just|some))* (?:bots?|robots?|ai|computer|machine|chat ?bots?)(?! (?:repairs?|shop|store))|(?:are you|r u|is this|am i)(?: (?:a|an|the|just|some))* (?:bots?|robots?|ai|computer|machine|chat ?bots?) or [a-z]+`,
    `(?:eres|es|esto es|estoy (?:hablando|chateando) con|hablo con|usted es|es usted)(?: (?:un|una|el|la|esto))* (?:robot|bot|maquina|persona(?: real)?|humano|humana|ia|inteligencia artificial|computadora)`,
    `(?:etes vous|es tu|c est|cest|est ce|je parle a|parle je a|vous etes|tu es)(?: (?:un|une|a|que|c|est|vraiment|bien|le|la))* (?:robot|bot|machine|humain|humaine|personne|vraie personne|ia)`,
  ].join('|') +
    `|^(?:a |an |real |hi |hello |hey |wait |um |lol |so |ok |is )*(?:bots?|robots?|ai|human|real person|person|chat ?bot|machine|automated|real)(?: [.])*$`,
);

const NOT = `(?:not|isnt|arent|aint|am not|im not|never|no)(?: (?:just|only|really|some|any|talking to|texting|chatting with|speaking with))*(?: an?| the)?`;
const DENIES_MACHINE_SOURCE = `${NOT} ${MACHINE}|no (?:bots?|robots?) here|(?:definitely|certainly|of course) not`;
const DENIES_MACHINE = phrases(DENIES_MACHINE_SOURCE);
const DENIES_MACHINE_ONCE = phrase(`${NOT} ${MACHINE}|no (?:bots?|robots?) here`);

/** "What makes you think I'm a bot?" says nothing. */
const SUPPOSES_MACHINE = phrases(
  `(?:think|thinks|thought|if|whether|like|say|says|believe|suspect|assume|wonder)(?: that)? (?:i am|im|i was|this is|its|it is|we are)(?: [a-z]+){0,3} ${MACHINE}`,
);

const SAYS_MACHINE = phrase(
  [
    '(?:i am|im|this is|its|it is|you are|youre|youve (?:reached|got)|you have (?:reached|got)|yes|yep|correct|right|here is|my name is|me|we use|we are|by|from|as|speaking (?:to|with)|talking (?:to|with)|texting (?:with)?|chatting (?:to|with))(?: (?!not|never|no|isnt)[a-z0-9]+){0,8} (?:automated|bot|robot|ai|a i|artificial intelligence|chat ?bot|virtual (?:assistant|agent|receptionist)|digital (?:assistant|agent|receptionist)|computer(?! (?:repair|tech|store|shop))|software|machine|not (?:a )?(?:human|person|real person))',
    '^(?:yes|yep|yeah|correct|right)?(?: [.])* ?(?:an? )?(?:automated|ai|bot|robot|chat ?bot|virtual) (?:assistant|agent|system|receptionist)',
    '(?:this|the|these|our|your) (?:chat|conversation|texts?|messages?|repl(?:y|ies)|responses?|line|number|thread)(?: here)? (?:is|are)(?: (?:fully|all|sent|written|answered|handled|run|by|an|a|our|the|just)){0,5} (?:automated|bots?|ai|computer|machine|software)|an? (?:ai|bot|robot|computer|machine) (?:answers|replies|responds|handles|writes|wrote|reads|sends|is (?:answering|replying|writing))|[.] an? (?:automated|ai|virtual) (?:assistant|agent|receptionist|system)',
    '(?:automated|ai|virtual) (?:assistant|agent|receptionist|system) (?:here|of|for|from|answers?|is(?! (?:off|down|out|unavailable|not|broken|offline|disabled|closed))|helping)',
    '(?:soy|es|habla)(?: [a-z]+){0,6} (?:automatizad[oa]|automatic[oa]|bot|robot|virtual|inteligencia artificial|ia)',
    '(?:je suis|c est|cest|ici)(?: [a-z]+){0,6} (?:automatise[e]?|automatique|robot|bot|virtuel(?:le)?|intelligence artificielle|ia)',
  ].join('|'),
);

const DENIES_PERSON = phrases(
  `(?:no|not|isnt|arent|aint|never|nor|without|instead of|than)(?: (?:really|actually|an?|the|just|talking to|texting))*(?: ${ADJECTIVE})* (?:humans?|persons?|people|human being)(?: here)?`,
);
const NO_DENIAL = '(?!not|never|no|isnt|nor|ai|bot|automated|virtual|an ai|robot|sorry)';
const CLAIMS_PERSON = phrase(
  [
    `(?:i am|im|yes i am|of course im|this is|its|it is|youre (?:talking|texting|chatting|speaking) (?:to|with)|you are (?:talking|texting|chatting|speaking) (?:to|with)|talking (?:to|with)|we are|were|were all)(?: ${NO_DENIAL}(?:very much|of course|definitely|absolutely|indeed|really|just|only|100%|totally|actually|an?|the|one|also|as|still|and|yes|sitting|always|all|[a-z]+ from [a-z]+|[a-z]+))?(?: (?:very much|indeed|really|100%|an?|the|as|definitely|totally))?(?: (?:real|live|actual|living|true|genuine|breathing|regular|normal|flesh and blood))* (?:human(?: being)?s?|persons?|people|real person|real people)(?! (?:friendly|can|will|could|to|who can|from|is|would|should|calls?|gets?|has|reads?)(?![a-z]))`,
    '(?:yes|yep|yeah|sure|of course)(?: [.])*(?: (?:i am|im|its|this is))?(?: (?:a|an|very much|100%|definitely))*(?: (?:real|live|actual))* (?:human|person|real)(?: [.]| here|$)',
    '(?:i am|im)(?: (?:very|so|as|of course|definitely|totally|100%|absolutely|completely))* (?:real(?: as|$| [.])|alive|flesh and blood)',
    '(?:real|live|actual|human) (?:person|human|people|one|being) (?:here|typing|texting|speaking|answering|on this end|behind)|(?:real|live|actual|human) (?:person|human) is (?:here|typing|texting|writing|answering|reading|replying)|(?:i am|im|this is|(?:talking|texting|chatting|speaking) (?:to|with))(?: (?:a|an|the))? (?:live|real|actual|human) (?:agent|rep|representative|operator|receptionist)|speaking as an? (?:human|person)|(?:real )?(?:person|human|people|humans) (?:just )?like (?:me|you and me)|i (?:personally |really )?(?:typed|type|wrote|write) (?:this|that|these|it|every)(?: \\w+){0,3} (?:myself|personally|by hand)|i personally (?:typed?|write|wrote)|my (?:wife|husband) and i|human here|humans here|human on this end|all human|100% human|flesh and blood|last i checked(?: \\w+){0,3} human',
    '(?:soy|habla|si soy|es)(?: (?:una|un))? (?:persona(?: real)?|human[oa])|persona real aqui|no soy (?:un |una )?(?:robot|bot|maquina)',
    '(?:je suis|c est|oui)(?: (?:bien|un|une|vraiment))* (?:humaine?|vraie personne|personne reelle|vrai humain)|pas un (?:robot|bot)',
  ].join('|'),
);

/** A person's job said of oneself. */
const CLAIMS_ROLE = phrase(
  '(?:i am|im|this is)(?: [a-z]+){0,2} (?:the|a|an|your|one of (?:the|our)) (?:owner|manager|office manager|front desk (?:person|lady|girl)|receptionist|secretary|technician|tech|dispatcher|plumber|electrician|dentist|hygienist|doctor|nurse|lawyer|attorney|realtor|broker|mechanic|stylist|owners (?:wife|son|daughter|husband)|son of|human \\w+)',
);
