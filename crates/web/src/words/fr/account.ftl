# Se connecter et déclarer dans le navigateur.
signin-link = Se connecter
signin-title = Se connecter
signin-again-title = Se connecter de nouveau
signin-lead = Pour les agents qui déclarent au nom de cet organisme. Lire ne demande pas de compte.
signin-kept = Votre session avait pris fin. Ce que vous avez saisi est gardé : connectez-vous et vous le retrouverez dans votre brouillon.
signin-insecure = La connexion demande https. Les navigateurs ne gardent pas le cookie de ce site en http simple : vous ne resteriez pas connecté. Demandez à l'exploitant de placer le site derrière TLS.
signin-name = Nom
signin-passphrase = Phrase de passe
signin-button = Se connecter
signin-no-account = Pas de compte, ou phrase de passe oubliée ? L'exploitant de ce site crée les comptes et fixe les phrases de passe.
signin-refused = Le nom et la phrase de passe ne vont pas ensemble. Vérifiez les deux et réessayez.
signin-wait = { $count ->
    [one] Trop d'essais ont échoué. Réessayez dans une seconde.
   *[other] Trop d'essais ont échoué. Réessayez dans { $count } secondes.
}
signin-resend-title = Envoyez de nouveau vos réponses
signin-resend-text = Cette page a été ouverte avant votre dernière connexion et n'a donc pas été prise en compte. Rien n'est perdu : ce que vous avez saisi part avec le bouton ci-dessous.
signin-resend-button = Envoyer de nouveau
signout-button = Se déconnecter

problem-cross-site-title = Ce formulaire vient d'ailleurs
problem-cross-site-text = Un autre site a envoyé ce formulaire, ou votre navigateur n'a pas dit quelle page l'envoyait. Rien n'a été changé. Ouvrez la page ici et envoyez le formulaire depuis celle-ci.
problem-signed-out-title = Connectez-vous d'abord
problem-signed-out-text = Cette page est pour les personnes connectées.
no-such-draft = Vous n'avez pas de brouillon { $name }. Il a été déclaré ou supprimé, il est resté plus de 90 jours sans changement, ou il appartient à quelqu'un d'autre.

my-title = Mon travail
my-lead = Vous êtes connecté sous le nom { $name }. Ce que vous déclarez est dit par { $office } ; votre nom ne figure dans aucun registre.
my-begin = Déclarer une mesure
my-may-not = Votre compte ne peut pas déclarer de mesures. L'exploitant de ce site peut le changer.
my-drafts = Brouillons
my-drafts-none = Vous n'avez pas de brouillon.
my-receipts = Déclaré
my-stated = Déclaré
my-draft-unnamed = Brouillon { $number }
my-remove = Supprimer ce brouillon
my-remove-receipt = Retirer de cette liste
my-kept = Les brouillons sont gardés 90 jours après leur dernier changement, même si vous vous déconnectez ou si votre session prend fin. Vous seul les voyez.
remove-title = Supprimer ce brouillon ?
remove-text = Ce que vous avez saisi est supprimé et ne peut pas être rétabli. Rien ne change dans le registre.
remove-receipt-text = Il quitte cette liste. Ce qui a été déclaré reste dans le registre.
remove-button = Supprimer

warning-prefix = Avertissement
back-link = Retour
change-link = Modifier
date-day = Jour
date-month = Mois
date-year = Année
and-more = { $count ->
    [one] Et un autre.
   *[other] Et { $count } autres.
}

