# Feeds, calendars, webhooks, digests.

calendar-ends = Dernier jour : { $name } – { $place }
calendar-review = Réexamen : { $name } – { $place }
calendar-answer = La réponse expire : { $name }
calendar-left-out = { $count ->
    [one] Un jour plus lointain est omis ;
   *[other] { $count } jours plus lointains sont omis ;
 } seuls les { $shown } premiers figurent ici. Choisissez un territoire ou un instrument.

notifications-title = Comment être prévenu
notifications-lead = Inutile de revenir regarder. Choisissez la voie qui convient à votre travail ; toutes disent la même chose.
notifications-feeds = Flux (Atom)
notifications-feeds-text = Pour un lecteur de flux : tout ce qui est nouveau, dès que c'est déclaré. Filtrez d'abord une liste, et son flux aura le même filtre.
notifications-feed-measures = Les mesures, les plus récentes d'abord
notifications-feed-corrections = Ce qui a été rectifié ou retiré
notifications-feed-conflicts = Là où échelons, voisins et secteurs se contredisent
notifications-calendar = Agenda (iCalendar)
notifications-calendar-text = Pour Outlook, Google, Apple et d'autres : abonnez-vous à l'adresse, et le dernier jour de chaque mesure ainsi que les jours de réexamen figurent dans votre agenda. Un jour qui change se déplace de lui-même.
notifications-calendar-all = Derniers jours et réexamens de toutes les mesures
notifications-calendar-answers = Derniers jours des réponses aux constats
notifications-calendar-place = De même pour { $place }
notifications-push = Courriel et webhooks
notifications-push-text = L'exploitant de ce site les met en place pour un service. Un récapitulatif par jour ; seul ce qui est urgent arrive aussitôt. Aucune source ne donne lieu à plus de { $count } avis par jour : ensuite, une phrase dit qu'il y en a d'autres.
notifications-push-command = Sur la machine du site :
notifications-push-mail = Le courriel va à la boîte d'un service, jamais à celle d'une personne.
notifications-push-hook = Un webhook est un POST signé (Standard Webhooks). Rien n'est envoyé à des adresses de notre propre réseau, et aucune redirection n'est suivie.
notifications-queue = Ce qui est en route
notifications-queue-text = Des nombres seulement : qui est prévenu de quoi reste entre le service et l'exploitant.
notifications-queue-webhooks = Prévenus par webhook
notifications-queue-emails = Prévenus par courriel
notifications-queue-failing = Parmi eux, rien ne passe en ce moment
notifications-queue-waiting = Messages en attente
notifications-queue-retrying = Parmi eux, déjà essayés
notifications-queue-oldest = Le plus ancien attend depuis
notifications-queue-delivered = Remis au cours des 30 derniers jours
notifications-queue-given-up = Abandonnés après { $count } essais
notifications-queue-dropped = Omis parce que trop attendaient
notifications-queue-none = Personne n'est encore prévenu par courriel ou webhook.

told-urgent-subject = { $count ->
    [one] Urgent : { $first }
   *[other] Urgent : { $first }, et { $more } de plus
 }
told-urgent-lead = Cela ne peut pas attendre le matin.
told-digest-subject = { $name } : { $count ->
    [0] rien de nouveau, { $date }
    [one] un élément nouveau, { $date }
   *[other] { $count } éléments nouveaux, { $date }
 }
told-digest-lead = Ce qui est nouveau dans le registre de { $name } depuis le { $since }.
told-test-subject = { $name } : ceci est un essai
told-test-lead = Si vous lisez ceci, les messages de { $name } vous parviennent. Il n'y a rien à faire.
told-nothing = Rien de nouveau.
told-turn-found = Nouveau conflit
told-turn-over = Conflit terminé
told-turn-stated = Nouveau
told-turn-revised = Modifié
told-turn-corrected = Rectifié
told-turn-withdrawn = Retiré
told-finding = { $rule } : { $places }, { $instrument }
told-more-findings = { $count ->
    [one] Un autre constat causé par { $source } aujourd'hui.
   *[other] { $count } autres constats causés par { $source } aujourd'hui.
 }
told-more-things = { $count ->
    [one] Un autre élément causé par { $source }.
   *[other] { $count } autres éléments causés par { $source }.
 }
told-source-own = ce registre lui-même
told-source-others = d'autres sources
told-all = Tout voir
told-news = Ce qui est nouveau
told-ahead = Ce qui prend fin dans les { $days } prochains jours
told-ahead-more = { $count ->
    [one] Un autre jour figure dans l'agenda.
   *[other] { $count } autres jours figurent dans l'agenda.
 }
told-foot = Adressé à l'abonnement « { $subscription } » de { $name }. Pour le changer ou y mettre fin, adressez-vous à l'exploitant du site.
told-foot-cut = Registre { $origin }, { $size } inscriptions, { $root }
