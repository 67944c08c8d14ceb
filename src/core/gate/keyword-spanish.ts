/** How people say it in Spanish; see keyword-english for how the patterns read. Accents are gone, ñ is n. */
import { pattern, sayings } from './keyword-vocabulary.ts';

export const WRONG_PARTY = sayings(
  [
    'número o persona equivocada',
    '(?:numero|telefono|celular|persona) (?:equivocad[oa]|incorrect[oa]|erroneo|erronea|mal marcado)(?! (?:de (?:casa|orden)))|equivocad[oa] (?:de )?(?:numero|persona)|(?:se|te) (?:equivoco|equivocaron|equivocaste|ha equivocado|han equivocado|equivoca|equivocan|confundio|confundieron)(?: de)?|esta[ns]? equivocad[oa]s?|equivocaci?on de numero',
    '(?:confund\\w+) (?:con|de) (?:otra|otro|alguien|persona|numero)(?: \\w+)?|(?:mensaje|esto|texto)(?: \\w+)? (?:es|era|iba) para otr[ao](?: persona)?',
    '(?:numero|persona) que (?:busca[ns]?)|no soy yo{END}|no soy (?:a )?(?:quien|la persona|el que|la que|ese|esa|el|la)(?: \\w+)*',
  ],
  [
    'no soy esa persona',
    '{START}(?:aqui no es|no es aqui|ya no es aqui)(?: \\w+)?{END}|(?:no|nunca) (?:les |los |le )?(?:hable|llame|marque) a ning\\w+(?: \\w+)?',
    '[a-z]+ ya no (?:tiene|usa|contesta|es dueno de|vive|trabaja)(?: (?:en|con|de|a))?(?: (?:este|ese) (?:numero|telefono|celular)| aqui)',
    '(?:aqui|en este numero|en esta casa)? ?no (?:soy (?!nuev[oa]|de |cliente nuevo|el dueno)|vive|hay ningun[ao]?|hay ningun|existe|se encuentra)(?: (?:aqui|nadie|ningun[ao]?|con ese nombre|llamad[oa]|esa|ese|la|el))*(?: [a-z]+){0,2}{END}',
    'no conozco a (?:ningun|ninguna|nadie|esa|ese|esta|[a-z]+)(?: \\w+)*|no (?:la|lo|los|les|se quien)(?: \\w+)? conozco|no se (?:quien es|quienes son)(?: \\w+)*|no hay (?:ninguna?|nadie)(?: (?:aqui|con ese nombre|llamad[oa]|que se llame))* [a-z]+(?: aqui)?',
    '(?:no|ya no|este no|esta no) es (?:mi|su|el|la|ese|de) (?:numero|telefono|celular)(?: \\w+)*|(?:numero|telefono|celular) (?:ya )?no (?:es|le pertenece|pertenece)(?: \\w+)*|(?:numero|telefono|celular) (?:ahora |ya )?es (?:mio|nuevo|de otra)(?: \\w+)*|(?:este|ese) (?:numero|telefono|celular)(?: \\w+)? (?:cambio de dueno|era de)(?: \\w+)*',
    '(?:acabo de|recien)(?: \\w+)? (?:cambiar|comprar|obtener|adquirir|sacar|recibir|tener)(?: de)?(?: este)? (?:numero|telefono|chip|linea)(?: \\w+)*',
  ],
  [
    'yo no llamé',
    '(?:yo )?(?:no|nunca|jamas)(?: (?:les?|los|las|lo|la|te|he|me))* (?:llame|llamado|marque|hable|hablado|marcado)(?: (?:a )?(?:ustedes|usted|nadie|ese|este|ningun|esa|su|nunca|jamas|ningun lado))?(?! (?:para|ayer|hoy|porque|antes|a mi))(?= [.,?]|$| (?:a |para nada|no ))|nadie (?:de aqui |de esta casa |en esta casa |aqui )?(?:los |les |te |lo |la )?(?:llamo|marco|hablo)(?: (?:de aqui|desde aqui|a ustedes|de este numero|desde este numero))+|nadie (?:los|les|lo|te) (?:llamo|marco|hablo)',
  ],
);

