# Dates, numbers, lists.
month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December
month-short-1 = Jan
month-short-2 = Feb
month-short-3 = Mar
month-short-4 = Apr
month-short-5 = May
month-short-6 = Jun
month-short-7 = Jul
month-short-8 = Aug
month-short-9 = Sep
month-short-10 = Oct
month-short-11 = Nov
month-short-12 = Dec
date-format = { $day } { $month } { $year }
moment-format = { $date }, { $time } UTC
span-closed = { $from } to { $to }
span-open = since { $from }
span-until = until { $to }
span-always = at any time
list-comma = ,_
list-and = { $before } and { $last }
percent = { $number }%
count-days = { $count ->
    [one] 1 day
   *[other] { $count } days
}

# The frame.
skip-to-content = Skip to main content
identity-record-of = Public record of
identity-key = Signed with key
identity-verify = Verify this record
search-button = Search
nav-label = Sections
nav-menu = Menu
nav-policies = Policies
nav-indices = Indices
nav-places = Places
nav-corrections = Corrections
nav-record = Record
nav-verify = Verify
nav-about = About
languages-label = Language
breadcrumbs-label = You are here
invented-title = Invented data.
invented-text = These places, bodies and measures are made up to show the software. Nothing here is about a real government.
as-of-banner = You see what had been said by { $moment }.
as-of-label = Earlier state
as-of-leave = See what is said now
attribution-data = Data:
cut-line = { $count ->
    [one] This page rests on 1 statement, root { $root }.
   *[other] This page rests on { $count } statements, root { $root }.
}
cut-newest = The newest is of { $moment }.
foot-about = About this node
foot-accessibility = Accessibility
foot-licences = Licences
foot-machine = For programs
foot-checkpoint = Signed checkpoint

# Tags.
tag-declared = Declared
tag-declared-means = Said by the body that decides it
tag-observed = Observed
tag-observed-means = Said by someone else about it
tag-estimated = Estimated
tag-estimated-means = Worked out where nobody stated it
tag-simulated = Simulated
tag-simulated-means = The result of a model
tag-stale = Not renewed
tag-stale-means = Older than it should be
tag-disputed = Disputed
tag-disputed-means = Those who speak about it differ
tag-corrected = Corrected
tag-corrected-means = It was wrong and has been put right
tag-withdrawn = Withdrawn
tag-withdrawn-means = Taken back; it stays readable
tag-invented = Invented
tag-invented-means = Made up, to show the software
tag-unknown = Not known
tag-unknown-means = Nobody stated it; that does not mean that there is none
tag-in-force = In force
tag-in-force-means = In force on the day shown
tag-ended = Ended
tag-ended-means = Over on the day shown
tag-not-understood = Newest statement not understood
tag-not-understood-means = The newest statement is of a version that this software does not know
level-of = { $level } of { $max }
targeted = (part of the territory)

# Tables, filters, lists.
filter-label = Filters
filter-title = Filters
filter-apply = Apply filters
filter-show = Show
date-hint = Year-month-day, such as 2026-11-24
date-fault = { $got } is not a day; write it as year-month-day, such as 2026-11-24
fault-prefix = Error:
faults-title = There is a problem
chips-label = Filters in use
chip-drop = Remove filter
pages-label = Pages of results
pages-first = Back to the beginning
pages-next = Next page
cite-download = Take away:
cite-permalink = Link to this view
cite-cite = Cite
history-reason = Reason:
diff-gone = removed:
diff-new = added:

# Charts and maps.
chart-source = Source: { $source }
chart-licence = Licence: { $licence }
chart-invented = INVENTED DATA
chart-unknown = Not known
scale-zero = 0 (none)
legend-unknown = Not known
legend-disputed = Disputed area
legend-targeted = Part of the territory only
legend-less = less strict
legend-more = stricter
map-disclaimer = Boundaries, names and hatched areas do not imply any judgement on the legal status of a territory. Geometry: { $source }.
slider-label = Day
slider-back = Seven days back
slider-on = Seven days on

# Proof.
proof-title = Proof
proof-good = This is entry { $index } of { $size } in the signed record, unchanged.
proof-open = This is entry { $index } of { $size }. It can be checked here or with the command below.
proof-bad = This entry does not fit the signed record. Do not rely on it; tell the body that runs this node.
proof-check-here = Check in this browser
proof-details = What is checked, and with what
proof-id = Entry id (SHA-256 of its bytes)
proof-root = Root hash of the checkpoint
proof-key = Key of the record
proof-command = On a machine of your own, with the two files below:
proof-file = Download proof
proof-entry = Download entry
verify-lead = Drop a proof and its entry here. They are checked in this browser and sent nowhere.
verify-files = Proof and entry files
verify-files-hint = NAME.tlog-proof and NAME.entry, both
verify-vkey = Key of the record
verify-vkey-hint = As the body publishes it; take it from a place that you trust
verify-button = Check
verify-noscript = Without scripts, check on a machine of your own:
verify-running = Checking …
verify-need-both = Give both files: the proof and the entry.
verify-good = Verified in this browser: entry { $index } of { $size } in the record signed with this key, unchanged.
verify-bad-id = Not verified: the entry's bytes are not those that this page names.
verify-bad-path = Not verified: the entry does not lead to the signed root. It was changed, or is not of this record.
verify-bad-signature = Not verified: the checkpoint is not signed with this key.
verify-bad-origin = Not verified: the checkpoint is of another record.
verify-bad-form = Not verified: this is no proof of the form c2sp.org/tlog-proof@v1 ({ $got }).
verify-fetch-failed = The proof could not be loaded; nothing was checked.
verify-no-ed25519 = This browser cannot check Ed25519 signatures here (it needs https or localhost); use the command below.
verify-step-hash = SHA-256 of the entry's bytes: { $got }
verify-step-leaf = Leaf hash (RFC 6962): { $got }
verify-step-path = { $count ->
    [one] 1 hash of the path leads to the root: { $got }
   *[other] { $count } hashes of the path lead to the root: { $got }
}
verify-step-signature = Signature of the checkpoint by { $got }: valid
verify-cosigned = Other signatures on the checkpoint: { $count }
