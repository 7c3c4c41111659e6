# Partenaires : qui ce nœud suit, et où il en est.

partners-title = Partenaires
partners-lead = Les organismes dont ce nœud copie et vérifie le registre. Chacun témoigne aussi pour l’autre : il signe ce qu’il a vu, de sorte que personne ne peut montrer deux historiques sans que cela se voie.
partners-none = Ce nœud ne suit encore personne
partners-none-text = Son exploitant ajoute un partenaire par son adresse : koinon partner add https://coast.example
partners-caption = Partenaires, et leur état en ce moment
partners-name = Partenaire
partners-speaks-for = Parle pour
partners-state = État
partners-held = Copié ici
partners-heard = Joint pour la dernière fois
partners-received = Il a cosigné pour nous
partners-given = Nous avons cosigné pour lui
partners-nobody = personne : il est seulement lu
partners-state-forked = Deux historiques
partners-state-paused = En pause
partners-state-not-yet = Pas encore joint
partners-state-away = Injoignable ; joint pour la dernière fois
partners-state-held-back = Textes retenus
partners-state-followed = Suivi
partners-state-behind = Copie en cours
partners-held-of = { $held } sur { $of }
partners-cosigned = { $size } entrées, { $time }
partners-cosigned-means = Une cosignature dit combien d’entrées d’un registre son signataire a vues, et quand. La plus récente est montrée.
partners-address = Adresse
partners-witness-key = Clé de son témoin
partners-mirror-key = Clé de son miroir
partners-did = Identifiant
partners-no-key = aucune
partners-pinned = Épinglé par
partners-copy = Copie
partners-newest = Dernier point de contrôle
partners-newest-seen = { $size } entrées, vérifiées ici le { $time }
partners-tried = Dernier essai
partners-next = Prochain essai
partners-answer = Ce qu’il en est sorti
partners-cosignatures = Cosignatures
partners-taken = Combien est pris
partners-taken-text = Un partenaire ne peut pas remplir ce nœud à lui seul : au-delà de ces limites, son registre reste vérifié, mais ses textes ne sont plus cherchés avant le lendemain, ou avant que l’exploitant relève la limite.
partners-today-entries = Entrées aujourd’hui
partners-today-bytes = Mébioctets aujourd’hui
partners-all-bytes = Mébioctets en tout
partners-faults = Fautes et preuves
partners-no-faults = Rien n’est connu contre lui.
partners-evidence = La preuve se trouve dans notre propre registre, et chacun peut la vérifier :
partners-forked-text = Il a signé deux historiques de son registre. Ce qui en a été copié reste lisible, mais ne vous y fiez pas tant que cela n’est pas éclairci.
partners-fault-fork = Deux historiques
partners-fault-went-back = Retour en arrière
partners-fault-times = { $count ->
    [one] Vu une fois, { $first }.
   *[other] Vu { $count } fois, d’abord { $first }, en dernier { $last }.
 }
partners-fault-evidence = Preuve
partners-level-league = union
partners-level-national = pays
partners-level-regional = région
partners-level-district = district
partners-level-municipal = ville

## Who has a copy of an entry.
entry-copied = Copiée par
entry-copied-of = { $count } partenaires sur { $all }
entry-not-copied = Pas encore par { $names }
