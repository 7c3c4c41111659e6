# Conflicts between levels, neighbours and sectors.

# Register
kind-authority = Autorité
kind-competence = Compétence
kind-office = Service
group-kind-league = Ligue
group-kind-basin = Bassin fluvial
group-kind-twin = Villes jumelées
group-kind-other = Groupe
aside-contact-proof = Qui appeler, et la preuve
contact-title = Contact d'astreinte
contact-body = Organisme
contact-office = Service
contact-instead-of = remplace
contact-phone = Téléphone
contact-mail = Courriel
contact-hours = Horaires
contact-languages = Langues
contact-none = Aucun contact d'astreinte n'est déclaré pour { $body }.
contact-how = En déclarer un par office/v1
trouble-title = Le registre ne concorde pas ici
trouble-stated-twice = { $place } est déclaré deux fois comme territoire. La déclaration la plus récente vaut ; retirez l'autre.
trouble-same-as = { $place } et { $other } disent tous deux être { $code }. C'est { $place } qu'on trouve par ce code ; corrigez l'autre.
trouble-no-parent = { $place } dit faire partie de { $other }, que rien ne déclare. Déclarez-le, ou corrigez le territoire supérieur.
trouble-circle = Chacun de ces territoires fait partie du suivant, et le dernier du premier : { $place }. Corrigez le territoire supérieur de l'un d'eux.
trouble-too-deep = Plus de territoires se trouvent au-dessus de { $place } qu'on n'en suit. Corrigez le territoire supérieur de l'un d'eux.
trouble-touches-itself = Une frontière dit que { $place } touche lui-même sous un autre code. Elle est laissée de côté ; retirez-la.
power-title = Qui peut décider ici
power-caption = Compétences qui valent pour { $place } au { $date }
power-governed = Gouverné par
power-groups = Fait partie de
column-holder = Organisme
column-instruments = Instruments
column-power = Pouvoir
column-sectors = Secteurs
holding-exclusive = seul
holding-shared = avec d'autres
holding-supporting = peut appuyer
power-all = tout
power-more = et { $count } de plus
power-none = Aucun registre des compétences n'est déclaré pour { $place } : rien ne dit qui peut décider quoi ici. Tant qu'il n'y en a pas, agir seul est signalé et jamais appelé conflit.
power-how = En déclarer une par competence/v1
power-label = Compétence
power-own = { $body } peut seul en décider.
power-shared = { $body } peut en décider, d'autres aussi.
power-outside = Le registre ne donne à { $body } aucune compétence pour cela.
power-held-by = Elle revient à { $bodies }.
power-unknown-register = Inconnue : aucun registre des compétences n'est déclaré pour { $place }. Agir seul est alors signalé et jamais appelé conflit.
power-unknown-authority = Inconnue : un registre existe pour { $place }, mais rien ne dit qui y gouverne.
power-statement = La déclaration
why-no_chain = Aucune compétence ne lui est déclarée.
why-instrument = Aucune des siennes ne nomme cet instrument.
why-sector = Les siennes portent sur d'autres secteurs.
why-place = Les siennes portent sur d'autres territoires.
why-time = Les siennes n'étaient pas en vigueur ce jour-là.

