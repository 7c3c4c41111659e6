# What things are called.
kind-measure = Measure
kind-coverage = Coverage
kind-instrument = Instrument
kind-place = Place
kind-border = Border
kind-group = Group
kind-sources = Order of sources
kind-genesis = Founding of the record
kind-key = Key
kind-restricted = Restricted statement
kind-agreement = Agreement
kind-partner = Partner
kind-fork = Fork
kind-erasure = Erasure
kind-cosigned = Cosigned checkpoints
act-state = Stated
act-correct = Corrected
act-withdraw = Withdrawn
reach-own = Own act
reach-and-below = Own act and those below
reach-applies = What applies to residents
population-everyone = Everyone
population-vaccinated = Vaccinated people
population-not-vaccinated = People not vaccinated
population-strictest = Strictest rule
index-stringency = Stringency
index-containment-health = Containment and health
index-government-response = Government response
index-economic-support = Economic support
variant-strict = Strictest rule
variant-non-vaccinated = People not vaccinated
variant-vaccinated = Vaccinated people
variant-simple-average = Simple average
mode-floor = Floor: lower levels may be stricter
mode-ceiling = Ceiling: lower levels may not be stricter
mode-exact = Exact: lower levels must do the same
mode-advisory = Advisory
place-level-league = League
place-level-country = Country
place-level-region = Region
place-level-town = Town

# Columns and facts.
column-place = Place
column-instrument = Instrument
column-measure = Measure
column-level = Level
column-from = From
column-to = To
column-days = In force
column-population = For whom
column-reach = Reach
column-said-by = Said by
column-status = Status
column-value = Value
column-entry = Entry
column-kind = Kind
column-subject = About
column-act = Act
column-time = Time
column-date = Date
column-reason = Reason
column-change = Change
column-code = Code
column-name = Name
column-source = Source
column-licence = Licence
column-version = Version
column-mode = Effect on levels below
column-basis = Legal basis
column-text = Text
column-review = Review by
column-attachments = Attachments
column-links = Links
column-notes = Notes
open-end = no end known

# Views.
view-map = Map
view-timeline = Timeline
view-list = List
view-chart = Chart
view-table = Table
any = Any
field-place = Place
field-instrument = Instrument
field-index = Index
field-variant = Variant
field-day = Day
field-from = From
field-to = To
field-reach = Reach
field-population = For whom
field-least-level = At least level
field-said = Said by
field-below = Places within it too
field-text = Words
field-as-of = As it stood on
said-declared = The body itself
said-observed = Someone else
count-measures = { $count ->
    [one] 1 measure
   *[other] { $count } measures
}
count-places = { $count ->
    [one] 1 place
   *[other] { $count } places
}
count-statements = { $count ->
    [one] 1 statement
   *[other] { $count } statements
}
count-at-least = { $number } or more

# Overview.
overview-title = What is in force
overview-lead = What governments decided, who said so, and the proof of it.
overview-in-force = measures in force
overview-places = places that the record speaks of
overview-statements = statements in the record
overview-corrections = corrections and withdrawals
overview-started = Started recently
overview-ended = Ended recently
overview-corrected = Corrected recently
overview-strictest = Strictest
overview-on = On { $date }

# Policies.
policies-title = Policies
policies-list-title = Measures
policies-map-title = { $instrument } on { $date }
policies-timeline-title = Who acted when
policies-map-desc = { $known ->
    [0] Nothing is known for any place on this day.
    [one] Known for 1 place{ $none ->
        [0] {""}
       *[other] ; there is no measure there
    }.
   *[other] Known for { $known } places{ $none ->
        [0] {""}
        [one] ; in 1 of them there is no measure
       *[other] ; in { $none } of them there is no measure
    }.
}
policies-empty-title = No measure fits
policies-empty-text = Nothing in the record fits all filters at once. Drop one of them, or look at another day.
policies-none-title = No measures yet
policies-none-text = The record holds no measure. Publish one, or import what a tracker has published.
policies-drop-filters = Drop all filters

# A measure.
measure-history = History
measure-what = What it says
measure-in-force-on = In force on { $date }
measure-not-in-force-on = Not in force on { $date }
measure-notes = Notes of the observer
measure-also = Other measures on the same matter
measure-statement = The statement as it stands in the record

# A place.
places-title = Places
place-now = What applies here
place-own = Decided here
place-above = Decided above
place-within = Part of
place-below = Contains
place-neighbours = Borders on
place-indices = How strict
place-none = Nothing is in force here on this day.
place-unknown-note = Where nothing was stated, the level is not known; that does not mean that there is no measure.

