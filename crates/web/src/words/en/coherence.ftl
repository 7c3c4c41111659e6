# Conflicts between levels, neighbours and sectors.

# Register
kind-authority = Authority
kind-competence = Competence
kind-office = Office
group-kind-league = League
group-kind-basin = River basin
group-kind-twin = Twin towns
group-kind-other = Group
aside-contact-proof = Whom to ring, and the proof
contact-title = Duty contact
contact-body = Body
contact-office = Office
contact-instead-of = stands in for
contact-phone = Phone
contact-mail = E-mail
contact-hours = Hours
contact-languages = Languages
contact-none = No duty contact is stated for { $body }.
contact-how = State one by office/v1
trouble-title = The register does not fit together here
trouble-stated-twice = { $place } is stated as a place twice. The later statement is used; withdraw the other.
trouble-same-as = { $place } and { $other } both say that they are { $code }. { $place } is found by it; correct the other.
trouble-no-parent = { $place } names { $other } as the place that it is part of, and nothing states { $other }. State it, or correct the parent.
trouble-circle = Each of these places is part of the next, and the last of the first: { $place }. Correct the parent of one of them.
trouble-too-deep = More places lie above { $place } than are followed. Correct the parent of one of them.
trouble-touches-itself = A border says that { $place } touches itself under another code. It is left out; withdraw it.
power-title = Who may decide here
power-caption = Competences that hold for { $place } on { $date }
power-governed = Governed by
power-groups = Belongs to
column-holder = Body
column-instruments = Instruments
column-power = Power
column-sectors = Sectors
holding-exclusive = alone
holding-shared = with others
holding-supporting = may support
power-all = everything
power-more = and { $count } more
power-none = No register of competences is stated for { $place }, so nothing says who may decide what here. Until one is, acting alone is noted and never called a conflict.
power-how = State one by competence/v1
power-label = Competence
power-own = { $body } alone may decide this.
power-shared = { $body } may decide this, and so may others.
power-outside = The register gives { $body } no competence for this.
power-held-by = It lies with { $bodies }.
power-unknown-register = Not known: no register of competences is stated for { $place }. Acting alone is then noted and never called a conflict.
power-unknown-authority = Not known: a register is held for { $place }, but nothing says who governs there.
power-statement = The statement
why-no_chain = No competence of its own is stated.
why-instrument = None of its own names this instrument.
why-sector = Its own are for other sectors.
why-place = Its own are for other places.
why-time = Its own were not in force on that day.

