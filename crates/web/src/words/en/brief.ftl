# The brief.
nav-brief = Brief
brief-title-for = Brief: { $place }
brief-everyone = all places
brief-since = Changes since
brief-day = Day
brief-span = What counts on the last of these days: { $days }.
brief-part-decide = What needs your decision
brief-part-changed = What changed, and who did it
brief-part-conflicts = New and ended conflicts
brief-part-ahead = What ends or is to be reviewed in the next 14 days
brief-part-movers = Who moved first, and who followed
brief-part-support = Closed without support
brief-part-uncertain = What is disputed, unknown or old
brief-order-decide = In order: graver first, then what has lasted longer.
brief-order-changed = In order: words put right, urgent acts, acts here, the bigger step, the newer.
brief-order-conflicts = In order: what holds today, then graver, then further apart, then longer.
brief-order-ahead = In order: the sooner day, then what is ours.
brief-order-movers = In order: where most places moved. An order of events, not a cause.
brief-order-support = In order: the longer first.
brief-order-uncertain = In order: what is disputed, what ran out, what is not known, what has grown old; the longer first.
brief-none-decide = Nothing waits for a decision here.
brief-none-changed = Nothing changed.
brief-none-conflicts = No conflict began or ended.
brief-none-ahead = Nothing that names its last day ends soon, and no review is due.
brief-none-movers = No two places moved under one instrument.
brief-none-support = No closure is known to stand without support.
brief-none-uncertain = Nothing is disputed, and nothing that was to be said is missing.
brief-more = { $count ->
    [one] One more is left out here.
   *[other] { $count } more are left out here.
}
brief-link-finding = finding
brief-link-proof = proof
brief-urgent = Urgent:
brief-started = { $place } set { $instrument } to level { $level } from { $day }: { $meaning }.
brief-tightened = { $place } tightened { $instrument } from level { $before } to { $level } on { $day }: { $meaning }.
brief-eased = { $place } eased { $instrument } from level { $before } to { $level } on { $day }: { $meaning }.
brief-ended = { $place } ended { $instrument } (level { $level }); the last day was { $day }.
brief-by-declared = Declared by { $office }.
brief-by-observed = Observed by { $source }.
brief-corrected = { $place }: what was said about { $instrument } was put right on { $at }.
brief-withdrawn = { $place }: what was said about { $instrument } was taken back on { $at }.
brief-grade-conflict = Conflict
brief-grade-question = Question
brief-grade-note = Note
brief-began = { $grade }, new since { $from }: { $what }
brief-ended-finding = { $grade }, ended; the last day was { $to }: { $what }
brief-decide = { $grade } since { $from } ({ $days ->
    [one] one day
   *[other] { $days } days
}), not answered: { $what }
brief-unsupported = Since { $from } ({ $days ->
    [one] one day
   *[other] { $days } days
}): { $what }
brief-open = Since { $from } ({ $days ->
    [one] one day
   *[other] { $days } days
}): { $what }
brief-ends = { $day } is the last day of { $instrument }, level { $level }, in { $place }.
brief-review = { $day } is the day by which { $instrument }, level { $level }, in { $place } is to be reviewed.
brief-moved = { $instrument }: { $first } moved first, on { $day }; { $count ->
    [one] then { $followers }.
   *[other] { $count } followed, first { $followers }.
}
brief-moved-together = { $instrument }: { $first } moved on the same day, { $day }.
brief-follower = { $place } { $days } days later
brief-disputed = { $place }, { $instrument }: sources disagree; level { $level } is shown, by the order of sources that is stated.
brief-what-below-floor = { $lower } has level { $levellower } in { $instrument }; { $upper } set { $levelupper } for all of its territory.
brief-what-above-ceiling = { $lower } has level { $levellower } in { $instrument }, stricter than the { $levelupper } that { $upper } set for all of its territory.
brief-what-unilateral = { $lower } has level { $levellower } in { $instrument }, where { $upper } has none.
brief-what-restated = { $lower } and { $upper } both set level { $levelupper } in { $instrument }: ending one does not end the rule.
brief-what-neighbour = { $a } has level { $levela } in { $instrument }, its neighbour { $b } has { $levelb }.
brief-what-sibling = { $a } has level { $levela } in { $instrument }, { $b } beside it has { $levelb }.
brief-what-gap = { $a } has nothing in { $instrument }, where all around it that is known act.
brief-what-unknown-gap = Nothing is known of { $a } in { $instrument }, where all around it that is known act.
brief-what-overlap = Two measures of { $a } in { $instrument } hold at once, at levels { $levela } and { $levelb }: the stricter counts.
brief-what-duplicate = Two measures of { $a } in { $instrument } say the same at once: ending one does not end the rule.
brief-what-expired-open = The measure of { $a } in { $instrument } (level { $levela }) ran out, and nothing says what holds now.
brief-what-review-missed = The measure of { $a } in { $instrument } (level { $levela }) was to be reviewed, and nothing was said.
brief-what-stale = Nothing new was said for half a year of { $instrument }, level { $levela }, in { $a }.
brief-what-tension = { $a }: { $rule } ({ $instrument } at level { $levela }).
brief-foot = Made from { $origin }, { $size ->
    [one] one statement
   *[other] { $size } statements
}, root { $root }; for { $at }; { $place }; language { $language }; Koinon { $version }, brief { $brief }. The same inputs give the same bytes.
