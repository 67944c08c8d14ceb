/**
 * What a caller wants, read from words alone. Several wants may stand in one text ("how much and when are you open?"),
 * so this gives all of them; the assistant decides which to serve first. Patterns run on accent-free lower-case text.
 */
import type { ReadText } from './text.ts';

export const INTENTS = [
  'human',
  'bot-question',
  'complaint',
  'cancel-booking',
  'reschedule',
  'booking-status',
  'running-late',
  'price',
  'hours',
  'address',
  'duration',
  'services',
  'phone',
  'callback',
  'book',
  'greeting',
  'thanks',
  'yes',
  'no',
  'name',
  'bye',
  'who',
] as const;
export type Intent = (typeof INTENTS)[number];

const PATTERNS: Readonly<Record<Exclude<Intent, 'name'>, RegExp>> = {
  human:
    /\b(?:(?:talk|speak|chat|text) (?:to|with) (?:a |an |the |some|any)?(?:real |live |actual )?(?:person|human|someone|somebody|one|agent|rep|representative|owner|manager|operator|staff|people|guy)|(?:real|live|actual) (?:person|human|people)|human(?: please| being)?$|^(?:a )?(?:person|human|agent|operator|representative|manager)(?: please)?$|(?:get|need|want) (?:me )?(?:a |the |some )?(?:real |actual )?(?:person|human|manager|owner|someone|somebody)|can (?:someone|somebody|anyone|a person) (?:help|answer|text|talk)|(?:someone|a person) (?:please )?(?:instead|not a bot)|hablar con (?:una|alguna|un)? ?(?:persona|alguien|humano|agente)|una persona)\b/,
  'bot-question':
    /\b(?:(?:are|r) (?:you|u|this) (?:a |an )?(?:real|human|person|bot|robot|ai|computer|machine|automated|chatbot|chat bot)|(?:is|am) (?:this|i|it) (?:talking to |texting |chatting with |speaking (?:to|with) )?(?:a |an )?(?:real|human|person|bot|robot|ai|computer|machine|automated|chatbot|auto ?reply)|(?:you|u) (?:a |an )?(?:bot|robot|ai|human|real person|machine)|bot or (?:a )?(?:human|person)|human or (?:a )?(?:bot|robot)|(?:person|human) or (?:a )?(?:bot|robot|machine|computer)|who am i (?:talking|texting|speaking|chatting) (?:to|with)|am i (?:talking|texting) (?:to|with)|eres (?:un |una )?(?:robot|bot|maquina|persona)|es (?:esto )?un (?:robot|bot))\b|^(?:bot|robot|chatbot)$/,
  complaint:
    /\b(?:complain(?:t|ing)?|terrible|awful|horrible|unacceptable|disappointed|ridiculous|rip ?off|ripped off|scam(?:med|mers?)?|refund|money back|lawyer|sue|bbb|bad (?:service|job|experience)|worst|never again|(?:you|they|your guys?|your team) (?:damaged|scratched|broke|ruined|overcharged|messed up|lied)|scratched my|damaged my|ruined my|overcharged|not happy|unhappy|very upset|pissed|furious|angry|rude|queja|pesimo|reembolso)\b/,
  'cancel-booking':
    /\b(?:cancel(?:l?ing|l?ed)?|call off|cancelar)\b.{0,40}\b(?:appointment|appt|booking|reservation|visit|slot|time|it|that|cita|reserva|(?:mon|tues|wednes|thurs|fri|satur|sun)day|tomorrow|today)\b|\b(?:appointment|appt|booking|reservation|cita)\b.{0,30}\b(?:cancel|cancell?ed|cancelar)\b|\b(?:cant|cannot|wont be able to) (?:make it|come|attend)\b(?!.*\b(?:other|another|different|resched|move|change)\b)|^(?:i (?:want|need|would like|have) to |please |pls |can (?:i|you) |lets )?cancel(?: please| pls| it all)?$/,
  reschedule:
    /\b(?:re ?schedul\w*|move (?:my|the|it|that|our)|change (?:my|the|our) (?:appointment|appt|booking|time|visit|day|slot|date)|change it to|push (?:it|my|the)|switch (?:it|my|the|to)|different (?:day|time) for my|another (?:day|time) for my|postpone|cambiar (?:mi|la) (?:cita|hora)|reprogramar|mover (?:mi|la) cita)\b/,
  'booking-status':
    /\b(?:when(?:s| is| was)? (?:my|our|the) (?:appointment|appt|booking|visit)|what time (?:is|was) (?:my|our) |(?:do|did) i have (?:an? )?(?:appointment|appt|booking)|am i (?:still )?(?:booked|confirmed|on the schedule|scheduled)|confirm(?:ing)? my (?:appointment|appt|booking)|remind me when|what time (?:was|is|were) (?:that|it|mine)|when (?:was|is) (?:that|it|mine) again|cuando es mi cita)\b/,
  'running-late':
    /\b(?:running (?:a (?:bit|little) )?(?:late|behind)|be (?:a (?:bit|little|few minutes) )?late|im late|stuck in traffic|on my way|omw|voy tarde)\b/,
  price:
    /\b(?:how much|price[sd]?|pricing|cost[s]?|rates?|quote|estimate|ball ?park|charge|fee[s]?|expensive|cheap(?:est)?|what do (?:you|u) charge|whats? the damage|cuanto|precios?|cuesta|cobran|tarifas?)\b/,
  hours:
    /\b(?:(?:what|your|the|business|opening|store|shop|office|holiday) hours|hours(?: of operation)?|(?:are|r) (?:you|u|yall|you guys) (?:still )?open|when (?:do|are|will) (?:you|u|yall) (?:open|close|be open)|what time (?:do|are|does) (?:you|u|the shop|the office|yall) (?:open|close|closing)|open (?:today|tomorrow|now|late|on|this|sundays?|saturdays?|weekends?)|clos(?:e|ed|ing) (?:today|tomorrow|now|on|time)|how late|horarios?|a que hora (?:abren|cierran)|estan abiertos?|abren|cierran)\b/,
  address:
    /\b(?:address|where (?:are|r) (?:you|u|yall|you guys)(?: located| at)?|where is (?:the |your )?(?:shop|store|office|place|location|clinic)|where (?:do i|to) (?:go|come)|location|located|directions?|how do i get (?:there|to you)|donde (?:estan|esta|queda|quedan)|direccion|ubicacion)\b/,
  duration:
    /\b(?:how long (?:does|will|would|is|do|to)|how many (?:hours|minutes|days)|how much time|when (?:will|would) it be (?:done|ready)|duration|cuanto (?:tarda|tiempo|dura))\b/,
  services:
    /\b(?:(?:what|which) (?:services?|packages?|options?|treatments?|kind of|type of|all do)|what (?:do|can) (?:you|u|yall) (?:do|offer|provide|have)|(?:list|menu) of|(?:your|the) (?:services|packages|menu|options)|package options|que servicios|servicios|que ofrecen)\b/,
  phone:
    /\b(?:(?:your|the|a) (?:phone )?number|what number|number (?:to|can i) call|can i call you|phone number|telefono)\b/,
  callback:
    /\b(?:call me(?: back)?|give me a (?:call|ring)|(?:someone|can you|please|pls) (?:please )?call(?: me)?(?: back)?|call ?back|prefer (?:a )?(?:call|to talk)|ring me|llam(?:ame|enme|arme))\b/,
  book: /\b(?:book(?:ing)?|appointment|appt|schedule|reserv(?:e|ation)|set up (?:a|an|my)|make (?:a|an) (?:appointment|appt|booking)|come in|bring (?:it|her|him|my \w+|the \w+)(?: \w+)? in|drop (?:it|my \w+|the \w+) off|get (?:me |us |it |my \w+ )?in|availab(?:le|ility)|openings?|any (?:time|slots?|spots?|openings?)|slots?|fit me in|squeeze me in|sign me up|next available|what times|when can (?:i|you|we)|cita|agendar|reservar|disponib(?:le|ilidad)|turno)\b/,
  greeting:
    /^(?:hi+|hey+|hello+|yo|hiya|howdy|good (?:morning|afternoon|evening)|whats up|sup|hola|buenos dias|buenas(?: tardes| noches)?|start)(?: there| yall| guys| team)?$/,
  thanks: /\b(?:thanks?(?: you)?|thank u|thx|ty|tysm|appreciate (?:it|that|you)|gracias|cheers)\b/,
  yes: /^(?:(?:ok(?:ay)?|oh|um|hmm|well|great|yes|yeah|yep|yup|sure) )*(?:yes+|yeah+|yea|ya|yep|yup|yas|sure(?: thing)?|ok(?:ay)?|k|kk|okey|alright|all right|sounds (?:good|great|perfect)|perfect|great|good|works(?: for me| great)?|that works(?: for me| great)?|that(?:s| is) (?:fine|good|great|perfect|ok)|correct|right|exactly|absolutely|definitely|please(?: do)?|yes please|go ahead|do it|book it|lets do (?:it|that)|confirm(?:ed)?|deal|fine|cool|i do|i am|y|si+|claro|dale|perfecto|esta bien|de acuerdo|vale|bueno)(?: (?:please|thanks|thank you|that works|pls|por favor|gracias|to me|for me))*$/,
  no: /^(?:(?:oh|um|hmm|well|actually|no|nah) )*(?:no+|nope|nah|naw|n|not (?:yet|now|really|right now|today)|no (?:thanks?|thank you|need|gracias)|im good|never ?mind|nvm|dont|dont need it|negative|nothing|thats all|that is all|all good|all set|ya no)(?: (?:thanks?|thank you|gracias|for now|im good))*$/,
  who: /\b(?:who(?:s| is)? (?:this|that|dis)|who are you|what is this (?:about|regarding)|why (?:are|r) (?:you|u) texting|(?:you|u|someone) (?:just )?called me|(?:got|had|have|saw) (?:a |your )?(?:missed call|call|text) from|missed (?:a |your )call|returning (?:your|a) call|do i know you|quien (?:es|habla))\b/,
  bye: /^(?:bye|goodbye|see (?:you|ya)|talk (?:soon|later)|have a (?:good|great|nice) (?:one|day|night|evening|weekend)|cya|later|adios|hasta luego)(?: then)?$/,
};

