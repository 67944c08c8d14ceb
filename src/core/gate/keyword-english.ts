/**
 * How people say in English that they want no more texts, that they are somebody else, that they may be fed up, and what
 * only sounds like it. Patterns see folded text (keyword-fold): lower case, no accents or pleas, `dont` for "don't",
 * other apostrophes and hyphens as spaces, and ` . `, ` , ` and ` ? ` where a clause ends. The examples of meaning are
 * 47 CFR 64.1200(a)(10)'s "any reasonable means": what a reasonable person would read as a revocation.
 */
import { sayings } from './keyword-vocabulary.ts';

export const WRONG_PARTY = sayings(
  [
    'wrong number or person',
    '{START}(?:sorry |so sorry |think |i think |you have |you ve |u have |you got |you ve got |this is |its |it s |thats |that s |must be |probably |yes )*(?:the |a )?wrong(?: (?:number|num|nbr|no|numb|person|people|guy|lady|man|woman|dude|girl|chick|kid|contact|phone|cell|one|house|recipient))(?! (?:of|on|for the)(?![a-z]))',
    'wrong (?:number|num|nbr|person|guy|lady|man|woman|recipient)(?! (?:on (?:the|my)|for the|of)(?![a-z]))',
    '(?:have|has|got|texted|texting|reached|contacted|messaged|messaging|calling|called|dialed) (?:the )?wrong(?= [.,?]|$| number| person| one| guy)',
    '(?:incorrect|mistaken) (?:number|person|phone)|{START}(?:the |this |your )?(?:number|phone) is (?:incorrect|wrong|mistaken){END}',
    '(?:text|message|msg) (?:was |is |were )?(?:probably |clearly |must be )?(?:meant|intended|for) (?:for )?(?:someone|somebody|some one|another person) ?(?:else)?|(?:this|that|it|message) (?:was|is|must be) (?:\\w+ )?(?:meant |intended )?for (?:someone|somebody) else',
  ],
  [
    'nobody of that name here',
    '(?:no|not|nobody|no one|noone|theres no|there is no|there s no|there isnt|isnt)(?: any ?one| any ?body| a)?(?: here)?(?: by| with| named| called) (?:that|this|the) name(?: here)?',
    '(?:no one|nobody|noone|no ?body)(?: here| in this house| at this number)?(?: is| s| goes)?(?: by|named|called) (?:the name )?[a-z]+',
    '(?:nobody|no one|noone|no ?body) (?:here )?(?:by|with|of|named|called)(?: that| the)? [a-z]+(?: here| lives here| at this number)?',
    '(?:there is|theres|there s) no(?:body|one| one)? ?(?:named |called )?[a-z]+ (?:at|on|with) this (?:number|phone|address)',
    '[a-z]+ (?:doesnt|does not|dont|do not|no longer|hasnt|has not) (?:live here|lived here|live at|use this|have this|has this|had this|own this)(?! (?:option|part|service|feature))(?: \\w+){0,3}',
    '[a-z]+ moved (?:out|away) (?:\\w+ ){0,3}(?:this is|not)(?: \\w+)* number',
  ],
  [
    'I am not that person',
    '(?:this|that) (?:is not|isnt|is nt|is no longer|isn t|not|aint|was never) (?:[a-z]+ ?(?:s|z)? )?(?:number|phone|cell|cellphone|mobile)(?: anymore| any more| now)?',
    '(?:number|phone)(?: now| has| have)? (?:is not(?! (?:work|charg|on|ring|loud|set|connect|able|here)\\w*)|isnt(?! (?:work|charg|on|ring|loud|set|connect|able|here)\\w*)|no longer belongs|doesnt belong|does not belong|belongs to (?:someone|somebody|a different)|was reassigned|been reassigned|got reassigned|reassigned|changed owners?|changed hands|is no longer)(?: to)?(?: [a-z]+)?',
    '(?:i am|i m|im|this is|its|it s|it is|thats|that s|that is|that) not (?:the (?:\\w+ )?(?:person|one|guy|man|woman|lady|customer|client|patient) (?:you|u|who|your)|who (?:you|u))(?: \\w+)*|{START}not (?:the (?:person|one) (?:you|u)|who (?:you|u))(?: \\w+)*',
    '{START}(?:thats|that s|that is|that|this is|it s|its|it) (?:not|isnt|aint|wasnt) me{END}|{START}(?:not me|wasnt me|isnt me){END}',
    '(?:this is|you have|you ve|you got|you reached|i am|i m|im) (?:a |the )?(?:different|another|someone else|somebody else|some other)(?: person| number| guy| lady)?(?: {END}|s| entirely| now)?',
    '(?:new|different) owner of (?:this|the) (?:number|phone)|(?:just |only |recently |newly )(?:got|gotten|acquired|received|was given|bought)(?: assigned)? (?:this|the|a new|this new|a)(?: cell| phone)? (?:number|phone number)(?! ?[,.]? (?:this is|its|it s))|(?:got|inherited|was assigned|was given) this (?:new )?(?:cell |phone )?number(?! (?:from (?:google|your|the|my)|off|on))',
    '(?:ive|i ve|i have) had this (?:number|phone)(?: \\w+)*',
    '(?:you must have|you have|you ve|youve|you ve got|you got|u have|you are|you re|youre|think you)(?: got)? (?:me |us )?(?:confused|mixed up|mistaken|confusing|mistaking)(?: (?:me|us))?(?: with| for)?(?: \\w+)*|(?:youve|you ve|you have|you) mistaken me|(?:confused|mixed up|mistaken) (?:me )?(?:with|for) (?:someone|somebody|another)',
    '(?:dont|do not) know (?:any ?one (?:named|called|by) |who (?:that|this person|he|she|this|[a-z]+) (?:is|are)(?: for| meant)*|who you (?:are looking|re looking|want|mean)|(?:any|a|an) (?!(?:good|other|better|more|one|thing|way|of|lot|bit)(?![a-z]))[a-z]+{END})',
    '(?:he|she|they|[a-z]+) (?:changed|switched|got rid of|gave up|lost) (?:his|her|their|this|that) (?:phone |cell )?number',
    'this (?:number |phone |one )?(?:is|s) (?:mine|my number|my phone) now|(?:is|s) mine now|my number now',
    '(?:used to be|was|once belonged to|formerly) (?:someone|somebody) else(?: ?s)?(?: number| phone)?|number (?:used to (?:be|belong)|belonged to|once belonged)(?: to)?(?: \\w+)*',
    '{START}(?:no |sorry |um |hi )*(?:this|that) (?:isnt|is not|aint|not) (?:him|her|them|he|she)(?: \\w+)?{END}|(?:he|she|they|s|is|are|isnt|not) (?:not |no longer )?(?:at|on|reachable at) this (?:number|phone)(?: anymore)?|(?:no|not any) such (?:person|number|customer|name)(?: \\w+)*|(?:no one|nobody|noone)(?: \\w+){0,3} (?:called|phoned|dialed)(?! (?:me|us|back|my))(?: (?:you|anyone|anybody|there|your \\w+))?{END}',
    '{START}(?:no |sorry )*(?:not|isnt|wasnt)(?: the)? right (?:person|number|guy|lady|one|contact|phone)|(?:never|havent) (?:ever )?heard of (?!(?:you|this|it|that|your)(?![a-z]))[a-z]+{END}|(?:last|previous|prior|former|old) (?:owner|person)(?: (?:of|who|that))(?: (?:had|has))? (?:this|the) (?:number|phone)(?: \\w+)*|{START}(?:no )?(?:that |it |this )?(?:was|wasnt|is)(?: not|nt)? me (?:who|that) (?:called|dialed)|(?:was|is) not me (?:who|that) called|(?:wasnt|isnt) me (?:who|that) called|not me (?:who|that) called',
    '(?:looking for|mean|reach|want|meant for|reaching) (?:someone|somebody) else|not (?:who|whom) you re looking for',
    '(?:he|she|they|my \\w+|owner)(?: \\w+)? (?:passed(?: away)?|died|is deceased)(?: \\w+){0,4}(?: ,| \\.)? (?:and )?(?:i|we) have (?:his|her|their) (?:phone|number)',
  ],
  [
    'I never called you',
    '(?:i|we) (?:did not|didnt|never|havent|have not|have never|ve never|havnt|dint|did nt)(?: ever| even)? (?:call|called|phone|phoned|dial|dialed|ring|rang|contact|contacted)(?: (?:you|u|ya|this (?:number|place|business|company)|your (?:business|company|number|office|shop|store)|anyone|anybody|any one|guys|yall|y all|you all|them))(?! (?:back|yet|to|about|for|until))',
    '(?:i|we) (?:did not|didnt|never) (?:call|called){END}(?! [.,] (?:my|she|he|because))|{START}(?:never|didnt|did not|nobody) (?:call|called)(?: (?:you|u|your|this|y|all|yall))*{END}|{START}(?:never|didnt|did not) (?:call|called) (?:you|u|your|this)(?! back)(?: \\w+)*',
    '(?:nobody|no one|noone)(?: (?:from|at|on|in|with|here|this|the|our|my|house|phone|number))* (?:called|phoned|dialed|rang|contacted) (?:you|u|your|this)(?: \\w+)?',
    '(?:this|my|our) (?:phone|number|line) (?:did not|didnt|never|hasnt) (?:call|called|dial|dialed)(?: \\w+)?',
    '(?:spoof(?:ed|ing)|faked|cloned|hijacked)(?: (?:my|our|this))?(?: (?:number|phone|caller id))?',
    '(?:i|we) (?:do not|dont) (?:know|have) (?:any|an|a) [a-z]+ (?:here|by that name)|(?:i|we) have no idea who (?:that|this|you|[a-z]+) (?:is|are)(?: \\w+)*',
    '(?:i|we) have never (?:been to|used|heard of|visited) (?:your|this|you)(?: \\w+)* (?:wrong|mistake)',
  ],
);

