# Le nom des choses.
kind-measure = Mesure
kind-coverage = Couverture
kind-instrument = Instrument
kind-place = Territoire
kind-border = Frontière
kind-group = Groupe
kind-sources = Ordre des sources
kind-genesis = Fondation du registre
kind-key = Clé
kind-restricted = Déclaration à accès restreint
kind-agreement = Accord
kind-partner = Partenaire
kind-fork = Historique double
kind-erasure = Effacement
kind-cosigned = Points de contrôle cosignés
act-state = Déclaré
act-correct = Corrigé
act-withdraw = Retiré
reach-own = Décision propre
reach-and-below = Décision propre et celles des échelons inférieurs
reach-applies = Ce qui s'applique aux habitants
population-everyone = Tout le monde
population-vaccinated = Personnes vaccinées
population-not-vaccinated = Personnes non vaccinées
population-strictest = Règle la plus stricte
index-stringency = Rigueur
index-containment-health = Confinement et santé
index-government-response = Réponse des pouvoirs publics
index-economic-support = Soutien économique
variant-strict = Règle la plus stricte
variant-non-vaccinated = Personnes non vaccinées
variant-vaccinated = Personnes vaccinées
variant-simple-average = Moyenne simple
mode-floor = Plancher : les échelons inférieurs peuvent être plus stricts
mode-ceiling = Plafond : les échelons inférieurs ne peuvent pas être plus stricts
mode-exact = Exact : les échelons inférieurs doivent faire de même
mode-advisory = Recommandation
place-level-league = Union
place-level-country = Pays
place-level-region = Région
place-level-town = Commune

# Colonnes et faits.
column-place = Territoire
column-instrument = Instrument
column-measure = Mesure
column-level = Niveau
column-from = Du
column-to = Au
column-days = En vigueur
column-population = Pour qui
column-reach = Portée
column-said-by = Déclaré par
column-status = Statut
column-value = Valeur
column-entry = Inscription
column-kind = Type
column-subject = Objet
column-act = Acte
column-time = Heure
column-date = Date
column-reason = Motif
column-change = Changement
column-code = Code
column-name = Nom
column-source = Source
column-licence = Licence
column-version = Version
column-mode = Effet sur les échelons inférieurs
column-basis = Base juridique
column-text = Texte
column-review = À réexaminer avant le
column-attachments = Pièces jointes
column-links = Liens
column-notes = Notes
open-end = sans fin connue

# Vues.
view-map = Carte
view-timeline = Chronologie
view-list = Liste
view-chart = Graphique
view-table = Tableau
any = Indifférent
field-place = Territoire
field-instrument = Instrument
field-index = Indice
field-variant = Variante
field-day = Jour
field-from = Du
field-to = Au
field-reach = Portée
field-population = Pour qui
field-least-level = Niveau minimal
field-said = Déclaré par
field-below = Avec les territoires qu'il contient
field-text = Mots
field-as-of = État au
said-declared = L'organisme lui-même
said-observed = Un tiers
count-measures = { $count ->
    [0] Aucune mesure
    [one] { $count } mesure
   *[other] { $count } mesures
}
count-places = { $count ->
    [0] Aucun territoire
    [one] { $count } territoire
   *[other] { $count } territoires
}
count-statements = { $count ->
    [0] Aucune déclaration
    [one] { $count } déclaration
   *[other] { $count } déclarations
}
count-at-least = { $number } ou plus

# Vue d'ensemble.
overview-title = Ce qui est en vigueur
overview-lead = Ce que les pouvoirs publics ont décidé, qui l'a dit, et la preuve.
overview-in-force = mesures en vigueur
overview-places = territoires dont parle le registre
overview-statements = déclarations au registre
overview-corrections = corrections et retraits
overview-started = Entré en vigueur récemment
overview-ended = Terminé récemment
overview-corrected = Rectifié récemment
overview-strictest = Les plus stricts
overview-on = Le { $date }

