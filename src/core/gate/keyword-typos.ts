/** Misspelt words and the shorthand of texting: what a hurried thumb makes of "stop", "unsubscribe", "mensajes". */

/** The whole message, as one comparable word, is a listed word misspelt. */
export function isMistypedKeyword(word: string): boolean {
  const plain = word.replaceAll(/[^a-z0-9]/g, '');
  if (STOP_TYPOS.has(word) || STOP_GLUED.test(plain)) return true;
  if (/^[a-z](?:[^a-z0-9]+[a-z]){2,}$/.test(word) && SPELT_OUT.test(plain)) return true;
  if (!/^[a-z]{3,14}$/.test(word) || REAL_WORDS.has(word)) return false;
  return MISTYPED_WHOLE.some(
    ([keyword, distance]) => word !== keyword && editDistance(word, keyword) <= distance,
  );
}

const STOP_TYPOS: ReadonlySet<string> = new Set(
  'stpo sotp tsop stp st0p 5top s7op stoop stahp dtop stopl sstop ztop stip stiop stoip stio stopo syop atop sto stopit stopp stap shtop stob stopt srop stol stopn stope stopm sttop stpp qiut quti qit qut uqit quitt qquit quot qiit endd edn eend ened nd optot otpout opt ot otp out oupt out opt ut op out opt outt opt oout opt ou altoo alyo'
    .split(' ')
    .filter(
      (word) =>
        !['opt', 'out', 'ot', 'ut', 'op', 'otp', 'oupt', 'outt', 'oout', 'ou', 'quot', 'nd'].includes(word),
    )
    .concat([
      'opt ot',
      'otp out',
      'oupt out',
      'opt ut',
      'op out',
      'opt outt',
      'opt oout',
      'opr out',
      'opt our',
    ]),
);
/** "stopstopstop", "stop1", "stoptexting" */
const STOP_GLUED =
  /^(?:opt(?:ing|ed|me)*out|[0-9]{0,2}(?:[s5]+t+[o0]+p+)+[0-9]{0,2}|stop(?:text(?:s|ing)?(?:me)?|txts?|txting|msgs?|sms|it|now|pls|plz|please|sending|messag\w*|spam\w*))$/;
const MISTYPED_WHOLE: readonly (readonly [string, number])[] = [
  ['unsubscribe', 3],
  ['unsubscribed', 2],
  ['cancel', 1],
  ['revoke', 1],
  ['stopall', 1],
  ['remove', 1],
  ['optout', 1],
  ['cancelar', 1],
  ['parar', 1],
  ['arreter', 1],
  ['arretez', 1],
  ['desabonner', 2],
  ['basta', 1],
];
/** Near a listed word, but words of their own. */
const REAL_WORDS: ReadonlySet<string> = new Set(
  'subscribe cancels revoked remote removed removes remodel chancel evoke revokes canal camel cancer rancel remover reprove pasar param para paras pagar tapar parara lparar barrer arrete sparar cancela cancelas cancelara pasta basto vasta casta hasta caste gasta baste besta panel cancun canela'.split(
    ' ',
  ),
);

/** A folded text with its words spelt right: spaced letters joined, glued words parted, near misses replaced. */
export function respell(folded: string): string {
  return folded
    .replaceAll(/(?<![a-z0-9])[a-z](?: [.]? ?[a-z](?![a-z0-9])){2,14}/g, (letters) => {
      const joined = letters.replaceAll(/[^a-z]/g, '');
      return SPELT_OUT.test(joined) ? joined.replaceAll(/^s+t+o+p+$/g, 'stop') : letters;
    })
    .replaceAll(/(?<![a-z0-9])un ?[- ]?sub(?=s?c?r)/g, 'unsub')
    .replaceAll(
      /(?<![a-z0-9])st?oo?p? (?=(?:texting|messaging|sending|txting|it|calling)(?![a-z]))/g,
      'stop ',
    )
    .replaceAll(/(?<![a-z0-9])loose (?=(?:my|this|our) (?:number|num|phone|info))/g, 'lose ')
    .replaceAll(/(?<![a-z0-9])(opt(?: me| us)?) (?:outt|otu|ou|oout|ouut|oit|put)(?![a-z0-9])/g, '$1 out')
    .replaceAll(/(?<![a-z0-9])(?:stop){2,}(?![a-z0-9])/g, 'stop')
    .replaceAll(
      /(?<![a-z0-9])stop(?=(?:texting|txting|messaging|sending|spamming|texts?|txts?|msgs?|sms)(?:me)?(?![a-z0-9]))/g,
      'stop ',
    )
    .replaceAll(/(?<![a-z0-9])(?:m|n)(?=(?:envo[iy]|ecri[svr]|appel[le]|arret)\w)/g, (letter) => `${letter} `)
    .split(' ')
    .map(respellWord)
    .join(' ')
    .replaceAll(/(?<![a-z])j (?:veut|veu|vx)(?![a-z])/g, 'je veux')
    .replaceAll(
      /(?<![a-z])(?:do|don|donr|dont|dnt|don t|do t) (?=t (?:text|txt|contact|message|send|call))/g,
      'dont ',
    )
    .replaceAll(/(?<![a-z])dont t (?=text|contact|message|send|call|txt)/g, 'dont ');
}

