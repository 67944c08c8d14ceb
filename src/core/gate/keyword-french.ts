/** How people say it in French, in Québec too; see keyword-english for how the patterns read. Accents are gone. */
import { pattern, sayings } from './keyword-vocabulary.ts';

export const WRONG_PARTY = sayings(
  [
    'mauvais numéro',
    '(?:mauvaise?|faux|fausse|movais|movai) (?:numero|no|destinataire|personne)(?! de (?:chambre|porte|commande))|erreur (?:de|sur le|sur la) (?:numero|destinataire|personne)|(?:vous (?:vous )?|tu t(?:e)? )?(?:etes )?tromp(?:ez|es|e|er)(?: de (?:numero|personne))|vous vous trompez(?: de \\w+)?|vous vous etes trompe\\w*|(?:vous faites|vous avez fait|c est une|il y a|y a|il doit y avoir|fait) (?:une )?erreur(?! (?:sur|dans|de|avec) (?:la|ma|mon|le|factur\\w*)(?![a-z]))|(?:pas|n est pas) le bon (?:numero|destinataire)|pas la bonne personne',
    'confond(?:ez|re|s)(?: \\w+)? (?:avec|pour)? ?(?:quelqu un|une autre|un autre|autre)?|vous me (?:confondez|prenez pour)(?: \\w+)*|(?:c est |c etait |message )(?:pour|destine a) (?:quelqu un d autre|une autre personne|un autre)',
  ],
  [
    'ce n’est pas moi',
    '[a-z]+ n a (?:plus|pas) ce (?:numero|telephone|cell\\w*)',
    'ce n est (?:pas|plus)(?: le| son| mon)?(?: (?:numero|telephone|cell|cellulaire|bon))+(?: de| a| d)?(?: \\w+)?|c est (?:pas|plus|pu)(?: le| son| mon) (?:numero|telephone|cell)(?: \\w+)*|(?:ce|c) (?:numero|telephone)(?: \\w+)? (?:n est|est|n appartient|appartient)(?: \\w+)? ?(?:plus|pas|maintenant)(?: (?:a|de|le|celui))+(?: \\w+)?|ce numero (?:n est plus|n appartient plus|a change|est rendu)(?: \\w+)*|c est mon numero(?: maintenant)?(?: ,)?(?: pas \\w+ \\w+)?|le numero a change de (?:proprietaire|mains)',
    '(?:je viens d avoir|je viens d obtenir|j ai|on vient de me donner|je viens de recevoir|j ai eu)(?: juste)? ce numero(?: \\w+)*|ce (?:nouveau )?numero depuis(?: \\w+)*',
    '(?:je ne|je|j) (?:suis|sui) pas (?:la personne|celui|celle|celui que|qui vous)(?: \\w+)*|{START}(?:c est |ce n est )pas moi{END}|pas (?:de|d) [a-z]+ (?:ici|a ce numero|a cette adresse)|(?:il n y a|y a|il y a) (?:pas|personne|aucun\\w*|plus)(?: de| d)? (?:\\w+ )?(?:ici|a ce numero|de ce nom|qui s appelle \\w+)|personne (?:de|du) ce nom(?: ici)?|(?:je ne |j )?(?:connais|connait) (?:pas|aucun\\w*)(?: (?:de|d|cette|ce|personne))*(?: \\w+)?{END}|{START}(?:je ne |je )sais pas qui (?:c est|vous cherchez|est)(?: \\w+)?',
  ],
  [
    'je n’ai pas appelé',
    '(?:je|j|on|nous) (?:n |ne )?(?:vous )?(?:ai|a|avons)(?: (?:pas|jamais|point))+ (?:appele\\w*|telephone|contacte|compose)(?: (?:chez vous|ce numero|personne|votre \\w+|vous|ici))?(?! (?:pour|hier|ce matin|encore|la|le|mon))|(?:je ne|je|j) (?:vous )?(?:n )?ai (?:appele|contacte) (?:personne|aucun\\w*)|(?:je ne vous|je vous|on ne vous) (?:ai|a) (?:pas|jamais) (?:appele\\w*|contacte\\w*|telephone)|personne (?:ici |d ici |de cette maison )?(?:ne |n )?(?:vous )?(?:a|as) (?:appele|telephone|contacte)(?! (?:de retour|moi))(?: (?:d ici|de ce numero|ici))*',
  ],
);