# Politiques.
policies-title = Politiques publiques
policies-list-title = Mesures
policies-map-title = { $instrument }, le { $date }
policies-timeline-title = Qui a agi, et quand
policies-map-desc = { $known ->
    [0] Rien n'est connu ce jour-là, pour aucun territoire.
    [one] Connu pour { $known } territoire{ $none ->
        [0] {""}
       *[other] {"\u202F"}; il n'y a là aucune mesure
    }.
   *[other] Connu pour { $known } territoires{ $none ->
        [0] {""}
        [one] {"\u202F"}; dans { $none } d'entre eux, il n'y a aucune mesure
       *[other] {"\u202F"}; dans { $none } d'entre eux, il n'y a aucune mesure
    }.
}
policies-empty-title = Aucune mesure ne correspond
policies-empty-text = Rien au registre ne répond à tous les filtres à la fois. Retirez-en un, ou choisissez un autre jour.
policies-none-title = Pas encore de mesure
policies-none-text = Le registre ne contient aucune mesure. Publiez-en une, ou importez ce qu'un observatoire a publié.
policies-drop-filters = Retirer tous les filtres

# Une mesure.
measure-history = Historique
measure-what = Ce qu'elle dit
measure-in-force-on = En vigueur le { $date }
measure-not-in-force-on = Pas en vigueur le { $date }
measure-notes = Notes de l'observateur
measure-also = Autres mesures sur le même objet
measure-statement = La déclaration telle qu'elle figure au registre

# Un territoire.
places-title = Territoires
place-now = Ce qui s'applique ici
place-own = Décidé ici
place-above = Décidé à un échelon supérieur
place-within = Fait partie de
place-below = Comprend
place-neighbours = Limitrophe de
place-indices = Degré de rigueur
place-none = Rien n'est en vigueur ici ce jour-là.
place-unknown-note = Là où rien n'a été déclaré, le niveau est inconnu ; cela ne veut pas dire qu'il n'y a aucune mesure.

# Indices.
indices-title = Indices
indices-chart-title = Indice : { $index }
indices-chart-desc = Courbes de { $count } territoires, du { $from } au { $to }, entre 0 et 100.
indices-map-title = Indice : { $index }, le { $date }
indices-method = Mode de calcul
indices-method-text = Moyenne des sous-indices de ses instruments, selon la méthode de l'observatoire d'Oxford : niveau divisé par le niveau le plus haut, moins un demi-échelon si la mesure ne vaut que pour une partie du territoire. Si trop peu d'instruments sont connus, il n'y a pas de valeur.
indices-no-value = Pas de valeur : trop peu de ses instruments sont connus.
coverage-outside = Les données vont du { $from } au { $to }.

# Corrections.
corrections-title = Corrections
corrections-lead = Tout ce qui était faux et a été rectifié, ou a été retiré. Ce qui avait été dit auparavant reste lisible.
corrections-none = Rien n'a été corrigé ni retiré.

# Registre et inscription.
record-title = Registre
record-lead = Toutes les déclarations, dans l'ordre où elles ont été faites. Rien n'est jamais modifié ni supprimé : ce qui était faux est corrigé par une déclaration ultérieure.
record-size = Déclarations
record-root = Empreinte racine
record-origin = Origine
record-key = Clé
record-checkpoint = Point de contrôle signé
record-newest = Les plus récentes d'abord
entry-title = Inscription { $index }
entry-id = Identifiant
entry-at = Déclaré le
entry-by = Par
entry-revises = Révise
entry-revised-by = Révisée par
entry-about = Porte sur
entry-bytes = Les octets signés
entry-stands = C'est la déclaration la plus récente sur son objet.
entry-superseded = Il existe une déclaration plus récente sur cet objet.