view-conflicts = Conflicts
view-support = Health and economy
view-diffusion = Who moved first
view-rules = Rules
conflicts-title = Where rules clash
conflicts-no-register = No register of competences is stated here. So nothing says who may decide what, and what a level above decided is taken as advice: a difference between levels is a question, not a conflict.
conflicts-rules-default = Those shown by default
conflicts-empty-title = No finding fits
conflicts-empty-text = No rule finds anything that fits all filters at once. Drop one of them, look at another day, or ask for a rule that is not shown by default.
conflicts-none-text = Nothing is found at all. Rules compare places that lie above one another, touch, or share a parent: state places and borders, and what they decide.
conflicts-order-worst = Worst first
conflicts-order-newest = Newest first
conflicts-order-longest = Longest first
conflicts-order-place = By rule and place
conflicts-order-worst-means = Order: the graver first; then what no one has answered; then what holds today; then the larger difference between the two sides; then the longer. No model ranks anything.
conflicts-order-newest-means = Order: the latest first day first.
conflicts-order-longest-means = Order: the most days first.
conflicts-order-place-means = Order: by rule, instrument and places.
count-findings = { $count ->
    [one] 1 finding
   *[other] { $count } findings
}
kilometres = { $number } km
field-rule = Rule
field-grade = How grave
field-government = Level of government
field-min-days = Lasts at least (days)
field-newer = Began in the last (days)
field-answer = Answer
grade-conflict = Conflict
grade-question = Question
grade-note = Note
grade-conflict-means = A declared mode or competence says that the two can't both stand.
grade-question-means = It would be a conflict if the measure above were binding, or if it was not intended: ask.
grade-note-means = Good to know; nothing has to be done.
grade-at-least-conflict = Conflicts only
grade-at-least-question = Questions and conflicts
grade-at-least-note = Notes too
answer-none = Not answered
answer-accepted = Accepted
answer-disputed = Disputed
answer-resolving = Being resolved
side-upper = (level above)
side-lower = (level below)
side-neighbours = The mildest of all neighbours
side-group = The mildest of the group
side-one = One measure
side-other = The other measure
way-on = On { $date }:
way-peers = { $known ->
    [0] of { $place } no other neighbour's level is known.
    [one] { $place } differs by { $threshold } or more from { $differs } of 1 other neighbour.
   *[other] { $place } differs by { $threshold } or more from { $differs } of { $known } other neighbours.
}
way-odd = { $place } stands apart from most of its neighbours; the other side does not.
way-no-odd = Neither side alone stands apart from most of its neighbours.
way-holders = Who may decide this: { $names }.
way-todo = What must I do?
finding-statement = Statement #{ $number }
finding-border = { $length } of border
finding-border-length = Shared border
finding-resolve = What would resolve it
finding-last = Latest
finding-in-all = In all
finding-intervals = times: { $intervals }; days: { $days }
finding-sides = The two sides
finding-lanes-desc = Both sides along time, one lane each; the framed stretches are those on which the rule finds a clash. The same as tables below.
finding-intervals-title = When, and by which statements
finding-more-intervals = { $count ->
    [one] 1 earlier stretch is in the CSV.
   *[other] { $count } earlier stretches are in the CSV.
}
finding-answers = Answers
finding-no-answer = No one has answered.
finding-watch = Watch it
finding-id = The same on every node:
column-days-short = Days
column-why = Why, or who sees to it
column-until = Until
column-counts = Counts
counts-yes = Counts
counts-other-days = Does not count: it is for other days
counts-passed = Does not count: its day has passed
counts-revised = Does not count: a statement that its author saw has been revised since
counts-not-a-party = Does not count: its author speaks for neither place
answer-lead = An answer says that the clash is intended, that the data are wrong, or who sees to it by when. It counts from a body that speaks for one of the places, and lapses when a statement that its author saw is revised or its day has passed.
answer-link = Answer this finding
answer-not-a-party = This node speaks for neither place, so an answer from here would not count. The bodies concerned answer in their own records.
answer-by-command = By command or API
answer-by-command-text = Fill in why and until when, save this as a file, and state it with “koinon publish”, or send it to /statements. It pins the statements that you see here.
watch-this = This finding, as a feed (Atom)
watch-place = All of { $place } on { $instrument }, as a feed (Atom)
watch-rule = Everything under the rule “{ $rule }”, as a feed (Atom)
no-such-finding = No finding { $name } stands here. It may be over, or its statements were revised.
no-such-rule = No rule { $name } is known here.