export const REVOCATION = sayings(
  [
    'arrêtez',
    '{START}d (?:arreter|enlever|effacer|oublier|oter)(?: \\w+)*',
    '{START}(?:ok |bon |stp |svp |voulez vous |voulez vous bien |veuillez |pouvez vous |merci de |bien |prier? de |la |mais |on |faut |il faut |vous devez |je veux que vous |je veux que ca |s il vous plait |pourriez vous |non |maintenant |j ai dit |je dis |je vous demande d |je vous demande de |deja )*(?:arret(?:e|es|ez|er)|cess(?:e|ez|er)|stopp(?:e|ez|er)|stop|finissez en|assez)(?: (?:ca|cela|tout|tous|maintenant|immediatement|tout de suite|la|de suite|merci|ceci|svp|donc|les|moi ca|aux|tout ca))*{BREAK}',
    '(?:{ARRETER})(?: (?:de|d|les|le|la|l|avec|aux|au|a|tout|tous|toutes|ces|cet|cette|vos|votre|ton|tes|ca|mon|me|m|nous|abonnement|envoi|des|ce|bien|immediatement|maintenant|moi|lui|service|vous))* (?:{TEXTOS}|m (?:{ECRIRE})|{ECRIRE}|abonnement aux textos|abonnement sms|me (?:{ECRIRE}))(?! (?:la|une|un|mon|ma|le) (?:facture|soumission))(?: \\w+){0,4}',
    '(?:{ARRETER}) de (?:me |m |nous )?(?:demander|solliciter|bombarder|inonder)(?: \\w+){0,4}',
    '(?:prie|demande|demandons|exige|supplie|merci|priere|prions)(?: (?:donc|de|vous|bien|vouloir))* d (?:arreter|enlever|effacer|oublier|oter)(?: \\w+)*|{START}(?:la )?(?:ca va faire|c est non|non c est non|n insistez (?:pas|plus)|arretez d insister|plus jamais|jamais plus)(?: \\w+)*|(?:crissez|crisse|criss)(?: moi)?(?: la)? (?:patience|paix)|respectez (?:ma vie privee|mon choix)|je (?:refuse|m oppose)(?: (?:de|d|a|au|aux|vos|ces|tout|toute|recevoir|etre|que))*(?: (?:{TEXTOS}|contact\\w+|traitement|vous m \\w+|recevoir))?(?: \\w+)*',
    'stop(?: (?:les|aux|au|a|ca|tout|merci|svp|maintenant|s il|de|m|envoyer|ces|vos))+|(?:que|pour que|faire pour que)(?: ca| ces messages| ca s| cela)? (?:arrete|arretent|cesse|cessent|s arrete){BREAK}|comment (?:je fais|faire|on fait|puis je|peut on|fait on|est ce que je)?(?: \\w+){0,4} ?(?:arreter|stopper|cesser|bloquer|desabonner|desinscrire|ne plus recevoir)(?: (?:ces|les|vos|de|ca|des|messages?|textos?|sms|recevoir|ne|plus))*{END}',
    '(?:dit|ecrit|envoye|repondu|demande|texte|dire|mis|tape)(?: (?:de|d|deja|plusieurs|fois))* (?:stop|arret|arreter|d arreter|de cesser|arretez|me retirer|de me retirer|cesser){BREAK}(?: \\w+)*',
  ],
  [
    'ne m’écrivez plus',
    '(?:ne|n) (?:plus|pas|jamais) (?:jamais |plus )?(?:me |m |nous |vous )?(?:re)?(?:{ECRIRE}|recevoir|etre (?:contact\\w+|derang\\w+|sollicit\\w+|appel\\w+)|me faire)(?! (?:la|une|un|mon|ma|le) (?:facture|soumission|technicien))(?: \\w+){0,4}',
    '(?:ne |n )?(?:me |m |nous )(?:re)?(?:{ECRIRE})(?: (?:moi|rien|donc))? (?:plus|pas|jamais|aucun|pu|pus)(?! (?:pierre|marc|la|le|ma|mon|avant|si))(?: \\w+){0,5}',
    '(?:ne |n )(?:re)?(?:{ECRIRE})(?: (?:moi|nous))? (?:plus|pas|jamais|aucun|pu)(?: (?:de|d|aucun|rien|vos|ces|sms|jamais|ici|a ce numero|{TEXTOS}|a|ce|numero|cet|moi))+|(?:ne |n )(?:re)?(?:{ECRIRE}) (?:plus|jamais)(?: (?:ici|rien|jamais))*{BREAK}',
    '(?:{ECRIRE}) (?:moi |nous )?(?:plus|pas|jamais|pu)(?: (?:de|d|aucun|rien|jamais|vos|ces|{TEXTOS}))*{BREAK}',
    '(?:me |m |nous )(?:{ECRIRE}) (?:plus|pas|jamais|pu)(?: \\w+)?|(?:plus|pas|pas besoin|inutile|plus besoin)(?: (?:la peine|de|d))* (?:me |m |nous )(?:{ECRIRE})(?: \\w+)*',
  ],
  [
    'je ne veux plus de messages',
    '(?:je|j|on|nous|ne|n) ?(?:ne |n |en )?(?:veux|veu|veut|voulons|souhaite|souhaitons|desire|desirons|voudrais|aimerais|prefere|prefererais|accepte|autorise|besoin|ai pas besoin|ai plus besoin|tiens|vx)(?: (?:ne|n|plus|pas|pu|pus|jamais|rien|aucun\\w*|ni|que vous|de|d|plu))+(?: (?:de|d|en|vos|votre|ces|recevoir|etre|avoir|a|ce que vous|vous|que vous|me|m|que|l on|on|les|des|voir|entendre|savoir|entendre parler|tous|sms|ni|aucun|plus|mes|sur|mon))*(?: ?(?:{TEXTOS}|contact\\w*|derang\\w*|de vous|sollicit\\w*|parler de vous|recevoir|{ECRIRE}|rien de vous|relanc\\w*))(?: \\w+){0,4}',
    '(?:plus|pas|aucun|pu|plu|pus|assez|marre|ras le bol|ras l bol|tanne|tannee|ecoeure|fatigue|fatiguee|ca suffit|suffit|non aux|zero|fini|finis|ni)(?: (?:de|d|des|aucun|les|vos|ces|tous|recevoir|avec|jamais|vos|autres?|par|a|mes|contact))* (?:{TEXTOS}|contact)(?! (?:plus|urgent|medical))(?: (?:svp|merci|s il|par texto|pour|ni|a|ce|numero|de votre|votre|publicitaires?|promotionnels?|part|texto))*',
    '(?:veux|veu|veut|voulons) (?:plus|pas|pus|pu) rien (?:savoir|recevoir|entendre|avoir)(?: \\w+){0,3}|(?:plus|pas) (?:un|une)(?: seule?)? (?:{TEXTOS})|{START}(?:plus|jamais) rien{END}|(?:plus|pas|aucun|ni) (?:jamais )?(?:de |d |des )?(?:{TEXTOS}) ni (?:{TEXTOS})|ni (?:{TEXTOS}) ni (?:{TEXTOS})|(?:plus|pas) d (?:offres|appels|annonces)(?: par \\w+)?|seulement (?:les |des )?(?:rappels|confirmations)(?: \\w+)? (?:pas|sans)(?: \\w+)+',
    '(?:j en ai|en ai|on en a|je suis)(?: (?:assez|marre|ras le bol|tanne\\w*|ecoeure\\w*|plein|ma claque|mon voyage|fatigue\\w*|plus que|vraiment))+(?: (?:de|d|des|vos|ces|avec|recevoir|votre|vous|le|ca|ces))*(?: (?:{TEXTOS}|vous|\\w+))?|ras le bol(?: de (?:vos|ces))? ?(?:{TEXTOS})?|{START}(?:bon |ok |c est |ca |j en ai |la c est |assez )*(?:assez|suffit|sufit|sa suffit|en voila assez|y en a marre|marre)(?: (?:la|maintenant|de ca|les|avec|vos|{TEXTOS}|merci|comme ca))*{BREAK}|(?:ca|sa|cela) su?f+it(?: \\w+){0,3}',
  ],
  [
    'désabonnez-moi',
    'd[e]?sab+on+\\w*|d[e]?s+inscri\\w+|d[e]?sincri\\w+|(?:annul|resili|termin|mettre fin|cancell?)\\w*(?: (?:a|mon|l|cet|notre))* (?:abonnement|inscription)(?: (?:aux|a vos|de|par) (?:{TEXTOS}|texto))|unsubscrib\\w*',
    '(?:{RETIRER}|oubli(?:ez|e|er)|perd(?:ez|s|re)|jet(?:ez|er)|bloqu(?:ez|er)|desinscri\\w+)(?: (?:svp|donc|tout|tous|immediatement))* (?:moi|nous|mon (?:numero|nom|contact|cell|no|tel\\w*)|mes (?:coordonnees|donnees|infos|informations)|ce numero|ce tel\\w*|notre numero)(?! (?:de la|du) (?:liste d attente|rendez|cours|rdv|table))(?: \\w+){0,6}',
    '(?:me |m |nous )(?:{RETIRER}|desinscri\\w+|oublier|bloquer)(?: (?:de|du|des|votre|la|cette|vos|svp|mon|liste|listes|d envoi|envoi|systeme|contacts?|textos?|s il|la dessus))*{BREAK}|(?:etre|veux etre|voudrais etre|aimerais etre) (?:retire\\w*|enleve\\w*|supprime\\w*|radie\\w*)(?: \\w+){0,4}|(?:hors|sortir|enlever|retirer|liste) de (?:votre|vos|cette) listes?(?! d attente)|de votre liste(?! (?:d attente|de prix))',
    '(?:inscri|mett|ajout|plac)\\w*(?: (?:moi|nous|mon numero|ce numero|me))? (?:sur|dans|a)(?: (?:votre|la|une|vos))? liste(?:s)? (?:d exclusion|noire|des numeros|de numeros|interne|de ne pas|ne pas|d interdiction|lnnte|rouge)(?: \\w+)*|(?:lnnte|bloctel|liste rouge)',
    '(?:retir|revoqu|annul|reprend|reprendr)\\w* (?:mon|tout|le) (?:consentement|accord|autorisation)|(?:n |ne |sans |aucun |pas |jamais |jai )(?:\\w+ ){0,4}(?:consentement|permission|autorisation|accord)(?: \\w+)*|(?:ai|avons|jai|a) (?:rien|jamais rien) (?:demande|signe|autorise|accepte)(?: \\w+){0,3}|(?:jamais|pas) (?:demande|donne|inscrit\\w*|abonne\\w*|sollicite|accepte|consenti|autorise)(?: (?:ces|ca|a ca|a|vos|de|des|mon|recevoir|cela|vos messages|rien|pour|{TEXTOS}|consentement|a rien|numero))+',
    'desactiv(?:ez|er|e)(?: (?:les|ces|vos|mes|tous))* (?:{TEXTOS})',
  ],
  [
    'laissez-moi tranquille',
    '(?:que|pour que) (?:vous|tu) (?:arret|cess)\\w+(?: \\w+){0,4}|{START}(?:deja )?(?:j ai |je vous ai )?(?:deja )?dit non(?: \\w+)?{END}|stop a tout|(?:j |je |on )?(?:n )?en (?:veux|veut|voulons) (?:plus|pas|pus)(?: (?:de|d))?(?: (?:vos|ces|{TEXTOS}|du tout))*{END}|aucune? sollicitation|sollicitations? (?:interdite?s?|illegales?)|non sollicite\\w*|(?:message|texto)?s? ?indesirables?|(?:n ai|jamais|pas) (?:pas |jamais )?(?:accepte|autorise|consenti)(?: (?:ca|cela|a ca|ces \\w+|vos \\w+))?{END}|numero.*(?:effac|enlev|supprim|retir|oubli)(?:ez|e) ?(?:le)?{END}|(?:enlevez|effacez|supprimez|retirez) (?:son|leur) numero(?! de)|(?:sacr|criss|achal|ecoeur|enerv)(?:ez|e) (?:moi|nous)(?: \\w+)?|vous (?:m|nous) ?(?:ecoeurez|enervez|achalez|fatiguez|derangez|importunez)(?: \\w+)*|dec(?:alisse|risse|rissez|alissez)|plainte (?:en cours|deposee|officielle)|(?:je |j )(?:contacte|appelle|vais appeler|vais contacter) (?:mon avocat|la police|un avocat|le crtc)|(?:arretez|cessez|arrete) d en (?:envoyer|ecrire)|me supprimer de (?:votre|vos|la)(?: \\w+)?|m (?:enlever|oter|effacer) de (?:ta|votre|vos|la|cette)(?: liste)?(?! d attente)',
    '{START}laiss(?:ez|e) (?:moi|nous){END}|(?:laiss(?:ez|e|er)|fich(?:ez|e|er)|fout(?:ez|re)|fous|fiche|lach(?:ez|e|er)|decroch(?:ez|e)|lessez|lesse)(?: (?:moi|nous))(?: (?:la|en|donc|un peu))* (?:tranquil\\w*|paix|patience|vivre)|(?:lach(?:ez|e)|decrissez|decrisse|achalez|decampez) ?(?:moi|nous|pas)?(?! (?:la|le|un|les))(?= [.,?]|$| (?:avec|svp|la|un))|(?:me laisser|nous laisser) (?:tranquille|en paix)|(?:degag(?:ez|e)|foutez le camp|fous le camp|decampez|fichez le camp|cassez vous|casse toi|ta gueule|vos gueules|fermez la|va (?:te faire|chier)|allez (?:vous faire|chier|au diable|voir ailleurs)|mangez (?:de la|d la)|mange d la|fuck (?:you|off)|du vent|barrez vous|allez vous en)(?: \\w+){0,2}',
    '(?:je|j|on|nous|m|mon avocat)(?: (?:vais|va|ai|allons|te|vous|le|la|les|ce numero|deja|viens de|suis en train de|devrai))* (?:signal(?:e|er|es)|bloqu(?:e|er)|poursui\\w+|denonc(?:e|er)|rapport(?:e|er)|port(?:e|er) plainte|plainte)(?= [.,?]|$| (?:au|a la|a l|si|pour (?:harcelement|spam|ca|ces)|ce|comme|aux|vous|numero|votre|en justice|contre vous|et|pourriel)(?![a-z]))(?: \\w+)*|{START}(?:vous etes |numero |et |deja )*(?:signale|bloque|bloquee|denonce|signalee)(?: (?:et|pour|comme|spam|bloque|signale|pourriel|au crtc))*{END}|(?:mon|notre) avocat(?: \\w+){0,3} (?:contacter|appeler|ecrire|textos|messages|nouvelles|vous)(?: \\w+)*|(?:poursuivre|poursuite)(?: \\w+)? (?:si|en justice)(?: \\w+)*|(?:encore un|si vous|prochain)(?: \\w+){0,6} (?:plainte|avocat|police|poursui\\w+|signale|bloque|crtc)(?: \\w+)*|aux? crtc',
    '(?:c est|ceci est|vous etes|ca|c|est|du|encore|pur|que)(?: (?:du|de la|un|une|des|le|pur|devenu|rendu))* (?:harcelement|spams?|pourriels?|arnaque|illegal|harceleurs?|spammeurs?|de la pub)(?= [.,]|$| (?:ca|arretez|la|a|et|pur)(?![a-z]))|{START}(?:pur |encore du |que du )?(?:harcelement|pourriels?|spams?|arnaque){END}|vous me harcelez|(?:me|nous) (?:derangez|harcelez|spammez|achalez)(?! pas)',
  ],
  [
    'vous continuez',
    '(?:pourquoi|et|vous|tu|encore)(?: vous| tu)? (?:continu(?:ez|es|e)|persist(?:ez|es)|encore en train|insist(?:ez|es))(?: (?:a|de|d|encore|toujours|a me|a m))* (?:m |me |nous )?(?:{ECRIRE}|m envoyer|envoyer|texter)(?: \\w+)*|pourquoi (?:est ce que )?(?:je recois|vous m envoyez|vous m ecrivez) (?:encore|toujours)(?: \\w+)*|je recois (?:encore|toujours)(?: (?:vos|des|ces|les))? (?:{TEXTOS})|(?:combien de fois|deja demande|ca fait \\w+ fois)(?: \\w+)*|(?:ca|et ca) continue',
  ],
);