# Vérification, à propos, et le reste.
verify-title = Vérifier
verify-how = Comment cela fonctionne
verify-how-text = Le registre est un arbre de Merkle. Sa racine est signée ; une preuve mène d'une déclaration à cette racine. Quiconque détient la clé peut la vérifier sans interroger ce site.
about-title = À propos de ce site
about-runs = Qui le gère
about-runs-text = { $name } déclare ici ce que l'organisme décide et ce qu'il observe. Chaque déclaration figure dans un registre où l'on ne peut qu'ajouter, et que chacun peut copier et vérifier.
about-machine = Pour les programmes
about-machine-text = Toute page de données existe aussi en JSON, et presque toujours en CSV : ajoutez .json ou .csv à son adresse. Les listes sont aussi des flux Atom. Le registre lui-même est servi sous la forme de tuiles C2SP (tlog-tiles).
accessibility-title = Accessibilité
accessibility-status = État de conformité
accessibility-status-text = Ces pages visent le niveau AA des WCAG 2.2. Elles fonctionnent sans script, au clavier, à 320 pixels de large, avec un agrandissement de 400 %, et dans les deux sens d'écriture.
accessibility-known = Limites connues
accessibility-known-text = Les cartes et les graphiques sont des images accompagnées d'une description ; le tableau voisin donne toutes les valeurs. Aucun test n'a encore été mené avec des personnes utilisant un lecteur d'écran.
accessibility-contact = Nous écrire
accessibility-contact-text = Si quelque chose ne fonctionne pas pour vous, signalez-le à l'organisme qui gère ce site.
licences-title = Licences
licences-own = Koinon est un logiciel libre, sous licence MIT ou Apache-2.0.
licences-taken = Repris d'autres projets
licences-data = Données
back-to-record = Retour au registre
see-all = Tout voir
see-entry = Voir l'inscription
download = Télécharger

# Ce qui n'a pas marché.
problem-not-found-title = Page introuvable
problem-not-found-text = Il n'y a rien à cette adresse. Vérifiez-la, faites une recherche ci-dessus, ou partez de la vue d'ensemble.
problem-bad-title = Demande illisible
problem-bad-text = Un élément de l'adresse n'est pas compris :
problem-gone-title = Hors de ce qui est connu
problem-method-title = Impossible à cette adresse
problem-method-text = Cette adresse ne peut pas être utilisée de cette manière.
problem-busy-title = Trop de demandes
problem-busy-text = Ce site a plus à faire qu'il ne peut. Réessayez dans un instant.
problem-ours-title = Une erreur de notre côté
problem-ours-text = Une erreur s'est produite de notre côté. Communiquez ce numéro à l'organisme qui gère ce site : { $id }
problem-forbidden-title = Non autorisé
problem-forbidden-text = Il faut pour cela un jeton qui l'autorise. L'organisme qui gère ce site en délivre.

# Le texte des pages, page par page.
yes = Oui
no = Non
act-revise = Révisé
flag-general = Général : tout le territoire
flag-targeted = Ciblé : une partie du territoire
turn-starts = Début
turn-ends = Dernier jour
turn-tightens = Durcissement
turn-eases = Assouplissement
place-level-national = Pays
place-level-regional = Région
place-level-district = District
place-level-municipal = Commune
place-level-other = Autre
places-of-country = Pays
places-of-region = Régions
places-of-town = Communes
places-at-league = Union
places-at-national = Pays
places-at-regional = Régions
places-at-district = Districts
places-at-municipal = Communes
places-at-other = Autres territoires
column-amends = Modifie
column-replaces = Remplace
column-area = Zone
column-because = En raison de
column-course = Évolution
column-flag = Étendue
column-highest = Maximum
column-lowest = Minimum
column-mean = Moyenne
column-place-level = Échelon
column-title = Intitulé
see-levels = Ses niveaux
see-series = Évolution

