/** The parts that training lines are put together from (recombine): each name is a place in a template. */
const words = (text: string): readonly string[] => text.split('|').map((word) => word.trim());

export const PARTS: Readonly<Record<'en' | 'es' | 'fr', Readonly<Record<string, readonly string[]>>>> = {
  en: {
    off: words('take|remove|drop|scratch|get|pull|cross|strike|kick|delete|erase'),
    wipe: words('delete|erase|lose|forget|remove|wipe|purge|drop|toss|scrub|ditch|trash|clear'),
    me: words(
      "me|us|my number|my cell|my phone|this number|this phone|my name|my mobile|our number|555-0142|my info|my contact|my wife's number|my dad's phone|this line|my email and phone",
    ),
    mynum: words(
      'my number|my cell|my phone number|this number|my contact|my info|my digits|my details|our number|my cell number',
    ),
    list: words(
      'your list|your lists|this list|the list|your texts|this text thing|your text list|the text list|your database|your system|your phone|your contacts|these texts|your messages|your records|this group|the group text|this thread|whatever this is|your marketing|your computer|your text program|all lists|your blast list',
    ),
    stop: words('stop|quit|cease|discontinue|end|halt|knock off|cut out|lay off|no more|enough with'),
    texting: words(
      'texting|messaging|contacting|sending messages to|bothering|spamming|bugging|writing|harassing|hitting up|pinging|reaching out to|pestering|notifying|sending texts to|blowing up',
    ),
    obj: words(
      'me|us|this number|my phone|my cell|this phone|my house|my number|my line|my wife|my husband|my mom',
    ),
    texts: words(
      'texts|messages|text messages|notifications|alerts|these texts|these messages|the texts|the messages|your texts|your messages|this spam|the spam|this junk|those texts|automated messages|all messages|all texts|this stuff on my phone',
    ),
    dont: words(
      "don't|do not|dont|never|please don't|plz dont|don't ever|you may not|you better not|do NOT|I asked you not to|I told you not to",
    ),
    text: words(
      'text|message|contact|txt|msg|write to|write|ping|bother|reach out to|send anything to|send messages to|send texts to|use|hit up|spam|notify',
    ),
    nomore: words(
      "I don't want|i dont want|I no longer want|we don't want|I do not wish to get|I don't care to receive|not interested in getting|I never wanted|I have no use for|I don't need|dont need|I'm tired of|I am sick of|I'm done with|I did not ask for|I never signed up for|I didn't agree to|I never consented to",
    ),
    plea: words(
      '|please|pls|thanks|thank you|asap|now|ok|immediately|right away|today|for good|right now|thx|!!|sir|already|forever',
    ),
    lead: words(
      '||||hi|hello|hey|please|um|ok|listen|look|sorry but|no|yes|thanks but|no thanks|excuse me|yo|for the last time|I said|I repeat|again',
    ),
    story: words(
      "I got it fixed already.|I found somebody else.|We sold the car.|it was a pocket dial.|I called by accident.|my kid called you.|I'm not a customer.|I don't know you.|I'm at work.|I'm driving.|I'm 78 years old.|I pay per message.|This is a business line.|this is my work phone.|You guys messed up my car.|You never showed up.|I was just asking a price.|Your prices are too high.|I moved out of state.|My mother passed away.|I already booked with another shop.|I hung up for a reason.|not interested.|who is this?|how did you get my number?|I have asked before.|I am on the do not call list.|I work nights.|my plan is limited.",
    ),
    do: words(
      'cancel|stop|end|quit|remove|delete|drop|pause|take off|get rid of|skip|leave out|forget|lose|turn off|shut off|unsubscribe from|opt out of|get out of',
    ),
    innocent: words(
      'the wax|the second car|the pet hair|my appointment|the appointment|my Tuesday slot|the gym membership|my lease|the contract|the warranty|the extended warranty|the lawn service|the pool plan|autopay|the auto renew|the tree|the stump|the old furnace|the wallpaper|the popcorn ceiling|the decals|the window tint|the stains|the water|the gas|the main valve|the alarm|the onions|the add-on|the tip|the late fee|my old card|my old address|the 2pm|the second item|the maintenance plan|the dues|the damage waiver|the trial|the service call|the rental|the newspaper|the order|the monthly plan',
    ),
    ask: words(
      "can you|could you|can we|do you|how do I|I need to|I want to|I'd like to|please|pls|is it possible to|when can you|how much to|we should|going to|need someone to|my landlord wants to",
    ),
    thing: words(
      'my car|the AC|my truck|the furnace|the sink|the toilet|my dryer|the fridge|the dishwasher|the heater|my phone|the internet|the garage door|my knee|the dog|the baby|the alarm|my laptop|the washer|the generator|the pump|my engine|the wiper|the sprinkler',
    ),
    fails: words(
      "stopped working|quit on me|quit working|won't stop leaking|won't stop running|keeps shutting off|won't turn off|stopped cold|stops and starts|won't stop beeping|doesn't stop making noise|quit last night|ended up dead|keeps cutting out|never turned on|died again",
    ),
    visit: words(
      "can I stop by|I'll stop by|could you stop by|I can stop in|want to stop by|stopping by|might stop over|can someone stop out|I stopped in|is it ok to drop by|we will swing by|I'm going to come by",
    ),
    when: words(
      'today|tomorrow|after work|around 3|at noon|on Friday|this weekend|before 5|next week|in the morning|Tuesday|later|in an hour|on my lunch break|tonight',
    ),
    other: words(
      'my wife|my husband|my mom|the tenant|my boss|the office|my other number|my old phone|my son|my landlord|the insurance company|the dealer|him|her|my roommate',
    ),
    calls: words(
      "don't call me|please don't call|no calls please|stop calling|quit calling|dont call my work|no phone calls|I can't take calls|please do not call",
    ),
    textok: words(
      "text is fine|just text|text me|texting is better|text instead|send a text instead|I'm in a meeting, text|texts only|you can text",
    ),
    want: words(
      'text me|message me|send me|please text me|can you text me|could you send|just text|shoot me a text with|please message|can you message me',
    ),
    info: words(
      "the address|the price|the quote|your hours|the total|the link|when you're here|when it's ready|the invoice|a picture|directions|the form|the receipt|the times|what you have open|before you come",
    ),
    chat: words(
      "ok|sounds good|thanks|see you then|no problem|I'm outside|running late|almost there|got it|yes|yep works for me|great|how much|what time|are you open|where are you located|do you take cards|I'll be there|can't talk now|in a meeting|call me later|who is this|wrong day|no not today|not yet|maybe next week|no rush|take your time|love it|that's fine|never mind I found it|no that's all|nothing else|no thanks just the basic",
    ),
    nice: words('Hi,|Hello,|hey|good morning|Yes|ok|so|well|um|sorry|quick question|listen|also|btw|'),
  },
  es: {
    stop: words(
      'dejen de|deje de|deja de|paren de|pare de|para de|ya no|cesen de|eviten|absténganse de|favor de no|les pido no|no quiero que vuelvan a|dejad de|no vuelvan a|no vuelva a',
    ),
    inf: words(
      'escribirme|mandarme mensajes|mandar mensajes|enviarme textos|molestarme|contactarme|textearme|mandarme cosas|enviar mensajes|molestar|escribir a este número|usar mi número|mandarme publicidad',
    ),
    no: words(
      'no me|ya no me|por favor no me|nunca más me|que no me|le pido que no me|ya les dije que no me|porfa ya no me|q no me',
    ),
    subj: words(
      'escriban|escriba|escribas|manden nada|mande mensajes|mandes textos|manden más|envíen mensajes|envíe nada|contacten|contacte|molesten|moleste|texteen|llegue nada|busquen|anden escribiendo|estén mandando mensajes|sigan escribiendo',
    ),
    quit: words(
      'quiten|quítenme|quite|borren|bórrenme|borre|saquen|sáquenme|saque|eliminen|elimine|retiren|remuevan|tachen|denme de baja|den de baja|olviden|pierdan|desactiven|bloqueen',
    ),
    mynum: words(
      'mi número|mi celular|mi teléfono|este número|mi contacto|mis datos|mi nombre|este celular|mi cel',
    ),
    list: words(
      'de su lista|de la lista|de su sistema|de sus contactos|de ahí|de su base de datos|de esos mensajes|de sus envíos|del grupo||',
    ),
    nomore: words(
      'no quiero|ya no quiero|no deseo|ya no deseo recibir|no quiero recibir|no necesito|estoy harto de|ya me cansé de|no pedí|nunca pedí|no acepto|no autorizo|no me interesan',
    ),
    texts: words(
      'sus mensajes|más mensajes|mensajes|textos|más textos|esos mensajes|estos textos|publicidad|notificaciones|más avisos|mensajitos|msjs|nada de ustedes en mi celular',
    ),
    plea: words(
      '|por favor|gracias|ya|porfa|ahora|de una vez|xfa|muchas gracias|señor|disculpe|inmediatamente|nunca',
    ),
    lead: words('|||hola|buenas|oiga|mire|por favor|no gracias|disculpe|ya|perdón|señores|a ver|le repito'),
    story: words(
      'ya encontré a otro.|marqué por error.|no soy cliente.|no los conozco.|estoy trabajando.|este es teléfono de trabajo.|me cobran cada mensaje.|mi hijo marcó sin querer.|ya me arreglaron el carro.|soy una persona mayor.|quién es?|cómo consiguieron mi número?|solo quería un precio.|mi mamá falleció.|me mudé.|qué mal servicio.|no me interesa.',
    ),
    do: words(
      'cancelar|quitar|eliminar|dar de baja|borrar|parar|detener|suspender|sacar|terminar|desactivar|apagar|cortar|olvidar|dejar',
    ),
    innocent: words(
      'mi cita|la cita del martes|el pedido|la reserva|la membresía|el gimnasio|el contrato|la póliza|el seguro|la mancha|el árbol|la pared|la muela|el tatuaje|la fuga|el agua|la alarma|el segundo carro|el encerado|la tarjeta vieja|la dirección anterior|el servicio de jardín|las cucarachas|a mi hijo del equipo|la propina|el plan mensual',
    ),
    ask: words(
      'quiero|necesito|puedo|pueden|me pueden|cómo puedo|cuánto cuesta|tengo que|me gustaría|quisiera|hay que|podrían|es posible|vamos a',
    ),
    thing: words(
      'el carro|el aire|la lavadora|el refri|el inodoro|la bomba|mi teléfono|el perro|el bebé|la alarma|el motor|la calefacción|el grifo|la puerta',
    ),
    fails: words(
      'dejó de funcionar|se paró|no para de gotear|no deja de sonar|no para de llorar|se apaga solo|ya no prende|no para|dejó de enfriar|se quedó sin agua|ya no cierra',
    ),
    visit: words(
      'puedo pasar|paso por ahí|puedo parar|voy a parar|paramos|puede pasar|pasaré|iré|vamos a pasar',
    ),
    when: words(
      'hoy|mañana|a las 5|el viernes|después del trabajo|en la tarde|el sábado|la próxima semana|ahorita|en una hora',
    ),
    other: words(
      'a mi esposa|a mi esposo|a mi mamá|al inquilino|a mi jefe|al otro número|a mi hijo|a la oficina|al seguro',
    ),
    calls: words(
      'no me llamen|no me llame|no llame por favor|no marquen|no puedo contestar llamadas|sin llamadas por favor',
    ),
    textok: words(
      'mejor mensaje|mándenme texto|por texto está bien|escríbanme|mejor por aquí|solo mensajes|mejor mándeme un mensaje',
    ),
    want: words(
      'mándeme|envíeme|me manda|me puede mandar|me puede enviar|escríbame con|pueden mandarme|mándenme por mensaje',
    ),
    info: words(
      'la dirección|el precio|la cotización|el horario|el total|el enlace|la factura|una foto|la ubicación|el recibo|la hora',
    ),
    chat: words(
      'ok|gracias|ya voy|estoy afuera|sí|perfecto|cuánto cuesta|a qué hora abren|dónde están|aceptan tarjeta|no puedo ahora|estoy en una reunión|llámeme después|quién es|hoy no|todavía no|la otra semana|sin prisa|está bien|no, nada más|voy tarde|listo|buenos días|no gracias solo el básico',
    ),
    nice: words('hola|buenas tardes|sí|ok|disculpe|una pregunta|bueno|perdón|oiga|'),
  },
  fr: {
    stop: words(
      'arrêtez de|arrête de|cessez de|veuillez cesser de|merci de ne plus|prière de ne plus|veuillez ne plus|je vous demande de ne plus|arrêtez donc de|il faut arrêter de|stop de',
    ),
    inf: words(
      "m'écrire|me texter|m'envoyer des messages|m'envoyer des textos|me contacter|me déranger|me harceler|utiliser ce numéro|envoyer des sms|m'importuner|me relancer|m'embêter",
    ),
    no: words("ne m'|m'|ne m'|svp ne m'|je vous ai dit: ne m'"),
    imp: words(
      'écrivez plus|envoyez plus rien|envoyez plus de messages|écrivez pas|envoyez pas de textos|écris plus|envoie plus rien|importunez plus|écrivez jamais',
    ),
    noo: words('ne me|me|svp ne me'),
    impp: words(
      'textez plus|contactez plus|dérangez plus|texte plus|contacte plus|relancez plus|harcelez plus|sollicitez plus|contactez pas par texto',
    ),
    quit: words(
      'retirez|enlevez|supprimez|effacez|rayez|ôtez|radiez|virez|sortez|oubliez|perdez|désactivez|retire|efface|enlève|supprime|jetez',
    ),
    mynum: words(
      'mon numéro|mon nom|mon cell|mon contact|ce numéro|mes coordonnées|mes données|mon téléphone|mes infos',
    ),
    moi: words('-moi|-nous'),
    list: words(
      'de votre liste|de la liste|de vos envois|de votre système|de là|de vos contacts|de cette liste|de votre base|de ces textos|du groupe',
    ),
    nomore: words(
      "je ne veux plus de|je veux plus de|je ne souhaite plus recevoir|je ne veux pas de|je ne désire plus recevoir|je ne veux plus recevoir|j'ai pas demandé|je refuse|j'en ai marre de|je suis tanné de|jamais accepté de recevoir|je n'ai jamais consenti à recevoir|pas intéressé à recevoir",
    ),
    texts: words(
      'vos messages|vos textos|vos sms|ces messages|textos|messages|publicité|ces textos automatiques|notifications|votre pub|ces affaires-là',
    ),
    plea: words(
      "|svp|merci|s'il vous plaît|tout de suite|maintenant|s'il te plaît|une fois pour toutes|immédiatement|monsieur",
    ),
    lead: words('|||bonjour|salut|écoutez|non merci|pardon|svp|bon|désolé mais|je répète|allo'),
    story: words(
      "j'ai trouvé ailleurs.|j'ai appelé par erreur.|je ne suis pas client.|je ne vous connais pas.|je suis au travail.|c'est un téléphone de travail.|je paie chaque texto.|mon fils a appelé par erreur.|j'ai vendu l'auto.|c'est qui?|comment avez-vous eu mon numéro?|je voulais juste un prix.|ma mère est décédée.|j'ai déménagé.|pas intéressé.|service pourri.",
    ),
    do: words(
      'annuler|enlever|retirer|supprimer|arrêter|résilier|cesser|couper|fermer|désactiver|sortir|oublier|laisser|terminer|effacer',
    ),
    innocent: words(
      "mon rendez-vous|le rdv de mardi|ma commande|la réservation|mon abonnement au gym|le contrat|l'assurance|la tache|l'arbre|le mur|la dent|le tatouage|la fuite|l'eau|l'alarme|la deuxième auto|la cire|ma vieille carte|l'ancienne adresse|le service de pelouse|la neige|le pourboire|le forfait mensuel|les pneus d'hiver|les oignons|le plancher",
    ),
    ask: words(
      "je veux|je voudrais|je dois|pouvez-vous|est-ce que vous pouvez|comment|combien pour|j'aimerais|il faut|on peut|est-il possible de|il faudrait|je vais",
    ),
    thing: words(
      "mon auto|la fournaise|la toilette|le frigo|la laveuse|mon téléphone|le chien|le bébé|l'alarme|le moteur|le robinet|le chauffe-eau|la porte",
    ),
    fails: words(
      "a arrêté de fonctionner|s'est arrêté|n'arrête pas de couler|n'arrête pas de sonner|n'arrête pas de pleurer|s'éteint tout seul|ne marche plus|ne chauffe plus|ne démarre plus|arrête pas de couler|a lâché",
    ),
    visit: words(
      "je peux passer|je vais passer|je peux arrêter|je m'arrête|on passe|pouvez-vous passer|je passerai|on va arrêter",
    ),
    when: words(
      "aujourd'hui|demain|vers 5h|vendredi|après le travail|cet après-midi|samedi|la semaine prochaine|ce soir|dans une heure",
    ),
    other: words(
      "ma femme|mon mari|ma mère|le locataire|mon patron|mon autre numéro|mon fils|le bureau|l'assureur",
    ),
    calls: words(
      "ne m'appelez pas|appelez pas svp|pas d'appels|je ne peux pas répondre|pas d'appel svp|n'appelez pas à la maison",
    ),
    textok: words(
      "un texto c'est mieux|textez-moi|par texto svp|écrivez-moi plutôt|écrivez ici|les textos c'est correct|envoyez un texto",
    ),
    want: words(
      "envoyez-moi|textez-moi|pouvez-vous m'envoyer|écrivez-moi|pourriez-vous m'envoyer|envoie-moi|vous pouvez me texter",
    ),
    info: words(
      "l'adresse|le prix|la soumission|les heures|le total|le lien|la facture|une photo|le reçu|l'heure|le formulaire",
    ),
    chat: words(
      "ok|merci|j'arrive|je suis dehors|oui|parfait|c'est combien|à quelle heure ouvrez-vous|vous êtes où|vous prenez les cartes|je ne peux pas parler|je suis en réunion|rappelez-moi plus tard|c'est qui|pas aujourd'hui|pas encore|la semaine prochaine|pas pressé|c'est correct|non c'est tout|en retard|bonjour|non merci juste le lavage",
    ),
    nice: words('bonjour|allo|oui|ok|désolé|petite question|bon|salut|'),
  },
};