view-conflicts = Conflits
view-support = Santé et économie
view-diffusion = Qui a agi en premier
view-rules = Règles
conflicts-title = Où les décisions se heurtent
conflicts-no-register = Aucun registre de compétences n'est déclaré ici. Rien ne dit donc qui peut décider quoi, et ce qu'un échelon supérieur a décidé vaut avis : un écart entre échelons est une question, pas un conflit.
conflicts-rules-default = Celles montrées par défaut
conflicts-empty-title = Aucun constat ne correspond
conflicts-empty-text = Aucune règle ne trouve de quoi satisfaire tous les filtres à la fois. Ôtez-en un, regardez un autre jour, ou demandez une règle qui n'est pas montrée par défaut.
conflicts-none-text = Rien n'est constaté. Les règles comparent des territoires superposés, voisins ou de même parent : déclarez territoires et frontières, et ce qu'ils décident.
conflicts-order-worst = Le pire d'abord
conflicts-order-newest = Le plus récent d'abord
conflicts-order-longest = Le plus long d'abord
conflicts-order-place = Par règle et territoire
conflicts-order-worst-means = Ordre : le plus grave d'abord ; puis ce qui est sans réponse ; puis ce qui vaut aujourd'hui ; puis le plus grand écart entre les deux côtés ; puis le plus long. Aucun modèle ne classe quoi que ce soit.
conflicts-order-newest-means = Ordre : le premier jour le plus récent d'abord.
conflicts-order-longest-means = Ordre : le plus grand nombre de jours d'abord.
conflicts-order-place-means = Ordre : par règle, instrument et territoires.
count-findings = { $count ->
    [one] { $count } constat
   *[other] { $count } constats
}
kilometres = { $number } km
field-rule = Règle
field-grade = Gravité
field-government = Échelon
field-min-days = Dure au moins (jours)
field-newer = Commencé dans les derniers (jours)
field-answer = Réponse
grade-conflict = Conflit
grade-question = Question
grade-note = Note
grade-conflict-means = Un mode ou une compétence déclarés disent que les deux ne peuvent valoir ensemble.
grade-question-means = Ce serait un conflit si la mesure de l'échelon supérieur liait, ou si ce n'était pas voulu : demandez.
grade-note-means = Bon à savoir ; il n'y a rien à faire.
grade-at-least-conflict = Conflits seulement
grade-at-least-question = Questions et conflits
grade-at-least-note = Notes aussi
answer-none = Sans réponse
answer-accepted = Accepté
answer-disputed = Contesté
answer-resolving = En cours de résolution
side-upper = (échelon supérieur)
side-lower = (échelon inférieur)
side-neighbours = Le plus doux de tous les voisins
side-group = Le plus doux du groupe
side-one = Une mesure
side-other = L'autre mesure
way-on = Le { $date } :
way-peers = { $known ->
    [0] de { $place }, le niveau d'aucun autre voisin n'est connu.
    [one] { $place } s'écarte de { $threshold } ou plus de { $differs } sur { $known } autre voisin.
   *[other] { $place } s'écarte de { $threshold } ou plus de { $differs } sur { $known } autres voisins.
}
way-odd = { $place } s'écarte de la plupart de ses voisins ; l'autre côté, non.
way-no-odd = Aucun des deux côtés n'est seul à s'écarter de la plupart de ses voisins.
way-holders = Qui peut en décider : { $names }.
way-todo = Que dois-je faire ?
finding-statement = Déclaration nº { $number }
finding-border = { $length } de frontière
finding-border-length = Frontière commune
finding-resolve = Ce qui le résoudrait
finding-last = Le dernier
finding-in-all = En tout
finding-intervals = fois : { $intervals } ; jours : { $days }
finding-sides = Les deux côtés
finding-lanes-desc = Les deux côtés au fil du temps, une bande chacun ; les périodes encadrées sont celles où la règle constate un heurt. Les mêmes données sont dans les tableaux plus bas.
finding-intervals-title = Quand, et par quelles déclarations
finding-more-intervals = { $count ->
    [one] { $count } période antérieure est dans le CSV.
   *[other] { $count } périodes antérieures sont dans le CSV.
}
finding-answers = Réponses
finding-no-answer = Personne n'a répondu.
finding-watch = Le suivre
finding-id = Le même sur chaque site :
column-days-short = Jours
column-why = Pourquoi, ou qui s'en charge
column-until = Jusqu'au
column-counts = Compte
counts-yes = Compte
counts-other-days = Ne compte pas : elle vaut pour d'autres jours
counts-passed = Ne compte pas : son jour est passé
counts-revised = Ne compte pas : une déclaration que son auteur a vue a été révisée depuis
counts-not-a-party = Ne compte pas : son auteur ne parle pour aucun des deux territoires
answer-lead = Une réponse dit que le heurt est voulu, que les données sont fausses, ou qui s'en charge et pour quand. Elle compte si elle vient d'un organisme qui parle pour l'un des territoires, et tombe quand une déclaration que son auteur a vue est révisée ou que son jour est passé.
answer-link = Répondre à ce constat
answer-not-a-party = Ce site ne parle pour aucun des deux territoires : une réponse d'ici ne compterait pas. Les organismes concernés répondent dans leurs propres registres.
answer-by-command = Par commande ou API
answer-by-command-text = Indiquez pourquoi et jusqu'à quand, enregistrez ceci dans un fichier et déclarez-le par « koinon publish », ou envoyez-le à /statements. Il fixe les déclarations que vous voyez ici.
watch-this = Ce constat, en flux (Atom)
watch-place = Tout ce qui touche { $place } pour { $instrument }, en flux (Atom)
watch-rule = Tout ce que trouve la règle « { $rule } », en flux (Atom)
no-such-finding = Aucun constat { $name } ne vaut ici. Il est peut-être terminé, ou ses déclarations ont été révisées.
no-such-rule = Aucune règle { $name } n'est connue ici.