/** Two careful readers would differ: ask once, and no answer means stop. */
export const AMBIGUOUS = sayings(
  [
    'not interested',
    '(?:not|no longer|never|aint|isnt|arent|wasnt)(?: (?:really|that|very|at all|even|currently|all that|too|particularly))? interest(?:ed|ing|ested)?(?! in (?!this|your|any|it|anything|these|what|you|that{END}))|(?:no|lost|zero|not any) interest(?= [.,?]|$| in (?:this|your|any|it))|uninterested',
    '{START}(?:no |sorry |its |it s |im |thanks but |this is |thats |definitely )*not for (?:me|us){END}|{START}(?:hard pass|pass){END}',
    'no longer in need(?: of (?:this|it|your|you|that|services?|anything|help|any)(?: \\w+)?)?{END}|{START}(?:maybe |perhaps |guess i |i guess i |might )+(?:ll |will |should )?(?:unsubscribe|opt out|stop){END}',
    'no longer (?:need|needed|require|required|want|wanted|necessary)(?= [.,?]|$| this| it| your| you| any| these| services?)(?: (?:this|it|your|you|any|these|services?|help|\\w+))?{END}|(?:dont|do not) (?:need|want)(?: (?:this|it|you|that|these|them|your \\w+|anything|any|nothing|anything from you))+(?: any ?more| else| from you)*{END}|(?:dont|do not) bother(?! (?:with|bringing))|no need to follow ?up|no follow ?ups?',
  ],
  [
    'a bare no',
    '^(?:no |please |just |nope |nah )*(?:dont|do not|forget it|forget about it|drop it|leave it|leave it be|i m done|im done|i am done|all done|no go|off|remove|out|the end|snooze|pause|not now stop later)$|^(?:no )?[.,] (?:dont|do not|no)$|^no [.,] (?:dont|do not)$|^(?:ok |just )?(?:forget it|drop it|leave it|dont|do not)(?: [.,] .{0,20})?$',
  ],
  [
    'cancel, but what?',
    '{START}(?!.*(?:fee|charge|policy|penalt\\w+|late) )(?:(?!(?:if|when|never|not|dont|did|didnt|was|you|they|he|she|anyone|someone|somebody|cant|wont|is|are|fee|why|until|before|without)(?![a-z]))[a-z0-9]+ ){0,6}cancel(?:l?ed|l?ing)?(?: (?:it|this|that|everything|all|it all|me|us|everything please|out|then|today|now|asap|i guess|maybe|i think|for now|idk))*{END}',
  ],
  [
    'grumbling about texts',
    'why (?:did|do|am|would|have) (?:i|we) (?:get|getting|receive|receiving|got|gotten)(?: \\w+){0,3} (?:texts?|messages?|this|these)(?: \\w+)?',
    '{START}(?:really |thats |that s |its |it s |this is )*(?:not (?:needed|necessary|required|wanted)|unnecessary|cancel me){END}|(?:dont|do not) (?:need|want) any of (?:this|it|that|these)',
    '(?:too many|so many|a lot of|lots of|(?:[3-9]|\\d\\d+|three|four|five|six|seven|eight|nine|ten|a dozen|another)(?: \\w+)?) (?:{TEXTS}|text)(?: (?!(?:to|with|for|when|back)(?![a-z]))\\w+)*',
    '(?:text|texts|texting|message|messages|messaging)(?: (?:me|us))?(?: (?:way|so|too))* (?:a lot|too much|less|too often|less often|so much|too many times|so often|less frequently|fewer|every day|nonstop|constantly)',
    '(?:fewer|less|cut down on|reduce|limit|slow down on|ease up on|slow down with|chill with)(?: (?:the|your|on|down))* (?:{TEXTS}|texting|messaging)',
    'why (?:are|r|did|do|would|is|was|am|does|you|u|the)(?: (?:you|u|yall|i|this|your|getting|guys|company|business))* (?:{TEXTING}|{TEXT}|{TEXTED}|getting|receiving)(?: (?:me|us|my|these|this|texts?|messages?|a|your))+|why(?: (?:the|all|so|these))+ (?:many )?(?:{TEXTS})',
    '(?:already|just|ve|have|keep|also) (?:texted|messaged|sent|texting|messaging)(?: me| us)(?: (?:this|that|about|twice|\\d|again|times|earlier|today|like|once|three|four|five|six|a|already))+(?: \\w+){0,3}|(?:texted|messaged) me (?:[3-9]|\\d\\d+|three|four|five|six|ten|a dozen|so many|several|multiple|like)(?: \\w+)? times',
    '(?:{TEXTS}|texting)(?: (?:are|is|r|getting|s|have gotten|got|has gotten))+(?: (?:so|really|kinda|kind of|very|pretty|a bit|getting|too|a little|super))* (?:annoying|much|old|excessive|ridiculous|out of hand|too much|irritating|frequent|a lot|weird|creepy)',
    '(?:oh|great|yay|wow|cool|another|joy|fantastic|wonderful|lovely|awesome) (?:great |look |another |joy |wow |goody |boy |yay )*(?:text|message|texts|messages)(?: \\w+){0,3}{END}',
    '(?:pause|hold|hold off on|suspend|mute|snooze|postpone|delay|take a break from)(?: (?:the|your|my|all|these|on|sending))* (?:{TEXTS}|texting|messaging|{REMINDERS})(?: \\w+)*',
  ],
);

