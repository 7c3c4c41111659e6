# Dates, nombres, listes. Les espaces insécables devant « : ; ! ? % » et les apostrophes se posent à la lecture du catalogue.
month-1 = janvier
month-2 = février
month-3 = mars
month-4 = avril
month-5 = mai
month-6 = juin
month-7 = juillet
month-8 = août
month-9 = septembre
month-10 = octobre
month-11 = novembre
month-12 = décembre
month-short-1 = janv.
month-short-2 = févr.
month-short-3 = mars
month-short-4 = avr.
month-short-5 = mai
month-short-6 = juin
month-short-7 = juil.
month-short-8 = août
month-short-9 = sept.
month-short-10 = oct.
month-short-11 = nov.
month-short-12 = déc.
date-format = { $day ->
    [1] 1er { $month } { $year }
   *[other] { $day } { $month } { $year }
}
moment-format = { $date } à { $time } UTC
span-closed = du { $from } au { $to }
span-open = depuis le { $from }
span-until = jusqu'au { $to }
span-always = sans limite de date
list-comma = ,_
list-and = { $before } et { $last }
percent = { $number } %
count-days = { $count ->
    [one] { $count } jour
   *[other] { $count } jours
}

# Le cadre.
skip-to-content = Aller au contenu principal
identity-record-of = Registre public de l'organisme
identity-key = Signé avec la clé
identity-verify = Vérifier ce registre
search-button = Rechercher
nav-label = Rubriques
nav-menu = Menu
nav-policies = Politiques
nav-indices = Indices
nav-places = Territoires
nav-corrections = Corrections
nav-record = Registre
nav-verify = Vérifier
nav-about = À propos
languages-label = Langue
breadcrumbs-label = Vous êtes ici
invented-title = Données fictives.
invented-text = Ces territoires, organismes et mesures ont été imaginés pour présenter le logiciel. Rien ici ne concerne une administration réelle.
as-of-banner = Vous consultez l'état des déclarations à cette date : { $moment }.
as-of-label = État antérieur
as-of-leave = Voir l'état actuel
attribution-data = Données :
cut-line = { $count ->
    [one] Cette page repose sur { $count } déclaration, racine { $root }.
   *[other] Cette page repose sur { $count } déclarations, racine { $root }.
}
cut-newest = La plus récente date du { $moment }.
foot-about = À propos de ce site
foot-accessibility = Accessibilité
foot-licences = Licences
foot-machine = Pour les programmes
foot-checkpoint = Point de contrôle signé

# Étiquettes.
tag-declared = Déclaré
tag-declared-means = Dit par l'organisme qui décide
tag-observed = Observé
tag-observed-means = Dit par un tiers au sujet de celui qui décide
tag-estimated = Estimé
tag-estimated-means = Calculé là où personne ne l'a déclaré
tag-simulated = Simulé
tag-simulated-means = Résultat d'un modèle
tag-stale = Non actualisé
tag-stale-means = Plus ancien qu'il ne devrait l'être
tag-disputed = Contesté
tag-disputed-means = Ceux qui en parlent ne disent pas la même chose
tag-corrected = Corrigé
tag-corrected-means = C'était faux et cela a été rectifié
tag-withdrawn = Retiré
tag-withdrawn-means = Repris par son auteur ; reste lisible
tag-invented = Fictif
tag-invented-means = Imaginé pour présenter le logiciel
tag-unknown = Inconnu
tag-unknown-means = Personne ne l'a déclaré ; cela ne veut pas dire qu'il n'y en a pas
tag-in-force = En vigueur
tag-in-force-means = En vigueur le jour affiché
tag-ended = Terminé
tag-ended-means = Terminé le jour affiché
tag-not-understood = Dernière déclaration non comprise
tag-not-understood-means = La déclaration la plus récente est d'une version que ce logiciel ne connaît pas
level-of = { $level } sur { $max }
targeted = (une partie du territoire)

