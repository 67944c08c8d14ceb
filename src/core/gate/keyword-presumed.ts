/**
 * The last net: an end or a no, and texts, in one breath, and nothing in between that explains it. 47 CFR 64.1200(a)(10)
 * asks how a reasonable person would read it, and the catalogue says to presume a revocation; so what no saying of the
 * three languages has foreseen, and no innocent reading explains, still stops the texts.
 */
import { sayings } from './keyword-vocabulary.ts';

const BETWEEN_EN =
  '(?: (?!(?:get|gets|getting|got|gotten|receive|received|receiving|see|saw|seen|open|load|find|know|knew|sure|think|if|when|question|questions|works?|working|right|correct|understand|remember|have|had|has|can you|could you|but|until|before|after|fine|ok|okay|good|prefer|instead|able|happy|i can|forget|answer|how|about|to text|from the|mean|came|come|went|go|show|showing|arrive|arrived|problem|problems|issue|issues|trouble|worries|charge|rush|matter|wait|longer than|one of|with my|and|then|at this)(?![a-z]))[a-z0-9]+)';
const NO_EN =
  'stop|quit|end|ending|cease|cancel|remove|removed|removal|delete|deleted|block|blocked|erase|drop|off|out|no|not|dont|do not|never|without|refuse|enough|tired|sick|unwanted|illegal|gone|banned|disable|terminate|discontinue|no longer|wont|hate|leave|lose|rid';
const TEXTS_EN =
  'texts|texting(?: (?:me|us))?|text messages?|text me|text us|messages|messaging(?: me)?|message me|msgs|sms|(?:your|this|ur|any|that|text|mailing|calling) lists?|my (?:cell |phone |mobile )?(?:number|phone|cell)|this (?:number|phone|thread|chat|bot)|notifications|alerts|the bot|your bot|robot|(?:a|any|another|more|your|one|by|via|get|want|no) text';

export const PRESUMED = sayings([
  'an end or a no, and texts, in one breath',
  `(?:${NO_EN})${BETWEEN_EN}{0,4} (?:${TEXTS_EN})(?! (?:you|him|her|them|back|from the|was|is|says|said|didnt|came|about the)(?![a-z]))`,
  `(?:texts|texting|messages|messaging|sms|my (?:number|name)|this number)${BETWEEN_EN}{0,3} (?:stop|stopped|end|cease|quit|off|removed|deleted|gone|unwanted|unwelcome|illegal|banned)`,
  '(?:{NUNCA}|dejen?|paren?|pare|quiten?|borren?|saquen?|eliminen?|fuera|sin|basta|alto|stop|cancelen?|no mas|harto|harta|ni|bloque\\w+|cansad[oa])(?: (?!(?:llego|llegan|recibi|recibo|pude|puedo|se|si|tengo|hay|entiendo|abre|olvide|olviden|encuentro|es|esta|veo|vi|sirve|problema|mandaron|enviaron|escribieron|han|ha|recibid\\w+|llegad\\w+|mandad\\w+|enviad\\w+|visto|leido)(?![a-z]))[a-z0-9]+){0,4} (?:mensajes?|msjs?|textos?|sms|notificaciones|avisos|publicidad|(?:su|tu) lista|mi (?:numero|telefono|celular|cel|cell|tel)|este numero|(?:escrib|mand|envi|text)(?:irme|arme|an|en|e|iendo|ando)|molest(?:en|e|ar|arme|ando))',
  '(?:arret\\w*|cess\\w*|stop\\w*|plus|pas|jamais|ne|n|sans|aucun|retir\\w+|enlev\\w+|suppri\\w+|effac\\w+|assez|marre|refus\\w+|bloqu\\w+|fini\\w*|desabon\\w+|ote\\w*)(?: (?!(?:recu|recois|eu|peux|sais|ai|a|avez|ouvre|trouve|oubliez|comprends|marche|besoin|vu|vois|probleme|est|sur)(?![a-z]))[a-z0-9]+){0,4} (?:{TEXTOS}|(?:votre|vos|cette) listes?|mon (?:numero|cell\\w*)|ce numero|(?:m|me|nous) (?:{ECRIRE})|(?:{ECRIRE}) (?:moi|nous))',
]);

/**
 * A word that mostly ends texts, left over when everything innocent has been struck out and no saying fits: asking once
 * costs a question, and not asking would go on texting somebody who said stop in words that nobody foresaw.
 */
export const LEFT_OVER = sayings([
  'a word that mostly ends texts, and nothing that explains it',
  '{START}(?:stop|cease|wtf)(?! (?:\\w+ )?(?:getting|serving|service|water|work|leak|squeak\\w*|\\d)(?![a-z]))|(?:stop|cease){END}(?! \\?)|unsub\\w*|unsubscribe|opting out|harassing (?:me|us)|harassment{END}|erase (?:me|my)|remove (?:me|us|my (?:number|name))|solicit\\w*|(?:no|not|never|dont|do not)(?: (?!get|getting|got|receive|received|see|have|find|open|problem|issue|sure)\\w+){0,2} (?:texts|texting|alerts|notifications|sms){END}|never again{END}|{START}(?:zero|no) contact|consent{END}',
  '(?:paren|dejenme|molesten|acosando|acoso|quitenme|quiteme|quitennos|borrenme|saquenme|eliminenme|darme de baja|de baja{END})',
  '(?:arretez|cessez|desabon\\w+|desinscri\\w+|harcel\\w+|pourriel|retirez (?:moi|nous|mon|notre)|enlevez (?:moi|nous|mon|notre)|supprimez (?:moi|mon|notre)|derangez|(?:plus|pas|jamais|aucun)(?: (?!recu|eu|vu|besoin)\\w+){0,2} (?:textos?|sms|contact\\w+|derang\\w+){END})',
]);
