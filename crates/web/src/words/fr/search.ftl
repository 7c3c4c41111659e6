# Recherche.
search-box-label = Rechercher dans toutes les déclarations
search-box-placeholder = Mots ou code
search-title = Recherche
search-title-for = Recherche : { $words }
search-field = Mots, noms ou codes
search-count-many = Plus de { $number } déclarations
search-whole = { $count ->
    [one] La recherche a porté sur la seule déclaration de ce registre.
   *[other] La recherche a porté sur les { $count } déclarations de ce registre.
}
search-partial = La recherche n'a porté que sur les { $searched } premières des { $count } déclarations : l'index est en cours de construction. Réessayez dans un instant.
search-direct = Vous cherchez peut-être
search-replaced = Version antérieure
search-none-title = Aucun résultat
search-none-text = Aucune déclaration ne contient tous ces mots. Essayez avec moins de mots, ou seulement leur début, et vérifiez l'orthographe.
search-all-measures = Voir toutes les mesures
search-all-statements = Voir toutes les déclarations
search-tips-title = Comment chercher
search-tip-every = Chaque mot doit figurer dans une déclaration : dans son titre, son texte, sa base légale, ses notes, ou dans le nom de son territoire ou de son instrument. Les versions antérieures sont trouvées aussi.
search-tip-beginning = Le début d'un mot suffit, à partir de deux lettres : éco trouve école et écoles.
search-tip-marks = Majuscules, accents et signes de voyelles ne comptent pas, quelle que soit l'écriture.
search-tip-code = Le code d'un territoire ou d'un instrument trouve tout ce qui le mentionne. #17 désigne l'inscription 17.
