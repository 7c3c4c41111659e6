# Feeds, calendars, webhooks, digests.

calendar-ends = Last day: { $name } – { $place }
calendar-review = Review: { $name } – { $place }
calendar-answer = Answer lapses: { $name }
calendar-left-out = { $count ->
    [one] One later day is left out;
   *[other] { $count } later days are left out;
 } only the first { $shown } are here. Choose a place or an instrument.

notifications-title = How to be told
notifications-lead = You need not come back and look. Pick the way that fits your work; all of them say the same things.
notifications-feeds = Feeds (Atom)
notifications-feeds-text = For a feed reader: everything new, as it is stated. Put a filter on a list first, and its feed has the same filter.
notifications-feed-measures = Measures, the newest first
notifications-feed-corrections = What was put right or taken back
notifications-feed-conflicts = Where levels, neighbours and sectors clash
notifications-calendar = Calendar (iCalendar)
notifications-calendar-text = For Outlook, Google, Apple and others: subscribe to the address, and the last day of each measure and the days of reviews stand in your calendar. A day that changes moves by itself.
notifications-calendar-all = Last days and reviews of all measures
notifications-calendar-answers = Last days of answers to findings
notifications-calendar-place = The same for { $place }
notifications-push = E-mail and webhooks
notifications-push-text = The operator of this node sets these up for an office. One digest a day; only what is urgent comes at once. No source is told of more than { $count } times a day: then one sentence says that there is more.
notifications-push-command = On the machine of the node:
notifications-push-mail = E-mail goes to an office’s mailbox, never to a person’s.
notifications-push-hook = A webhook is a signed POST (Standard Webhooks). Nothing is sent to addresses within our own network, and no redirect is followed.
notifications-queue = What is on its way
notifications-queue-text = Counts only: who is told what is between the office and the operator.
notifications-queue-webhooks = Told by webhook
notifications-queue-emails = Told by e-mail
notifications-queue-failing = Of these, nothing gets through at present
notifications-queue-waiting = Messages waiting
notifications-queue-retrying = Of these, tried before
notifications-queue-oldest = The oldest waits since
notifications-queue-delivered = Delivered in the last 30 days
notifications-queue-given-up = Given up after { $count } attempts
notifications-queue-dropped = Left out because too many waited
notifications-queue-none = Nobody is told by e-mail or webhook yet.

told-urgent-subject = { $count ->
    [one] Urgent: { $first }
   *[other] Urgent: { $first }, and { $more } more
 }
told-urgent-lead = This can’t wait for the morning.
told-digest-subject = { $name }: { $count ->
    [0] nothing new, { $date }
    [one] one new thing, { $date }
   *[other] { $count } new things, { $date }
 }
told-digest-lead = What is new in the record of { $name } since { $since }.
told-test-subject = { $name }: this is a test
told-test-lead = If you can read this, messages of { $name } get through to you. There is nothing to do.
told-nothing = Nothing is new.
told-turn-found = New conflict
told-turn-over = Conflict ended
told-turn-stated = New
told-turn-revised = Changed
told-turn-corrected = Put right
told-turn-withdrawn = Taken back
told-finding = { $rule }: { $places }, { $instrument }
told-more-findings = { $count ->
    [one] One more finding caused by { $source } today.
   *[other] { $count } more findings caused by { $source } today.
 }
told-more-things = { $count ->
    [one] One more thing caused by { $source }.
   *[other] { $count } more things caused by { $source }.
 }
told-source-own = this record itself
told-source-others = other sources
told-all = See all
told-news = What is new
told-ahead = What ends in the next { $days } days
told-ahead-more = { $count ->
    [one] One more day is in the calendar.
   *[other] { $count } more days are in the calendar.
 }
told-foot = Told to the subscription “{ $subscription }” of { $name }. To change or end it, ask the operator of the node.
told-foot-cut = Record { $origin }, { $size } entries, { $root }