const SPELT_OUT =
  /^(?:s+t+o+p+|quit|end|cancel|unsubscribe|unsub|revoke|remove|optout|alto|arret|parar|cancelar|baja)$/;

function respellWord(token: string): string {
  if (token.length < 2) return token;
  if (STOP_TYPOS_ANYWHERE.has(token)) return 'stop';
  if (/^[0-9]?s+t+[o0]+p+[0-9]?$/.test(token) && token !== 'stoop') return 'stop';
  const known = TEXT_SPEAK.get(token);
  if (known !== undefined) return known;
  if (/^k[ei]/.test(token) && SPANISH_K.has(token.replace(/^k/, 'qu').slice(0, 5)))
    return token.replace(/^k/, 'qu');
  if (token.length < 5 || token.length > 15 || NEVER_RESPELT.has(token) || !/^[a-z]+$/.test(token))
    return token;
  if (
    /^u?n?s?u?[a-z]?s[a-z]{1,3}r?[a-z]?b/.test(token) &&
    token.startsWith('un') &&
    editDistance(token, 'unsubscribe') <= 3
  )
    return 'unsubscribe';
  const near = SIGNALS.get(token.charAt(0)) ?? [];
  if (near.includes(token)) return token;
  for (const word of near) {
    const allowed = word.length >= 9 ? 2 : 1;
    if (Math.abs(word.length - token.length) <= allowed && editDistance(token, word) <= allowed) return word;
  }
  return token;
}

/** In a sentence only spellings that are no word of their own. */
const STOP_TYPOS_ANYWHERE: ReadonlySet<string> = new Set(
  'stpo sotp tsop st0p 5top s7op stahp shtop sstop stopit stiop stoip stpp sttop stap srop stopp stopm stob dtop ztop stopl syop'.split(
    ' ',
  ),
);

/** Words that decide, and that are long enough to be recognised with one letter wrong (two in the longest). */
const SIGNALS: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries(
    Object.groupBy(
      `texting messaging message messages sending contacting unsubscribe unsubscribed cancel cancelled number numbers remove permission consent harassing harassment spamming contact
      appointment appointments reminder reminders leave alone wrong receive receiving bothering please delete another anymore reporting subscribe removed notifications interested interest
      mensaje mensajes manden mandes molesten moleste escriban escriba escribir quiten quiteme quitenme quiero lista numero equivocado equivocada cancelar recibir borren dejen dejenme telefono
      arretez arreter arrete tranquille numero desabonner desabonnez desinscrire desinscrivez supprimer supprimez suffit envoyez envoyer ecrivez ecrire recevoir mauvais enlevez enlever retirez retirer laissez rendez textos messages harcelement`.match(
        /\S+/g,
      ) ?? [],
      (word) => word.charAt(0),
    ),
  ).map(([letter, words]) => [letter, words ?? []]),
);
const NEVER_RESPELT: ReadonlySet<string> = new Set(
  `recording recordings interests intereses interesa interesan interesado interesada interes interesse interesser interessee interest interesting interested arretiez cessiez suscribi suscribo suscrito suscrita equivocan equivoca equivoco equivocaron equivoque solicito notificaciones notificacion publicidad tranquila tranquilas tranquilo tranquilos liste listes quien quienes texts sends sendin textin testing tenting taxing texing massage massages passage contract contracts contracting content contents contest convent lending mending bending ascending removal remover remote
  remotely leaves leaved heave clone along alones wrongs wrung receipt recipe received receives perceiving deleted deletes depleted numbered numbed lumber slumber reporting
  subscriber subscribed another mothering brothering anymore removes reminded remind remainder remainders appointed disappointment messaged messenger scanning spanning slamming
  mande mandos mandan manda mande mandar molesta molestan molestia escribo escribe escriben escrita escriban quiere quieren quieran quinto listo listas listos numeros
  cancela cancele cancelen cancelo cancelado cancelada cancelaron cancels recibi recibo recibe reciba borre borra deje deja dejan dejo dejar
  arretes arret arrets arreta envoye envoie ecrivais ecrivain enleve enlevees retire retires retard laisse laisser lasser rendu textes texto suffi suffire mauvaise mauve
  leaver lever level cleave alonso moved sender senders seeding sanding spending mealing pleased pleas places placed plates palace plenty lease leases leased message lists numeral
  envoyes envoyee receives recevez supprime tranquil dejeme dejame quitame quiteme quita quite quiet quits quieto quinta contacts contacto contacte contacten numero manden mandenme`.match(
    /\S+/g,
  ) ?? [],
);
const SPANISH_K: ReadonlySet<string> = new Set([
  'quier',
  'quite',
  'quita',
  'quien',
  'quise',
  'quiero',
  'que',
]);