# Indices.
indices-title = Indices
indices-chart-title = { $index } index
indices-chart-desc = Lines of { $count } places from { $from } to { $to }, between 0 and 100.
indices-map-title = { $index } index on { $date }
indices-method = How it is computed
indices-method-text = The mean of the sub-indices of its instruments, after the Oxford tracker: level over highest level, half a step less where a measure holds for a part of the territory only. Where too few instruments are known there is no value.
indices-no-value = No value: too few of its instruments are known.
coverage-outside = Data covers { $from } to { $to }.

# Corrections.
corrections-title = Corrections
corrections-lead = Everything that was wrong and put right, or taken back. What was said before stays readable.
corrections-none = Nothing has been corrected or withdrawn.

# Record and entry.
record-title = Record
record-lead = Every statement, in the order in which it was said. Nothing is ever changed or taken out: what was wrong is corrected by a later statement.
record-size = Statements
record-root = Root hash
record-origin = Origin
record-key = Key
record-checkpoint = Signed checkpoint
record-newest = Newest first
entry-title = Entry { $index }
entry-id = Id
entry-at = Said
entry-by = By
entry-revises = Revises
entry-revised-by = Revised by
entry-about = Speaks of
entry-bytes = The bytes that are signed
entry-stands = This is the newest statement about its subject.
entry-superseded = There is a newer statement about this subject.

# Verify, about, and the rest.
verify-title = Verify
verify-how = How it works
verify-how-text = The record is a Merkle tree. Its root is signed; a proof leads from one statement to that root. Whoever holds the key can check it without asking this node.
about-title = About this node
about-runs = Who runs it
about-runs-text = { $name } states here what it decides and what it observes. Every statement stands in an append-only record that anyone can copy and check.
about-machine = For programs
about-machine-text = Every page with data is also JSON, and most are CSV: add .json or .csv to its address. Lists are Atom feeds too. The record itself is served in the form of C2SP tlog-tiles.
accessibility-title = Accessibility
accessibility-status = Status
accessibility-status-text = These pages aim at WCAG 2.2, level AA. They work without script, by keyboard, at 320 pixels and at 400 % zoom, and in both directions of writing.
accessibility-known = Known limits
accessibility-known-text = Maps and charts are pictures with a description; the table beside them holds every value. No test with users of screen readers has been made yet.
accessibility-contact = Tell us
accessibility-contact-text = If something does not work for you, tell the body that runs this node.
licences-title = Licences
licences-own = Koinon is free software under MIT or Apache-2.0.
licences-taken = Taken from others
licences-data = Data
back-to-record = Back to the record
see-all = See all
see-entry = See the entry
download = Download

# What went wrong.
problem-not-found-title = Page not found
problem-not-found-text = There is nothing at this address. Check it, search above, or start from the overview.
problem-bad-title = This cannot be read
problem-bad-text = Something in the address is not understood:
problem-gone-title = Outside what is known
problem-method-title = Not possible at this address
problem-method-text = This address cannot be used in this way.
problem-busy-title = Too busy
problem-busy-text = The node has more to do than it can. Try again in a moment.
problem-ours-title = Our fault
problem-ours-text = Something went wrong on our side. Tell the body that runs this node this number: { $id }
problem-forbidden-title = Not allowed
problem-forbidden-text = This needs a token that allows it. The body that runs this node grants one.

# Words of pages, page by page.
yes = Yes
no = No
act-revise = Revised
flag-general = General: all of it
flag-targeted = Targeted: a part of it
turn-starts = Starts
turn-ends = Last day
turn-tightens = Tightens
turn-eases = Eases
place-level-national = Country
place-level-regional = Region
place-level-district = District
place-level-municipal = Town
place-level-other = Other
places-of-country = Countries
places-of-region = Regions
places-of-town = Towns
places-at-league = League
places-at-national = Countries
places-at-regional = Regions
places-at-district = Districts
places-at-municipal = Towns
places-at-other = Other places
column-amends = Amends
column-replaces = Replaces
column-area = Area
column-because = Because of
column-course = Over time
column-flag = Scope
column-highest = Highest
column-lowest = Lowest
column-mean = Mean
column-place-level = Level of government
column-title = Title
see-levels = Its levels
see-series = Over time