rules-title = Rules
rules-lead = A rule says what counts as a clash. Each is documented, has a version, and can be switched off by a statement, so that everyone sees who did.
rules-more = A rule of your own between sectors is a statement too: when A holds, B must hold within so many days.
rule-what = What it looks for
rule-shown = Shown
rule-by-default = By default
rule-by-default-from = By default, from { $days } days on
rule-on-request = On request
rule-is-off = Switched off
rule-formula = As a formula
rule-formula-legend = x: the level; U: the level of government above, L: the one below; a, b: two places; N(a): those beside a; m, n: two measures of one body; t: the day; general: for the whole territory. What is not known is never compared.
rule-threshold = Two sides differ from
rule-now = Finds now
rule-found = findings: { $findings }; stretches of days: { $intervals }
rule-code = Code · family · version
rule-stated = Stated by
rule-example = Example
rule-wolf = For whom it cries wolf
rule-switch = How to switch it off, or set it
rule-switch-text = State this; from then on nobody sees its findings here, and everyone sees that it is off:
rule-set-text = Or state from when on it speaks:
family-vertical = Between levels of government
family-vertical-what = One level above the other
family-horizontal = Side by side
family-horizontal-what = Two places next to each other
family-gaps = Gaps
family-gaps-what = One against all its peers
family-overlaps = Overlaps
family-overlaps-what = One body against itself
family-sunset = Time run out
family-sunset-what = Ends, reviews and old words
family-cross-sector = Between sectors
family-cross-sector-what = Health against economy, and others
rule-below-floor-name = Milder than the level above
rule-below-floor-what = A place has a milder rule than one that the level of government above it has made for its whole territory.
rule-below-floor-example = The country closes all schools; a region leaves its own half open. People in that region do not know which rule counts.
rule-below-floor-wolf = For federations where the region, not the country, decides the matter. State the competences, or the mode “advisory” of the measure above.
rule-below-floor-todo = Ask the level above whether its measure is a minimum. If it is, raise yours or have yours declared an exception; if not, have it say “advisory”.
rule-above-ceiling-name = Stricter than the level above
rule-above-ceiling-what = A place has a stricter rule than one that the level of government above it has made for its whole territory.
rule-above-ceiling-example = The country asks for masks in shops; a town asks for them everywhere outdoors.
rule-above-ceiling-wolf = Wherever stricter local rules are allowed, which is the usual case: without a stated ceiling it is a note only.
rule-above-ceiling-todo = Nothing where the level above allows stricter rules. Where it has set a ceiling, lower yours or ask for an exception.
rule-unilateral-name = Acts alone below
rule-unilateral-what = A place acts where the level of government above it has nothing.
rule-unilateral-example = One nation of a kingdom restricts gatherings after the whole has ended its own restrictions.
rule-unilateral-wolf = For every devolved matter: four fifths of all differences between levels are of this kind. It is a conflict only where the register gives the place no competence.
rule-unilateral-todo = Nothing where the matter is yours. Where a register says that it is not, ask who has the competence and end or hand over the measure.
rule-restated-name = Says the same as the level above
rule-restated-what = Both levels of government have the same rule at once: when one ends its own, the rule goes on.
rule-restated-example = Country and region both close restaurants; the country reopens them, and in the region they stay closed without anyone meaning it.
rule-restated-wolf = For bodies that restate national rules on purpose, so that they can enforce them.
rule-restated-todo = Agree on one of the two, or on ending both on the same day.
rule-neighbour-name = Neighbours differ
rule-neighbour-what = Two places with a border between them differ on the same instrument by the threshold or more.
rule-neighbour-example = On one side shops are closed, on the other they are open: people cross to shop.
rule-neighbour-wolf = Where the outbreak itself differs, and where few people cross the border. Each difference is a question, not a fault.
rule-neighbour-todo = Ring the duty desk of the other side: agree on a level, or on a rule for those who cross. If it is intended, accept it and say until when.
rule-sibling-name = Parts of one whole differ
rule-sibling-what = Two places with the same parent differ on the same instrument by the threshold or more.
rule-sibling-example = Two regions of one country ask different things of masks in trains that run through both.
rule-sibling-wolf = In federations that mean to differ. Hence it is shown on request only.
rule-sibling-todo = Take it to the body above both, or settle it between the two.
rule-gap-name = Nothing where all around act
rule-gap-what = It is known that a place has no measure where all of at least two known neighbours, or members of its group, have one.
rule-gap-example = All neighbours screen arrivals; one country does not.
rule-gap-wolf = For places that the outbreak has not reached, and for islands with one bridge.
rule-gap-todo = Check whether a measure was forgotten or not recorded. If none is meant, say so with a coverage and a reason.
rule-unknown-gap-name = Unknown where all around act
rule-unknown-gap-what = Nothing is known of a place where all of at least two known neighbours have a measure. It asks; it accuses no one.
rule-unknown-gap-example = A region's record ended in March while all its neighbours still report.
rule-unknown-gap-wolf = For places that no one covers at all.
rule-unknown-gap-todo = State what holds, or a coverage that says that nothing does.
rule-overlap-name = Two measures of one body at once
rule-overlap-what = Two measures of one body on the same instrument, for the same people and ground, hold on the same days at different levels; the stricter counts.
rule-overlap-example = A new order allows shops to open on the 1st, the old one closes them until the 7th.
rule-overlap-wolf = Where two measures are about different parts of a territory and do not say which.
rule-overlap-todo = Let the newer one say that it amends or replaces the older, or end the older.
rule-duplicate-name = Said twice
rule-duplicate-what = Two measures of one body say the same for the same days: the end of one does not end the rule.
rule-duplicate-example = The same closure was recorded by two offices.
rule-duplicate-wolf = For bodies that renew by a new measure before the old one ends.
rule-duplicate-todo = Withdraw one of the two.
rule-expired-open-name = Ran out without a word
rule-expired-open-what = The last day of a measure has passed, and nothing says what holds since: no measure follows, and no coverage says that none does.
rule-expired-open-example = An order ran until 31 May. It is June; shops ask the town hall whether they may open.
rule-expired-open-wolf = Where everyone knows that an end means the end, and no one writes a coverage.
rule-expired-open-todo = State whether it goes on: renew it, or state a coverage from the day after its end.
rule-review-missed-name = Review did not come
rule-review-missed-what = The day by which a measure was to be reviewed has passed, and nothing was said of it since.
rule-review-missed-example = A curfew was to be reviewed by 14 April; it is May and no one has said whether it stays.
rule-review-missed-wolf = Where the review took place and was not recorded.
rule-review-missed-todo = Say what the review found: renew, change or end the measure, with a new day of review.
rule-stale-name = Old and not spoken of
rule-stale-what = A measure has stood for more than 180 days without a word about it.
rule-stale-example = A rule on gatherings of 2020 stands in 2022; no one knows whether it is still meant.
rule-stale-wolf = For measures that are meant to last. Hence it is shown on request only.
rule-stale-todo = Confirm it by a statement that cites it, or end it.
rule-tension-name = One sector against another
rule-tension-what = Where the one holds, the other must hold too, and does not.
rule-tension-example = Workplaces are closed by order on Monday; help with wages is decided three weeks later.
rule-tension-wolf = Where help exists under another name than the instrument that the rule reads.
rule-tension-todo = Ring the other ministry: decide what is missing, or ease what asks for it.
rule-closure-without-support-name = Workplaces closed without income support
rule-closure-without-support-what = Workplaces are closed for some sectors or more (C2 at 2 or above), and no one replaces lost income (E1 at 0).
rule-closure-without-support-wolf = Where support is paid by insurance or employers under older law, which the instrument E1 does not count.
rule-closure-without-support-todo = Tell the ministry of finance since when people have been without income; decide support, or reopen.
rule-confinement-without-support-name = People told to stay home without income support
rule-confinement-without-support-what = People have to stay at home (C6 at 2 or above), and no one replaces lost income (E1 at 0).
rule-confinement-without-support-wolf = Where most people can work from home, or support comes under older law.
rule-confinement-without-support-todo = Tell the ministry of finance since when people have had to stay home without income; decide support, or ease the order.
rule-border-ban-without-testing-name = Borders closed, no testing at home
rule-border-ban-without-testing-what = Arrivals from some regions are banned (C8 at 3 or above), and no one is tested (H2 at 0).
rule-border-ban-without-testing-wolf = In the first days of an outbreak, before there are tests.
rule-border-ban-without-testing-todo = Begin testing, or say on what the ban rests.

