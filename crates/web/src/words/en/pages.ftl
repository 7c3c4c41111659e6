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
variant-strict = Strict
variant-non-vaccinated = Not vaccinated
variant-vaccinated = Vaccinated
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
column-mode = Mode
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
field-as-of = As said by
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
overview-places = places speak or are spoken of
overview-statements = statements in the record
overview-corrections = corrections and withdrawals
overview-started = Started lately
overview-ended = Ended lately
overview-corrected = Put right lately
overview-strictest = Strictest now
overview-on = On { $date }

# Policies.
policies-title = Policies
policies-list-title = Measures
policies-map-title = { $instrument } on { $date }
policies-timeline-title = Who acted when
policies-map-desc = { $known ->
    [one] A map; the level of 1 place is known, { $none } of them have none.
   *[other] A map; the levels of { $known } places are known, { $none } of them have none.
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
measure-also = Others about this
measure-statement = The statement as it stands in the record

# A place.
places-title = Places
place-now = What applies here
place-own = Decided here
place-above = Decided above
place-within = Lies in
place-below = Lies within it
place-neighbours = Borders on
place-indices = How strict
place-none = Nothing is in force here on this day.
place-unknown-note = Where nothing was stated the level is not known; that is not the same as none.

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
entry-stands = These are the newest words about their subject.
entry-superseded = There are newer words about this subject.

# Verify, about, and the rest.
verify-title = Verify
verify-how = How it works
verify-how-text = The record is a Merkle tree. Its root is signed; a proof leads from one statement to that root. Whoever holds the key can check it without asking this node.
about-title = About this node
about-runs = Who runs it
about-runs-text = { $name } states here what it decides and what it observes. Every statement stands in an append-only record that anyone can copy and check.
about-machine = For machines
about-machine-text = Every page is JSON and CSV too: add .json or .csv to its address. Lists are Atom feeds. The record itself is served in the form of C2SP tlog-tiles.
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
problem-method-title = Not here
problem-method-text = This address cannot be used in this way.
problem-busy-title = Too busy
problem-busy-text = The node has more to do than it can. Try again in a moment.
problem-ours-title = Our fault
problem-ours-text = Something went wrong on our side. Tell the body that runs this node this number: { $id }
problem-forbidden-title = Not allowed
problem-forbidden-text = This needs a token that allows it. The body that runs this node grants one.