export const REVOCATION = sayings(
  [
    'no me manden',
    '(?:{NUNCA})(?: (?:mas|me|nos|le|les|se|ya|quiero|quisiera|queremos|deseo|necesito|gusta|deben|pueden|puede|tienen|tiene|hace falta|es necesario|derecho a|por que|permiso para|permiso de|que|vuelva[ns]?|vuelvas|volver|a|sigan?|sigas|siga|esten?|este|estes|anden?|pueda[ns]?|intenten?|se les ocurra|deje[ns]?|tiene[ns]? que))* (?:me |nos )?(?:{MANDEN})(?: (?:mas|nunca|jamas|ya|nada|ningun|ninguna|otra vez|de nuevo|tantos?|tantas?|sus|estos?|esos?|este|mi|mis|los|estas|a este|a mi|por|favor|al|aqui|aca|numero|telefono|celular|texto|mensaje|este medio|ustedes|con|de|tipo|mi esposa|mi esposo|tan|tipos|ni|la|lata|tiempo|{MENSAJES}|{MANDEN}|me|nos))*(?= [.,?]|$| (?:y|o|ni|que|porque|si|gracias|pero|ya|es|son|estoy|soy))',
    '(?:{NUNCA}) (?:me|nos) (?:vuelva[ns]? a |sigan? |anden? |esten? )?(?:{MANDEN}|lleguen?|lleg[ua]e)(?: (?:mas|nada|mensajes?|textos?|sms|{MENSAJES}|nunca|tantos|sus|estos|a|este|mi|numero))+',
    '(?:{NUNCA}) (?:{MANDEN})(?: (?:mas|me|nos|sus|estos|ningun|tantos|otro|nada|de))* (?:{MENSAJES}|mas|nada|me|nunca)(?! (?:correo|carta))',
    '(?:no|nunca|jamas)(?: mas)? (?:me |les |le )?(?:interesa|interesan|quiero|queremos|deseo|deseamos|quisiera|quiere|necesito|necesitamos|acepto|aceptamos|pedi|pedimos|he pedido|solicite|autorizo|autorice|autorizamos|me gustan|me suscribi|me inscribi|me apunte|requiero|ocupo|ocupamos|di|he dado|doy)(?: (?:mas|ya|de|que|me|nos|sus|su|estos|esos|esto|ningun|ninguna|nada|recibir|recibiendo|seguir|los|las|el|la|tantos|a|para|tener|ver|saber|otro|en|contacto|por|llegando|lleguen|llegue))*(?: (?:{MENSAJES}|recibir|de ustedes|de usted|contacto|permiso|consentimiento|autorizacion|saber|mi numero|mi telefono|estar en|formar parte|participar|a esto|esto|que me (?:{MANDEN})|{MANDEN}|lista|nada de))(?: \\w+)*',
    '(?:prefiero|preferiria|quiero|quisiera|mejor|agradeceria|agradezco|pido|solicito|ruego|favor de|exijo|ya les dije|les dije|ya dije|dije|pedi)(?: (?:por favor|que|le|les|de|favor|si))* (?:ya )?(?:no|dejar|dejen|deje|paren|pare|parar)(?: (?:de|mas|me|nos|los|que|quiero|queria))* ?(?:recibir|{MENSAJES}|{MANDEN}|ser contactad[oa]|me contact\\w+|mensaje\\w*)(?: \\w+)*',
    '(?:favor de|por favor)? ?no (?:molest(?:ar|en|e|es)|fastidi(?:en|ar|e)|chinguen|jodan|fregar|freguen|insistan?|contactar|escribir|enviar|mandar|llamar|disturbar|texte\\w+)(?: (?:mas|ya|por favor|este|a|numero|mensajes?|textos?|gracias|sms))*{END}',
  ],
  [
    'no más mensajes',
    '(?:{START}|\\w+ )?(?:no mas|nomas|ni un|ni uno|ningun|sin|cero|nada de|basta de|alto a|fuera|adios|bajen\\w*|no a|ni)(?: (?:de|los|las|sus|estos|tantos|mas|otro|solo|a|recibir|enviar|mandar|estas|esas))* ?(?:{MENSAJES})(?: mas)?|no mas(?: por favor| gracias| ya)*{END}|{START}(?:ya )?no mas{END}',
    '(?:me tienen|estoy|estamos|ya estoy)(?: (?:muy|bien|tan))? (?:hart[oa]s?|cansad[oa]s?|fastidiad[oa]s?|asquead[oa]|molest[oa])(?: (?:de|con|por))(?: \\w+)? (?:{MENSAJES}|ustedes|esto|{MANDEN})|(?:suficientes?|ya fue suficiente|ya estuvo|es suficiente)(?: (?:con|de|bueno))?(?: \\w+)? ?(?:{MENSAJES})?{END}',
  ],
  [
    'ya basta',
    'me quiero salir|quiero salirme|ya cansan(?: \\w+)*|no tienen (?:autorizacion|derecho|permiso)(?: \\w+)*|{START}(?:eliminar|borrar|quitar|elimine|borre|quite) (?:mi |este |el )?numero{END}|dejen de una vez|{START}baja del servicio|(?:quitar|anular|cancelar|borrar) (?:la |mi )?(?:suscripcion|registro|inscripcion)|(?:molest\\w+|fastidi\\w+|escrib\\w+|vayan a molestar) a otr[oa]s?(?: \\w+)?|{START}(?:no (?:responder|respondan|responda|contesten|conteste|contestar|respondas))(?: \\w+)?{END}|baj(?:e|en|a)(?:me|nos) de (?:la|su|esta|tu) lista|numero.*(?:borr|quit|elimin|olvid)\\w+lo{END}|(?:quite|quiten|borre|borren|saquen) (?:su|ese) (?:numero|telefono|nombre)|(?:acus(?:ar|o|are)|queja|quejarme)(?: (?:con|ante|en|a))?(?: (?:la|el))? ?(?:fcc|ftc|si|procon|profeco|ustedes|autoridades)(?: \\w+)*|los voy a acusar|decir a mi abogado|(?:llamar|hablar|llamo|hablo)(?: (?:a|con))? (?:la policia|mi abogado)(?: \\w+)*',
    '(?:quiero|necesito) (?:stop|alto|baja|parar(?: esto| todo)?|que pare(?:n)?){BREAK}|{START}(?:ya |bueno |ok |no |que |por favor |stop |ya les dije que )*(?:ya )?(?:pare|paren|parale|parenle|parele|parar|basta|alto|dejen|dejenme|dejame|dejeme|cesen|detente|detenganse|corten|cortenla|callense|callate)(?: (?:ya|ahora|de una vez|inmediatamente|todo|esto|eso|gracias|por favor|con esto|el acoso))*{END}|{START}(?:para ya|ya para|para por favor|ya parale|ya parenle|ya basta|basta ya)(?! \\w+ (?:el|la|las|los|manana))|ya basta|ya (?:parenle|parele|parale|estuvo|chole)(?: (?:con|de)(?: \\w+)*)?',
    '(?:ya |quiero |quisiera |como |quiero que |que |para |ya que |podrian |puede |pueden |favor de |por favor |necesito |ustedes )*(?:{DEJEN})(?: (?:ya|por favor|de|con|a|los|las|el|la|esos|estos|esas|estas|sus|tantos|todos|todas|mas|recibir|recibiendo|estar|me|nos|mis|mi|tu|tus|d|suscripcion|servicio|servicio de|suscripcion a|suscripcion de|a los|el servicio de|que me))* (?:{MENSAJES}|{MANDEN}|recibir(?:los|las)?|recibirlos|mandarme|mensajear(?:me)?|estar (?:{MANDEN}))(?: \\w+)*',
    '(?:dej(?:e|en|a|es|ar)) ?(?:me|nos) (?:en pa[zs]|tranquil[oa]s?|de molestar|de \\w+ar(?:me)?|ya|sol[oa])|dej(?:e|en|a)(?:me|nos) (?:en pa[zs]|tranquil[oa]s?|ya)|en paz{END}',
    'stop(?: (?:ya|por favor|porfa|texting|mensajes|a los mensajes|con los mensajes|los mensajes|de mandar|mandar|mandando|enviar|a todo|a esto|no|quiero|gracias))+|(?:pongo|puse|mande|escribi|ya mande|ya puse|envie|ya envie|digo|dije|ya dije|he puesto|respondi) (?:el )?(?:stop|alto|parar|cancelar|baja){BREAK}',
    '(?:darme|dame|denme|demen|deme|dar|de|den|darse|doy|dar(?:nos)?|dese|dennos)(?: me)?(?: por favor)? (?:de )?baja(?! (?:del? (?:plan|gimnasio|seguro|servicio|cable|internet|contrato|auto)|mi plan|el plan|al|la)(?![a-z]))(?: \\w+)*|(?:solicit|pid|quier|tramit|dese|exij)\\w+ (?:la |mi |una |mi propia )?baja(?! (?:del? |al |la |el ))(?: \\w+)*|{START}baja(?: (?:por favor|mi numero|del? (?:la )?(?:lista|servicio de mensajes|sms|mensajes)|de|ya))*{END}|(?:desuscri|desinscri|desafili|desabon|desuscr)\\w+|(?:anul|cancel)(?:ar|en|e|o|a)(?: (?:la|mi|esta|el|los))* (?:suscripcion|servicio de mensajes|registro|inscripcion)(?! (?:al|del|de la) (?:gimnasio|revista|gym|cable))|no (?:seguir|continuar) suscrit[oa]',
  ],
  [
    'quítenme de la lista',
    '(?:{QUITEN}) ?(?:me|nos|mi|nuestro|este)(?= [.,?]|$| (?:de|del|numero|telefono|celular|nombre|por|ya|ahora|datos|contacto|por favor|inmediatamente|y|o|que|si|numeros|gracias|no)(?![a-z]))(?! (?:de|del) (?:la |el |mi )?(?:lista de espera|cita|orden|viernes|lunes|martes|miercoles|jueves|sabado|domingo|turno|horario|agenda|clase|pedido|cuenta|casa))(?: \\w+){0,6}',
    '(?:quit|saqu|borr|elimin|remuev|remov|retir|desuscrib|tach|excluy|bloque|olvid|sac|excl)\\w*(?:me|nos)(?= [.,?]|$| (?:de|del|por|ya|ahora|y|ahi|inmediatamente|gracias|porfa\\w*|favor|si|d|x|en)(?![a-z]))(?! (?:de|del) (?:la |el |mi )?(?:lista de espera|cita|orden|viernes|lunes|martes|miercoles|jueves|sabado|domingo|turno|horario|agenda|clase|pedido))(?: \\w+){0,5}',
    '(?:me|nos) (?:{QUITEN}|quito|salgo|borro|elimino|sacaran|quitaran|borraran|elimin\\w+|puede[ns]? (?:{QUITEN})|podrian? (?:{QUITEN}))(?: (?:de|del|su|esta|esa|la|estas?|sus|aqui|ahi|tu))*(?: (?:lista|listas|sistema|base|registro|registros|contactos|mensajes|grupo|numero|promociones))?{BREAK}(?! de espera)',
    '(?:{QUITEN}|olvid\\w+|pierd\\w+|bloque\\w+|desech\\w+|romp\\w+|bot\\w+)(?: (?:por favor|ya|todo|todos))* (?:mi|mis|este|nuestro|el)(?: \\w+)? ?(?:numero|telefono|celular|cel|cell|tel|contacto|datos|informacion|nombre|numeros)(?! (?:anterior|viejo|de (?:mi|casa|orden)|equivocado y|y (?:ponga|use|usen|pongan)))(?: \\w+)*',
    '(?:de|fuera de) (?:su|tu|esta|esa|sus) (?:lista|base de datos|sistema|directorio)(?! de (?:espera|precios))|(?:lista|registro) de no (?:llamar|llamadas|contactar|molestar)|(?:pong\\w+|meta\\w*|agreg\\w+)(?: \\w+){0,4} (?:lista )?(?:de )?no (?:llamar|contactar|molestar|llamadas)|(?:salir(?:me)?|salgo) de (?:esta|la|su) lista',
  ],
  [
    'sin mi permiso',
    '(?:revoc|retir|quit|anul|cancel)\\w* (?:mi|el|todo) (?:consentimiento|permiso|autorizacion)|(?:no|sin|nunca|jamas)(?: \\w+){0,4} (?:permiso|consentimiento|autorizacion)(?: \\w+)*|quien (?:les|le|te) dio (?:permiso|mi numero|autorizacion|derecho)(?: de| para)?(?: \\w+)*|{START}(?:yo )?(?:no|nunca|jamas) (?:me )?(?:he )?(?:suscribi|suscrito|inscribi|inscrito|apunte|registre|registrado)(?: a (?:esto|nada|eso))?{END}|no (?:autorizo|doy permiso|di permiso|estan autorizados|consiento)(?: \\w+)*|(?:nunca|no|yo no|jamas)(?: me| les| he)? (?:pedi|pedido|solicite|suscribi|inscribi|apunte|registre)(?: (?:estos?|esto|mensajes?|a esto|sus|que me|a|nada|para|ningun|recibir|textos?|de esto))+(?: \\w+)*',
  ],
  [
    'los voy a reportar',
    '(?:l[oae]s?|te|los|las|ya los|ya te|voy a|vamos a|al fcc|este numero)(?: (?:voy a|vamos a|estoy|acabo de|tendre que|tengo que|he|a|estamos|va a|mi))*(?: \\w+)? ?(?:report(?:ar|o|ando|e|ado|are)|demand(?:ar|o|are|ando)|denunci(?:ar|o|ando|ado|are)|bloque(?:ar|o|e|ee|ando|ado|are|amos))(?:l[oa]s|te|l[oa]s?)?(?= [.,?]|$| (?:si|por|este numero|este|su numero|como|al|a la|con|ya|y|ustedes|a ustedes|ante|numero|esto|inmediatamente)(?![a-z]))(?! (?:por )?(?:el|la|un|una|a mi|choque))|{START}(?:ya )?(?:reportad[oa]s?|bloquead[oa]s?|denunciad[oa]s?|bloquear|reportar)(?: (?:por|y|como|molest\\w+|spam|bloquead[oa]s?|reportad[oa]s?|acoso|este numero|ya))*{END}|(?:report|bloque|demand|denunci)\\w*(?:los|te|las) |(?:si|otro|una vez mas|la proxima)(?: \\w+){0,7} (?:demando|denuncio|reporto|bloqueo|abogado|policia|demandar|reportar|denunciar|bloquear)(?: \\w+)*|(?:mi|nuestro|con mi|a mi) abogado(?: \\w+){0,4} (?:mensajes?|contactar|ustedes|acoso)(?: \\w+)*|llamar(?:e)? a la policia(?: si \\w+)?|los demando',
    '(?:esto|eso|ustedes|son|es|ya|puro|pura|siguen con su)(?: (?:ya|es|son|un|una|mero|puro|puros))* (?:acoso|spam|hostigamiento|acosadores|spammers|estafa|ilegal|abuso|fraude|estafadores)(?= [.,]|$| (?:ya|paren|dejen|por|y|no)(?![a-z]))|{START}(?:puro |mas |acoso y )?(?:spam|acoso|estafa){END}|me (?:estan|esta|siguen) (?:acosando|hostigando|molestando|spameando)(?! en|\\w| (?:mi|el|la|un|una|en))',
  ],
  [
    'váyanse',
    '(?:respeten|respete) (?:mi|la) privacidad|me opongo|derecho de (?:oposicion|cancelacion)|derechos arco|no (?:sean|sea) (?:molest\\w+|pesad\\w+|necios|insistentes)|ya (?:bajenle|supérenlo|superenlo)(?: \\w+)*|hasta aqui(?: con)?(?: \\w+)*|larg(?:ate|uense|ense)|vete a (?:la |el )?(?:mierda|chingar|diablo|carajo|volar|infierno)?|vayan(?:se)? (?:a|al)(?: \\w+)+|vaya(?:n)?se (?:a|al)(?: \\w+)*|vayanse|no (?:chinguen|jodan|frieguen|mamen|fastidien|den lata)|chinga(?: tu| a|da)?(?: \\w+)*|chinguen(?: \\w+)*|jodanse|al (?:carajo|diablo)|fuera de (?:mi|aqui)(?: \\w+)?|ya (?:chole|me cansaron|me hartaron)|que (?:fastidio|molestos|insistentes|lata)(?: \\w+)*{END}|me (?:tienen|traen) (?:harto|harta|cansado|cansada|hasta|loc[oa])(?: \\w+)*|hasta (?:la madre|el gorro|la coronilla)(?: \\w+)*',
  ],
  [
    'siguen escribiendo',
    '(?:siguen|continuan|sigue|insisten(?: en)?|porque siguen|por que siguen|todavia|aun)(?: me)? (?:mandando|enviando|escribiendo|llegando|molestando|llegandome|mandandome|escribiendome|enviandome|texteando|fastidiando|con los mensajes|me escriben|me mandan|chingando|jodiendo|fregando|recibiendo)(?: \\w+)*|cuantas veces(?: \\w+)*|ya (?:les|le) (?:pedi|dije|he dicho|he pedido)(?: \\w+)* (?:no|dejen|quitar\\w*|borr\\w+|dejar\\w*|elimin\\w+|stop|pare\\w*|baja)(?: \\w+)*',
  ],
);