diffusion-title = { $instrument }: who moved first to level { $level } or above
diffusion-lead = An order of events, not a cause: whoever comes later may have looked at a neighbour, at the same outbreak, or at the same clock.
diffusion-moved = places moved
diffusion-leaders = moved before every neighbour
diffusion-same = on the same day as the first neighbour
diffusion-followers = moved after a neighbour
diffusion-lag = Days after the first neighbour (median)
diffusion-alone = have no neighbour that is known here
diffusion-never = { $count ->
    [one] 1 place never did
   *[other] { $count } places never did
}
diffusion-within = within 7, 14 and 28 days: { $week }, { $fortnight }, { $month }
diffusion-curve-title = Around the day on which the first neighbour moved
diffusion-curve-desc = Mean level of places before and after the day on which their first neighbour moved, beside the same around days on which places that are no neighbours moved. Only the difference between the two speaks of neighbourhood.
diffusion-curve-note = { $count ->
    [one] 1 place with a neighbour that moved; { $draws } days drawn from places that are no neighbours. The draw is a hash: everyone draws the same.
   *[other] { $count } places with a neighbour that moved; for each { $draws } days drawn from places that are no neighbours. The draw is a hash: everyone draws the same.
}
diffusion-event = the other moves
diffusion-beside = Neighbours
diffusion-elsewhere = No neighbours (drawn)
diffusion-order = In order of the day
diffusion-day = First day
diffusion-role = Role
diffusion-first = First neighbour
diffusion-none = No place has reached this level.
curves-days = Days before and after the first neighbour moves
field-within = Only within
role-leader = First
role-simultaneous = Same day
role-follower = Follower
role-alone = No neighbour known