/** Texts at certain times, by another way, or only perhaps: struck out like the innocent, but asked about. */
export const HEDGED = sayings(
  [
    'not at that time',
    '(?:do not|dont|never) (?:call|ring|phone)(?: me| us)? (?:before|after|until|during|while|so (?:late|early)|this (?:late|early)|at (?:night|work|\\d\\w*))(?: [a-z0-9]+)*',
    '(?:do not|dont|never|no|stop|quit|not|cant you not)(?: \\w+)? (?:text|txt|message|contact|texting|texts|messages|messaging|texted|send|sending|send texts|sending texts|text or call|call or text)(?: (?:me|us|messages|texts|here|anything|please))*(?: (?:so (?:late|early|much|often)|too (?:late|early|much)|that (?:late|early)|this (?:late|early)|when|while|at (?:work|night|\\d\\w*|this hour|midnight|dinner|these hours)|before|after (?:\\d\\w*|hours|dark|work|dinner|nine|eight|ten|six|seven|five)|during|until(?! then)|till(?! then)|on (?:the )?(?:weekends?|sabbath|holidays?)|on (?:a )?(?:sun|satur|fri|mon)days?|past \\d\\w*|past (?:nine|eight|ten)|in the (?:early )?(?:morning|mornings|evening|evenings|middle|night)|late|early|for (?:a|the next|two|three|\\d\\w*) (?:while|week|weeks|few|days?|month|months)|for the (?:week|weekend|day|rest)))(?! (?:far))(?: [a-z0-9]+)*',
  ],
  [
    'said in jest',
    '(?:stop|quit|texting|unsubscribe|texts?)(?:(?: [.,?])? \\w+){0,4}(?: [.,?])? (?<!not )(?:just kidding|kidding|jk)(?: .*)?',
  ],
  [
    'only at certain times',
    'not (?:while|when|during)(?: \\w+){1,6}(?: [.,])?(?: no (?:texts?|texting|messages))?',
    '(?:stop|pause|hold off|hold|no texts|no texting|no messages|not|dont text|dont message)(?: (?:me|texting|texts|messaging|it))* for (?:now|a while|a bit|the moment|the time being|today)|email (?:me|us) instead|(?:texts?|texting)(?: me)? (?:at|before|after) \\d+\\w*(?: [ap]m)?(?= [.,?]| really|$)',
    '(?:only|just) (?:text|message|contact)(?: me| us)? (?:in|at|on|after|before|between|during)(?: [a-z0-9]+)*|no (?:texts?|messages?|texting) (?:after|before|at|on|during|past|between)(?: [a-z0-9]+)*',
  ],
  [
    'a question, not a wish',
    '(?:do|dont|will|would) (?:you|yall|u)(?: guys)? (?:ever|even|never) (?:stop|quit)(?: \\w+)*',
    '{START}(?:maybe|perhaps|guess ill|i guess ill|might) (?:i ll )?(?:unsubscribe|opt out){END}',
    '(?:should|shall) (?:i|we) (?:\\w+ )?(?:unsubscribe|opt out|block)(?: \\w+)*{END}|(?:i|we) (?:might|may|could) (?:just )?(?:unsubscribe|opt out|block)(?: \\w+)*|(?:thinking|think|considering|tempted|about)(?: (?:about|of|to|i|we|ll|might|may|i m|going))+ (?:opting out|unsubscribing|unsubscribe|opt out|blocking)(?: \\w+)*|maybe i (?:should|ll|will) (?:just )?(?:block|unsubscribe|opt out)(?: \\w+)*',
    '(?:stop|quit)(?: texting| texting me)? ?\\? ?(?:\\w+ )*(?:jk|kidding|joke)(?: \\w+)*',
  ],
  [
    'about e-mail',
    '(?:stop|quit|no more|no|cease|end|cancel|turn off|done with|unsubscribe(?: me| us)? from|remove me from|take me off|opt(?: me)? out of|dont want|do not want|dont need|{NOT})(?: (?:the|your|ur|all|any|these|those|send|sending|me|us|getting|receiving|more|my|to get|to receive|of|marketing|promo|promotional|daily|weekly|email|e|this))* (?:e ?mails?|emailing|email list|e mail list|mailers?|junk mail|flyers?|postcards?|snail mail|paper mail|mailings?(?! list)|newsletters? by email)(?: me| us)?(?! (?:or|and) (?:text|txt|call|message))',
  ],
  [
    'no call back',
    '(?:dont|do not|no need to|never|please no)(?: (?:bother|need to))? (?:call|ring|phone|calling)(?: me| us)* back(?! [.,] (?:confirm|text|thanks|all|it s|i got|never))',
  ],
);