export const AMBIGUOUS = sayings(
  [
    'no me interesa',
    '{START}no interesad[oa]s?|{START}cancel\\w+l[oa]{END}|no (?:me|nos|estoy|estamos|le|soy)(?: (?:ya|muy|realmente|me))* ?(?:interesa|interesan|interesad[oa]s?)(?! en (?:el|la|los|las)(?![a-z]))|(?:sin|ningun) interes|no tengo interes|perdi (?:el )?interes',
  ],
  [
    'ya no',
    '^(?:no )?(?:ya no|no gracias ya no|ya no gracias)$|^(?:pues |no |mejor |ya )*(?:olvid(?:elo|alo|enlo|ese|ate)|dej(?:elo|alo|enlo)(?: asi)?|asi dejelo|no se moleste[n]?|no te molestes|dejemoslo asi|no hace falta|ya no hace falta|ya no es necesario|ya no gracias)(?: (?:gracias|ya|asi))*{END}',
    'ya no (?:lo|la|los|las|les?|hace|es|ocupo|requiero|necesito|necesitamos|quiero)(?: (?:necesito|ocupo|falta|necesario|quiero|requiero|necesitamos|sus servicios|el servicio|nada|esto|ocupamos))*{END}',
  ],
  [
    'cancelar, ¿qué?',
    '{START}(?!.*(?:cobr\\w+|politica|no|nunca|si alguien|porque|por que|me|ya) )(?:\\w+ ){0,4}cancel(?:ar|e|en|ado|ada|o|a|arlo|arla|elo|ela|emos)(?: (?:por favor|todo|eso|esto|ya|gracias))*{END}',
  ],
  [
    'quejas de los mensajes',
    '(?:muchos|demasiados|tantos|bastantes|mas de \\d+|\\d+|puros?) (?:mensajes?|textos?|msjs?)(?: \\w+)*|menos (?:mensajes?|textos?)|mensajes? a cada rato|otro mensaje(?: \\w+){0,2}{END}|(?:por que|porque|para que)(?: \\w+)? (?:me|nos) (?:escriben?|mandan?|envian?|textean?|escribes|mandas|estan escribiendo|estan mandando|contactan?|llegan)(?: (?:tantos?|mensajes?|textos?|tanto|estos|esto|a mi|a cada rato))*|(?:mandan|envian|escriben) (?:demasiado|mucho|tantos|muchos)(?: \\w+)*|pausen?(?: \\w+){0,2} mensajes',
  ],
);

