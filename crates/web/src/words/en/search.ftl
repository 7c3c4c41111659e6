# Search.
search-box-label = Search all statements
search-box-placeholder = Words or code
search-title = Search
search-title-for = Search: { $words }
search-field = Words, names or codes
search-count-many = More than { $number } statements
search-whole = { $count ->
    [one] The one statement of this record was searched.
   *[other] All { $count } statements of this record were searched.
}
search-partial = Only the first { $searched } of { $count } statements were searched: the index is still being made. Ask again in a moment.
search-direct = You may be looking for
search-replaced = Earlier words
search-none-title = Nothing was found
search-none-text = No statement has all of these words. Try fewer of them, or only their beginnings, and look at their spelling.
search-all-measures = See all measures
search-all-statements = See all statements
search-tips-title = How to search
search-tip-every = Each word must be in a statement: in its title, its text, its legal basis, its notes, or in the name of its place or instrument. What was said earlier is found too.
search-tip-beginning = The beginning of a word is enough, from two letters on: scho finds school and schools.
search-tip-marks = Capitals, accents and vowel signs make no difference, in any script.
search-tip-code = The code of a place or instrument finds everything that mentions it. #17 is entry 17.