rules-title = Règles
rules-lead = Une règle dit ce qui vaut heurt. Chacune est documentée, a une version, et se désactive par une déclaration : chacun voit ainsi qui l'a fait.
rules-more = Une règle à vous entre secteurs est aussi une déclaration : quand A vaut, B doit valoir dans un délai de tant de jours.
rule-what = Ce qu'elle cherche
rule-shown = Montrée
rule-by-default = Par défaut
rule-by-default-from = Par défaut, à partir de { $days } jours
rule-on-request = Sur demande
rule-is-off = Désactivée
rule-formula = En formule
rule-formula-legend = x : le niveau ; U : l'échelon supérieur, L : l'échelon inférieur ; a, b : deux territoires ; N(a) : ceux qui touchent a ; m, n : deux mesures d'un organisme ; t : le jour ; general : pour tout le territoire. Ce qui n'est pas connu n'est jamais comparé.
rule-threshold = Deux côtés diffèrent à partir de
rule-now = Trouve à présent
rule-found = constats : { $findings } ; périodes : { $intervals }
rule-code = Code · famille · version
rule-stated = Déclarée par
rule-example = Exemple
rule-wolf = Pour qui elle crie au loup
rule-switch = Comment la désactiver ou la régler
rule-switch-text = Déclarez ceci ; dès lors, personne ne voit plus ses constats ici, et chacun voit qu'elle est désactivée :
rule-set-text = Ou déclarez à partir de quand elle parle :
family-vertical = Entre échelons
family-vertical-what = Un échelon au-dessus de l'autre
family-horizontal = Côte à côte
family-horizontal-what = Deux territoires voisins
family-gaps = Lacunes
family-gaps-what = Un seul face à tous ses pairs
family-overlaps = Chevauchements
family-overlaps-what = Un organisme face à lui-même
family-sunset = Temps écoulé
family-sunset-what = Fins, réexamens et paroles anciennes
family-cross-sector = Entre secteurs
family-cross-sector-what = La santé face à l'économie, et d'autres
rule-below-floor-name = Plus doux que l'échelon supérieur
rule-below-floor-what = Un territoire a une règle plus douce que celle que l'échelon supérieur a prise pour tout son territoire.
rule-below-floor-example = Le pays ferme toutes les écoles ; une région laisse les siennes à demi ouvertes. Là-bas, personne ne sait quelle règle vaut.
rule-below-floor-wolf = Pour les fédérations où la région, non le pays, décide de la matière. Déclarez les compétences, ou le mode « avis » de la mesure supérieure.
rule-below-floor-todo = Demandez à l'échelon supérieur si sa mesure est un minimum. Si oui, relevez la vôtre ou faites déclarer une exception ; sinon, qu'il dise « avis ».
rule-above-ceiling-name = Plus strict que l'échelon supérieur
rule-above-ceiling-what = Un territoire a une règle plus stricte que celle que l'échelon supérieur a prise pour tout son territoire.
rule-above-ceiling-example = Le pays demande le masque dans les magasins ; une ville le demande partout dehors.
rule-above-ceiling-wolf = Partout où des règles locales plus strictes sont permises, ce qui est le cas courant : sans plafond déclaré, ce n'est qu'une note.
rule-above-ceiling-todo = Rien, là où l'échelon supérieur permet plus strict. S'il a fixé un plafond, abaissez la vôtre ou demandez une exception.
rule-unilateral-name = L'échelon inférieur agit seul
rule-unilateral-what = Un territoire agit là où l'échelon supérieur n'a rien.
rule-unilateral-example = Une nation d'un royaume restreint les rassemblements après que l'ensemble a levé ses restrictions.
rule-unilateral-wolf = Pour toute matière dévolue : quatre cinquièmes des écarts entre échelons sont de cette sorte. Ce n'est un conflit que si le registre ne donne aucune compétence au territoire.
rule-unilateral-todo = Rien, si la matière est la vôtre. Si un registre dit que non, demandez qui est compétent, puis levez ou remettez la mesure.
rule-restated-name = Dit la même chose que l'échelon supérieur
rule-restated-what = Les deux échelons ont la même règle en même temps : quand l'un lève la sienne, la règle demeure.
rule-restated-example = Pays et région ferment les restaurants ; le pays les rouvre, et dans la région ils restent fermés sans que personne l'ait voulu.
rule-restated-wolf = Pour les organismes qui reprennent à dessein les règles nationales afin de pouvoir les faire appliquer.
rule-restated-todo = Convenez de n'en garder qu'une, ou de lever les deux le même jour.
rule-neighbour-name = Des voisins diffèrent
rule-neighbour-what = Deux territoires qu'une frontière sépare diffèrent du seuil ou plus sur le même instrument.
rule-neighbour-example = D'un côté les magasins sont fermés, de l'autre ouverts : on traverse pour acheter.
rule-neighbour-wolf = Là où l'épidémie elle-même diffère, et là où peu de gens passent la frontière. Chaque écart est une question, pas une faute.
rule-neighbour-todo = Appelez la permanence de l'autre côté : convenez d'un niveau, ou d'une règle pour ceux qui passent. Si c'est voulu, acceptez-le et dites jusqu'à quand.
rule-sibling-name = Les parties d'un tout diffèrent
rule-sibling-what = Deux territoires de même parent diffèrent du seuil ou plus sur le même instrument.
rule-sibling-example = Deux régions d'un pays demandent autre chose du masque dans des trains qui traversent les deux.
rule-sibling-wolf = Dans les fédérations qui veulent différer. Elle n'est donc montrée que sur demande.
rule-sibling-todo = Portez-le devant l'organisme au-dessus des deux, ou réglez-le entre vous.
rule-gap-name = Rien là où tous agissent alentour
rule-gap-what = On sait qu'un territoire n'a pas de mesure là où tous ses voisins connus, au moins deux, ou les membres de son groupe, en ont une.
rule-gap-example = Tous les voisins contrôlent les arrivées ; un pays ne le fait pas.
rule-gap-wolf = Pour les territoires que l'épidémie n'a pas atteints, et les îles à un seul pont.
rule-gap-todo = Vérifiez si une mesure a été oubliée ou n'a pas été inscrite. Si aucune n'est voulue, dites-le par une couverture et une raison.
rule-unknown-gap-name = Inconnu là où tous agissent alentour
rule-unknown-gap-what = On ne sait rien d'un territoire là où tous ses voisins connus, au moins deux, ont une mesure. Elle demande, elle n'accuse personne.
rule-unknown-gap-example = Le registre d'une région s'arrête en mars alors que tous ses voisins rendent encore compte.
rule-unknown-gap-wolf = Pour les territoires que personne ne couvre.
rule-unknown-gap-todo = Déclarez ce qui vaut, ou une couverture qui dit que rien ne vaut.
rule-overlap-name = Deux mesures d'un organisme à la fois
rule-overlap-what = Deux mesures d'un organisme sur le même instrument, pour les mêmes gens et le même sol, valent les mêmes jours à des niveaux différents ; la plus stricte compte.
rule-overlap-example = Un nouvel arrêté rouvre les magasins le 1er, l'ancien les ferme jusqu'au 7.
rule-overlap-wolf = Là où deux mesures portent sur des parties différentes d'un territoire sans le dire.
rule-overlap-todo = Que la plus récente dise qu'elle modifie ou remplace l'ancienne, ou mettez fin à l'ancienne.
rule-duplicate-name = Dit deux fois
rule-duplicate-what = Deux mesures d'un organisme disent la même chose pour les mêmes jours : la fin de l'une ne met pas fin à la règle.
rule-duplicate-example = La même fermeture a été inscrite par deux bureaux.
rule-duplicate-wolf = Pour les organismes qui renouvellent par une mesure nouvelle avant la fin de l'ancienne.
rule-duplicate-todo = Retirez l'une des deux.
rule-expired-open-name = Échu sans un mot
rule-expired-open-what = Le dernier jour d'une mesure est passé, et rien ne dit ce qui vaut depuis : aucune mesure ne suit, aucune couverture ne dit qu'il n'y en a pas.
rule-expired-open-example = Un arrêté valait jusqu'au 31 mai. On est en juin ; les commerçants demandent à la mairie s'ils peuvent ouvrir.
rule-expired-open-wolf = Là où chacun sait qu'une fin est une fin, et où personne n'écrit de couverture.
rule-expired-open-todo = Dites si elle se poursuit : renouvelez-la, ou déclarez une couverture à partir du lendemain de sa fin.
rule-review-missed-name = Le réexamen n'est pas venu
rule-review-missed-what = Le jour où une mesure devait être réexaminée est passé, et rien n'en a été dit depuis.
rule-review-missed-example = Un couvre-feu devait être réexaminé pour le 14 avril ; on est en mai et personne n'a dit s'il demeure.
rule-review-missed-wolf = Là où le réexamen a eu lieu et n'a pas été inscrit.
rule-review-missed-todo = Dites ce que le réexamen a donné : renouvelez, changez ou levez la mesure, avec un nouveau jour de réexamen.
rule-stale-name = Ancien, et plus évoqué
rule-stale-what = Une mesure vaut depuis plus de 180 jours sans un mot à son sujet.
rule-stale-example = Une règle de 2020 sur les rassemblements vaut encore en 2022 ; personne ne sait si elle est toujours voulue.
rule-stale-wolf = Pour les mesures faites pour durer. Elle n'est donc montrée que sur demande.
rule-stale-todo = Confirmez-la par une déclaration qui la cite, ou levez-la.
rule-tension-name = Un secteur face à un autre
rule-tension-what = Là où l'un vaut, l'autre doit valoir aussi, et ne vaut pas.
rule-tension-example = Les lieux de travail ferment par arrêté lundi ; l'aide aux salaires est décidée trois semaines plus tard.
rule-tension-wolf = Là où l'aide existe sous un autre nom que l'instrument que la règle lit.
rule-tension-todo = Appelez l'autre ministère : décidez ce qui manque, ou assouplissez ce qui l'exige.
rule-closure-without-support-name = Lieux de travail fermés sans soutien du revenu
rule-closure-without-support-what = Les lieux de travail sont fermés pour certains secteurs ou plus (C2 à 2 ou plus), et personne ne compense le revenu perdu (E1 à 0).
rule-closure-without-support-wolf = Là où l'assurance ou les employeurs paient selon un droit plus ancien, que l'instrument E1 ne compte pas.
rule-closure-without-support-todo = Dites au ministère des finances depuis quand les gens sont sans revenu ; décidez une aide, ou rouvrez.
rule-confinement-without-support-name = Confinement sans soutien du revenu
rule-confinement-without-support-what = Les gens doivent rester chez eux (C6 à 2 ou plus), et personne ne compense le revenu perdu (E1 à 0).
rule-confinement-without-support-wolf = Là où la plupart peuvent travailler de chez eux, ou où l'aide vient d'un droit plus ancien.
rule-confinement-without-support-todo = Dites au ministère des finances depuis quand les gens restent chez eux sans revenu ; décidez une aide, ou assouplissez l'ordre.
rule-border-ban-without-testing-name = Frontières fermées, pas de dépistage chez soi
rule-border-ban-without-testing-what = Les arrivées de certaines régions sont interdites (C8 à 3 ou plus), et personne n'est dépisté (H2 à 0).
rule-border-ban-without-testing-wolf = Aux premiers jours d'une épidémie, avant qu'il y ait des tests.
rule-border-ban-without-testing-todo = Commencez à dépister, ou dites sur quoi l'interdiction repose.

