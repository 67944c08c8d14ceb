/**
 * What people write when they want no more texts, and what only sounds like it, in English, Spanish and French.
 *
 * The patterns match *folded* text (see `foldText`): lower case, no accents, `dont` for "don't", other apostrophes and
 * hyphens as spaces, sentence ends as ` . ` and commas as ` , ` so that "stop. by the way" is not "stop by". They are
 * examples of meaning that stand for 47 CFR 64.1200(a)(10): any words a reasonable person would read as a revocation.
 * Every pattern is linear: no quantifier inside a quantifier.
 */
import { CONTACTING, DONT, MESSAGES, pattern } from './keyword-vocabulary.ts';

const ME =
  '(?:me|us|my (?:phone|number|cell|mobile|line)|this (?:phone|number|line|cell)|here|my (?:wife|husband|mother|mom|father|dad|son|daughter|kids?))';

/** The person is not the one who called. */
export const WRONG_PARTY: readonly RegExp[] = [
  pattern(
    'looking for (?:someone|somebody) else|(?:dont|do not) know (?:any ?one (?:named|called) |who (?:that|this person|he|she) is|(?:any|a|an) (?!(?:good|other|better|more|one|thing|way|of)(?![a-z]))[a-z]+$)|(?:no longer|doesnt|does not|i dont|we dont|they dont) (?:has|have|had|own|owns|use|uses) (?:this|that) (?:number|phone)(?: any ?more)?',
  ),
  pattern('no es (?:mi|su|el) (?:numero|telefono)(?: \\w+)*'),
  pattern(
    'wrong (?:#|number|num|nbr|no|numb|person|people|guy|lady|man|woman|contact|phone|cell|one|nunber|numbr)',
  ),
  pattern(
    '(?:have|has|got|texted|texting|reached|contacted|messaged|messaging|calling|called) (?:the )?wrong',
  ),
  pattern('(?:incorrect|mistaken) (?:number|person|phone)|(?:number|phone) is (?:incorrect|wrong|mistaken)'),
  pattern(
    '(?:no|not|nobody|no one|noone|there is no|theres no|there s no|there isnt|isnt)(?: any ?one| any ?body| a)?(?: here)?(?: by| with| named| called) (?:that|this|the) name(?: here)?',
  ),
  pattern(
    '(?:no one|nobody|noone|no ?body) (?:here )?(?:by|with|of|named|called)(?: that| the)? [a-z]+(?: here| lives here| at this number)?',
  ),
  pattern(
    '(?:this|that) (?:is not|isnt|is nt|is no longer|isn t|not|aint) (?:[a-z]+ ?(?:s|z)? )?(?:number|phone|cell|cellphone|mobile)(?: anymore| any more| now)?',
  ),
  pattern(
    '(?:number|phone) (?:is not|isnt|no longer belongs|doesnt belong|does not belong|belongs to someone|was reassigned|changed owners?|is no longer)(?: to)?(?: [a-z]+)?',
  ),
  pattern('(?:i am|i m|im|this is|its|it s|it is) not (?:the (?:person|one) you|who you)(?: \\w+)*'),
  pattern(
    '(?:this is|you have|you ve|i am|i m) (?:a |the )?(?:different|another|someone else|somebody else|other)(?: person| number)?|(?:new|different) owner of (?:this|the) (?:number|phone)|(?:just |recently )?(?:got|have|inherited) (?:this|a) new (?:phone )?number',
  ),
  pattern(
    '(?:i|we) (?:did not|didnt|never|havent|have not|have never)(?: ever| even)? (?:call|called|phone|phoned|dial|dialed|ring|rang|contact|contacted)(?: you| u| this| your| anyone| anybody| any)?(?! back)',
  ),
  pattern(
    '(?:i|we) (?:do not|dont) (?:know|have) (?:any|an|a) [a-z]+ (?:here|by that name)|who(?: the hell| tf)? is [a-z]+ [.] wrong',
  ),
  pattern(
    '(?:you are|you re|youre|ur) (?:texting|messaging|contacting|calling) (?:the )?(?:wrong|someone else|a stranger)',
  ),
  pattern(
    '(?:numero|telefono|persona) equivocad[oa]|equivocad[oa] (?:de )?(?:numero|persona)|se (?:equivoco|equivocaron|ha equivocado|han equivocado)(?: de)?|te equivocaste(?: de)?|(?:no|aqui no) (?:soy|vive|hay|conozco)(?: (?:a|esa|ese|la|el|ninguna?|nadie))?(?: [a-z]+)*$|este no es (?:el|su) (?:numero|telefono)',
  ),
  pattern(
    '(?:mauvais|faux) (?:numero|destinataire)|erreur de (?:numero|destinataire|personne)|(?:vous (?:vous )?|tu t(?:e)? )?(?:etes )?tromp(?:ez|es|e|er) de (?:numero|personne)|ce n est pas (?:le bon|mon|son) (?:numero|telephone)|pas le bon numero',
  ),
];