export const AMBIGUOUS = sayings(
  [
    'pas intéressé',
    '(?:pas|plus|non|aucun|jamais)(?: (?:du tout|vraiment|tres|plus))? interes+\\w*(?! (?:par|a|au|aux) (?:le|la|les|l|votre forfait)(?![a-z]))|(?:ca )?(?:ne )?m interesse (?:pas|plus)|aucun interet',
  ],
  [
    'plus besoin',
    '{START}(?:non |merci )*pas besoin{END}',
    '^(?:non |merci |c est bon |ok )*(?:plus besoin|laiss(?:ez|e) (?:tomber|faire)|oubli(?:ez|e|er) (?:ca|cela)|laissez ca|pas la peine|ce n est plus necessaire|plus necessaire|on oublie ca|c est correct oubliez ca|laisse faire)(?: (?:merci|svp|finalement))*{END}|(?:je |j |on )?(?:n )?(?:en )?(?:ai|a|avons) plus besoin(?: (?:merci|de vous|de vos services|de ca))*{END}',
  ],
  [
    'annuler, mais quoi ?',
    '{START}(?!.*(?:frais|politique|pas|si|quelqu|pourquoi|n|ete) )(?:\\w+ ){0,4}annul(?:er|ez|e|ee|ons|le)(?: (?:tout|ca|svp|merci|maintenant))*{END}',
  ],
  [
    'trop de messages',
    '(?:trop|tant|tellement|beaucoup|autant|moins|\\d+|encore un|un autre)(?: (?:de|d))? (?:messages?|textos?|sms)(?: \\w+)*|pourquoi (?:est ce que )?(?:vous|tu|je|on|ces|tous)(?: (?:m|me|nous|recois|ces|tant|autant))* (?:{ECRIRE}|{TEXTOS}|recois|envoyez)(?: \\w+){0,4}|(?:ecrivez|textez|envoyez) (?:trop|moins|beaucoup)(?: \\w+)*|(?:suspend|mett|paus)\\w*(?: \\w+){0,3} (?:en pause|pause)',
  ],
);