export const HEDGED = sayings(
  ['no se moleste', 'no (?:se moleste[n]?|te molestes)(?! (?:en )?(?:mandar|escribir|enviar)\\w*)'],
  [
    'no a esa hora',
    '(?:no|nunca|ya no|dejen de|deje de|eviten)(?: (?:me|nos))? (?:{MANDEN})(?: (?:mensajes?|textos?|msjs?|mas|nada))*(?: (?:tan (?:tarde|temprano|noche)|a (?:esta|estas|esa) horas?|antes de|despues de|de noche|por la (?:noche|manana)|en la (?:noche|madrugada|manana)|en (?:el|mi) (?:trabajo|horario)|cuando|mientras|los (?:domingos|sabados|fines)|en (?:domingo|fin de semana|domingos)|durante|hasta|entre semana|(?:a|de) las \\d+|este fin))(?: [a-z0-9]+)*',
  ],
  [
    'por correo',
    '(?:no|ya no|dejen de|deje de|paren de|no mas|ya no quiero|no quiero)(?: (?:me|nos|mas|recibir|que me|los|sus))* ?(?:(?:{MANDEN})(?: (?:mas|me|los|sus|tantos))* )?(?:correos?(?: electronicos?)?|emails?|e mails?|cartas|newsletters?)(?: (?:electronicos?|por favor))*',
  ],
);