# List.
count-measures-many = { $number } measures
field-on = In force on
field-withdrawn = Withdrawn ones too
field-order = Order
field-limit = Rows
field-or-index = or index
field-places = Places
field-add-place = Add a place
order-start = Latest start first
order-oldest = Earliest start first
order-said = Last said first
order-place = By place
policies-drop-filter = Without “{ $filter }”
policies-timeline-desc = Bars along time, one lane for each place or instrument: the darker, the stricter; striped where only a part is meant; hatched where nothing is known. The table below has every bar.
timeline-rows-left-out = { $count ->
    [one] 1 more row stands in the files below.
   *[other] { $count } more rows stand in the files below.
}
timeline-left-out = { $count ->
    [one] 1 more place is left out; choose a place to see it.
   *[other] { $count } more places are left out; choose a place to see it.
}

# A measure.
measure-about = What others said about it
span-ahead = from { $from }, not yet in force
column-details = Details
owed-invented = Invented data, not of any real place
owed-record = Record of { $origin }, { $licence }
measure-levels = All levels of this instrument
measure-observed = observed of { $place } by { $source }
measure-observed-line = line { $line }
measure-older-title = Earlier version
measure-older = You read version { $number } of { $count }.
measure-newest = Read the newest version
measure-withdrawn = Withdrawn on { $moment }. What was said before stays readable.
measure-also-caption = Measures about the same place and instrument in the same days

# An entry.
entry-body = What it says
entry-does-not-fit = This entry does not fit the chain of its subject; it is shown, and changes nothing.
entry-previous = Previous entry
entry-next = Next entry

# A place.
place-about = About this place
place-applies = Applies here
place-decided-by = Decided by
place-population = Inhabitants
place-on = { $count ->
    [0] On { $date } no measure applies here, as far as is known.
    [one] On { $date } one instrument is in use here.
   *[other] On { $date } { $count } instruments are in use here.
}
places-none = No places yet
places-none-text = The record states no place. Import a register of places, or a tracker's files, which bring theirs.

# Indices.
indices-none = No value to show
indices-all-csv = Every place as CSV

# Overview.
overview-aside = At a glance
overview-feeds = Follow
overview-feed-measures = New measures (Atom)
overview-feed-corrections = Corrections (Atom)
overview-halted-title = Read only
overview-halted = This node shows its record and adds nothing to it at the moment ({ $reason }). What you read is unchanged.
overview-lately = Changed in the last 30 days
overview-soon = Changes in the next 30 days
overview-no-changes = Nothing that is known.
overview-map = How strict, place by place
overview-see-map = Map of any day
overview-root = root
corrections-none-text = When a statement turns out wrong, its correction is listed here, and the words before stay readable.

# About and the rest.
about-version = Software
about-reading = How to read it
about-reading-declared = Declared means that the body that decides says it. Observed means that someone else reports it. Where both speak, the body's own word comes first and the others stay visible.
about-reading-asof = Every address takes asof=, a day or a moment: the page then shows what had been said by then.
about-link-well-known = Whose record this is
about-link-schemas = Kinds of statement
about-link-measures = All measures as JSON
about-link-problems = Names of problems
accessibility-tested = How it was tested
accessibility-tested-text = Every page is checked by machine at 320 and 1280 pixels, in both directions of writing: structure, contrast, size of targets, reflow, and the keyboard.
licences-record = What { $name } states may be used under { $licence }.
licences-changes = Days of equal value were joined into measures; nothing else was changed.
licences-software = Software
schemas-title = Kinds of statement
schemas-lead = Each kind has a JSON Schema. Statements are sent to /statements with a token.
verify-command = With a command
verify-command-text = On a machine of your own, without trusting this page:
verify-command-others = The record is in the form of C2SP tlog-tiles, so tools that others wrote can check it too.
verify-how-1 = The SHA-256 of the entry's bytes is its id. Change one letter, and it is another.
verify-how-2 = The entry is a leaf of a tree of hashes (RFC 6962). The proof holds the few hashes that lead from the leaf to the root.
verify-how-3 = The root stands in a checkpoint that is signed with the record's key (Ed25519).
verify-how-4 = If all three fit, the entry stands in the record exactly so. A record that shows two histories would have to sign both, and can be caught.