/** A reasonable person would read this as: no more. */
export const REVOCATION: readonly RegExp[] = [
  pattern('stop|stoop it|stop ?all|quit it|quit'),
  pattern(
    `(?:quit|cease|desist|discontinue|halt|end|terminate|refrain from|knock off|cut out) (?:all |with |from |any |further )*(?:the |your |these |this |those |my |sending )?(?:${MESSAGES}|${CONTACTING})`,
  ),
  pattern(
    'cease|desist|unsubscri\\w*|unsub|de ?subscribe|opt(?:ing|ed|s)? (?:me |us |my \\w+ |this \\w+ )?out|optout|revok(?:e|ed|ing)',
  ),
  pattern(
    `${DONT} (?:ever |you ever |you dare |please |want to be |want you (?:to )?|wish to be |want (?:to )?(?:get |receive |hear )?|like to be |need to be )*(?:${CONTACTING}|contacted|texted|called|messaged|bothered|disturb|communicate)(?: (?:or|and|nor) (?:${CONTACTING}))?(?: (?:with )?(?:${ME}|any ?more|again|ever|back))+`,
  ),
  pattern(
    `(?:please |pls |plz )?(?:do not|dont|no|never) (?:text|txt|contact|message|msg|solicit|disturb|call)(?: (?:again|any ?more|ever|please|pls|list))*$`,
  ),
  pattern(
    '(?:do not|dont|never) (?:ever )?(?:send|write)(?: (?:to )?(?:me|us|any|more|another|anything|texts?|messages?|msgs?|this|these|again|sms|anymore|it|things?|stuff))+',
  ),
  pattern(
    `(?:do not|dont|no longer|never|didnt|did not|dont even|not)(?: ever)? (?:want|wish|like|care|need|agree|consent|sign(?:ed)? up|ask(?:ed)?|subscribe|authorize)(?: (?:to|for|any|your|these|this|the|more|get|getting|receive|receiving|be|hear|hearing|see|further|you|or need|anything|ever|from|be on|on|any more))* (?:texts?|txts?|messages?|msgs?|sms|notifications?|reminders?|alerts?|communications?|spam|marketing|contact(?:ed)?|texted|messaged|texting|messaging|from (?:you|u|this)|lists?|bothered)(?: \\w+)?`,
  ),
  pattern(
    '(?:never|did not|didnt|have not|havent) (?:sign(?:ed)? up|subscrib(?:e|ed)|consent(?:ed)?|opt(?:ed)? in|agree[d]?|g(?:a|i)ven? (?:you )?(?:my )?(?:consent|permission)|authorized?|ask(?:ed)? for (?:this|these|any of this|texts?|messages?))(?: (?:to|for) (?:this|these|it|any of this|your \\w+|texts?|messages?))?',
  ),
  pattern(
    '(?:withdraw|withdrawing|rescind|take back|retract) (?:my |all |any )*(?:consent|permission|authorization)|(?:no|without) (?:my )?(?:consent|permission) (?:to|for) (?:text|contact|message|these|this)',
  ),
  pattern(
    '(?:no|not any|zero|without)(?: any)? (?:more|further|additional)(?: (?:of )?(?:your|these|this|the|texts?|txts?|messages?|msgs?|sms|calls?|contact|spam|notifications?|reminders?|alerts?|communications?|emails?|please|pls))*',
  ),
  pattern(
    'leave (?:me|us|my family|this number) (?:the \\w+ )?alone|let me (?:be|alone)|let us be|leave me be',
  ),
  pattern(
    '(?:take|remove|delete|erase|drop|scrub|pull|wipe|exclude|strike|scratch) (?:me|us|my (?:\\w+ )?(?:number|name|phone|contact|info|information|details|data|cell|mobile)|this (?:number|phone)|our (?:number|name))(?: (?:off|from|out|now|please|pls|immediately|asap|of|completely))*(?: (?:of|from)?(?: ?(?:your|this|the|all|any))* ?(?:lists?|database|system|records?|contacts?|texts?|messages?|file|phone|here|mailing list|call list|marketing))?',
  ),
  pattern(
    '(?:off|from) (?:of )?(?:your|this|the) (?:\\w+ )?(?:list|lists|database|mailing|text list)|put me on (?:your |the )?(?:do not|dnc|no) (?:call|contact|text)?|do not (?:call|contact) (?:list|registry)|dnc',
  ),
  pattern(
    '(?:lose|forget|delete|erase|burn|block) (?:my|this|our) (?:number|phone|contact|digits|info)|forget (?:i|me|that i) (?:exist|called|ever)',
  ),
  pattern(
    '(?:i|we)(?: am| m| ll| will| be| gonna| going to| would| shall| have| ve| are| re| already| just)* (?:(?:report(?:ing|ed)?|block(?:ing|ed)?) (?:you|u|your|this (?:number|to|as|text|spam)|it as|this$)|(?:report|sue|block)$|su(?:e|ing) (?:you|u|your)|fil(?:e|ing) (?:a |an )?complaint with)',
  ),
  pattern(
    '^(?:report(?:ing|ed)|block(?:ing|ed)?)(?: (?:you|u|this|number))*$|next (?:text|message|call|one)(?: \\w+)* (?:lawyer|attorney|police|cops)|report(?:ed|ing)? (?:as |for |to |you |this |it )*(?:spam|junk|fcc|ftc|the fcc|the ftc|harassment|police|attorney general|bbb)|sue (?:you|u|your)|(?:lawsuit|legal action)|hear from my (?:lawyer|attorney)|(?:my|our) (?:lawyer|attorney) will (?:be in touch|hear|contact you|sue)|tcpa(?: violation)?',
  ),
  pattern(
    '(?:this is|thats|that s|you are|youre|you re|ur|is|are|pure|just|nothing but|obvious|more) (?:spam(?:ming|mers?)?|harassment|harassing|unwanted|unsolicited|illegal|a scam|scam)(?! ?[?])|^(?:spam|scam|spammers?|harassment|unsolicited|unwanted)(?: [.,]?.*)?$',
  ),
  pattern(
    '(?:f|fuck|fuk|fck|f ck|piss|bug|buzz|eff|sod|bugger|back|screw|naff) off|f(?:uck|ck|uk) (?:you|u|ya|this|outta|out of)|go (?:away|to hell|fuck)|get lost|screw you|drop dead|shut up|stfu|gtfo|bite me|kiss my ass|up yours|eat shit',
  ),
  pattern(
    '^(?:thats |that s |that is |ok |please )?enough(?: (?:is enough|already|now|please|of (?:this|these|your)|with (?:the|your|these|this)))*(?: (?:texts?|messages?|calls?|spam|nonsense|crap))?(?: [.,].*)?$|enough (?:already|is enough)|enough with (?:the|your|these|this) (?:texts?|messages?|calls?|spam)',
  ),
  pattern(
    '(?:i m|im|i am|we are|we re) done (?:with (?:you|u|this|these|your|the) ?\\w*|receiving|getting)|(?:sick|tired) of (?:you|your|(?:these|this|getting|receiving)(?: all| these| this| your| so many)* (?:texts?|messages?|calls?|spam|harassment))|had it with (?:you|your|these)',
  ),
  pattern(
    '(?:no need|not necessary|you dont (?:need|have)|dont need|dont have)(?: you)? to (?:text|contact|message|send|keep texting|keep sending)(?: \\w+)*',
  ),
  pattern(
    '(?:make|get|have|want|need|wish|like)(?: \\w+)? (?:it|this|these|the|them|those|your)(?: \\w+)? to (?:stop|end|cease)|(?:texts?|messages?|calls?|this|these|it) (?:must|needs? to|have to|has to|should|better|gotta) (?:stop|end|cease)|(?:texts?|messages?|calls?)(?: to)? be stopped|want (?:these|this|the|your|it|all)(?: \\w+)? (?:stopped|to stop|ended)',
  ),
  pattern(
    '(?:please |pls |plz |kindly |ok |okay |now |i said )+(?:end|cancel|quit|remove|off|revoke|go away)(?: (?:please|pls|plz|now|thanks|thank you|thx|immediately|asap|all))*$|^(?:end|cancel|quit|remove|off|revoke|out)(?: (?:please|pls|plz|now|thanks|thank you|thx|immediately|asap|all|me|this|these))+$',
  ),
  pattern(
    'end (?:this|these|all|it|conversation|contact|communication|texting|messages?|texts?|now)(?! (?:week|month|year|day))|cancel (?:all |the |these |this |your |my |further |any |sending |future )*(?:texts?|messages?|msgs?|sms|notifications?|reminders?|alerts?|texting|messaging|communications?|marketing|text alerts?|subscription to (?:texts?|messages?))',
  ),
  pattern(
    '(?:turn|switch|shut) (?:these|this|them|it) off|(?:turn|switch|shut) off (?:the |these |this |all |your |my )*(?:texts?|messages?|notifications?|alerts?|reminders?|sms)|(?:mute|silence) (?:this|these|your)',
  ),
  pattern(
    'not (?:authorized|allowed|permitted) to (?:text|contact|message|call)|no (?:texts?|texting|messages?|messaging|sms|contact|solicit\\w*|spam|marketing)(?: (?:please|pls|thanks|ever|again|anymore|at all))*$|no longer (?:contact|text|message|call|send)(?: \\w+)*|(?:hate|despise) (?:these|your|getting)(?: \\w+)? ?(?:texts?|messages?|spam)?',
  ),
  pattern(
    '(?:want|like|need|wish|ask(?:ed)?|asking|demand)(?: for)?(?: \\w+)? (?:to be |be )?(?:removed|taken off|excluded|deleted|unsubscribed|off)(?: \\w+)*$|^i (?:want|m|am) out$|^want out$',
  ),
  pattern(
    'not (?:have|give|given|grant(?:ed)?|gave) (?:you |u |them )?(?:my |our |any )*(?:permission|consent|authorization)(?: \\w+)*|(?:do not|dont|did not|didnt|never) consent(?:ed)?',
  ),
  pattern(
    '^discontinue(?: .*)?$|(?:do not|dont) (?:reply|respond|answer)(?: (?:to )?(?:me|this|again|back|anymore))*$|^dnd(?: .*)?$|(?:do not|dont|never|stop) us(?:e|ing) (?:this|my) (?:number|phone)(?: \\w+)*|(?:number|phone) is private',
  ),
  // Spanish.
  pattern(
    '(?:deje|dejen|deja|dejan|pare|paren|para|basta|cese|cesen|termine|terminen) (?:ya )?(?:de|con) (?:\\w+ ?)(?:\\w+)?|(?:detenga|detengan|detener|detente)(?: \\w+)*|ya basta|^basta(?: .*)?$|^(?:pare|paren|para|parale|baja|alto|dejame|dejenme)(?: (?:ya|por favor|porfavor|pf|porfa|gracias|de una vez))*$',
  ),
  pattern(
    '(?:ya )?no (?:me |nos )?(?:vuelva[ns]? a |sigan? |quiero que (?:me )?)?(?:manden?|mandes|mandar|mande|envien?|envies|enviar|envie|escriban?|escribas|escribir|llamen?|llames|llamar|llame|texteen?|textees|textear|textee|contacten?|contactes|contactar|contacte|molesten?|molestes|molestar|moleste)(?: (?:mas|nunca|ya|otra vez|mensajes?|textos?|sms|por favor|nada|a este numero))*',
  ),
  pattern(
    'no (?:quiero|deseo|queremos) (?:mas |recibir |que me |sus |estos |ningun |saber |nada |mas de )+(?:\\w+ ?)(?:\\w+)?|no mas(?: (?:mensajes?|textos?|sms|llamadas|por favor))+|(?:sin|ni un) (?:mas )?mensajes?(?: mas)?',
  ),
  pattern(
    '(?:quite|quiten|quita|saque|saquen|saca|borre|borren|borra|elimine|eliminen|elimina|remueva|remuevan|retire|retiren)(?:me|nos| mi| este| nuestro)(?: \\w+)*|(?:quiteme|quitenme|quitame|saqueme|saquenme|sacame|borreme|borrenme|borrame|elimineme|eliminenme|eliminame)(?: \\w+)*',
  ),
  pattern(
    'd(?:ar|e|en|ame|eme|enme|arme|arse) de baja|darme de baja|dejen?me en paz|dejame (?:en paz|tranquil[oa])|dejen?me tranquil[oa]|cancelar (?:la |mi )?suscripcion|cancelar (?:los )?mensajes|desuscrib\\w+|desinscrib\\w+|no (?:autorizo|doy permiso|di permiso)|larg(?:ate|uense)|vete a|vayanse',
  ),
  pattern(
    '(?:parar|detener|cancelar|quitar|eliminar|borrar) (?:de )?(?:los |estos |sus |mas |mi |este |todos los )*(?:mensajes?|textos?|sms|numero)',
  ),
  // French.
  pattern(
    '(?:arretez|cessez|finissez|stoppez)(?! (?:la|le|l|les|cette|ce|mon|ma) (?!messages?|textos?|sms|appels?|harcelement|envois?|pub))|(?:arrete|arreter|cesse|cesser|stop)(?: (?:de|d|les|le|avec|aux|tout|tous|ces|vos|ca))+ (?:messages?|textos?|sms|appels?|m |me |nous |envoyer|harceler|texter|ecrire|contacter|deranger|harcelement)|^(?:svp |s il (?:vous|te) plait )?(?:arrete|arreter|cesse)(?: (?:svp|ca|maintenant|s il (?:vous|te) plait|tout))*$|ne plus (?:me|nous|m) (?:contacter|ecrire|texter|envoyer|appeler|deranger)(?: \\w+)*',
  ),
  pattern(
    'ne (?:m |me |nous )?(?:\\w+ez|\\w+es?|\\w+er) (?:plus|pas|jamais)(?: \\w+)*|n (?:envoyez|envoie|ecrivez|appelez|appelle) plus(?: \\w+)*|(?:m |me )(?:envoyez|ecrivez|contactez|appelez|textez|derangez) (?:plus|pas)(?: \\w+)*',
  ),
  pattern(
    '(?:je|j|on|nous) (?:ne )?(?:veux|voulons|veut|souhaite|souhaitons|desire)(?: plus| pas)(?: \\w+)* (?:messages?|textos?|sms|recevoir|contacte\\w*|derange\\w*|de vous|appels?)(?: \\w+)*|(?:plus (?:de|d|aucun)|pas de|aucun|assez de) (?:messages?|textos?|sms|appels?|pub\\w*)(?: \\w+)*',
  ),
  pattern(
    'd[e]?sabon\\w+|d[e]?sinscri\\w+|(?:retirez|enlevez|supprimez|effacez|retire|enleve|supprime|efface|oubliez)(?: moi| mon| ce| nous| mes)(?: \\w+)*|(?:laissez|laisse|fichez|foutez|fous|fiche)(?: moi| nous)(?: la)? (?:tranquille|paix)|ca suffit|c est assez|(?:me )?(?:retirer|enlever|supprimer) (?:de |mon |votre |la )+(?:liste|numero)|revoqu\\w+ mon consentement',
  ),
];