diffusion-title = { $instrument } : qui est passé en premier au niveau { $level } ou plus
diffusion-lead = Un ordre des faits, pas une cause : qui vient après a pu regarder un voisin, la même épidémie ou la même horloge.
diffusion-moved = territoires ont bougé
diffusion-leaders = avant chacun de leurs voisins
diffusion-same = le même jour que le premier voisin
diffusion-followers = après un voisin
diffusion-lag = Jours après le premier voisin (médiane)
diffusion-alone = sans voisin connu ici
diffusion-never = { $count ->
    [one] { $count } territoire ne l'a jamais fait
   *[other] { $count } territoires ne l'ont jamais fait
}
diffusion-within = en 7, 14 et 28 jours : { $week }, { $fortnight }, { $month }
diffusion-curve-title = Autour du jour où le premier voisin a bougé
diffusion-curve-desc = Niveau moyen des territoires avant et après le jour où leur premier voisin a bougé, à côté du même autour de jours où des territoires qui ne sont pas voisins ont bougé. Seule la différence entre les deux parle de voisinage.
diffusion-curve-note = { $count ->
    [one] { $count } territoire dont un voisin a bougé ; { $draws } jours tirés chez des non-voisins. Le tirage est une empreinte : chacun tire les mêmes.
   *[other] { $count } territoires dont un voisin a bougé ; pour chacun { $draws } jours tirés chez des non-voisins. Le tirage est une empreinte : chacun tire les mêmes.
}
diffusion-event = l'autre bouge
diffusion-beside = Voisins
diffusion-elsewhere = Non-voisins (tirés)
diffusion-order = Dans l'ordre des jours
diffusion-day = Premier jour
diffusion-role = Rôle
diffusion-first = Premier voisin
diffusion-none = Aucun territoire n'a atteint ce niveau.
curves-days = Jours avant et après le mouvement du premier voisin
field-within = Seulement dans
role-leader = Premier
role-simultaneous = Même jour
role-follower = Suiveur
role-alone = Aucun voisin connu