doing-state = Déclarer une mesure
doing-correct = Corriger une mesure
doing-withdraw = Retirer une mesure
state-continue = Continuer
state-kept = Ce que vous saisissez est gardé comme brouillon après chaque page.
state-instrument-title = De quel instrument s'agit-il ?
state-place-title = Pour quel territoire ?
state-level-title = Quel est son niveau ?
state-dates-title = De quand à quand ?
state-people-title = Pour qui ?
state-mode-title = Que demande-t-elle aux échelons inférieurs ?
state-words-title = Dites-la en mots
state-words-language = Écrivez dans la langue de ce registre : { $language }. Ne nommez et ne décrivez aucune personne ; ce qui est déclaré reste pour toujours.
state-coverage-title = Déclarez-vous tout ici ?
state-coverage-text = Rien n'est encore connu de { $instrument } pour { $place } à ce jour. Si cet organisme déclare toutes les mesures de ce genre à partir d'un jour, dites-le : chacun sait alors que là où rien n'est déclaré, il n'y en a pas. Sinon le niveau compte comme inconnu.
state-uncovered = Tant que cet organisme ne déclare pas tout de ce genre ici, le niveau compte comme inconnu pour les autres.
state-coverage-row = Tout est déclaré
state-reason-title = Pourquoi est-elle corrigée ?
state-reason-withdraw-title = Pourquoi est-elle retirée ?
state-correct-text = Une correction dit que les mots d'avant étaient faux dès le début. Ils restent lisibles. Si la règle elle-même a changé, déclarez une nouvelle mesure et mettez fin à celle-ci.
state-withdraw-text = Un retrait reprend la mesure comme si elle n'avait jamais dû être déclarée. Elle reste lisible, avec votre raison. Pour mettre fin à une mesure qui était juste, corrigez plutôt son dernier jour.
state-check-title = Vérifiez vos réponses
state-exact = Les mots exacts
state-exact-text = Voici ce qui figurera dans le registre, octet par octet. Le site n'ajoute que l'heure.
state-to-clashes = Continuer : avec quoi serait-elle en conflit ?
state-button = Déclarer cette mesure
correct-button = Déclarer cette correction
withdraw-button = Déclarer ce retrait
state-for-ever = Une déclaration reste pour toujours dans le registre public. Elle peut être corrigée ou retirée, pas effacée.

ask-place-other = Un autre territoire
ask-place-other-hint = Son code ou son nom, tels que ce registre les connaît
ask-flag = Pour quelle part ?
ask-flag-hint = Nécessaire si le niveau est supérieur à 0
ask-start = Premier jour
ask-start-hint = Par exemple 27 3 2026
ask-start-time = À partir de quelle heure ce jour-là (facultatif)
ask-start-time-hint = Par exemple 06:00, à l'heure du territoire
ask-end = Dernier jour (facultatif)
ask-end-hint = Laissez vide si personne ne l'a décidé
ask-end-time = Jusqu'à quelle heure ce jour-là (facultatif)
ask-end-time-hint = Par exemple 22:00
ask-review = Réexaminée au plus tard le (facultatif)
ask-review-hint = Le jour avant lequel vous décidez si elle continue
ask-urgent = Prise sans le délai habituel pour consulter les autres
ask-population = Qui doit la suivre ?
ask-population-other = Un autre groupe (facultatif)
ask-population-other-hint = Un mot en petites lettres latines, comme under-65 ; il compte avant le choix ci-dessus
ask-reach = De qui est la décision ?
ask-reach-own-hint = Cet organisme l'a décidée
ask-reach-and-below-hint = Elle réunit cet organisme et ceux des échelons inférieurs
ask-reach-applies-hint = Tout ce que les habitants doivent suivre, qui que ce soit qui l'ait décidé
ask-area = Quelle partie du territoire (facultatif)
ask-area-hint = En mots, si ce n'est pas le tout
ask-mode = Comment les lie-t-elle ?
ask-mode-advisory-hint = Ils décident eux-mêmes
ask-mode-floor-hint = Ils peuvent faire plus, pas moins
ask-mode-ceiling-hint = Ils peuvent faire moins, pas plus
ask-mode-exact-hint = Ils font exactement cela
ask-title = Titre (facultatif)
ask-title-hint = Une ligne qu'un citoyen comprend
ask-text = Ce qu'elle dit (facultatif)
ask-basis = Base légale (facultatif)
ask-basis-hint = La loi ou l'arrêté, avec son numéro
ask-link-href = Lien vers le texte (facultatif)
ask-link-href-hint = Une adresse web qui commence par https://
ask-link-title = Ce qui s'y trouve (facultatif)
ask-covers = Cet organisme déclare-t-il tout ?
covers-yes = Oui, à partir de ce jour
covers-no = Non, ou je ne sais pas
ask-covered = À partir de quel jour ?
ask-covered-hint = Seulement si oui
ask-reason = Raison
ask-answer-reason = Pourquoi ?
ask-answer-reason-hint = Nécessaire si c'est voulu ou si les données sont fausses
ask-answer-by = Quel service s'en occupe ?
ask-answer-by-hint = Un service, pas une personne ; nécessaire si c'est en cours de résolution
ask-answer-until = Jusqu'à quand ?

