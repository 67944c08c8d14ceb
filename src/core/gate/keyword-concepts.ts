/**
 * What a word is about, whatever the language and the ending: "strike", "borren" and "enlevez" all take something off.
 * The learned reader (keyword-learned) counts these beside the words themselves, so that a sentence nobody wrote before
 * is still made of parts that it has seen. An entry ending in `*` stands for every word that begins so; words are folded
 * (keyword-fold). A word has one meaning here, the one it mostly has in replies to a shop.
 */

/** The concept of a folded word, or undefined for a word without one. */
export function conceptOf(word: string): string | undefined {
  const known = EXACT.get(word);
  if (known !== undefined) return known;
  if (/^\d+$/.test(word)) return word.length >= 7 ? 'NUMBER' : 'DIGITS';
  for (let length = Math.min(word.length, LONGEST); length >= SHORTEST; length -= 1) {
    const concept = BEGINNINGS.get(word.slice(0, length));
    if (concept !== undefined) return concept;
  }
  return undefined;
}

const CONCEPTS: Readonly<Record<string, string>> = {
  STOP: `stop stops stopping stopped quit quits quitting cease ceas* desist* halt halts discontinu* end ends ending terminat* refrain* enough knock lay abstain avoid finish
    alto basta pare paren parar para parenle parele cese cesen cesar detenga* detener deten suspend* evite* evitar termin* abst* corten* corte bajenle bajele
    arret* cess* stopp* fini finis* suffit assez coupez couper lacher lachez lache arrete mettez`,
  LEAVE: `leave leaving alone laissez laisser laisse tranquil* deje dejen deja dejar dejes dejad* dejenme dejeme dejame paz paix patience peace`,
  REMOVE: `remove* removing delet* erase* erasing take taken taking drop dropping scratch strike cross scrub purg* wipe pull kick exclud* omit unlist* unenrol* disenrol* unregister* withdraw*
    disabl* turn turned switch shut shutoff lose forget forgot toss trash ditch dump scrap clear uncheck untag unfollow nix ax axe yank pluck expunge disconnect deregister disassociate detach
    quite quiten quita quitar quit* quitenme saque* saquen* sacar saca borr* elimin* remuev* remover tache* retir* exclu* olvid* bote* boten suprim* apague* apaguen desact* desconect* bajen bajenme descart* desech*
    enlev* suppr* effac* otez oter ote ray* radi* vire* virez desactiv* sortez sortir sors oubli* perdez perdre efface jetez ignorez debranch* flush`,
  CANCEL: `cancel* annul* resili* anul*`,
  UNSUB: `unsub* optout opt opting opted unsuscribe dnc desuscri* dessuscri* desinscri* desabon* desafili* baja unjoin desubscri* deinscri*`,
  TEXT: `text texts texting texted txt txts message* messag* msg* sms mms notification* notify notif* alert* ping pings pinging dm dms blast* imessage* reply replies replying response* respond*
    mensaj* textos texto textear texte* textee* texteen textien sms msj* mje* notificacion* alerta* aviso avisos whatsapp* wasap* guasap*
    textes textez texter textos notifications alertes envoi envois messagerie courriel*`,
  CONTACT: `contact contacts contacting contacted bother* harass* spam* bug bugging annoy* pester* disturb* write writing wrote reach reaching hit hmu hittin buzz* blow* hound* stalk* nag* badger* solicit* communicat* correspond* reaching bombard* flood* follow
    molest* fastid* escrib* escriv* contact* comuni* hostig* acos* busqu* dirija* insist* jodan joder chinguen fregu*
    ecri* ecriv* contact* derang* harcel* relanc* importun* embet* sollicit* joindre spamm* ennuy* achal* gosse* ecoeur* agac* communi*`,
  SEND: `send sends sending sent mande* mandar* mandes mandan* mande manden* envi* enviar* envoy* envoie* transmet* expedi*`,
  CALL: `call calls calling called phoned phoning ring ringing voicemail* llam* marque* marcar appel* rappel* telephon*`,
  RECEIVE: `get gets getting got receiv* hear hearing recib* llegue* llega llegan llegar lleguen recev* recois recoi* recu`,
  WANT: `want wants wanted need needs needed wish wishes prefer like care desire quiero quiere queremos deseo desea deseamos necesit* prefiero gusta gustaria veux voul* souhait* desir* voudrais prefer* besoin aimerais`,
  NEG: `no not dont never nunca jamas nada ni sin tampoco ne n pas jamais aucun aucune rien pu nor cannot cant wont doesnt didnt isnt arent wouldnt shouldnt none nothing zero nel nope nah neither without stopit nobody`,
  AGAIN: `again anymore more ever further another else future mas otra otro vez nuevo nuevamente plus encore davantage nouveau desormais adelante longer ya`,
  OFF: `off out fuera afuera hors dehors`,
  LIST: `list lists database* system* record records files roster rotation program* campaign* mailing distribution thread* rolodex crm directory subscription* listas lista base bases sistema* registro* difusion liste listes systeme* fichier* registre* abonnement* diffusion banque`,
  ME: `me us myself moi nous m nos mi`,
  MY: `my our mine mon ma mes notre mis nuestro nuestra`,
  THIS: `this these that those it them ce cet cette ces ca cela este esta estos estas esto eso esos esas esa ese`,
  NUMBER: `number numbers num nbr phone phones cell cellphone line digits mobile numero numeros cel celular telefono tel telephone cellulaire portable movil fono celu`,
  INFO: `info information data details name profile datos informacion nombre infos donnees nom coordonnees credentials`,
  CONSENT: `consent* permission* authoriz* authoris* agree agreed signed approv* autoriz* permis* consentim* autorise* agreement revok* revoc* withdrawn revoqu*`,
  LEGAL: `fcc ftc tcpa ccpa gdpr casl rgpd cnil crtc lawyer* attorney* lawsuit sue suing sued report reporting reported complain* complaint illegal* court legal legally police law laws violat* profeco condusef abogad* demand* denunci* reporto reportar* ley leyes ilegal avocat* plainte* loi lois illegal* signal* registry registered damages fine bbb`,
  RUDE: `fuck* piss* hell shit* ass asshole* bitch* screw scram bugger bollocks damn chinga* joder mierda verga cabron* pendej* carajo diablos merde fout* criss* calisse tabarn* ostie* crap sod suck dick hostia cono puta* putain chier connard* degage* barrez`,
  BLOCK: `block* blocked bloque* mute muted silenc* junk`,
  BOT: `bot bots robot robots robo automated automatic* auto autom* machine maquina computer`,
  YOU: `you u your yours ya yall usted* ustedes ud uds vosotros tu te su sus vous votre vos les yourself yourselves`,
  BOOK: `appointment* appt* apt booking* reservation* visit visits session* slot slots cita citas reserva* turno* rdv rendez consult* schedul* reschedul* waitlist calendar estimate* quote* cotiz* presupuesto* devis soumission* seance* cours class classes lesson* clase*`,
  PLAN: `membership* plan plans contract* policy policies account* service services order orders autopay renew* warranty insurance delivery deliveries suscrip* membres* contrato* poliza* cuenta* servicio* pedido* forfait* contrat* commande* assurance* compte garantie* gym lease`,
  MONEY: `price* prices cost costs pay payment* refund* deposit* bill invoice* charge* charged fee fees cuanto cuesta precio* pago* cobr* reembols* combien prix facture* remise* rabais payer discount*`,
  WHEN: `today tonight tomorrow tmrw monday tuesday wednesday thursday friday saturday sunday weekend week weeks month months morning afternoon evening night noon am pm hoy manana lunes martes miercoles jueves viernes sabado domingo semana mes tarde noche demain lundi mardi mercredi jeudi vendredi samedi dimanche semaine mois matin soir aujourd hui heure heures hora horas hour hours minute* min mins oclock`,
  AFTER: `after before until till while during antes despues hasta mientras apres avant jusqu pendant between unless when cuando quand lorsque weekdays`,
  VISIT: `by come coming swing drop stopover stopby pasar paso pasen passer venir viens arriving arrive llegando`,
  OTHER: `him her them he she they someone somebody husband wife daughter son mom dad mother father guy tech technician driver landlord tenant neighbor* esposo esposa marido mujer hijo hija vecino* tecnico el ella ellos mari femme fils fille voisin* lui elle eux conjoint`,
  ASK: `what who why how where which que quien como donde cual cuando quoi qui pourquoi comment ou quel quelle est-ce can could would will do does did puede pueden podria pouvez peut pourriez is are`,
  BUT: `but except only just solo solamente unicamente pero excepto seul* mais sauf uniquement rather instead mejor plutot mieux menos less fewer moins`,
  SIGN: `sign signed signup enroll* enrol* subscrib* register* join joined inscrib* inscrit* inscrip* suscrib* suscrit* abonn* apunt* added adding add`,
  WRONG: `wrong incorrect mistake* mistaken equivoc* ekivoc* error mauvais trompe* trompez erreur faux misdial* confus* confund*`,
  INTEREST: `interest* interes* uninterested`,
  THING: `car truck van suv vehicle leak* water toilet sink faucet drain pipe roof gutter* ac furnace heater engine brake* battery tire* tires windshield carpet stain* smell* hair dog cat tree* stump wax paint door window* house garage basement kitchen tooth teeth pain smoking alarm*
    carro coche fuga agua inodoro bano tubo techo aire motor freno* bateria llanta* alfombra mancha* perro gato arbol* puerta ventana* casa garaje cocina muela diente* dolor alarma*
    auto voiture fuite eau toilette evier robinet tuyau toit fournaise moteur frein* batterie pneu* tapis tache* chien chat arbre* porte fenetre* maison cuisine dent dents douleur alarme* camion`,
  SERVICE: `fix fixed repair* clean cleaning wash washing detail detailing install* inspect* arregl* repar* limpi* lav* instal* nettoy* repar* lav* instal* peinture`,
};

const [EXACT, BEGINNINGS] = read();
const LONGEST = Math.max(...Array.from(BEGINNINGS.keys(), (beginning) => beginning.length));
const SHORTEST = 3;

function read(): readonly [ReadonlyMap<string, string>, ReadonlyMap<string, string>] {
  const exact = new Map<string, string>();
  const beginnings = new Map<string, string>();
  for (const [concept, words] of Object.entries(CONCEPTS)) {
    for (const word of words.match(/\S+/g) ?? []) {
      const into = word.endsWith('*') ? beginnings : exact;
      const key = word.replace('*', '');
      if (!into.has(key)) into.set(key, concept);
    }
  }
  return [exact, beginnings];
}