# Liste.
count-measures-many = { $number } mesures
field-on = En vigueur le
field-withdrawn = Avec les mesures retirées
field-order = Ordre
field-limit = Lignes
field-or-index = ou indice
field-places = Territoires
field-add-place = Ajouter un territoire
order-start = Début le plus récent d'abord
order-oldest = Début le plus ancien d'abord
order-said = Déclaration la plus récente d'abord
order-place = Par territoire
policies-drop-filter = Sans « { $filter } »
policies-timeline-desc = Barres le long du temps, une ligne par territoire ou par instrument : plus c'est foncé, plus c'est strict ; rayé si une partie seulement est concernée ; hachuré si rien n'est connu. Le tableau ci-dessous reprend chaque barre.
timeline-rows-left-out = { $count ->
    [one] { $count } ligne de plus figure dans les fichiers ci-dessous.
   *[other] { $count } lignes de plus figurent dans les fichiers ci-dessous.
}
timeline-left-out = { $count ->
    [one] { $count } territoire de plus n'est pas affiché ; choisissez un territoire pour le voir.
   *[other] { $count } territoires de plus ne sont pas affichés ; choisissez un territoire pour le voir.
}

# Une mesure.
measure-about = Ce que d'autres en ont dit
span-ahead = à partir du { $from }, pas encore en vigueur
column-details = Détails
owed-invented = Données fictives, ne concernent aucun territoire réel
owed-record = Registre de { $origin }, { $licence }
measure-levels = Tous les niveaux de cet instrument
measure-observed = observé pour { $place } par { $source }
measure-observed-line = ligne { $line }
measure-older-title = Version antérieure
measure-older = Vous lisez la version { $number } sur { $count }.
measure-newest = Lire la version la plus récente
measure-withdrawn = Retirée le { $moment }. Ce qui avait été dit auparavant reste lisible.
measure-also-caption = Mesures sur le même territoire et le même instrument, aux mêmes jours

# Une inscription.
entry-body = Ce qu'elle dit
entry-does-not-fit = Cette inscription ne s'insère pas dans la suite de son objet ; elle est affichée et ne change rien.
entry-previous = Inscription précédente
entry-next = Inscription suivante

# Un territoire.
place-about = À propos de ce territoire
place-applies = S'applique ici
place-decided-by = Décidé par
place-population = Habitants
place-on = { $count ->
    [0] Le { $date }, aucune mesure ne s'applique ici, pour autant qu'on le sache.
    [one] Le { $date }, { $count } instrument est utilisé ici.
   *[other] Le { $date }, { $count } instruments sont utilisés ici.
}
places-none = Pas encore de territoire
places-none-text = Le registre ne déclare aucun territoire. Importez un répertoire de territoires, ou les fichiers d'un observatoire, qui apportent les leurs.

# Indices.
indices-none = Aucune valeur à afficher
indices-all-csv = Tous les territoires en CSV

# Vue d'ensemble.
overview-aside = En bref
overview-feeds = Suivre
overview-feed-measures = Nouvelles mesures (Atom)
overview-feed-corrections = Corrections (Atom)
overview-halted-title = Lecture seule
overview-halted = Ce site présente son registre et n'y ajoute rien pour le moment ({ $reason }). Ce que vous lisez est inchangé.
overview-lately = Changements des 30 derniers jours
overview-soon = Changements des 30 prochains jours
overview-no-changes = Rien de connu.
overview-map = Degré de rigueur, territoire par territoire
overview-see-map = Carte d'un jour au choix
overview-root = racine
corrections-none-text = Lorsqu'une déclaration s'avère fausse, sa correction est listée ici, et le texte antérieur reste lisible.

