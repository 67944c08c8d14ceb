/**
 * How much a revocation ends. Read from the clauses that ask for an end: calls too ("no calls, no texts"), one kind of
 * text ("stop the promos"), else every text. In doubt the wider: a scope read too narrow would go on texting someone who
 * said stop.
 */
import { pattern } from './keyword-vocabulary.ts';

export type OptOutScope = 'all' | 'contact' | 'marketing' | 'reminders';

export function scopeOf(struck: string): OptOutScope {
  if (CALLS_TOO.some((each) => struck.search(each) >= 0)) return 'contact';
  const wanted = struck.replaceAll(WELCOME, ' ~ ');
  const promos = wanted.search(PROMOS) >= 0;
  const reminders = wanted.search(REMINDERS) >= 0;
  if (promos === reminders || wanted.replaceAll(KIND_OF_TEXT, ' ~ ').search(ANY_TEXT) >= 0) return 'all';
  return promos ? 'marketing' : 'reminders';
}

const CALLS_TOO = [
  '(?:{STOP}|{NOT}|no|no more|all|any|never)(?: (?:ever|more|all|any|the|you|by|be|want|to|receive|get|your|and|or|texts?|texting|text))* (?:call|calls|calling|phone calls|phone|called|phoning)(?! (?:back|number|instead|list i|me back))(?: \\w+){0,3}',
  '(?:texts?|texting)(?: (?:me|us|this number))*(?: (?:and|or|nor|,|no|not|dont|and no|and stop|quit|and quit|never))+ (?:call|calls|calling|phone)',
  '(?:dont|do not|never) ever contact(?: me| us)?{END}|(?:{NOT}|never)(?: ever| \\w+)? contact(?: \\w+){0,4} (?:in any way|again|ever|by any means|under any|any way|at all)(?! by (?:text|sms))',
  '(?:contacted|contact)(?: \\w+){0,3} (?:phone|any way|any means|any circumstances|any kind|whatsoever)|no contact(?: (?:of any|at all|whatsoever|ever))|(?:do not|no|dont) call list|do not contact(?: me)? list|every list',
  '{NUNCA}(?: (?:me|nos|quiero|mas|que|recibir|sus|vuelvan? a))* (?:llam\\w+|marquen?|habl(?:en|e|es))|(?:dejen|deje|paren) de (?:llamar\\w*)|(?:ningun|cualquier) medio|nunca mas (?:me )?contact\\w+|llamadas ni|ni llamadas|no llamar',
  '(?:ne|n|m|me|plus|pas|ni|de|d) ?(?:m |me |nous )?(?:appel(?:ez|er|s|e)|appelle)(?: (?:plus|pas|ni|jamais|et))*|aucun (?:moyen|contact)|plus aucun contact|ni (?:appels|messages) ni',
].map(pattern);

/** What may go on: "reminders are fine", "keep my appointment reminders", "solo quiero los recordatorios". */
const WELCOME = pattern(
  '(?:keep|but|only|just want|i want|want my|only want|solo|solamente|seulement|gardez|mais)(?: (?:my|the|want|send|quiero|los|les|des|sending|me|appointment))* (?:{REMINDERS}|{RECORDATORIOS}|{RAPPELS}|appointment texts|updates)(?: (?:are|is|fine|ok|okay))*|(?:{REMINDERS}|appointment texts|texts about my appointment)(?: (?:are|is|s|texts))* (?:fine|ok|okay|good|welcome|alright)',
);
const PROMOS = pattern('{PROMOS}|{PROMOCIONES}|{PUBS}|sales (?:texts|messages)|advertising|upsell');
const REMINDERS = pattern(
  '{REMINDERS}|{RECORDATORIOS}|{RAPPELS}|reminding|(?:asking|ask|review|rate)(?: \\w+){0,4} (?:review|feedback|rating|visit|opinion)|resenas?',
);
const KIND_OF_TEXT = pattern(
  '(?:{PROMOS}|{REMINDERS}|weekly|sales?|coupon|deal|discount)(?: (?:and|or) \\w+)? (?:texts?|messages?|msgs?|sms|textos?|mensajes?)|(?:textos?|mensajes?|messages?|texts?|sms) (?:promo\\w*|publicit\\w*|de (?:promo\\w*|publicidad|rappel))|(?:par|por|by) (?:text|texto|sms|mensaje)',
);
const ANY_TEXT = pattern(
  'texts?|text messages?|messages?|msgs?|sms|texting|messaging|notifications?|alerts?|mensajes?|textos?|everything|all of (?:it|this)|unsubscribe|remove me|take me off (?:your|the) list|leave me alone|lose my number|contact|ecrivez|ecrire|texter|escriban?|escribir|number|numero|alone',
);
