/**
 * Word classes that the patterns of all three languages share, and how a pattern is written: `{MSG}` stands for any word
 * for a message, `{END}` for the end of a clause, and so on. A class learns a new word once and every pattern knows it.
 */

/** One way of saying something: a name that a person can argue about, and the words that count as it. */
export interface Saying {
  readonly means: string;
  readonly pattern: RegExp;
}

/** Sayings from `[what it means, pattern]` pairs; several patterns may mean the same. */
export function sayings(...list: readonly (readonly [means: string, ...patterns: string[]])[]): Saying[] {
  return list.flatMap(([means, ...patterns]) =>
    patterns.map((source) => ({ means, pattern: pattern(source) })),
  );
}

export function pattern(source: string): RegExp {
  return new RegExp(`(?<![a-z0-9])(?:${expand(source)})(?![a-z0-9])`, 'g');
}

function expand(source: string): string {
  const once = source.replaceAll(/\{([A-Z_]+)\}/g, (whole, name: string) => {
    const known = CLASSES[name];
    return known === undefined ? whole : `(?:${known})`;
  });
  return once === source ? once : expand(once);
}

const CLASSES: Readonly<Record<string, string>> = {
  /** Where a clause may begin and end; conjunctions and a new subject end one too. */
  START:
    '(?<=^|[.,?] |^(?:and|but|so|then|ok|yes|no|also|now|y|et|pero|mais) |[.,?] (?:and|but|so|then|also|now|y|et|pero|mais) )',
  END: '(?= [.,?]|$)',
  BREAK:
    '(?= (?:[.,?]|and|but|or|so|because|bc|cuz|since|before|if|i|im|you|u|we|he|she|they|its|who|why|what|how|where|not|no|yes|ok|or|my (?:wife|husband|lawyer|mom|dad)|this is|y|o|pero|porque|et|mais|ou|car|je|yo)(?![a-z])|$)',
  /** Up to two words that are no joint between thoughts. */
  ADJ: '(?: (?!(?:and|but|or|until|till|while|when|to|for|so|if|because|at|on|from|with|y|o|et|ou|pour|para)(?![a-z]))[a-z0-9]+){0,2}',

  // English
  STOP: 'stop|quit|cease|desist|discontinue|halt|terminate|end|knock off|cut out|refrain from',
  NOT: 'do not|dont|do n t|donot|never|must not|mustnt|should not|shouldnt|can not|cannot|cant|need not|neednt|no longer|don t',
  TEXT: 'text|txt|message|msg|contact|bother|harass|spam|bug|annoy|pester|write|solicit|disturb|ping|send|sms|hit up|reach out to|reach out|communicate with|reply to|respond to|email|hit me up|hit (?:my|this) (?:line|phone|cell)|blow up my phone|remind',
  TEXTING:
    'texting|txting|messaging|msging|contacting|bothering|harassing|spamming|bugging|annoying|pestering|writing|soliciting|disturbing|pinging|sending|hitting up|hitting|blowing up|blowing|reaching out|communicating|badgering|hounding|stalking|advertising|marketing|nagging|wasting|flooding|clogging|notifying|reminding|pestering|emailing',
  TEXTED:
    'texted|messaged|contacted|bothered|notified|reminded|spammed|solicited|disturbed|written to|reached',
  TEXTS:
    'texts|txts|text msgs?|text messages?|messages?|msgs?|sms|mms|notifications?|alerts?|robo ?texts?|text blasts?|blasts?|communications?|correspondence|text(?= (?:[.,?]|thread|chain|list|alert|crap|spam|bs|now|again|plz)|$)|txt(?= [.,?]|$)',
  PROMOS:
    'promos?|promotions?|promotional|offers?|deals?|coupons?|specials?|marketing|ads?|adverts?|advertis\\w+|newsletters?|sales? (?:pitch\\w*|texts?|messages?|stuff)|discounts?|discount codes?|upsells?',
  REMINDERS: 'reminders?|surveys?|review requests?|feedback requests?|confirmations?|confirmation requests?',
  CALLS: 'calls?|phone calls?|calling|robo ?calls?|voicemails?',
  RUBBISH:
    'spam|harassment|crap|nonsense|bs|bullshit|shit|garbage|junk|madness|stuff|foolishness|insanity|contact|all contact|updates?|solicitations?|solicit\\w+|pesky texts?',
  MSG: '{TEXTS}|{PROMOS}|{REMINDERS}|{CALLS}|{RUBBISH}',
  THIS: 'it|this|these|those|that|them|all|everything|now|immediately|already|at once|right now|right away|asap|today|forever|for good|permanently|at this time',
  WHICH:
    'the|your|ur|youre|these|those|this|that|any|all|all of|of|my|with|from|such|so many|sending|sending me|getting|receiving|further|future|more|other|daily|weekly|constant|endless|every',
  ME: 'me|us|my (?:\\w+ )?(?:phone|number|cell|cellphone|mobile|line|family|wife|husband|mother|mom|father|dad|son|daughter|kids?|house|home)|(?:this|the) (?:\\w+ )?(?:phone|number|line|cell|mobile|device)|here|our (?:phone|number|house|home|office|family)|anyone here|people',
  AGAIN:
    'any ?more|again|ever|ever again|back|this|it|that|these|no more|further|from now on|today|period|again ever|at all|please|now|here|anything',
  NUMBER:
    'me|us|myself|(?:my|our|this|the|that)(?: \\w+)? (?:number|num|nbr|phone|cell|mobile|line|contact|contacts|info|information|details|data|contact info)|my (?:name|digits|contact)|my \\w+ s (?:number|name|phone|cell)|my no|all (?:of )?my (?:info|data|information|details|numbers)|(?:her|his|their) (?:number|phone|cell)|\\d{3} ?\\d{3} ?\\d{4}|\\d{7,11}',
  LIST: 'lists?|databases?|systems?|records?|files?|contacts?|contact list|rotation|campaigns?|mailing|distribution|threads?|chains?|group|group text|directory|rolodex|crm|phone ?book|broadcasts?|marketing|subscriptions?|program|{TEXTS}|{PROMOS}|{REMINDERS}',
  OFFLIST:
    'take|taken|remove|removed|delete|deleted|get|drop|erase|scrub|pull|wipe|exclude|strike|scratch|rmv|omit|purge|clear|cross|kick|removing|deleting|taking',

  BOOKING:
    'appointments?|appts?|apt|app?ointments?|apmt|bookings?|reservations?|visits?|orders?|service|services|delivery|deliveries|pickup|contract|membership|policy|plan|jobs?|class|classes|sessions?|lessons?|treatments?|consult|consultation|meetings?|estimates?|quotes?|quotation|payment|payments|autopay|lease|repairs?|cleaning|insurance|slot|spot|tow|trip|rental|project|work|installation|inspection|exam|checkup|haircut|detail|detailing|massage|facial|tour|showing|viewing|call back|callback|one|time|request|room|table|pick up|surgery|procedure|party|event|truck|warranty|tickets?|flight|gym|ride|ac tune up|estimate|subscription box',
  WHEN: 'tod(?:ay)?|tonight|tomorrow|tmrw|tmr|tomorow|this (?:morning|afternoon|evening|week)|next week|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|(?:mon|tue|tues|wed|thu|thurs|fri|sat|sun)|jan\\w*|feb\\w*|april|may|june|july|august|sept\\w*|oct\\w*|nov\\w*|dec\\w*|the \\d{1,2}(?:st|nd|rd|th)?|my \\d{1,2}|\\d{1,2} ?(?:am|pm|a m|p m)|\\d{1,2} \\d\\d|noon|\\d{1,2} o ?clock',

  // Spanish
  NUNCA: 'no|nunca|jamas|ya no|tampoco',
  MANDEN:
    'mand(?:e|es|en|eis|ar|arme|arnos|arle|ando|andome|aran?|ara|arian?)|envi(?:e|es|en|ar|arme|arnos|ando|andome|aran?|iera|ien|es)|escrib(?:a|as|an|ir|irme|irnos|iendo|iendome|iera|ieran|amos)|escriv(?:a|as|an|ir)|texte(?:e|es|en|ar|arme|ando)|mensaje(?:e|en|ar|arme)|llam(?:e|es|en|ar|arme|arnos|ando|aran?)|contact(?:e|es|en|ar|arme|arnos|ando|aran?|en)|molest(?:e|es|en|ar|arme|arnos|ando|ara|aran)|fastidi(?:e|en|ar|ando)|fregu?(?:e|en|ar|ando)|freg(?:ar|ando)|chingu?(?:e|en|ar|ando)|jod(?:a|an|er|iendo)|insist(?:a|an|as|ir|iendo)|d(?:en|e|ar|ando)(?:me|nos)? lata|acos(?:e|en|es|ar|arme|ando|andome)|habl(?:e|en|es|arme|ar)|busqu?(?:e|en)|busc(?:ar|arme)|hostigu?(?:e|en|ar|ando)|hostigando|marqu?(?:e|en)|marcar|busquen|spamee?n?|spame(?:ar|ando)|dirijan?|comuniqu?en?|comunicarse',
  MENSAJES:
    'mensajes?|mensajitos?|msjs?|msj|mjes|textos?|sms|mensajeria|notificaciones|alertas|avisos|whatsapps?|text|texts|{PROMOCIONES}|{RECORDATORIOS}|llamadas?|spam|cosas|basura|comunicaciones|informacion',
  PROMOCIONES:
    'promociones|promocion|promos?|ofertas?|publicidad|anuncios?|propaganda|descuentos?|cupones|marketing',
  RECORDATORIOS: 'recordatorios?|encuestas?|resenas?|reviews?|opinion(?:es)?',
  DEJEN:
    'deje|dejen|deja|dejes|dejar|dejame|dejaran?|dejo|dejemos|pare|paren|para|pares|parar|paro|parenle|parele|parale|cese|cesen|cesar|termine|terminen|basta|alto|eviten?|evitar|suspenda|suspendan|suspender|detenga|detengan|detener|deten|cancele|cancelen|cancela|cancelar|cancelo|cancel|desactiven?|desactivar|desactive|absten(?:ganse|gase|erse)|abstengase|quiten?|quitar|corten?|cortele|cortenle|interrumpan?',
  QUITEN:
    'quite|quiten|quita|quitar|quito|quitaran?|saque|saquen|saca|sacar|salgo|salir|salirme|borre|borren|borra|borrar|borraran?|elimine|eliminen|elimina|eliminar|remueva|remuevan|remover|retire|retiren|retirar|desuscriba|suprim\\w+|tache|tachen|excluya\\w*|descarten?|bote|boten',

  // French
  ECRIRE:
    'envoy(?:er|ez|e|es|iez)|envoie|envois|ecrire|ecriv(?:ez|e|es|iez)|ecris|text(?:er|ez|e|es)|contact(?:er|ez|e|es|iez)|appel(?:er|ez)|appelle|derang(?:er|ez|e)|harcel(?:er|ez|e)|relanc(?:er|ez|e)|importun(?:er|ez|e)|embet(?:er|ez|e)|sollicit(?:er|ez|e)|rappel(?:er|ez)|achal(?:er|ez)|communiqu(?:er|ez)|joindre|spam(?:mer|mez|er|ez)|ennuy(?:er|ez)|gosser|gossez|ecoeur(?:er|ez)|enerv(?:er|ez)|achale|agac(?:er|ez)|parler|parlez',
  TEXTOS:
    'messages?|msgs?|textos?|sms|text|texts|textes?|notifications?|alertes?|envois?|{PUBS}|{RAPPELS}|sollicitations?|appels?|spams?|pourriels?|communications?|harcelement|niaiseries',
  PUBS: 'pubs?|publicites?|promos?|promotions?|offres?|rabais|annonces?|infolettres?|marketing|soldes|speciaux',
  RAPPELS: 'rappels?|sondages?|avis|confirmations?|evaluations?',
  ARRETER:
    'arret(?:e|es|ez|er|e)|arreter|cess(?:e|ez|er|es)|stop|stopp(?:e|ez|er)|finiss(?:ez)|termin(?:ez|er)|annul(?:ez|er|e)|desactiv(?:ez|er|e)|cancell?(?:ez|er)?|suspend(?:ez|re)|mettez fin|coup(?:ez|er)',
  RETIRER:
    'retir(?:ez|er|e|es)|enlev(?:ez|er|e|es)|suppri?m(?:ez|er|e)|effac(?:ez|er|e)|ot(?:ez|er|e)|ray(?:ez|er|e)|radi(?:ez|er|e)|sort(?:ez|ir|s)|elimin(?:ez|er|e)|barr(?:ez|er)|biff(?:ez|er)|exclu(?:ez|re)|desactiv(?:ez|er)',
};