fault-instrument = Choisissez un instrument
fault-place = Choisissez un territoire, ou donnez son code ou son nom
fault-place-unknown = Aucun territoire { $got } n'est connu ici. Donnez le code ou le nom d'un territoire de ce registre
fault-level = Choisissez un niveau
fault-flag = Choisissez pour quelle part
fault-choose = Choisissez une réponse
fault-start = Donnez le premier jour
fault-end = Le dernier jour est avant le premier. Donnez le même jour ou un jour plus tardif
fault-review = Le jour du réexamen est avant le premier jour. Donnez un jour plus tardif
fault-time = Donnez une heure comme 06:00
fault-population = Donnez un mot de petites lettres latines, de chiffres et de traits d'union, comme under-65
fault-link = Donnez une adresse web qui commence par https://
fault-covered = Donnez le jour à partir duquel tout est déclaré, ou répondez non
fault-reason = Dites pourquoi
fault-long = Le texte a { $count } octets ; { $most } au plus. Raccourcissez-le
fault-answer-by = Nommez le service qui s'en occupe
fault-answer-until = Donnez le jour
fault-tick = Cochez la case pour dire que vous l'avez vu
fault-too-many = Vous avez { $count } brouillons et il n'est pas possible d'en garder davantage. Déclarez-en ou supprimez-en
fault-too-large = Le brouillon est trop grand pour être gardé. Raccourcissez ses textes avant de quitter cette page
fault-may-not = Votre compte ne peut pas déclarer { $kinds }. L'exploitant de ce site peut le changer
fault-moved = Impossible de le déclarer maintenant : c'est déjà déclaré, ou quelqu'un l'a révisé entre-temps. Ouvrez la mesure, voyez ce qu'elle dit, et recommencez à partir de là

clashes-title = { $count ->
    [one] Elle ferait naître un conflit
   *[other] Elle ferait naître { $count } conflits
}
clashes-none-title = Elle n'est en conflit avec rien de connu ici
clashes-none-text = Comparée à ce que disent les échelons supérieurs et inférieurs, les voisins et les règles de ce registre. Ce qui est inconnu n'a pas pu être comparé.
clashes-text = Vous pouvez continuer : un conflit peut être voulu. Regardez d'abord chacun d'eux, et à qui parler.
clashes-changed = Quelque chose a changé depuis que vous avez vu cette page : vos mots, ou ce que d'autres déclarent. Regardez de nouveau.
clashes-ends-title = { $count ->
    [one] Elle mettrait fin à un conflit
   *[other] Elle mettrait fin à { $count } conflits
}
clashes-others = { $count ->
    [one] Un autre constat, montré sur demande
   *[other] { $count } autres constats, montrés sur demande
}
clashes-tick = J'ai vu avec quoi elle serait en conflit
clash-grade-conflict = Conflit
clash-grade-question = Question
clash-grade-note = Remarque
clash-yours = ce brouillon
clash-theirs = en vigueur
clash-since = depuis le { $date }
clash-statement = déclaration
answer-legend = Répondez-vous maintenant ?
answer-hint = La réponse est déclarée avec la mesure, pour chacun des conflits ci-dessus qui a une autre partie.
answer-choice-later = Pas maintenant
answer-choice-accepted = C'est voulu
answer-choice-accepted-hint = Dites pourquoi et jusqu'à quand
answer-choice-resolving = C'est en cours de résolution
answer-choice-resolving-hint = Dites quel service s'en occupe et pour quand
answer-choice-disputed = Les données sont fausses
answer-choice-disputed-hint = Dites ce qui est faux

done-state-title = La mesure est déclarée
done-correct-title = La correction est déclarée
done-withdraw-title = Le retrait est déclaré
done-text = Elle est durable et se trouve sous un point de contrôle signé. Gardez la preuve si vous pourriez devoir la montrer.
done-entry = Inscription
done-id = Identifiant
done-proof = Preuve
done-size = Point de contrôle de taille
done-measure = Voir la mesure
revise-correct = Corriger
revise-withdraw = Retirer
