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
  if (/^\d+(?:am|pm|h|h\d\d|st|nd|rd|th|e|er)$/.test(word)) return 'WHEN';
  for (let length = Math.min(word.length, LONGEST); length >= SHORTEST; length -= 1) {
    const concept = BEGINNINGS.get(word.slice(0, length));
    if (concept !== undefined) return concept;
  }
  return undefined;
}

/**
 * The part a concept plays when somebody asks for peace: an end, a message, the one who speaks, a matter of business.
 * A coarser sight than concepts, for sentences whose every word is new.
 */
export function roleOf(concept: string): string | undefined {
  return ROLES.get(concept);
}

const ROLES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    END: 'STOP LEAVE REMOVE UNSUB SCRAM EXIT QUIET REFUSE SKIP TRASH BLOCK OFF BYE',
    CANCEL: 'CANCEL',
    MSG: 'TEXT CONTACT SEND NOISE INBOX TALK',
    CALL: 'CALL',
    ME: 'ME MY',
    ADDR: 'NUMBER LIST INFO',
    NEG: 'NEG',
    AGAIN: 'AGAIN',
    ANGER: 'FEDUP UNWELCOME RUDE LEGAL WARN PRIVACY BOT WASTE',
    SAID: 'SAID TIMES LAST EVERY',
    WANT: 'WANT RECEIVE',
    CONSENT: 'CONSENT SIGN INTEREST LET',
    RESUME: 'RESUME KEEP PUT',
    WHO: 'OTHER FAMILY PERSON DEAD WRONG CUSTOMER',
    BIZ: 'BOOK PLAN MONEY WHEN MONTH SIZE VISIT COME THING SERVICE TRADE FOOD BODY ANIMAL CAR HOME PAPER PLACE STAFF WORK BUSINESS CHANGE GIVE USE LOOK',
    ASK: 'WHO HOW WHY WHERE ASK CAN HELP',
    FINE: 'THANKS YES LAUGH LOVE',
    BUT: 'BUT AFTER',
    YOU: 'YOU',
  }).flatMap(([role, concepts]) => concepts.split(' ').map((concept): [string, string] => [concept, role])),
);

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
  WHO: `who whos whose quien quienes qui`,
  HOW: `how como comment`,
  WHY: `why pourquoi`,
  WHERE: `where donde`,
  ASK: `what whats which que cual cuales quoi ou quel quelle quels quelles est-ce`,
  CAN: `can could would will may might able puede pueden puedo podria podrian pouvez peut peux pourriez pourrait pouvons possible posible`,
  AUX: `do does did is are was were be been am being es esta estan son fue estoy soy est sont suis etes etait`,
  BUT: `but except only just solo solamente unicamente pero excepto seul* mais sauf uniquement rather instead mejor plutot mieux menos less fewer moins`,
  SIGN: `sign signed signup enroll* enrol* subscrib* register* join joined inscrib* inscrit* inscrip* suscrib* suscrit* abonn* apunt* added adding add`,
  WRONG: `wrong incorrect mistake* mistaken equivoc* ekivoc* error mauvais trompe* trompez erreur faux misdial* confus* confund*`,
  RESUME: `start starts starting restart* resum* reinstat* restor* reactivat* reenrol* resubscri* unblock* unmut* unstop reconnect* continu* proceed rejoin reanud* reactiv* restable* desbloque* sigan siga sigue vuelvan vuelva volver regres* recommenc* repren* remett* remets retabl* rebranch* debloqu* reabon* reinscri* restaur* back`,
  FEDUP: `tired sick fed hate hates hated annoyed irritat* exhaust* overit harto harta hartos hartas cansad* aburrid* cans* marre claque tann* soule* saoul* fatigu* bol exasper* ras fastidi* odio deteste* deteste`,
  QUIET: `quiet quietly silence silent hush shush shh zip mum pipe calm silenci* callen callense calle callate callad* callar tais taisez taire calme mutis`,
  BYE: `bye goodbye byebye adios adieu ciao chao farewell riddance sayonara revoir cya laters salut bonsoir hasta`,
  SCRAM: `scram shoo scat skedaddle begone vamoose ouste largo vayanse vayase vete larguense larguese lejos decamp* fichez fiche cassez casse sacrez sacre foutez disappear* vanish* desapare* disparai* hike rocks bug`,
  EXIT: `exit escape salirme salir salgo salgan sortie quitter quitte quitt* unlink bail detach`,
  NOISE: `ding dings dinging buzz buzzes buzzing beep beeps beeping vibrat* chirp* popping pops pop popup wake woke waking interrupt* distract* suena suenan sonar sonando vibra* sonne sonnent sonner vibre* bipe* despert* reveill* interromp* interrump*`,
  INBOX: `inbox screen buzon boite pantalla ecran feed dms billboard watch`,
  TRASH: `trash garbage bin shredder basura poubelle vidange dechet* recycl* incinerator`,
  SAID: `said told asked say saying tell telling replied answered repeat* repeating dije digo dicho pedi pido avise di dit dis demande demand* repet* repondu dites diga digale request*`,
  LAST: `last final finally ultim* dernier* derniere*`,
  NEXT: `next proxim* prochain* following siguiente`,
  TIMES: `times twice once thrice vez veces fois third 3rd 2nd second segunda tercera deuxieme troisieme`,
  EVERY: `every each daily constant* nonstop always often siempre toujours chaque cada tous toutes todo todos todas jour endless* all any entire toda`,
  REFUSE: `refus* reject* declin* object* oppos* deny denied denying rechaz* niego nieg* prohib* forbid* disallow* interdi* interdit unauthor* withhold withdraw`,
  UNWELCOME: `unwanted unsolicited unwelcome intrus* nuisance creepy invas* bienvenid* bienvenu* indesead* uninvited uncalled unneeded pushy relentless`,
  SKIP: `skip ignore ignor* disregard spare spared saute* salten salten* ahorr* epargn* pass dispens*`,
  PRIVACY: `privacy private gdpr erasure data protection ico comreg ofcom ndpr popia pipeda lopd aepd dpa robinson bloctel bloctel privacid* prive* opposition rights derecho droit droits statut* penalt* stop-list dnd dnc`,
  WASTE: `waste wast* pierd* pierdan gast* gaspill* temps clutter* fill* clog*`,
  THANKS: `thank thanks gracias merci appreciat* grateful welcome bless* ty tysm agradec* remerci* cheers obliged`,
  YES: `yes yeah yep yup ok okay sure si oui correct confirm* perfect* perfecto parfait absolutely sounds dale vale dac accord works claro listo`,
  LAUGH: `lol haha* jaja* mdr jk lmao hehe rofl ptdr`,
  LOVE: `love loved loves great awesome nice best good excellent happy glad amazing wonderful beautiful gorgeous cute sweet encant* buen* excelen* adore* super bon bonne bien beau belle genial maravill* recomend* fantastic impress*`,
  BAD: `terrible awful worst rude bad ruined broke broken scratched damage* horrible pesim* mal mauvais* pire worse disappoint* unhappy angry furious upset mad crap sloppy unprofessional furieu* fache* enojad* molesto decepcion*`,
  PERSON: `person people man woman lady guy gal dude fella kid boy girl stranger* human persona gente senor senora personne gens homme dame monsieur madame mr mrs ms miss sir senorita individual chap bloke`,
  FAMILY: `mama moms mum brother sister cousin aunt uncle grandma grandpa grandmother grandfather grandson granddaughter kid kids child children baby toddler teen teenager parent parents roommate ex boyfriend girlfriend fiance* fiancee abuel* mama papa hermano hermana tio tia prim* nino nina ninos bebe nene suegr* mere pere frere soeur enfant* bebe belle-mere chum blonde maman papi mamie mamy cousine famille family familia`,
  STAFF: `crew owner manager boss receptionist doctor dr doc teacher tutor secretary nurse plumber roofer dentist lawyer detailer groomer vet mechanic stylist barber agent adjuster realtor notary coach trainer tech* jefe gerente doctora doctor secretaria maestra abogado dentista plomer* mecanico patron gerant* docteur dentiste plombier* secretaire medecin mecano employe* notaire`,
  DEAD: `died dead passed deceased death funeral burial grief grieving hospice murio fallec* entierro velorio funerari* deced* mort morte deces obseques enterrement`,
  WORK: `work working works job jobs office employer shift desk meeting trabajo trabajar oficina chamba reunion travail* bureau boulot reunion chantier`,
  BUSINESS: `business businesses company companies shop store firm corporate clinic hospital school church bakery restaurant salon bank dealership empresa* negocio* tienda clinica hospital escuela iglesia restaurante compania entreprise* commerce* compagnie magasin clinique hopital ecole eglise resto garage* law reception front dispatch line landline`,
  CUSTOMER: `customer* client* patient* cliente* clienta* paciente* member* student* guest* tenant user`,
  CHANGE: `change changed changing switch* move moved moving cambi* mud* chang* demenag* deplac* push`,
  KEEP: `keep keeps keeping kept stay remain mantener sigue garde* gardez rester reste conserv* persist*`,
  PUT: `put puts place include* incl* ponga* pon* meter metan anot* agreg* mettre mettez mets met ajout* inclu* not* store enter* save`,
  LET: `let lets letting allow* permit* permet* permit leave-me`,
  KNOW: `know knew think thought believe idea idk guess wonder sabe saben se creo conozco sais savoir crois pense pens* connais connait`,
  LOOK: `see saw seen seeing look looking looks find found check checking checked ver veo vi viendo busc* encontr* mirar voir vois cherch* trouv* regard* verif*`,
  USE: `use using used uses usa usar uso utilis* sert servir sirve*`,
  TRADE: `buy bought buying sell sold selling purchase* compr* vend* achet* achat hired hire rent rental lease loan mortgage claim deductible quote ship ticket order ordered`,
  FOOD: `cake cakes cupcake* pizza bread cookie* menu table salad onions sugar wine coffee lunch dinner eat eating food dessert fries ribs sourdough muffin* pastel* pan tarta galleta* mesa comida cena almuerzo torta gateau* pain* repas souper diner oignons croissant* biscuit* cebolla*`,
  BODY: `tooth knee hair nails nail nose foot eye eyes skin blood fever cough pain hurt* hurting sore swollen tattoo braids beard allergic pregnan* pills medicine rx surgery crown filling implant* fiebre sangre tos pelo unas tatuaj* alergi* embaraz* fievre toux sang cheveux ongles tatouage* allergi* enceinte mal-de nerve chemo`,
  ANIMAL: `puppy kitten pup fleas flea mice mouse rat rats roach* ants ant bees wasps termites raccoon squirrel* bugs pets pet horse cachorr* gatito pulgas raton* rata* hormig* cucarach* abejas termitas chiot* chaton puces souris rats fourmis guepes coquerelle* cheval oiseau* deer bird*`,
  CAR: `bumper leather seats seat paint trunk hood wheels windshield tint oil transmission alternator muffler ceramic dent scratch mile* honda camry ford toyota civic chevy tesla minivan pickup trailer tow towed towing highway parachoques pintura asiento* grua remorque* remorquage parechoc* sieges pare-brise peinture huile autoroute`,
  HOME: `driveway fence floor wall walls ceiling attic yard lawn deck patio bathroom bedroom room shower tub pool couch sofa bed fridge dryer washer dishwasher boiler thermostat breaker power light lights gas heat heating mold shingles chimney elevator unit upstairs techo piso pared patio bano cuarto luz gas calefaccion humedad cerca lavadora refri* sofa cama toiture* mur plancher cour chambre* salle douche chauffage gaz humidite cloture divan lit meubles ascenseur gate key keys lock`,
  PAPER: `paper papers paperwork form forms letter copy receipt permit license certificate title deed passport photo photos picture* pic pics website link app portal email code folio papel* carta copia recibo licencia acta pasaporte foto* pagina correo papier* lettre copie recu permis acte passeport site lien formulaire photo`,
  PLACE: `address street road corner near location town city area exit-ramp station bus park parking lot outside inside behind around left right calle direccion esquina cerca lejos zona ciudad rue adresse coin pres ville quartier stationnement dehors devant derriere`,
  MONTH: `january february march april june july august september october november december jan feb apr jun jul aug sep sept oct nov dec enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre christmas thanksgiving navidad noel spring summer fall winter`,
  SIZE: `two three four five six seven eight nine ten half couple dos tres cuatro cinco seis siete ocho nueve diez deux trois quatre cinq sept huit neuf dix some many much more-than another`,
  SOON: `now immediately asap already yet still soon later wait waiting early late pronto luego todavia aun tarde temprano espera* esper* bientot tard tot attend* attente immediate* maintenant ahora`,
  WARN: `warn* warning consequen* otherwise else-i final-notice ultimatum`,
  PRETEND: `pretend pretending fake spoof* imagine`,
  HELP: `help ayuda* aide* aider assist* explain* expliq* explic* means meaning`,
  GIVE: `give gave given giving provide* dar dio doy den donn* fourni*`,
  TALK: `talk talking speak speaking spoke hablar habl* platic* parl* discut* chat conversation convers*`,
  COME: `bring brought arrive* arriv* drive driving way traffic here-in voy vamos viene vengo vienen viens arrive amen* apport* route`,
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