export const INNOCENT = [
  '(?:tengo que|debo|necesito|tuve que|voy a tener que) cancelar(?= [.,] .*(?:enferm\\w+|trabajo|no puedo|surgio|hij[oa]|carro|otro dia|cambi\\w+|reagend\\w+|perdon|disculp\\w+)(?![a-z]))',
  '(?:ya )?(?:borre|perdi|elimine|olvide|lei|vi) (?:su|tu|el|sus|los) (?:mensajes?|textos?|correo)(?: (?!por|ya|y)\\w+)?',
  '(?:no (?:quiero|queria|quisiera|es por|pretendo)|sin|perdon por|disculp\\w+ (?:por|que)|siento) molestar(?:l[oae]s?)?(?: (?:pero|mucho|solo))?|(?:no )?(?:me|le|nos) molest(?:a|aria|an)(?: (?!sus|estos|los mensajes|tantos)\\w+)?',
  // Lo contrario.
  'no (?:me )?(?:dejen|deje|dejes|paren|pare|pares|cancelen?|cancele|canceles|quiten|quite|quites|borren|borre|saquen|saque|eliminen?|detengan)(?! (?:de )?(?:molestar|joder|fregar))(?: (?:de|me|los|las|la|mi|nos|su|mandarme|enviarme|escribirme|mandar|enviar|recordatorios|mensajes|lista|cita))*',
  'no (?:quiero|quise|queria|quisiera|pedi|dije|deseo|vayan a|hay que|pienso|necesito)(?: (?:que|me|dar|los))* (?:dejar|dejen|cancelar|darme de baja|parar|paren|quitar\\w*|quiten|cancelarla|cancelarlo|borrar\\w*|salir(?:me)?|stop)(?: (?:de|los|mensajes|recibir|recibirlos|la|mi|textos|recordatorios|lista|cita|mandar\\w*|enviar\\w*))*',
  '(?:no|nunca) me (?:di|he dado|quise dar) de baja(?: \\w+)?|(?:me )?(?:di|dieron|puse|mande|escribi) (?:de )?(?:baja|stop|alto) (?:por (?:error|equivocacion|accidente)|sin querer)|(?:por que|porque|cuando) (?:ya )?no (?:me )?(?:mandan?|envian?|llegan?|escriben?|llaman?|han \\w+)(?: \\w+)*|dejaron de (?:llegarme|llegar|mandarme|mandar|enviarme|escribirme)(?: \\w+)*|no me (?:llego|llegan|llegaron|ha llegado|han llegado|llega)(?: \\w+)*',
  // Los textos sí, lo otro no.
  '(?:no|ya no|mejor no|en vez de|en lugar de) (?:me |nos )?(?:llamen?|llame|llames|llamar|llamarme|marquen|llamadas|manden correos?|mande correos?|envien correos?|manden emails?|mande email)(?: (?:por favor|al|a|la|mi|casa|trabajo|el|telefono|correos?))*(?: [.,])?(?: (?:mejor|solo|por|pero|si|prefiero|y|un|porfa|estoy en el trabajo|me pueden|pueden|puede|con|sino|unicamente|nomas|asi|a))* (?:mand[ae]\\w*|envi[ae]\\w*|escrib\\w+|textos?|texto|mensajes?|texteen?\\w*|sms)(?: (?:un|texto|mensaje|por|favor|esta bien|texto esta bien|solamente|mejor))*',
  '(?:no|ya no) (?:le |les |lo |la )?(?:{MANDEN}) (?:a|nada a|al) (?!este|ningun|ustedes|usted|nadie|mi (?:numero|telefono|celular)|mi$|mi [.,])(?:mi |la |el |su )?\\w+(?: [.,])?(?: (?:sino|mejor|solo|a|y|pero))* ?(?:mande\\w*|escrib\\w+|envie\\w*|a mi|llame\\w*)?(?: a mi)?',
  'no (?:me )?(?:mand|envi)(?:e|es|en) (?!me|mas|nada|mensajes?|textos?|msjs?|sms|publicidad|promo\\w*|ofertas|estos|esos|sus|ningun|tantos|recordatorios|encuestas|anuncios|por|ya|y|ni|otra|propaganda|spam|a este|a mi|correos?|basura|cosas|esto|eso)(?:a |la |el |al |los |las |un |una )?\\w+(?: \\w+)?',
  '(?:correo|emails?|e mails?|correos)(?: \\w+){0,3} (?:pero|y) (?:sigan|siga|si|mande\\w*|los textos|por texto|continuen)(?: \\w+)*|(?:quite\\w*|borre\\w*|saque\\w*) (?:del? )?(?:correo|email|lista de correo)(?: \\w+)*',
  '(?:borr|quit|elimin|cambi)\\w+ (?:el|mi|ese|este) (?:numero|telefono)(?: (?:anterior|viejo|de antes|equivocado|pasado|de \\w+))?(?: ,)?(?: y)? (?:use\\w*|pong\\w+|agreg\\w+|por|guard\\w+|este)(?: \\w+)*|(?:borr|quit|elimin)\\w+ (?:el|mi) (?:numero|telefono) (?:anterior|viejo)(?: \\w+)*',
  // Visitas.
  '(?:puedo|podemos|podria|quiero|voy a|vamos a|quisiera|donde|puede|pueden|va a|dejen) (?:puedo |me |yo )?(?:parar|pasar|parar un momento|parar primero|pasar un momento)(?! (?:esto|todo|con|ya|los|las|sus|estos|de)(?![a-z]))(?: (?:por|a|en|un|la|el|ahi|momento|primero))*|(?:puede|pueden|podrian)(?: \\w+){0,2} (?:parar|pasar)(?: (?:el|la|primero|por|en|a))+(?: \\w+)?',
  '(?:una |la |que |cual |alguna )?parad(?:a|as)(?: (?:de|del|en))?(?: \\w+)?',
  // Citas y pedidos.
  'cancel(?:ar|e|en|o|a|ado|ada|aron|emos|arla|ando|acion|aciones)(?: (?:mi|la|el|una|mis|las|nuestra|esta|esa|los|su|de|del|otra|segunda|primera|proxima|lo|al|un))*(?: (?:cita|citas|reserva|reservacion|turno|visita|orden|pedido|servicio(?! de (?:mensaj|text|sms))|consulta|membresia|clase|entrega|mesa|contrato|poliza|plan|gimnasio|grua|viaje|vuelo|cotizacion|presupuesto|limpieza|compra|hora|tratamiento|corte|masaje|estimado|seguro|suscripcion (?:al|del) (?:gimnasio|gym)|hoy|manana|lunes|martes|miercoles|jueves|viernes|sabado|domingo|\\d+))+(?: (?:de|del|para|a|con|por|las?|el|hoy|manana|lunes|martes|miercoles|jueves|viernes|sabado|domingo|\\d+|esta tarde))*',
  '(?:cita|reserva|reservacion|turno|visita|pedido|orden|vuelo)(?: [a-z0-9]+){0,3} cancel(?:ad[oa]|ar|aron|o)|(?:me|nos|te|se) cancel(?:aron|o|an|a)(?: \\w+){0,3}|cobr\\w+(?: \\w+){0,3} cancelar|(?:politica|cargo|multa|costo|hay alguna|alguna|una) (?:de |por )?cancelacion(?: \\w+)?|si (?:alguien )?cancela\\w*(?: \\w+)?|no (?:quiero |voy a |he |vayan a )?cancel\\w+(?: \\w+)?|como cancel[oa] (?:mi|la|el) \\w+|(?:tengo que|debo|necesito) cancelar (?:hoy|manana|el|porque|por|[.,] )',
  '(?:{QUITEN}) ?(?:me|nos)?(?: a| de| del| la| el| mi| mis| al| los| las)* (?:lista de espera|viernes|lunes|martes|miercoles|jueves|sabado|domingo|cita|orden|turno|agenda|horario|clase|cuenta|pedido|segundo|muela|muelas|mancha|manchas|diente|tatuaje|cucarachas|plagas|hormigas|cargo|alfombra|pintura|arbol|arboles|casa|yeso|puntos|lunar|verruga|sarro|garantia|del precio|cebolla)(?: \\w+)*',
  '(?:quiero|quisiera|deseo|para)? ?dar(?:me|le)? de baja (?:mi|el|la|del|al|un|a) (?:plan|gimnasio|gym|seguro|contrato|auto|poliza|cable|internet|membresia|cuenta|servicio(?! de (?:mensajes|texto))|carro|linea)(?: \\w+)*|de(?:le|n|) de baja (?:al|el|la|a la) (?!numero|mensaje|suscripcion)\\w+(?: \\w+)?|baj(?:a|e|en|ar) (?:la|el|los|las) \\w+|planta baja|presion baja|baja (?:la|el) \\w+|(?:mas|muy|precio|volumen) baj[oa]',
  'a que hora (?:termina|cierra)n?|fin de (?:semana|mes|ano)|fines de (?:mes|semana|\\w+)|al fin(?:al)?|por fin|(?:al|el|en el) final(?: de(?:l)?(?: \\w+){1,2})?|cuando (?:termina|acaba)(?: \\w+)*',
  'no mas (?:de|que) \\w+(?: \\w+)?|(?:(?:no|ya no) (?:hay|quedan?|tienen(?! (?:autorizacion|derecho|permiso|mi))|tengo)|(?:nomas|no mas) (?:queria|quiero saber|quiero|una|uno|para|quisiera|era|tengo))(?: (?:mas|saber|preguntar))*(?! (?:{MENSAJES}|recibir|que me|de ustedes|nada))(?: (?!{MENSAJES}|recibir|que|nada|mas)\\w+)|, no mas{END}',
  // Otras cosas que paran.
  '(?:no|nunca|ya no) (?:me )?(?:deja|para|dejaba|paraba|dejan|paran|se deja|ha dejado|ha parado) (?:de )?(?!mandar|enviar|escribir|llamar|llegar)\\w+(?: \\w+)?|(?:me |se |ya )?(?:dejo|deje|dejado|dejaron) de (?!mandar|enviar|recibir|escribir|llegar|fastidiar|molestar|joder|chingar|acosar|insistir|textear|llamar|contactar|una|fregar|hostigar)\\w+(?: \\w+)?|(?:se|me|le) (?:paro|para|detuvo|detiene|apaga|paraba)(?: \\w+)?|(?:quiero|quiere|tratando de|ayuda para|sesion para|programa para|como|para|debo|dejo|puedo|necesito|hipnosis para) ?dejar? de (?!recibir|mandar|enviar|llegar|escribir)\\w+|dejo de (?!recibir|mandar|enviar|escribir)\\w+(?: \\w+)?',
  '(?:{DEJEN}) (?!que (?:ya )?(?:no|dejen|paren))(?:la|el|los|las|un|una|mi|su|al|a|que|le|les|en|las) (?!{MENSAJES}|{MANDEN}|los|las|sus|estos|tus|esos|recibir|nombre|registro|inscripcion|suscripcion|acoso|lata|servicio de (?:mensajes|texto)|numero|telefono|todos?)\\w+(?: \\w+)?|(?:detener|parar|pare|paren|detengan|detenga|suspender) (?:el|la|los|las|un|una)? ?(?:pedido|pago|envio|obra|fuga|alarma|agua|entrega|cheque|trabajo|servicio de limpieza|orden|lluvia|sangrado|hemorragia)(?: \\w+)*|como (?:paro|detengo|apago) (?:la|el)(?: \\w+)?|(?:dej|d)(?:eme|ejeme|ejame|enme|ame|ejenme) (?:un |una |el |la |pensar\\w*|ver|saber|preguntar|checar|checo|le|lo|consult\\w+|revisar|hablar\\w*|buscar)(?: \\w+)?|deje (?:le|que|me|lo|veo|checo|pregunto)(?: (?!molest|mand|envi|escrib|llam)\\w+)?|dejar (?:el|la|mi|un) \\w+',
  '(?!para que (?:ya no|no|dejen|paren))(?:para|es para|y para|pa) (?:el|la|los|las|mi|un|una|dos|tres|cuatro|\\d+|que|cuando|manana|hoy|saber|ver|confirmar|hacer|preguntar|agendar|este|esta|mis|nosotros|mi hij[oa]|cuantas|donde|llevar|ir|cotizar|pagar|recoger|dejar (?:el|la|mi))(?: (?!{MENSAJES}|{MANDEN}|no)\\w+)?',
  '(?:que tan|muy|mas|tan|es|esta|tengo la|la|presion|respaldo|el|un|lo|en el|del|pelo|techo|precio|costo) alto?s?(?: (?:de|es|el|la|colesterol|de la esquina))?|alta',
  // Derechos, choques, abogados.
  '(?:me|le|les|nos|mi licencia|la) revocaron(?: \\w+){0,2}|revocar (?:un|el|la|mi) (?!consentimiento|permiso)\\w+(?: \\w+)?|(?:demandar|demando|denunciar) a (?!ustedes|usted)(?:mi |la |el |un )?\\w+|(?:report|denunci)(?:ar|o|ando) (?:un|una|el|la|mi) (?!numero|mensaje)\\w+(?: \\w+)?|bloquead[oa] (?:el|la|mi)(?: \\w+)?|(?:esta|tengo|bano|drenaje|calle|puerta|tubo)(?: (?:el|la|bano|drenaje))* bloquead[oa](?: \\w+)?|(?:acos(?:ando|an|ada|ado)|hostig\\w+)(?: (?:en|por|mi|el|la|un)(?: \\w+){1,2})|me (?:estan|esta) acosando en(?: \\w+)+|quieren quitarme(?: \\w+)*',
  '(?:no|ya no) (?:quiero|necesito|queremos|ocupo) (?:la|el|un|una|los|las|esperar|anestesia|ir|pagar|hacer|comprar|ninguna)(?! (?:{MENSAJES}))(?: \\w+){0,2}',
  '(?:pieza|direccion|extension|talla|tarjeta|dia|fecha|nombre|color|orden|cuenta|factura|cita|hora) equivocad[oa]|(?:marque|mande|di|puse|escogi) (?:la|el|mal) \\w+ equivocad[oa]|me equivoque (?:de (?:dia|fecha|hora|talla)|al|en)(?: \\w+)?|(?<!no )(?:es|sera|este es) (?:este )?(?:el )?(?:numero|telefono) (?:correcto|del?|equivocado)(?: \\w+)?|numero de mi (?:esposa|esposo|hij[oa]|casa)(?: \\w+)* (?:mal|equivocado|incorrecto)|tengo (?:un )?(?:numero nuevo|nuevo numero)(?: ,)?(?: soy)?(?: \\w+)?|no soy (?:nuev[oa]|cliente|paciente nuev[oa]|de)(?: \\w+)?|nadie (?:me |nos )?(?:contest\\w+|respond\\w+|vino|llego|llamo|ha \\w+)(?: (?:de vuelta|me|a))?|(?:sigue|siguen) (?:abierto|goteando|saliendo|esperando)(?: \\w+)?',
].map(pattern);