# À propos et le reste.
about-version = Logiciel
about-reading = Comment lire ce site
about-reading-declared = Déclaré : l'organisme qui décide le dit lui-même. Observé : un tiers le rapporte. Quand les deux s'expriment, la parole de l'organisme vient d'abord et les autres restent visibles.
about-reading-asof = Toute adresse accepte asof= suivi d'un jour ou d'un moment : la page montre alors ce qui avait été dit à cette date.
about-link-well-known = À qui est ce registre
about-link-schemas = Types de déclaration
about-link-measures = Toutes les mesures en JSON
about-link-problems = Noms des problèmes
accessibility-tested = Comment cela a été testé
accessibility-tested-text = Chaque page est contrôlée automatiquement à 320 et à 1280 pixels, dans les deux sens d'écriture : structure, contraste, taille des cibles, mise en page et clavier.
licences-record = Ce que { $name } déclare peut être réutilisé sous { $licence }.
licences-changes = Les jours de même valeur ont été réunis en mesures ; rien d'autre n'a été modifié.
licences-software = Logiciel
schemas-title = Types de déclaration
schemas-lead = Chaque type a un schéma JSON. Les déclarations s'envoient à /statements avec un jeton.
verify-command = Avec une commande
verify-command-text = Sur votre propre machine, sans faire confiance à cette page :
verify-command-others = Le registre a la forme de tuiles C2SP (tlog-tiles) : des outils écrits par d'autres peuvent donc le vérifier aussi.
verify-how-1 = Le SHA-256 des octets de l'inscription est son identifiant. Changez une lettre, et c'en est une autre.
verify-how-2 = L'inscription est une feuille d'un arbre d'empreintes (RFC 6962). La preuve contient les quelques empreintes qui mènent de la feuille à la racine.
verify-how-3 = La racine figure dans un point de contrôle signé avec la clé du registre (Ed25519).
verify-how-4 = Si les trois concordent, l'inscription figure au registre exactement ainsi. Un registre qui montrerait deux histoires devrait signer les deux, et pourrait être pris sur le fait.

# Ce qui ne peut pas servir.
query-q = Mots
query-place = Territoire
query-below = Avec les territoires qu'il contient
query-instrument = Instrument
query-index = Indice
query-variant = Variante
query-reach = Portée
query-population = Pour qui
query-level = Niveau
query-said = Déclaré par
query-withdrawn = Avec les mesures retirées
query-on = Jour
query-from = Du
query-to = Au
query-kind = Type
query-order = Ordre
query-limit = Lignes
query-after = Page
query-before = Page
query-asof = État au
fault-line = { $field } : « { $got } » ne peut pas être utilisé ; { $rule }.
rule-day = donnez un jour, par exemple 2026-11-24
rule-moment = donnez un moment, par exemple 2026-11-24T10:00Z, ou un jour
rule-number = donnez un nombre entier de { $from } à { $to }
rule-one-of = donnez l'une de ces valeurs : { $words }
rule-known = donnez un code connu ici
rule-at-most = donnez-en { $count } au plus
rule-not-before = donnez un dernier jour qui ne précède pas le premier
rule-shorter = donnez { $count } octets au plus
rule-as-given = utilisez le lien de la page précédente
no-such-measure = Aucune mesure { $name } n'est connue ici.
no-such-version = La mesure n'a pas de version { $name }.
no-such-place = Aucun territoire { $name } n'est connu ici.
no-such-entry = Aucune inscription { $name } ne figure au registre.
no-such-record = Aucun registre { $name } n'est conservé ici.
no-such-kind = Aucun type { $name } n'est connu ici.
no-such-attachment = Aucune pièce jointe { $name } n'est conservée ici.
no-such-subject = Aucun objet { $name } n'est connu ici.
coverage-covers = Période couverte : { $span }.
problem-begins = Le registre commence à cette date : { $moment }.
problems-title = Problèmes
problems-lead = Quand une demande échoue, les machines reçoivent un problem+json (RFC 9457) ; son type est l'un de ceux-ci.
problem-no-such-thing-title = Inconnu ici
problem-no-such-thing-text = Rien n'est connu ici sous ce nom.
problem-no-such-format-title = Pas sous cette forme
problem-no-such-format-text = Cette page n'existe pas sous cette forme. Elle existe en :
problem-bad-query-title = Demande illisible
problem-bad-query-text = Un élément de l'adresse n'est pas compris.
problem-outside-coverage-title = Hors de ce qui est connu
problem-outside-coverage-text = Rien n'a été déclaré sur ce jour ; cela ne veut pas dire qu'il n'y avait aucune mesure.
problem-before-the-record-title = Avant le registre
problem-before-the-record-text = Rien n'avait encore été dit à cette date.
problem-media-type-title = Type de contenu non accepté
problem-media-type-text = Envoyez une déclaration en application/json, ou plusieurs en application/x-ndjson, une par ligne.
problem-not-json-title = Pas du JSON
problem-not-json-text = Le contenu n'a pas pu être lu comme du JSON. La réponse indique la ligne.
problem-faults-title = Erreurs dans ce qui a été déclaré
problem-faults-text = Les déclarations enfreignent des règles. La réponse énumère chaque erreur, son emplacement et ce qui serait accepté. Rien n'a été publié.
problem-refused-title = Une déclaration plus récente existe déjà
problem-refused-text = La déclaration ne peut pas suivre ce qui figure déjà au registre : une autre sur le même objet l'a précédée. Lisez celle que la réponse désigne, et révisez-la.
problem-unauthorized-title = Il faut un jeton
problem-unauthorized-text = Envoyez un jeton valide : Authorization: Bearer. L'organisme qui gère ce site en crée.
problem-too-large-title = Trop volumineux
problem-too-large-text = Le contenu dépasse ce qu'une requête peut porter. Envoyez-le en plusieurs parties.
problem-too-slow-title = Trop lent
problem-too-slow-text = Le contenu n'est pas arrivé à temps. Envoyez-le plus vite ou en plusieurs parties.
problem-halted-title = Rien ne s'ajoute pour le moment
problem-halted-text = Ce site a trouvé une raison de ne pas signer et présente son registre inchangé. La personne qui l'exploite doit intervenir.
problem-internal-title = Une erreur de notre côté
problem-internal-text = Quelque chose a échoué de notre côté et a été signalé.