const TEXT_SPEAK: ReadonlyMap<string, string> = new Map(
  `plz=please pls=please pleas=please plese=please pleae=please pleez=please plse=please peas=please tex=text texing=texting textng=texting txting=texting txtin=texting txtn=texting textn=texting txten=texting txing=texting intrested=interested intersted=interested interesed=interested intrest=interest textin=texting txtng=texting tetxing=texting texitng=texting teting=texting
  callin=calling sendin=sending msging=messaging mesage=message mesages=messages messege=message messeges=messages msgs=messages mesaging=messaging messges=messages nomore=no_more
  appointmnt=appointment apointment=appointment appoinment=appointment cancelation=cancellation cancle=cancel cancell=cancel cansel=cancel cancal=cancel canel=cancel cancl=cancel cancled=cancelled
  wrng=wrong worng=wrong rong=wrong nmber=number numer=number nubmer=number numbr=number nummber=number nuber=number
  dnt=dont dint=dont dont=dont donot=do_not donr=dont dotn=dont dony=dont doont=dont dun=dont dnot=do_not rmv=remove remve=remove remvoe=remove remov=remove delet=delete delte=delete
  mor=more moar=more mre=more leav=leave leeve=leave lev=leave lv=leave leve=leave alon=alone aloen=alone alne=alone awya=away tke=take tak=take concent=consent hav=have ur=your
  qiut=quit quti=quit quitt=quit quite_texting=quit revok=revoke spaming=spamming harrassing=harassing harrasing=harassing harasing=harassing harassement=harassment harrasment=harassment harrassment=harassment
  u=you yu=you r=are im=i_m ive=i_ve ill=i_ll id=i_d cant=cant wont=wont gonna=going_to gona=going_to wanna=want_to gotta=got_to lemme=let_me gimme=give_me outta=out_of
  msj=mensaje msjs=mensajes mensages=mensajes mensaje=mensaje mensajs=mensajes msg=message dat=that dis=this da=the txtz=texts lsit=list lits=list w=with txto=texto mecrir=m_ecrire enpaz=en_paz txt=text txts=texts xq=porque pq=porque q=que k=que kiero=quiero qiero=quiero escrivan=escriban escriva=escriba escrivas=escribas mnden=manden mandn=manden mnde=mande pas=pas
  nomas=no_mas nomás=no_mas dejenme=dejenme numro=numero ekivocado=equivocado ekibocado=equivocado equibocado=equivocado
  arete=arrete aretez=arretez arettez=arretez arretes=arrete areter=arreter arettes=arrete plu=plus pus=plus pu=plus jveux=je_veux jveut=je_veux jai=j_ai jsuis=je_suis veut=veux veu=veux sa=sa lessez=laissez lese=laisse lesse=laisse trankil=tranquille tranquile=tranquille trankille=tranquille sufit=suffit suffi=suffit
  movais=mauvais movai=mauvais cest=c_est`
    .match(/\S+=\S+/g)
    ?.map((entry): [string, string] => {
      const at = entry.indexOf('=');
      return [entry.slice(0, at), entry.slice(at + 1).replaceAll('_', ' ')];
    }) ?? [],
);

/** Optimal string alignment: insert, delete, replace, swap neighbours. */
function editDistance(a: string, b: string): number {
  let [before, last] = [[] as number[], Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, (before[j - 2] ?? 0) + 1);
      row.push(cost);
    }
    [before, last] = [last, row];
  }
  return last[b.length] ?? 0;
}
