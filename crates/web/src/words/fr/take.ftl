# Comparer, et emporter.

take-svg-only = Pas de PNG : ces lettres ne peuvent être dessinées qu'en SVG.
take-svg-instead = Prendre le dessin en SVG
take-citation-label = Citation, à copier
take-citation = { $title }. { $body }. Registre { $origin } : { $count ->
    [one] { $count } déclaration
   *[other] { $count } déclarations
  }, racine { $root }, { $day }. { $licence }. { $url }
take-citation-source = Données : { $source }.
take-readme-files = { $stem } avec les extensions .csv, .json et .svg est ce que montre la page. metadata.json dit ce que c'est, de quel état du registre, sous quelle licence, et nomme chaque fichier avec son SHA-256. checkpoint est l'état du registre tel que l'organisme l'a signé.
take-readme-proofs = { $count ->
    [one] proofs contient la déclaration derrière la page, telle que son organisme l'a faite, et la preuve qu'elle figure au registre. Aucun réseau n'est nécessaire pour la vérifier :
   *[other] proofs contient { $count } déclarations derrière la page, chacune telle que son organisme l'a faite (.entry) et avec la preuve qu'elle figure au registre (.tlog-proof). Aucun réseau n'est nécessaire pour les vérifier, une à la fois :
  }
take-readme-left-out = { $count ->
    [one] Une autre déclaration se trouve derrière la page ; sa preuve est disponible à son adresse.
   *[other] { $count } autres déclarations se trouvent derrière la page ; leurs preuves sont disponibles à leurs adresses.
  }
take-readme-key = Comparez la clé de cette commande avec celle que l'organisme montre ailleurs : sur papier, par téléphone, ou à l'adresse { $address }.
take-readme-no-proofs = Aucune déclaration particulière ne se trouve derrière cette page : il n'y a donc pas de preuves ici.

problem-svg-only-title = Ce dessin n'existe qu'en SVG
problem-svg-only-text = Ses mots sont écrits dans des lettres que notre police pour images ne possède pas. En SVG, il est dessiné avec les polices de votre appareil, et rien ne manque.

view-compare = Comparer
compare-title = Comparer des lieux
compare-title-of = Comparaison : { $places }
compare-desc = { $count ->
    [one] Ce qui s'applique dans un lieu, instrument par instrument.
   *[other] Ce qui s'applique dans { $count } lieux, instrument par instrument. Les hachures sont inconnues.
  }
compare-shown = Affichage
compare-differences = Différences seulement
compare-everything = Tout
compare-from-hint = Pour une comparaison dans le temps. Par exemple 2026-11-24
compare-legend = Les niveaux sont numérotés, plus foncé est plus strict ; rayé ne vaut que pour une partie du territoire ; hachuré est inconnu ; vide : aucune mesure.
compare-days = Jours
compare-unknown = inconnu
compare-none = aucune
compare-targeted = une partie du territoire
compare-disputed = contesté
compare-from-above = règle de { $place }
compare-apart = { $days ->
    [one] écart pendant { $days } jour sur { $of }
   *[other] écart pendant { $days } jours sur { $of }
  }
compare-alike = { $count ->
    [one] Un autre instrument est le même partout.
   *[other] { $count } autres instruments sont les mêmes partout.
  }
compare-choose-title = Choisissez au moins deux lieux
compare-choose-text = Ajoutez-les un par un, six au plus. Seules les différences sont montrées ; tout l'est, si vous le demandez.
compare-neighbours = Comparer avec les voisins
compare-same-title = Aucune différence
compare-same-text = Dans tout ce qui est connu, ces lieux sont identiques à ce moment. Là où rien n'est connu d'aucun d'eux, rien n'est comparé.
query-all = Affichage
query-width = Largeur