export const HEDGED = sayings(
  [
    'pas à cette heure',
    '(?:ne |n |pas |pas de |plus |jamais )?(?:me |m |nous )?(?:(?:{ECRIRE})|textos|messages|sms)(?: (?:pas|plus|jamais|de|d|{TEXTOS}|moi))*(?: (?:si tard|si tot|aussi tard|aussi tot|trop tard|trop tot|avant \\w+|apres \\d+\\w*|au (?:travail|bureau)|la nuit|le soir|le matin|le dimanche|le samedi|les? (?:dimanches?|samedis?|fins? de semaine|week ?ends?)|la fin de semaine|le week ?end|pendant|quand je|a cette heure|jusqu a|a \\d+ ?h?\\w*|durant))(?! (?:seulement|c est))(?: (?!svp oui)[a-z0-9]+)*(?<!^(?:ecrivez|appelez|rappelez|textez|envoyez) .*)',
  ],
  [
    'par courriel',
    '(?:plus|pas|ne|n|arretez|cessez|stop|aucun|desabonn\\w+|retirez)(?: (?:m|me|moi|envoyez|envoyer|plus|pas|de|d|des|les|vos|recevoir|jamais|aux|la|liste|a))* (?:courriels?|e ?mails?|mails?|infolettres?|poste)(?: (?:svp|merci))*(?! (?:et|ni) (?:textos?|sms|messages?))',
  ],
);