border-map-title = { $instrument } on { $date }: where neighbours differ
border-map-desc = { $count ->
    [one] 1 pair of neighbours differs by { $threshold } or more.
   *[other] { $count } pairs of neighbours differ by { $threshold } or more.
}
border-map-by = by { $count }
border-map-or-more = by { $count } or more
border-map-how = { $shared ->
    [one] 1 border is drawn along the line that both outlines of this map share
   *[other] { $shared } borders are drawn along the lines that both outlines of this map share
}; { $straight } as a straight line between the middles of two places, with a ring at either end, because their outlines share no line here. The thicker the line, the larger the difference; the dash tells the smaller ones apart.
border-map-none = None of these places is on a map that this node has; the table says the same.
border-map-pair = Border
border-map-first = First side
border-map-second = Second side
border-map-difference = Difference
border-map-lasts = Lasts in all
support-lanes-desc = Both instruments along time, place by place: what is asked of people, and what is given for it.
support-lanes-note = { $count ->
    [one] The place with the most days. The red line is the day that is asked for.
   *[other] The { $count } places with the most days. The red line is the day that is asked for.
}
support-rule = The rule
support-holding = places where it is so
support-ever = places where it ever was so
support-days = days of places in all
support-days-short = Days in all
support-stretches = Stretches
support-on-day = On the day
support-places = Place by place, the most days first
support-none = Nowhere is anything found under this rule.

beside-title = My neighbours
beside-caption = Where neighbours stand otherwise
beside-none = No neighbour is known here: no border is stated.
beside-same = All neighbours of which anything is known on this day have the same levels.
beside-stricter = stricter
beside-milder = milder
place-findings = What clashes here
place-no-findings = No rule that is shown by default finds anything here on this day.
place-all-findings = { $count ->
    [0] All findings, of any day
    [one] 1 on this day; all findings
   *[other] { $count } on this day; all findings
}
overview-worst = The worst clashes on this day

answer-what = What do you say to it?
answer-states = This states your answer in the record at once, in the name of your office; it pins the statements that you see above. It can be revised later by another answer.
answer-button = State the answer
diffusion-after = Days after
watch-calendar = Ends and reviews of { $place }, as a calendar (iCal)
watch-more = By e-mail or webhook
