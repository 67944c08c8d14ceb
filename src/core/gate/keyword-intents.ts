/** What a text that is no revocation is about, when that can be told: first list that fits. Folded text, as in keyword-patterns. */

export type Intent =
  | 'cancel-booking'
  | 'reschedule-booking'
  | 'book'
  | 'visit'
  | 'hours'
  | 'pricing'
  | 'complaint'
  | 'phi-question'
  | 'callback'
  | 'emergency'
  | 'other';

export function intentOf(folded: string): Intent {
  return TESTS.find(([, patterns]) => patterns.some((pattern) => pattern.test(folded)))?.[0] ?? 'other';
}

const words = (source: string): RegExp => new RegExp(`(?<![a-z0-9])(?:${source})(?![a-z0-9])`);

const BOOKING =
  'appointments?|appts?|apt|bookings?|reservations?|visits?|session|service call|slot|cita|citas|reserva|reservacion|turno|rendez ?vous|rdv';

const TESTS: readonly (readonly [Intent, readonly RegExp[]])[] = [
  [
    'emergency',
    [
      words(
        'gas leak\\w*|leak\\w* gas|smell\\w*(?: of)?(?: some| like)? gas|smells like gas|gas smell|carbon monoxide|co (?:alarm|detector)|fuga de gas|huele a gas|fuite de gaz|odeur de gaz',
      ),
      words(
        '(?:on|is|house|kitchen|caught|catching|a|there s|theres) fire(?! (?:pit|place|extinguisher|alarm (?:inspect|install|test)|department|sale|door|wood|sprinkler|hydrant|truck|system|safety|damage))|flames|smoke (?:everywhere|coming|filling)|electrical fire|incendio|au feu|incendie',
      ),
      words(
        'cant breathe|cannot breathe|not breathing|heart attack|chest pains?|stroke|unconscious|passed out|overdos\\w+|bleeding (?:a lot|heavily|badly|out)|wont stop bleeding|seizure|choking|no puedo respirar|ataque al corazon|crise cardiaque',
      ),
      words(
        'kill (?:myself|himself|herself)|suicid\\w+|want to die|end my life|hurt myself|self harm|matarme|suicidarme|me tuer',
      ),
      words(
        'break(?:ing)? in(?:to)? (?:right now|my|the|our)|someone (?:is )?(?:breaking|broke) in|intruder|burglar|being (?:attacked|robbed)|has a gun|shooting|911|help me now|ambulance|ambulancia',
      ),
      words(
        '(?<!(?:not|isnt|no|aint)(?: an?)? )(?:emergency|emergencia|urgence)(?! (?:brakes?|exit|contact|fund|kit|light|room (?:bill|follow)|number|service fee|rates?|fees?|prices?|charges?))',
      ),
      words(
        '(?:house|basement|kitchen|apartment|water) (?:is |s )?(?:flooding|flooded)|burst pipe|pipe (?:has )?burst|flooding',
      ),
    ],
  ],
  [
    'cancel-booking',
    [
      words(
        `cancel\\w*(?: \\w+){0,4} (?:${BOOKING}|today|tomorrow|tonight|(?:mon|tues|wednes|thurs|fri|satur|sun)day|\\d{1,2} ?(?:am|pm)|order|class|job|service|membership|delivery|estimate|consult\\w*|lesson|meeting)`,
      ),
      words(`(?:${BOOKING})(?: \\w+){0,5} cancel\\w*|annul\\w+(?: \\w+){0,3} (?:${BOOKING})`),
      words(
        '(?:cant|cannot|wont|not (?:going to|gonna)|unable to|wont be able to|not able to) (?:be able to )?(?:make|come|attend)(?: (?:it|my|the|to|in|today|tomorrow))*|no puedo (?:ir|llegar|asistir)|je ne peux pas venir',
      ),
      words(
        '(?:take|remove) me (?:off|from) (?:of )?(?:the |your )?(?:schedule|calendar|books?)|need to cancel|have to cancel|cancel (?:my|our|the) \\w+',
      ),
    ],
  ],
  [
    'reschedule-booking',
    [
      words(
        `re ?sched\\w*|rebook\\w*|postpon\\w+|(?:move|change|push|switch|shift)(?: \\w+){0,3} (?:${BOOKING}|time|day|date|to)|different (?:time|day|date)|another (?:time|day|date)|push (?:it )?back`,
      ),
      words(
        'reprogramar|cambiar (?:mi|la|el) (?:cita|turno|hora|reserva)|reporter|deplacer|changer (?:mon|l)',
      ),
    ],
  ],
  [
    'phi-question',
    [
      words(
        '(?:test|lab|blood|biopsy|mri|ct|scan|x ray|xray|pathology|std|pregnancy|covid) (?:test )?results?|my results|diagnos\\w+|prescriptions?|refill\\w*|medications?|meds|dosage|blood ?work|medical records?|my (?:chart|x ?rays?|mri|labs?|biopsy|symptoms?|surgery)|resultados|receta|ordonnance',
      ),
    ],
  ],
  [
    'complaint',
    [
      words(
        'complain\\w*|terrible|horrible|awful|worst|rude|unacceptable|disappoint\\w+|ripped? off|refund|overcharged|unprofessional|ridiculous|poor (?:service|job|work)|never showed|no one (?:showed|came)|nobody (?:showed|came)|no show|(?:still )?(?:not|isnt|wasnt) fixed|broke my|damaged my|(?:very |so |really )(?:upset|angry|unhappy|frustrated)|want to speak to (?:a |the |your )?manager|queja|plainte|pesimo|inacceptable',
      ),
    ],
  ],
  [
    'callback',
    [
      words(
        'call (?:me|us|back)|give (?:me|us) a (?:call|ring)|(?:ring|phone) (?:me|us)|(?:can|could|please|have) (?:you |someone |somebody |anyone |a person )+(?:please )?call|call instead|speak (?:to|with) (?:a |an |some|the )?(?:person|human|someone|agent|representative|rep)|talk to (?:a |an |some)?(?:person|human|someone)|llam[ae]n?me|me pueden llamar|rappel\\w+|appelez moi',
      ),
    ],
  ],
  [
    'visit',
    [
      words(
        '(?:stop|stopped|stopping|swing|swinging|drop|dropping|come|coming|pass|passing|pop) (?:by|in|over|on by|at|around|down)|stop (?:off|near|there|outside|and|on|for|into)|walk ?ins?|(?:where|what) (?:are|is) (?:you|your) (?:guys |shop |store |office )*(?:located|location|address)|address|directions|on my way|parking|be there|heading over|pasar por|puedo (?:pasar|parar)|direccion|donde (?:estan|queda)|puis je (?:passer|m arreter)|adresse|where are you',
      ),
    ],
  ],
  [
    'hours',
    [
      words(
        '(?:are|r) (?:you|u|ya|yall|they) (?:still |guys |all )*(?:open|closed)|open (?:today|tomorrow|now|on|until|till|late|this|early)|hours|what time(?: \\w+){0,3} (?:open|close|end|start|finish|shut)|when (?:do|does|are|is)(?: \\w+){0,3} (?:open|close|closing|opening|end)|(?:end|closing|opening|start|close) time|how late|still open|close at|horario|a que hora|abierto|hasta que hora|heures d ouverture|ouvert\\w*|horaires',
      ),
    ],
  ],
  [
    'pricing',
    [
      words(
        'how much|prices?|pricing|costs?|quotes?|rates?|charge|charges|fees?|estimates?|cheap\\w*|afford\\w*|discounts?|financing|cuanto (?:cuesta|vale|cobran|es|sale)|precios?|costo|presupuesto|combien|prix|tarifs?|devis',
      ),
    ],
  ],
  [
    'book',
    [
      words(
        `${BOOKING}|book|booking|booked|schedul\\w+|reserve|availab\\w+|openings?|slots?|fit me in|squeeze me in|come out|send someone|get (?:me )?in|sign me up|agendar|reservar|disponib\\w+|consultation`,
      ),
    ],
  ],
];
