# The brief.
nav-brief = Note du jour
brief-title-for = Note du jour : { $place }
brief-everyone = tous les territoires
brief-since = Changements depuis
brief-day = Jour
brief-span = Ce qui vaut au dernier de ces jours : { $days }.
brief-part-decide = Ce qui attend votre décision
brief-part-changed = Ce qui a changé, et qui l'a décidé
brief-part-conflicts = Conflits nouveaux et terminés
brief-part-ahead = Ce qui prend fin ou doit être réexaminé dans les 14 jours
brief-part-movers = Qui a agi le premier, et qui a suivi
brief-part-support = Fermetures sans soutien
brief-part-uncertain = Ce qui est contesté, inconnu ou ancien
brief-order-decide = Dans l'ordre : le plus grave, puis ce qui dure depuis le plus longtemps.
brief-order-changed = Dans l'ordre : les textes rectifiés, les actes urgents, les actes d'ici, le plus grand pas, le plus récent.
brief-order-conflicts = Dans l'ordre : ce qui vaut aujourd'hui, puis le plus grave, le plus grand écart, le plus long.
brief-order-ahead = Dans l'ordre : le jour le plus proche, puis ce qui est à nous.
brief-order-movers = Dans l'ordre : là où le plus de territoires ont agi. Un ordre des faits, non une cause.
brief-order-support = Dans l'ordre : le plus long d'abord.
brief-order-uncertain = Dans l'ordre : ce qui est contesté, ce qui est échu, ce qui n'est pas connu, ce qui est ancien ; le plus long d'abord.
brief-none-decide = Rien n'attend de décision ici.
brief-none-changed = Rien n'a changé.
brief-none-conflicts = Aucun conflit n'a commencé ni pris fin.
brief-none-ahead = Rien de ce qui nomme son dernier jour ne finit bientôt, et aucun réexamen n'est dû.
brief-none-movers = Deux territoires n'ont pas agi dans un même domaine.
brief-none-support = Aucune fermeture sans soutien n'est connue.
brief-none-uncertain = Rien n'est contesté, et rien de ce qui devait être dit ne manque.
brief-more = { $count ->
    [one] Un élément de plus n'est pas repris ici.
   *[other] { $count } éléments de plus ne sont pas repris ici.
}
brief-link-finding = constat
brief-link-proof = preuve
brief-urgent = Urgent :
brief-started = { $place } a porté { $instrument } au niveau { $level } à partir du { $day } : { $meaning }.
brief-tightened = { $place } a renforcé { $instrument } du niveau { $before } au niveau { $level } le { $day } : { $meaning }.
brief-eased = { $place } a assoupli { $instrument } du niveau { $before } au niveau { $level } le { $day } : { $meaning }.
brief-ended = { $place } a mis fin à { $instrument } (niveau { $level }) ; le dernier jour était le { $day }.
brief-by-declared = Déclaré par { $office }.
brief-by-observed = Observé par { $source }.
brief-corrected = { $place } : ce qui était dit de { $instrument } a été rectifié le { $at }.
brief-withdrawn = { $place } : ce qui était dit de { $instrument } a été retiré le { $at }.
brief-grade-conflict = Conflit
brief-grade-question = Question
brief-grade-note = Remarque
brief-began = { $grade }, nouveau depuis le { $from } : { $what }
brief-ended-finding = { $grade }, terminé ; le dernier jour était le { $to } : { $what }
brief-decide = { $grade } depuis le { $from } ({ $days ->
    [one] { $days } jour
   *[other] { $days } jours
}), sans réponse : { $what }
brief-unsupported = Depuis le { $from } ({ $days ->
    [one] { $days } jour
   *[other] { $days } jours
}) : { $what }
brief-open = Depuis le { $from } ({ $days ->
    [one] { $days } jour
   *[other] { $days } jours
}) : { $what }
brief-ends = Le { $day } est le dernier jour de { $instrument }, niveau { $level }, pour { $place }.
brief-review = { $instrument }, niveau { $level }, pour { $place } est à réexaminer au plus tard le { $day }.
brief-moved = { $instrument } : { $first } a agi le premier, le { $day } ; { $count ->
    [one] puis { $followers }.
   *[other] { $count } ont suivi, d'abord { $followers }.
}
brief-moved-together = { $instrument } : { $first } ont agi le même jour, le { $day }.
brief-follower = { $place } { $days } jours après
brief-disputed = { $place }, { $instrument } : les sources se contredisent ; le niveau { $level } est montré, selon l'ordre déclaré des sources.
brief-what-below-floor = { $lower } est au niveau { $levellower } pour { $instrument } ; { $upper } a fixé { $levelupper } pour tout son territoire.
brief-what-above-ceiling = { $lower } est au niveau { $levellower } pour { $instrument }, plus strict que le niveau { $levelupper } fixé par { $upper } pour tout son territoire.
brief-what-unilateral = { $lower } est au niveau { $levellower } pour { $instrument }, là où { $upper } n'a rien décidé.
brief-what-restated = { $lower } et { $upper } fixent tous deux le niveau { $levelupper } pour { $instrument } : mettre fin à l'un ne met pas fin à la règle.
brief-what-neighbour = { $a } est au niveau { $levela } pour { $instrument }, son voisin { $b } au niveau { $levelb }.
brief-what-sibling = { $a } est au niveau { $levela } pour { $instrument }, { $b } à côté au niveau { $levelb }.
brief-what-gap = { $a } n'a rien décidé pour { $instrument }, là où tous ceux qui l'entourent et que l'on connaît agissent.
brief-what-unknown-gap = On ne sait rien de { $a } pour { $instrument }, là où tous ceux qui l'entourent et que l'on connaît agissent.
brief-what-overlap = Deux mesures de { $a } pour { $instrument } valent en même temps, aux niveaux { $levela } et { $levelb } : la plus stricte compte.
brief-what-duplicate = Deux mesures de { $a } pour { $instrument } disent la même chose en même temps : mettre fin à l'une ne met pas fin à la règle.
brief-what-expired-open = La mesure de { $a } pour { $instrument } (niveau { $levela }) est échue, et rien ne dit ce qui vaut depuis.
brief-what-review-missed = La mesure de { $a } pour { $instrument } (niveau { $levela }) devait être réexaminée, et rien n'a été dit.
brief-what-stale = Rien de nouveau n'a été dit depuis six mois de { $instrument }, niveau { $levela }, pour { $a }.
brief-what-tension = { $a } : { $rule } ({ $instrument } au niveau { $levela }).
brief-foot = Établi d'après { $origin }, { $size ->
    [one] { $size } déclaration
   *[other] { $size } déclarations
}, racine { $root } ; pour le { $at } ; { $place } ; langue { $language } ; Koinon { $version }, note { $brief }. Les mêmes données donnent les mêmes octets.