# Comment les programmes l'utilisent.
about-machine-more = Comment les programmes utilisent ce site
about-link-openapi = L'ensemble au format OpenAPI
api-title = Pour les programmes
api-lead = Les programmes lisent tout ici sans clé. Pour faire une déclaration, il leur faut un jeton de l'organisme qui gère ce site.
api-document = Toutes les adresses, tous les paramètres et toutes les réponses, en OpenAPI 3.1
api-read = Lire
api-read-text = Une page et ses données ont la même adresse. Ajoutez une terminaison pour choisir la forme, ou demandez-la avec Accept.
api-read-pages = Les longues listes arrivent par parties : suivez « next » dans le JSON jusqu'à ce qu'il vaille null.
api-read-asof = Avec asof=, vous obtenez ce qui avait été dit à un jour ou à un moment donné. Une telle réponse ne change jamais : citez-la par cette adresse.
api-read-again = Redemandez aussi souvent qu'il le faut : renvoyez l'ETag dans If-None-Match, et une réponse inchangée ne coûte que quelques octets.
api-addresses = Adresses et formes
api-addresses-caption = Pages qui ont des données, et terminaisons qui les donnent
api-address = Adresse
api-forms = Terminaisons
api-state = Faire une déclaration
api-state-text = Envoyez une déclaration en JSON. La commande « koinon token create », lancée sur le serveur, crée le jeton ; il désigne le service qui parle et ce qu'il peut déclarer.
api-state-receipt = La réponse arrive quand la déclaration est enregistrée durablement et signée. Elle désigne l'inscription :
api-state-many = Plusieurs déclarations à la fois : une par ligne, en application/x-ndjson. Elles sont toutes acceptées, ou aucune ne l'est.
api-fails = En cas d'erreur
api-fails-text = Les erreurs arrivent en problem+json (RFC 9457) : toutes à la fois, chacune avec son emplacement et ce qui serait accepté. Le champ type est l'adresse d'une explication.
api-check = Vérifier ce que vous avez reçu
api-check-text = Le registre a la forme de tuiles C2SP (tlog-tiles), et son dernier état est signé. Copiez-le en entier et vérifiez-le sans faire confiance à ce site :