export function intentsOf(text: ReadText): ReadonlySet<Intent> {
  const found = new Set<Intent>();
  for (const [intent, pattern] of Object.entries(PATTERNS))
    if (pattern.test(text.plain)) found.add(intent as Intent);
  if (text.emojiOnly === 'yes') found.add('yes');
  if (text.emojiOnly === 'no') found.add('no');
  if (text.emojiOnly === 'thanks') found.add('thanks');
  if (nameIn(text, false) !== null) found.add('name');
  // "How long does it take" and "how much time" ask for time, not money; "the price to reschedule" is rare.
  if (
    found.has('duration') &&
    !/\b(?:price|cost|charge|pay|how much(?! time)|cuanto cuesta)\b/.test(text.plain)
  )
    found.delete('price');
  if (found.has('reschedule') || found.has('cancel-booking') || found.has('booking-status'))
    found.delete('book');
  if (found.has('reschedule') && !/\bcancel/.test(text.plain)) found.delete('cancel-booking');
  if (found.has('bot-question')) found.delete('human');
  return found;
}

const NAME_INTRO =
  /(?:^|[.,!;\s])(?:this is|my name(?:'|’)?s|my name is|name(?:'|’)?s|i am called|its|it(?:'|’)s|i(?:'|’)m|im|i am|me llamo|soy|mi nombre es|under|name)\s*:?\s+(?:(?:dr|mr|mrs|ms|miss|sr|sra)\.?\s+)?([\p{L}][\p{L}'’-]{1,24}(?:\s+[\p{Lu}][\p{L}'’-]{1,24})?)/iu;