border-map-title = { $instrument } le { $date } : où des voisins diffèrent
border-map-desc = { $count ->
    [one] { $count } paire de voisins diffère de { $threshold } ou plus.
   *[other] { $count } paires de voisins diffèrent de { $threshold } ou plus.
}
border-map-by = de { $count }
border-map-or-more = de { $count } ou plus
border-map-how = { $shared ->
    [one] { $shared } frontière est tracée le long de la ligne que partagent les deux contours de cette carte
   *[other] { $shared } frontières sont tracées le long des lignes que partagent les deux contours de cette carte
} ; { $straight } en ligne droite entre les milieux de deux territoires, un anneau à chaque bout, parce que leurs contours ne partagent ici aucune ligne. Plus la ligne est épaisse, plus l'écart est grand ; le pointillé distingue les plus petits.
border-map-none = Aucun de ces territoires n'est sur une carte de ce site ; le tableau dit la même chose.
border-map-pair = Frontière
border-map-first = Premier côté
border-map-second = Second côté
border-map-difference = Écart
border-map-lasts = Dure en tout
support-lanes-desc = Les deux instruments au fil du temps, territoire par territoire : ce qu'on demande aux gens, et ce qu'on donne en retour.
support-lanes-note = { $count ->
    [one] Le territoire qui compte le plus de jours. La ligne rouge est le jour demandé.
   *[other] Les { $count } territoires qui comptent le plus de jours. La ligne rouge est le jour demandé.
}
support-rule = La règle
support-holding = territoires où c'est le cas
support-ever = territoires où ce fut le cas
support-days = jours de territoire en tout
support-days-short = Jours en tout
support-stretches = Périodes
support-on-day = Ce jour-là
support-places = Territoire par territoire, le plus de jours d'abord
support-none = Nulle part cette règle ne trouve quoi que ce soit.

beside-title = Mes voisins
beside-caption = Où des voisins en sont ailleurs
beside-none = Aucun voisin n'est connu ici : aucune frontière n'est déclarée.
beside-same = Tous les voisins dont on sait quelque chose ce jour-là ont les mêmes niveaux.
beside-stricter = plus strict
beside-milder = plus doux
place-findings = Ce qui se heurte ici
place-no-findings = Aucune règle montrée par défaut ne trouve quoi que ce soit ici ce jour-là.
place-all-findings = { $count ->
    [0] Tous les constats, de tout jour
    [1] { $count } ce jour-là ; tous les constats
   *[other] { $count } ce jour-là ; tous les constats
}
overview-worst = Les pires heurts ce jour-là

answer-what = Qu'en dites-vous ?
answer-states = Votre réponse est déclarée aussitôt dans le registre, au nom de votre bureau ; elle fixe les déclarations que vous voyez ci-dessus. Une autre réponse pourra la réviser plus tard.
answer-button = Déclarer la réponse
diffusion-after = Jours après
watch-calendar = Fins et réexamens de { $place }, en calendrier (iCal)
watch-more = Par courriel ou webhook