/** Two careful readers would differ: ask once, and no answer means stop. */
export const AMBIGUOUS: readonly RegExp[] = [
  pattern(
    '(?:not|no longer|never|aint|isnt|arent|wasnt) (?:really |that |very |at all |even |currently )?interest(?:ed|ing)?|(?:no|lost|zero) interest|uninterested',
  ),
  pattern('cancel(?:l?ed|l?ing)?'),
  pattern(
    'no longer (?:need|require|want)(?: \\w+)*|(?:dont|do not) (?:need|want) (?:this|it|you|your \\w+|anything|any)(?: \\w+)?(?: any ?more)?|(?:dont|do not) bother',
  ),
  pattern(
    '^(?:please |pls |just )*(?:dont|do not|forget it|drop it|i m done|im done|i am done|all done|no go|nope stop it|off|remove|out)(?: (?:please|pls|thanks))*$',
  ),
  pattern('(?:dont|do not|no need to|never) (?:call|ring|phone)(?: me| us)* back'),
  pattern(
    'no (?:me|nos|estoy|estamos) ?(?:interesa|interesad[oa]s?)(?: \\w+)*|no gracias ya no|(?:pas|plus|non) (?:du tout )?interess\\w+|(?:ca )?(?:ne )?m interesse pas|cancelar|cancele|annul(?:er|ez|e)',
  ),
];

/** Only at certain times or places: a wish about texts, not clearly the end of them. */
export const ONLY_SOMETIMES = pattern(
  `(?:do not|dont|never|please no)(?: \\w+)? (?:text|txt|call|message|contact)(?:ing)?(?: me| us)*(?: \\w+)? (?:while|at (?:work|night|\\d)|before|after \\d|during|until|till|on (?:the )?weekends?|on (?:sun|satur)days?|this (?:late|early)|so (?:early|late)|too (?:early|late)|past \\d|in the (?:morning|evening|middle|night))(?: [a-z0-9]+)*`,
);
