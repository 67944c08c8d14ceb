/**
 * Housing texts that state a preference or steer (42 U.S.C. §§ 3604(c), 3605): who is wanted or not wanted by a protected
 * class, and which neighbourhood somebody "belongs" in.
 */
import { phrase, plainText } from './plain-text.ts';

export function statesHousingPreference(text: string): boolean {
  const plain = plainText(text);
  return PREFERENCES.some((pattern) => pattern.test(plain));
}

const GROUP =
  '(?:whites?|blacks?|caucasians?|hispanics?|latin[oax]s?|asians?|indians?|chinese|mexicans?|arabs?|africans?|african americans?|europeans?|americans?|native americans?|minorit(?:y|ies)|immigrants?|foreigners?|christians?|catholics?|jews?|jewish|muslims?|hindus?|buddhists?|mormons?|atheists?|churchgoers?|men|women|males?|females?|ladies|gentlemen|girls?|boys?|gays?|lesbians?|straight|lgbtq?|trans(?:gender)?|singles?|couples?|married|unmarried|famil(?:y|ies)|kids?|children|child|babies|infants?|teens?|teenagers?|seniors?|retirees?|elderly|older|young(?:er)?|mature|adults?|millennials|students|disabled|handicapped|wheelchairs?|able bodied|mentally ill|section 8|vouchers?|welfare|empty nesters?|professionals?|english speak(?:ers?|ing)|citizens?|bachelors?|(?:hiv|aids)(?: positive)?|service (?:animals?|dogs?)|emotional support (?:animals?|dogs?))';

const PREFERENCES: readonly RegExp[] = [
  phrase(
    `(?:no|not? accept(?:ing)?|without|zero) (?:\\w+ )?${GROUP}(?! (?:fee|fees|pass|menu|discount|rate|deposit))`,
  ),
  phrase(
    `(?:prefer|prefers|preferred|preferring|preferably|looking for|seeking|want|wants|wanted|only (?:rent|rents|renting|sell|sells|show|lend|lends)(?: \\w+)? to|rent(?:ed|ing|s)? only to|reserved for|restricted to|limited to|exclusively for|open (?:only )?to)(?: \\w+){0,2} ${GROUP}(?! (?:of|family|home|homes|house|houses|room|unit|bedroom|photos?)(?![a-z]))`,
  ),
  phrase(
    `(?:perfect|ideal|great|best|suited|suitable|right|good|meant|made|designed|wonderful|fit)(?: (?:neighbou?rhood|area|community|building|complex|street|block|place|part of town|school district))? (?:for|to) (?:an? |the )?(?:\\w+ )?${GROUP}(?! (?:room|rooms|gatherings?|dinners?|home office|sized|car))`,
  ),
  phrase(
    `(?:mostly|predominantly|mainly|largely|primarily) (?:white|black|hispanic|latin[oax]|asian|jewish|christian|muslim|indian|chinese)|(?:christian|jewish|muslim|catholic) (?:home|house|household)|(?:do not|dont|wont|will not|never) (?:rent|sell|show|lease|lend)(?: \\w+){0,4} ${GROUP}|(?:full of|too many|overrun (?:by|with)) ${GROUP}|${GROUP}(?: (?:born|tenants?|renters?|buyers?|applicants?|room ?mates?|house ?mates?|residents?|occupants?))* (?:only|preferred|need not apply|not (?:allowed|welcome|accepted|wanted)|(?:are|is) preferred|household preferred)`,
  ),
  phrase(
    `(?:(?:predominantly|mostly|mainly|largely|primarily|traditionally|all|increasingly|very|heavily|majority|exclusively) )+${GROUP}(?: \\w+)? (?:neighbou?rhood|area|community|building|street|block|school|tenants|residents|people|families|complex|district)|${GROUP} (?:neighbou?rhood|area|community|building|part of town|household|home seekers|district|section of town)(?! (?:room|center|pool|events?))`,
  ),
  phrase(
    '(?:you|youd|your family|you all|your kind|you people|people like you|folks like you|someone like you|buyers like you)(?: \\w+){0,4} (?:(?:more |most )?comfortable|fit in|fit better|belong|happier|feel (?:more )?at home|better off|right at home|with (?:your own|people like))|(?:your own|your) (?:kind|people|background|culture|community)(?: \\w+){0,3} (?:live|lives|there|nearby|neighbou?rhood|area)|people like (?:you|yourself|us)|(?:others|neighbors|families|people) (?:of|from|with) your (?:background|religion|culture|race|faith|country|ethnicity)|same (?:background|religion|culture|race|faith|ethnicity) as you',
  ),
  phrase(
    '(?:demographics?|ethnic(?:ity)?|racial|race|religio(?:n|us)|immigrant|minority)(?: \\w+){0,4} (?:neighbou?rhood|area|community|district|school|schools|mix|change|changing|makeup)|(?:neighbou?rhood|area|community)(?: \\w+){0,4} (?:demographics?|changing|integrated|turning|ethnic\\w*|racial\\w*|its not for you|is not for you|isnt for you|wrong element|right kind of people|kind of people)|right (?:kind|sort|type) of (?:people|neighbors|tenants|families)|wrong (?:kind|sort|type|side)(?: of)? (?:people|neighbors|tenants|town)|restricted community|exclusive (?:neighbou?rhood|community)|near (?:a |the )?(?:church|synagogue|temple|mosque|parish)s?',
  ),
  phrase(
    '(?:would|should|might|recommend|suggest|steer|advise|rather|stick to|avoid|stay away from|wouldnt)(?: \\w+){0,8} (?:safer|better|nicer|other|different|another|that|this) (?:neighbou?rhood|part of town|side of town|zip code|zip)(?: (?:for|given|because|since)(?: \\w+){0,5} (?:you|your|kids|family|background))?|must (?:be|speak) (?:an? )?(?:(?:us|u.s|american|native|naturalized) (?:born )?)?(?:english|christian|american|citizen|employed adult|married|single|over (?:40|50))|(?:sin|no aceptamos|no se aceptan) (?:ninos|hijos|ninas)|solo (?:adultos|cristianos|familias|mujeres|hombres|parejas)',
  ),
];