export const INNOCENT = [
  '(?:je dois|j ai du|il faut que j|je vais devoir) annul\\w+(?= [.,] .*(?:malade|travail|empeche\\w*|fils|fille|auto|voiture|autre jour|desole\\w*|report\\w+|imprevu)(?![a-z]))',
  '(?:j ai|on a|ai|avons) (?:\\w+ )?(?:efface|perdu|supprime|manque|oublie)(?:e)? (?:votre|le|vos|mon|ma|la)(?: \\w+)?|(?:n ai|n a|ai|pas|jamais) (?:pas )?(?:compris|lu|vu|trouve|entendu|recu|eu) (?:le|votre|vos|de|la|aucun|mon|ma)(?: \\w+)?|aucun (?:message|texto|appel|sms)s? (?:recu|de vous|encore)',
  '(?:veux pas|voulais pas|voudrais pas|desole(?:e)? de|sans|excusez moi de|pardon de|de) (?:vous |te )?deranger(?: (?!moi|nous|svp)\\w+)?|(?:ca|cela|il|elle|rien) (?:ne |n )?(?:me |m |nous )?(?:derange|embete|ennuie|gene)(?: pas)?',
  // Le contraire.
  '(?:n|ne|pas|jamais)(?: (?:me|m|nous|vous|les|la|le|moi|veux|voulais|vous|veuillez|ai))* (?:arret(?:ez|e|es|er)|cess(?:ez|e|er)|retir(?:ez|er)|enlev(?:ez|er)|supprim(?:ez|er)|annul(?:ez|er|e)|desabonn\\w+|desinscri\\w+|effac(?:ez|er))(?: (?:pas|jamais|me|m|de|les|la|liste|rappels|messages|textos|d|ecrire|envoyer|mon|ma|rendez|vous|svp|plus))+|(?:ne |n )?(?:veux|voulais|voudrais) pas (?:arreter|annuler|me desabonner|cesser|desabonner|perdre|manquer)(?: (?:de|les|d|mon|recevoir|messages?|textos?|rappels))*',
  '(?:je ne me|je me|j me|ne me|me) (?:suis|etais)(?: pas| jamais)? (?:desabonne\\w*|desinscrit\\w*)(?: (?:par (?:erreur|accident)))?|(?:stop|desabonne\\w*|arret|desinscrit\\w*) par (?:erreur|accident)|par erreur{END}(?=\\b\\B)|pourquoi (?:est ce que )?(?:vous |je |on |les |mes )?(?:ne |n )(?:me |m )?(?:\\w+) (?:plus|pas)(?: (?:vos|les|de|mes|messages?|textos?|rappels?))*|(?:je|on) (?:ne |n )?(?:recois|recoit|recevons|ai(?= \\w+ (?:recu|eu)(?![a-z]))) (?:plus|pas|jamais|rien|aucun)(?: (?:recu|eu))?(?: (?:vos|de|les|mes|la|le|d|votre|ma|un|une|message\\w*|texto\\w*|rappels?|facture|soumission|nouvelles|confirmation|appel))*',
  // Les textos oui, le reste non.
  '(?:pas|plus|ne|n|m|au lieu)(?: (?:m|me|nous|d|de))* ?(?:appel(?:ez|er|s)|telephon(?:ez|er)|courriels?|appels?|rappel(?:ez|er)|messages? vocaux?|boite vocale|lettres?)(?: (?:pas|plus|svp|moi|merci|a la maison|au travail))*(?: [.,])?(?: (?:juste|seulement|mais|plutot|un|je prefere|ecris|par|les|uniquement|ca va|vous pouvez|svp|m))* (?:ecrivez|ecris|textez|texte|envoyez|textos?|sms|messages?|texter|ecrire)(?! (?:plus|pas))(?: (?:moi|un|texto|svp|plutot|seulement|ca va|ici|message|ca|va|est|mieux))*',
  '(?:n|ne) (?:{ECRIRE})(?: (?:pas|plus|rien))+ (?:a|au|aux) (?!ce |cette |mon (?:numero|cell|tel\\w*)|moi)(?:ma |mon |la |le |mes )?\\w+(?: [.,])?(?: (?:mais|juste|plutot|svp))* ?(?:{ECRIRE})?(?: (?:a )?moi)?',
  '(?:n|ne)(?: (?:m|me|nous))? (?:envoy(?:ez|er|e)|envoie|appelez|ecrivez|contactez)(?: (?:pas|plus|jamais))+ (?!de |d |rien|vos|ces|aucun|sms|textos?|messages?|svp|merci|ici|jamais|plus|a ce|et|ou|ni|s il|avant|si|apres|la nuit|le soir|le dimanche|au travail|quand|le samedi|par (?:texto|sms)|courriel|desormais|maintenant|tant)(?:la |le |l |une |un |ma |mon )?\\w+(?: (?!svp)\\w+)?',
  'courriels?(?: \\w+){0,3} (?:mais|et) (?:les |des |gardez |continuez )?(?:textos?|sms|messages?)(?: \\w+)*',
  // Visites.
  '(?:puis je|je peux|je vais|on peut|je voudrais|j aimerais|pourrais je|peut|peux|va|pouvez vous|doit|il peut|on va|technicien peut)(?: m| me| aussi)? (?:arreter|passer|arreter chez|arreter a)(?= (?:chez|au|a|en|vous|voir|ce|demain|vers|par|prendre|apres|au magasin|aujourd)(?![a-z])|{END})(?! (?:les|de|ces))(?: \\w+)?',
  '(?:quel |l |d |un |cet |prochain |dernier )arrets?(?: (?:de|du|d))?(?: \\w+)?|arrets? (?:de |du |d )?(?:bus|autobus|metro|train|tram|maladie|travail|cardiaque)(?: \\w+)?|(?:n |ne )?(?:arretez|arrete|arreter) (?:pas|jamais)(?: de \\w+)?|s (?:est|etait|arrete|arretent|arreter)(?: (?:arretee?s?|pas|plus|sur|en))?|(?:laveuse|auto|fournaise|moteur|machine|camion|pompe|secheuse|voiture|douleur|lave vaisselle|toilette|chauffe eau|bebe|il|elle|(?<!que )ca) (?:n )?arret(?:e|ent|ait)(?: (?!de m|de nous|pas de (?:m|textos))\\w+){0,3}|fin (?:du|de) (?:mois|la semaine|semaine|l annee|journee|annee|la journee)',
  // Rendez-vous et commandes.
  'annul(?:er|ez|e|ee|ation|ations|ons|es)(?: (?:de|mon|ma|le|la|les|mes|notre|nos|un|une|du|votre|pour|l|d|a|cette|ce|s|son|sa|second\\w*|deuxieme|prochain\\w*))*(?: (?:rendez ?vous|rdv|reservation|visite|commande|consultation|seance|abonnement(?! (?:aux? )?(?:textos?|sms|messages?))|cours|livraison|soumission|table|contrat|forfait|vol|remorquage|remorqueuse|nettoyage|massage|traitement|inscription|estimation|demain|aujourd|hui|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|\\d+\\w*|ce soir|technicien|assurance|gym))+(?: (?:de|du|pour|a|au|avec|le|demain|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|\\d+\\w*|technicien|gym))*',
  '(?:frais|politique|une|des|d|avez vous|y a t il|liste|aucune|delai)(?: (?:d|une|de|des))* ?annulations?(?: \\w+)?|(?:si|quelqu un|quelqu un qui|est|etait|ete|a|pourquoi|ils|vous|ont|avez|il|elle|pas|n|veux pas)(?: (?:a|ete|avez|est|mon|rdv|rendez vous|ont|s))* annul\\w+(?: (?:pas|mon|ma|le|la|appelez))*(?: \\w+)?|(?:rendez ?vous|rdv|vol|cours|commande|reservation|visite)(?: \\w+){0,3} annule\\w*|(?:resili|annul)\\w+ (?:mon|ma|le|la|l|notre)(?: \\w+)? ?(?:abonnement|contrat|forfait|bail|assurance|inscription)(?! (?:aux? |par |de )?(?:textos?|sms|messages?))(?: \\w+)*',
  '(?:{RETIRER})(?: (?:moi|nous|mon nom|le|la|les|l|un|une|deuxieme|second|ancienne|ancien|mon|ma|du|de|cette|ce|d|mes))* (?:liste d attente|rendez ?vous|rdv|dent|dents|tatouage|tache|taches|fourmis|article|enfant|commande|facture|panier|tapis|neige|souche|arbre|adresse|cours|table|horaire|tapisserie|mur|points|platre|garantie|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|grain|verrue|moisissure|vieux|vieille|carte|ancien numero|reservation|charge|frais|produit)(?: \\w+)*|liste d attente(?: \\w+)*',
  // Autres choses qui s'arrêtent, qui manquent, qui gênent.
  '(?:dois je|faut il|devrais je|on doit|je dois|peut on|quand|avant d|comment|aider a|pour|pouvez vous|programme pour|besoin d|atelier pour|veux|voudrais|aimerais)(?: (?:je|on|d|l|bien|vous))* ?(?:arreter|cesser|stopper)(?: (?:de|d|la|le|l|les|mes|mon|ma|un|une))+ ?(?!{TEXTOS}|m |me |nous |recevoir|{ECRIRE}|tout|ces|vos)\\w+(?: \\w+)?|(?:arreter|arretez|cesser|stopper|stoppez|cessez|suspendez) (?:la|le|l|les|un|une|mon|ma) (?!{TEXTOS}|envoi|abonnement|service de textos)\\w+(?: \\w+)?|arreter de (?:fumer|boire|manger|vapoter|ronfler)',
  '(?:pas|plus|n|ne) (?:de )?plus (?:de |que )?\\d+(?: \\w+)?|(?:pas|plus) (?:de|d) (?!{TEXTOS}|message|contact|courriels?|besoin|vos|ces|votre|tes|tout|ca)(?:\\w+)(?: (?!svp|et|mais)\\w+)?|(?:il|y) (?:n )?(?:y )?a(?: t il)? (?:plus|pas)(?: (?:de|d))? (?!{TEXTOS})\\w+|(?:n a|n ont|on a|avons|n avons|j ai)(?: plus| pas)+ (?:de|d) (?!{TEXTOS}|message)\\w+|(?:un peu|beaucoup|avoir|voudrais|vouloir|aurais|avez vous|est ce que vous avez|donnez moi) plus (?:de|d) (?!{TEXTOS})\\w+|[.,] pas plus{END}|plus d (?:infos?|informations?|details|eau|options|photos)',
  '(?:est ce|c est|ce|est|aurez|assez) (?:que c est )?assez (?:pour|de temps|d espace|grand|urgent|large|long|bon|cher|tot|presse|complique|\\w+ (?:pour|et))(?: \\w+)?|assez (?!de|d|la|maintenant|svp|merci|avec|les|vos|des|{TEXTOS}|arret|c|je|j|laissez|comme)\\w+|assez (?:de|d) (?!{TEXTOS}|vos|ces|recevoir)\\w+|est ce (?:que c est )?assez(?: \\w+)*|que c est assez(?: \\w+)*',
  '(?:permis|licence|carte|mandat)(?: \\w+){0,3} revoque\\w*|revoqu\\w+ (?:ma|mon|le|la|un|une) (?!consentement|accord|autorisation|permission)\\w+|(?:porter plainte|plainte|poursuivre|poursuite) (?:contre|au sujet|pour) (?!vous|harcelement|spam|ces|ca|vos)(?:mon |ma |le |la |un |une )?\\w+|poursuivre (?:mon|ma|le|la|un|une) \\w+|signaler (?:une|un|la|le|mon) (?!numero|message)\\w+(?: \\w+)?|harcel\\w+ (?:au|par|a) (?!texto|sms)(?:mon |ma |l )?\\w+|(?:tuyau|drain|evier|toilette|rue|porte|conduit|entree|je suis|on est|stationnement)(?: \\w+)? (?:est |bouche |completement )?bloque\\w*(?: (?:dans|au|sur|a))?|drain bloque|bloque\\w* (?:dans|au|sur|mon|ma|la|l)(?: \\w+){1,2}',
  '(?:laiss(?:ez|e)|donn(?:ez|e))(?: (?:moi|nous))? (?:un |une |le |la |les |l |y |verifier|voir|savoir|penser|regarder|demander|du temps|parler|ca (?:a|chez|sur|devant|au))(?: \\w+)?|laissez (?:le|la|les|l) \\w+(?: \\w+)?',
  '(?:mauvais|mauvaise) (?:piece|adresse|jour|date|couleur|taille|heure|nom|carte|poste|commande|modele|odeur|service|gout|experience|temps)(?: \\w+)?|(?:numero|adresse)(?: \\w+){0,4} (?:est|sont) (?:faux|fausse|mauvais|incorrect\\w*)(?: \\w+)*|c est (?:bien )?le bon numero(?: \\w+)*|(?:est ce|c est|j ai) (?:que j ai )?le (?:bon|mauvais) numero(?: \\w+)?(?= \\?| du| de| pour)|(?:j ai|voici mon) (?:un )?(?:nouveau numero|numero nouveau)(?: \\w+)*|personne (?:n |ne |m )?(?:a |est |m a )?(?:repondu|venu|rappele|rappelle|recontacte|m a rappele|appele de retour|a la maison)(?: \\w+)?|je (?:ne )?suis pas (?:a la|disponible|certain\\w*|pret\\w*|chez|presse\\w*|la{END}|libre|sur|un nouveau|une nouvelle|encore|au|content\\w*|satisfait\\w*|d accord)(?: \\w+)*',
  '(?:ne |n )?(?:veux|voulons|souhaite|desire) (?:pas|plus) (?:la|le|les|l|attendre|d anesthesie|de garantie|payer|venir)(?! (?:{TEXTOS}))(?: \\w+){0,2}|n ai plus besoin (?:de|d)(?: (?:la|le|l|une|un))? (?!vos|ca|rappels?|textos?|messages?|vous)\\w+(?: \\w+)?',
].map(pattern);