# What can't be used.
query-q = Words
query-place = Place
query-below = Places within it too
query-instrument = Instrument
query-index = Index
query-variant = Variant
query-reach = Reach
query-population = For whom
query-level = Level
query-said = Said by
query-withdrawn = Withdrawn ones too
query-on = Day
query-from = From
query-to = To
query-kind = Kind
query-order = Order
query-limit = Rows
query-after = Page
query-before = Page
query-asof = As it stood on
fault-line = { $field }: “{ $got }” cannot be used; { $rule }.
rule-day = give a day such as 2026-11-24
rule-moment = give a moment such as 2026-11-24T10:00Z, or a day
rule-number = give a whole number from { $from } to { $to }
rule-one-of = give one of: { $words }
rule-known = give a code that is known here
rule-at-most = give at most { $count }
rule-not-before = give a last day that is not before the first
rule-shorter = give at most { $count } bytes
rule-as-given = use the link on the page before
no-such-measure = No measure { $name } is known here.
no-such-version = The measure has no version { $name }.
no-such-place = No place { $name } is known here.
no-such-entry = No entry { $name } is in the record.
no-such-record = No record { $name } is held here.
no-such-kind = No kind { $name } is known here.
no-such-attachment = No attachment { $name } is kept here.
no-such-subject = No subject { $name } is known here.
coverage-covers = Data covers: { $span }.
problem-begins = The record begins at { $moment }.
problems-title = Problems
problems-lead = When a request fails, machines get problem+json (RFC 9457); its type is one of these.
problem-no-such-thing-title = Not known here
problem-no-such-thing-text = Nothing is known here under that name.
problem-no-such-format-title = Not in that form
problem-no-such-format-text = This page is not to be had in that form. It can be had as:
problem-bad-query-title = This cannot be read
problem-bad-query-text = Something in the address is not understood.
problem-outside-coverage-title = Outside what is known
problem-outside-coverage-text = Nothing was stated about that day; that does not mean that there was no measure.
problem-before-the-record-title = Before the record
problem-before-the-record-text = Nothing had been said by then.
problem-media-type-title = Not that kind of content
problem-media-type-text = Send one statement as application/json, or many as application/x-ndjson, one on each line.
problem-not-json-title = Not JSON
problem-not-json-text = The body could not be read as JSON. The answer names the line.
problem-faults-title = Faults in what was said
problem-faults-text = The statements break rules. The answer lists every fault with its place and what would pass. Nothing was published.
problem-refused-title = Something newer was stated first
problem-refused-text = The statement does not fit behind what stands already: another word about the subject came first. Read the head that the answer names, and revise that.
problem-unauthorized-title = A token is needed
problem-unauthorized-text = Send a valid token: Authorization: Bearer. The body that runs this node makes them.
problem-too-large-title = Too large
problem-too-large-text = The body is larger than one request may be. Send it in parts.
problem-too-slow-title = Too slow
problem-too-slow-text = The body did not come in time. Send it faster or in parts.
problem-halted-title = The node adds nothing now
problem-halted-text = It found a reason not to sign, and shows its record unchanged. Its operator has to look.
problem-internal-title = Our fault
problem-internal-text = Something failed on our side and was reported.

# How programs use it.
about-machine-more = How programs use this node
about-link-openapi = All of it as OpenAPI
api-title = For programs
api-lead = Programs read everything here without a key. To state something they need a token from the body that runs this node.
api-document = Every address, parameter and answer as OpenAPI 3.1
api-read = Read
api-read-text = A page and its data have the same address. Add an ending to choose the form, or ask for it with Accept.
api-read-pages = Long lists come in parts: follow “next” in the JSON until it is null.
api-read-asof = With asof= you get what had been said by a day or a moment. Such an answer never changes, so cite it by this address.
api-read-again = Ask again as often as you need: send back the ETag as If-None-Match, and an answer that is still the same costs a few bytes.
api-addresses = Addresses and forms
api-addresses-caption = Pages that have data, and the endings that give it
api-address = Address
api-forms = Endings
api-state = State something
api-state-text = Send one statement as JSON. “koinon token create” on the node makes the token; it names the office that speaks and what it may state.
api-state-receipt = The answer comes when the statement is safely stored and signed. It names the entry:
api-state-many = Many statements at once: one on each line, as application/x-ndjson. Either all are taken or none.
api-fails = When something is wrong
api-fails-text = Errors come as problem+json (RFC 9457), with every fault at once, its place and what would pass. The type is the address of an explanation.
api-check = Check what you got
api-check-text = The record is in the form of C2SP tlog-tiles, and its newest state is signed. Copy it whole, and check it without trusting this node:
