# Partners: whom this node follows, and how that stands.

partners-title = Partners
partners-lead = Whose records this node copies and checks. Each side also witnesses the other: it signs what it saw, so that nobody can show two histories unnoticed.
partners-none = This node follows nobody yet
partners-none-text = Its operator adds a partner by its address: koinon partner add https://coast.example
partners-caption = Partners, and how each stands now
partners-name = Partner
partners-speaks-for = Speaks for
partners-state = State
partners-held = Copied here
partners-heard = Last reached
partners-received = It cosigned for us
partners-given = We cosigned for it
partners-nobody = nobody: it is only read
partners-state-forked = Two histories
partners-state-paused = Paused
partners-state-not-yet = Not reached yet
partners-state-away = Away; last reached
partners-state-held-back = Words held back
partners-state-followed = Followed
partners-state-behind = Being copied
partners-held-of = { $held } of { $of }
partners-cosigned = { $size } entries, { $time }
partners-cosigned-means = A cosignature says how many entries of a record its signer saw, and when. The newest one is shown.
partners-address = Address
partners-witness-key = Key of its witness
partners-mirror-key = Key of its mirror
partners-did = Identifier
partners-no-key = none
partners-pinned = Pinned by
partners-copy = Copy
partners-newest = Newest checkpoint
partners-newest-seen = { $size } entries, verified here { $time }
partners-tried = Last tried
partners-next = Next try
partners-answer = What came of it
partners-cosignatures = Cosignatures
partners-taken = How much is taken
partners-taken-text = One partner can’t fill this node: past these bounds its record is still checked, but its words are not fetched until the next day, or until the operator raises the bound.
partners-today-entries = Entries today
partners-today-bytes = Mebibytes today
partners-all-bytes = Mebibytes in all
partners-faults = Faults and evidence
partners-no-faults = Nothing is known against it.
partners-evidence = The evidence stands in our own record, and anyone can check it:
partners-forked-text = It signed two histories of its record. What is copied from it stays readable, but do not rely on it until this is cleared up.
partners-fault-fork = Two histories
partners-fault-went-back = Went back
partners-fault-times = { $count ->
    [one] Seen once, { $first }.
   *[other] Seen { $count } times, first { $first }, last { $last }.
 }
partners-fault-evidence = Evidence
partners-level-league = league
partners-level-national = country
partners-level-regional = region
partners-level-district = district
partners-level-municipal = town

## Who has a copy of an entry.
entry-copied = Copied by
entry-copied-of = { $count } of { $all } partners
entry-not-copied = Not yet by { $names }
