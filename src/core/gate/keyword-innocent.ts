/**
 * What only sounds like a stop: visits, bookings, times, and things other than messages that should stop. Struck out
 * before the rest is judged (catalogue 3.5). Folded text and the same rules as in keyword-patterns.
 */
import { CONTACTING, DONT, MESSAGES, pattern } from './keyword-vocabulary.ts';

const BOOKING =
  'appointments?|appts?|apt|app?ointments?|bookings?|reservations?|visits?|orders?|service|services|delivery|deliveries|pickup|contract|membership|policy|plan|jobs?|class|classes|sessions?|lessons?|treatments?|consult|consultation|meetings?|estimates?|quotes?|quotation|payment|payments|autopay|lease|repairs?|cleaning|insurance|slot|spot|tow|trip|rental|project|work|installation|inspection|exam|checkup|haircut|detail|detailing|massage|facial|tour|showing|viewing|call back|callback|one|time|request|room|table|pick up|surgery|procedure|party|event';
const WHEN = `tod(?:ay)?|tonight|tomorrow|tmrw|tmr|tomorow|this (?:morning|afternoon|evening|week)|next week|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|(?:mon|tue|tues|wed|thu|thurs|fri|sat|sun)|jan\\w*|feb\\w*|april|may|june|july|august|sept\\w*|oct\\w*|nov\\w*|dec\\w*|the \\d{1,2}(?:st|nd|rd|th)?|my \\d{1,2}|\\d{1,2} ?(?:am|pm|a m|p m)|\\d{1,2} \\d\\d|noon|\\d{1,2} o ?clock`;
/** Struck out first: explained by a visit, a booking, a time, or a thing other than messages that should stop. */
export const NOT_REVOCATION: readonly RegExp[] = [
  // Negated: keep going.
  pattern('(?:end|ended|ending) (?:the|this|my|our|that) call(?! s)'),
  pattern(
    `(?:do not|dont|do n t|never|cant|cannot|can not|wouldnt|no need to|not) (?:ever |want (?:you |this |it |them )?to |want to )?(?:stop|quit|end|unsubscribe|opt out|cancel)(?: (?:${CONTACTING}))?(?: (?:me|us))?`,
  ),
  pattern(
    '(?:did|didnt|not|never|accidentally|accidently|by (?:mistake|accident)|why was|why am|was|been|dont) (?:you |i |we |mean to |meant to |want to |just )*(?:unsubscribed?|opt(?:ed)? out)',
  ),
  pattern('(?:non|no) ?stop(?! (?:text|call|messag|send|spam))'),
  // Visits.
  pattern(
    '(?:stop|stops|stopping|stopped) (?:back |right |quickly |real quick )?(?:by|in(?!g)|over|off|near|there|outside|past|around|down|into|up|through)',
  ),
  pattern(
    '(?:stop|stops|stopping|stopped) (?:at (?!once|all|this|any)|for (?!good|ever|now|real|the love|fuck|crying)|on (?!now|this|it))(?:\\w+)',
  ),
  pattern(
    '(?:stop|stops|stopping|stopped) and (?:see|look|pick|grab|get|check|drop|chat|talk|say|have|buy|ask|visit|meet|show|pay)(?: \\w+)?',
  ),
  pattern(
    '(?:bus|train|tram|metro|subway|truck|rest|pit|first|last|next|quick|one|short|full|final|gas|food|nearest|closest|which|what|a|another|f) stops?',
  ),
  pattern('stop ?(?:sign|light|lamp|watch|gap|cock|valve|payment|order|loss)s?'),
  // Things that stopped, or should.
  pattern(`(?<!(?:text|message|msg|call|spam|sms)s?(?: be| get| to be| are)? )stopped(?: \\w+ing)?`),
  pattern(
    `(?:stop|stops|stopping|quit|quits|quitting) (?:from )?(?!(?:${CONTACTING})(?![a-z]))[a-z]+ing(?: (?:me|us)(?! alone))?`,
  ),
  pattern(
    `(?:wont|will not|doesnt|does not|didnt|cant|cannot|isnt|not|to make (?:it|this|that)|make (?:it|them)|made (?:it|them)|how (?:do|can|to|would|should)(?: i| we| you)?(?: get(?: it| my \\w+)? to)?) (?:to )?stop(?! (?:${MESSAGES}|${CONTACTING})(?![a-z]))`,
  ),
  pattern(
    `(?:stop|stopping|end|ending|quit|quitting) (?:the|my|our|a|an|his|her|their|your) (?!(?:${MESSAGES}|constant|endless|stupid|damn|fucking|annoying|sms|automated)(?![a-z]))[a-z]+(?: [a-z]+)?`,
  ),
  pattern(
    '(?:engine|car|truck|heater|furnace|ac|a c|unit|fridge|freezer|washer|dryer|machine|motor|pump|fan|job|phone|computer|battery) (?:just |has |had |also |keeps? |kept |will |to )*(?:quit|quits|stop|stops|ends?)(?: on (?:me|us))?(?: working| running)?',
  ),
  pattern('quit(?:ting)? (?:smoking|drinking|my job|work|school|sugar|vaping)'),
  // Times and other ends.
  pattern(
    '(?:the |at |by |until |till |before |after |towards? |near |in |s )*(?:end|ends|ending) (?:of|time|times|date|dates|point|table|tables|user|zone|up|by|at|around|before|after|in|on|to)(?: [a-z0-9]+)?',
  ),
  pattern(
    '(?:week|year|month|day|front|rear|back|dead|high|low|loose|split|west|east|north|south|my|our|your|other|both|either|deep|book|tail|bitter|far|the|in the|at the|does it|do they|do you|does the \\w+|do the \\w+|when|will it) ?ends?(?:ed|ing)?',
  ),
  // Bookings.
  pattern(
    `cancel(?:l?ed|l?ing|l?ation|s)?(?: (?:out|off|of|for|on|my|our|the|this|that|an?|his|her|their|your|all|both|today|todays|tomorrow|tomorrows|s|upcoming|next|scheduled|last|first|second|other|only|just|\\d{1,2}(?: \\d\\d)?(?: ?[ap] ?m)?|${WHEN}))*? (?:[a-z]+ )?(?:${BOOKING})(?: (?:at|for|on|with|of) [a-z0-9 ]{1,24})?`,
  ),
  pattern(
    `cancel(?:ing|ling|led|ed|lation)?(?: (?:it|that|this|me|us|everything))?(?: (?:for|on|at|from|my|our|the|s))* (?:${WHEN})(?: s)?(?: [a-z]+)?`,
  ),
  pattern(
    '(?:is|was|are|what(?: is| s)?|have|has|your|the|a|any|about|no|24 hour|late) (?:your |you |there |it |they |been |the |a |any )*cancel(?:l?ed|l?ation|l?ations)(?: (?:policy|fee|fees|charge|spot|slot|opening|list))?',
  ),
  pattern(
    `(?:${BOOKING})(?: [a-z0-9]+)?(?: [a-z0-9]+)?(?: [a-z0-9]+)? (?:needs? to be |has to be |to be |must be |was |is |got |been )?cancel(?:l?ed)?`,
  ),
  pattern(
    `cancel (?:my|our|the|his|her|their|that) (?!(?:${MESSAGES}|text|message|subscription|account|whole)(?![a-z]))[a-z0-9]+(?: [a-z0-9]+)?`,
  ),
  pattern(
    `(?:have|need|want|like|going|had|decided|trying|wish) to cancel (?:and|so|but|because|bc|cuz|since|due)(?: (?:re ?schedule|move|my|the|i|we))?`,
  ),
  pattern(
    '(?:take|remove|drop|delete|get) (?:me|us|my (?:name|appointment|booking|spot|slot)) (?:off|from|of|out of) (?:of )?(?:the |your |tomorrow s |today s |this )*(?:schedule|calendar|books?|wait ?list|waiting list|appointment list|queue|line|agenda|(?:mon|tues|wednes|thurs|fri|satur|sun)day|tomorrow|today)(?: s)?(?: \\w+)?',
  ),
  // Asking about a number, or correcting one.
  pattern(
    '(?:do|did|is|was|am|could|if|maybe) (?:i|this|it|we) (?:have |get |got |call |called |text |dial |dialed |reach |using |at |be )*(?:the |a )?wrong (?:number|person|place)',
  ),
  pattern(
    '(?:i|we|you|he|she|they) (?:may have |might have |must have |accidentally |just |have )?(?:gave|given|wrote|typed|left|entered|put|put in|put down|provided|sent) (?:you |me |us |them |in |down )?(?:the |a |my )?wrong (?:phone |cell |order |account |house |model |part |street )?(?:number|person|address)(?: [a-z0-9]+)?(?! for)',
  ),
  pattern(
    'wrong (?:part|order|model|account|invoice|confirmation|serial|tracking|house|room|policy|item|size) number',
  ),
  // Texts are welcome, calls are not.
  pattern(
    `${DONT} (?:call|phone|ring)(?: me| us| back| anymore)*(?: [a-z]+)?(?: [.,])?(?: (?:please|pls|just|only|but|instead|so|and|you can|better))* (?:text|txt|message|sms)(?: me| us)?(?: (?:instead|only|please|back))*`,
  ),
  pattern(
    '(?:text|txt|message)(?: me| us)? (?:only )?(?:[.,] )?(?:instead|please|pls|and|but)* ?(?:do not|dont) call',
  ),
  // Spanish and French.
  pattern(
    '(?:puedo|podemos|podria|quiero|voy a|vamos a|quisiera) (?:parar|pasar|parar un momento|pasar un momento)(?: (?:por|a|en|un))?',
  ),
  pattern(
    'cancelar(?: (?:mi|la|el|una|mis|las|nuestra|esta|esa))? (?:cita|citas|reserva|reservacion|turno|visita|orden|pedido|servicio|consulta)',
  ),
  pattern('(?:cita|reserva|reservacion|turno|visita)(?: [a-z0-9]+)?(?: [a-z0-9]+)? cancelada?'),
  pattern('(?:no|nunca) (?:pares|pare|paren|dejes|deje|dejen de)(?: de)?'),
  pattern('fin de (?:semana|mes|ano)|fines de (?:mes|semana)|al fin|por fin|a que hora (?:termina|cierra)n?'),
  pattern(
    'annul(?:er|ez|e|ation)(?: (?:de|mon|ma|le|la|mes|notre|un|une|du|votre))* (?:rendez ?vous|rdv|reservation|visite|commande|consultation|seance)',
  ),
  pattern(
    '(?:puis je|je peux|je vais|on peut|je voudrais|j aimerais|pourrais je)(?: m| me)? (?:arreter|passer|arreter chez|arreter a)',
  ),
  pattern(
    'arrets? (?:de |du |d )?(?:bus|autobus|metro|train|tram|maladie|travail)|(?:n |ne )?(?:arretez|arrete|arreter) pas|s (?:est|etait|arrete) ?(?:arretee?|pas)?|fin (?:du|de) (?:mois|la semaine|semaine|l annee|journee)',
  ),
];