const NOT_NAMES = new Set(
  (
    'interested looking calling asking wondering sorry good fine ok okay not just here trying hoping ready available free busy late about driving sure ' +
    'happy sad the a an my your for in on at going coming having getting new still also really very so too from with back done out up down it that this ' +
    'urgent yes no thanks thank please hi hello hey great perfect cool today tomorrow monday tuesday wednesday thursday friday saturday sunday morning ' +
    'afternoon evening noon whatever anytime any first second third soon asap later never mind all set cancel book price hours one two three stop en de un una el la para ' +
    'desperate angry upset confused lost stuck flooding afraid scared tired sick pregnant allergic white black blue red silver gray grey suv sedan truck van coupe'
  ).split(' '),
);

/** A name the caller gives. `asked`: we asked for it, so the words alone may be the name. */
export function nameIn(text: ReadText, asked: boolean): string | null {
  const introduced = NAME_INTRO.exec(text.original)?.[1];
  const strong = /(?:this is|name|me llamo|mi nombre|soy)/i.test(NAME_INTRO.exec(text.original)?.[0] ?? '');
  const candidate =
    introduced ??
    (asked && text.words.length <= 3 && text.words.length > 0 && !text.question ? text.original : null);
  if (candidate === null) return null;
  const [first, ...others] = candidate
    .replaceAll(/[^\p{L}\s'’-]/gu, ' ')
    .trim()
    .split(/\s+/)
    .filter((word) => word !== '');
  // "This is Smith returning your call": what follows a first name is a name only when written like one.
  const words =
    first === undefined ? [] : [first, ...others.filter((word) => asked || /^\p{Lu}/u.test(word))];
  if (words.length === 0 || words.length > 3 || words.some((word) => NOT_NAMES.has(word.toLowerCase())))
    return null;
  // "I'm ana" is a name only when it was asked for or written like one.
  if (!strong && !asked && !/^\p{Lu}/u.test(words[0] ?? '')) return null;
  if (/\d/.test(candidate)) return null;
  return words
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(' ')
    .slice(0, 60);
}

/** A question none of the patterns can answer: the shop's people know, the assistant does not. */
export function asksSomething(text: ReadText): boolean {
  return (
    text.question ||
    /^(?:do|does|can|could|is|are|will|would|what|which|who|why|how|when|where|should|did|have|has|tienen|pueden|puedo|hay|aceptan)\b/.test(
      text.plain,
    )
  );
}