# Tableaux, filtres, listes.
filter-label = Filtres
filter-title = Filtres
filter-apply = Appliquer les filtres
filter-show = Afficher
date-hint = Année-mois-jour, par exemple 2026-11-24
date-fault = { $got } n'est pas un jour ; écrivez année-mois-jour, par exemple 2026-11-24
fault-prefix = Erreur :
faults-title = Il y a un problème
chips-label = Filtres en cours
chip-drop = Retirer le filtre
pages-label = Pages de résultats
pages-first = Retour au début
pages-next = Page suivante
cite-download = Emporter :
cite-permalink = Lien vers cette vue
cite-cite = Citer
history-reason = Motif :
diff-gone = supprimé :
diff-new = ajouté :

# Graphiques et cartes.
chart-source = Source : { $source }
chart-licence = Licence : { $licence }
chart-invented = DONNÉES FICTIVES
chart-unknown = Inconnu
scale-zero = 0 (aucune mesure)
legend-unknown = Inconnu
legend-disputed = Zone contestée
legend-targeted = Une partie du territoire seulement
legend-less = moins strict
legend-more = plus strict
map-disclaimer = Les limites, les noms et les zones hachurées n'impliquent aucun jugement sur le statut juridique d'un territoire. Tracés : { $source }.
slider-label = Jour
slider-back = Sept jours en arrière
slider-on = Sept jours en avant

# Preuve.
proof-title = Preuve
proof-good = Cette inscription porte le numéro { $index } sur { $size } dans le registre signé ; elle est intacte.
proof-open = Cette inscription porte le numéro { $index } sur { $size }. Vous pouvez la vérifier ici ou avec la commande ci-dessous.
proof-bad = Cette inscription ne correspond pas au registre signé. Ne vous y fiez pas ; prévenez l'organisme qui gère ce site.
proof-check-here = Vérifier dans ce navigateur
proof-details = Ce qui est vérifié, et avec quoi
proof-id = Identifiant de l'inscription (SHA-256 de ses octets)
proof-root = Empreinte racine du point de contrôle
proof-key = Clé du registre
proof-command = Sur votre propre machine, avec les deux fichiers ci-dessous :
proof-file = Télécharger la preuve
proof-entry = Télécharger l'inscription
verify-lead = Déposez ici une preuve et son inscription. Elles sont vérifiées dans ce navigateur et ne sont envoyées nulle part.
verify-files = Fichiers de la preuve et de l'inscription
verify-files-hint = NOM.tlog-proof et NOM.entry, les deux
verify-vkey = Clé du registre
verify-vkey-hint = Telle que l'organisme la publie ; prenez-la à une source de confiance
verify-button = Vérifier
verify-noscript = Sans script, vérifiez sur votre propre machine :
verify-running = Vérification en cours…
verify-need-both = Fournissez les deux fichiers : la preuve et l'inscription.
verify-good = Vérifié dans ce navigateur : inscription { $index } sur { $size } du registre signé avec cette clé, intacte.
verify-bad-id = Non vérifié : les octets de l'inscription ne sont pas ceux que cette page désigne.
verify-bad-path = Non vérifié : l'inscription ne mène pas à la racine signée. Elle a été modifiée ou n'est pas de ce registre.
verify-bad-signature = Non vérifié : le point de contrôle n'est pas signé avec cette clé.
verify-bad-origin = Non vérifié : le point de contrôle est celui d'un autre registre.
verify-bad-form = Non vérifié : ce n'est pas une preuve de la forme c2sp.org/tlog-proof@v1 ({ $got }).
verify-fetch-failed = La preuve n'a pas pu être chargée ; rien n'a été vérifié.
verify-no-ed25519 = Ce navigateur ne peut pas vérifier ici les signatures Ed25519 (il lui faut https ou localhost) ; utilisez la commande ci-dessous.
verify-step-hash = SHA-256 des octets de l'inscription : { $got }
verify-step-leaf = Empreinte de la feuille (RFC 6962) : { $got }
verify-step-path = { $count ->
    [one] { $count } empreinte du chemin mène à la racine : { $got }
   *[other] { $count } empreintes du chemin mènent à la racine : { $got }
}
verify-step-signature = Signature du point de contrôle par { $got } : valide
verify-cosigned = Autres signatures sur le point de contrôle : { $count }
