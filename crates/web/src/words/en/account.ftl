# Signing in and stating in the browser.
signin-link = Sign in
signin-title = Sign in
signin-again-title = Sign in again
signin-lead = For officials who state on behalf of this body. Reading needs no account.
signin-kept = Your session had ended. What you typed is kept: sign in and it will be in your draft.
signin-insecure = Signing in needs https. Browsers do not keep this site's cookie over plain http, so you would not stay signed in. Ask your operator to put the site behind TLS.
signin-name = Name
signin-passphrase = Passphrase
signin-button = Sign in
signin-no-account = No account, or a forgotten passphrase? The operator of this node makes accounts and sets passphrases.
signin-refused = Name and passphrase do not belong together. Check both and try again.
signin-wait = { $count ->
    [one] Too many attempts have failed. Try again in one second.
   *[other] Too many attempts have failed. Try again in { $count } seconds.
}
signin-resend-title = Send your answers again
signin-resend-text = This page was opened before you last signed in, so it was not taken. Nothing is lost: what you typed goes with the button below.
signin-resend-button = Send again
signout-button = Sign out

problem-cross-site-title = This form came from elsewhere
problem-cross-site-text = Another site sent this form, or your browser did not say which page sent it. Nothing was changed. Open the page here, and send the form from there.
problem-signed-out-title = Sign in first
problem-signed-out-text = This is for people who are signed in.
no-such-draft = You have no draft { $name }. It was stated or removed, it was left for more than 90 days, or it belongs to someone else.

my-title = My work
my-lead = You are signed in as { $name }. What you state is said by { $office }; your name stands in no record.
my-begin = State a measure
my-may-not = Your account may not state measures. The operator of this node can change that.
my-drafts = Drafts
my-drafts-none = You have no drafts.
my-receipts = Stated
my-stated = Stated
my-draft-unnamed = Draft { $number }
my-remove = Remove this draft
my-remove-receipt = Remove from this list
my-kept = Drafts are kept for 90 days after they were last changed, also when you sign out or your session ends. Only you see them.
remove-title = Remove this draft?
remove-text = What you typed is removed and cannot be brought back. Nothing in the record changes.
remove-receipt-text = It leaves this list. What was stated stays in the record.
remove-button = Remove

warning-prefix = Warning
back-link = Back
change-link = Change
date-day = Day
date-month = Month
date-year = Year
and-more = { $count ->
    [one] And one more.
   *[other] And { $count } more.
}

doing-state = State a measure
doing-correct = Correct a measure
doing-withdraw = Withdraw a measure
state-continue = Continue
state-kept = What you type is kept as a draft after each page.
state-instrument-title = Which instrument is it?
state-place-title = For which place?
state-level-title = How strict is it?
state-dates-title = From when until when?
state-people-title = For whom?
state-mode-title = What does it ask of the levels of government below?
state-words-title = Say it in words
state-words-language = Write in the language of this record: { $language }. Do not name or describe persons; what is stated stands for ever.
state-coverage-title = Do you state everything here?
state-coverage-text = Nothing is known yet about { $instrument } in { $place } on that day. If this body states every measure of this kind from a day on, say so: then everyone knows that where nothing stands, there is none. Otherwise the level counts as unknown.
state-uncovered = Until this body states everything of this kind here, the level counts as unknown for others.
state-coverage-row = Everything is stated
state-reason-title = Why is it corrected?
state-reason-withdraw-title = Why is it withdrawn?
state-correct-text = A correction says that the earlier words were wrong from the start. They stay readable. If the rule itself has changed, state a new measure and end this one.
state-withdraw-text = A withdrawal takes the measure back as if it should never have been stated. It stays readable, with your reason. To end a measure that was right, correct its last day instead.
state-check-title = Check your answers
state-exact = The exact words
state-exact-text = This is what will stand in the record, byte for byte. The node adds only the time.
state-to-clashes = Continue: what would it clash with?
state-button = State this measure
correct-button = State this correction
withdraw-button = State this withdrawal
state-for-ever = A statement stands in the public record for ever. It can be corrected or withdrawn, not deleted.

ask-place-other = Another place
ask-place-other-hint = Its code or its name, as this record knows it
ask-flag = For how much of it?
ask-flag-hint = Needed where the level is above 0
ask-start = First day
ask-start-hint = For example 27 3 2026
ask-start-time = From what time on that day (optional)
ask-start-time-hint = For example 06:00, in the time of the place
ask-end = Last day (optional)
ask-end-hint = Leave it empty where no one has decided it
ask-end-time = Until what time on that day (optional)
ask-end-time-hint = For example 22:00
ask-review = Looked at again by (optional)
ask-review-hint = The day by which you decide whether it goes on
ask-urgent = Taken without the usual time for consulting others
ask-population = Who must follow it?
ask-population-other = Another group (optional)
ask-population-other-hint = One word in small Latin letters, such as under-65; it counts before the choice above
ask-reach = Whose decision is it?
ask-reach-own-hint = This body decided it
ask-reach-and-below-hint = It sums up this body and the bodies below it
ask-reach-applies-hint = All that residents must follow, whoever decided it
ask-area = Which part of the place (optional)
ask-area-hint = In words, where it is not the whole
ask-mode = How does it bind them?
ask-mode-advisory-hint = They decide for themselves
ask-mode-floor-hint = They may do more, not less
ask-mode-ceiling-hint = They may do less, not more
ask-mode-exact-hint = They do just this
ask-title = Title (optional)
ask-title-hint = One line that a citizen understands
ask-text = What it says (optional)
ask-basis = Legal basis (optional)
ask-basis-hint = The law or order, with its number
ask-link-href = Link to the legal text (optional)
ask-link-href-hint = A web address that begins with https://
ask-link-title = What stands there (optional)
ask-covers = Does this body state all of it?
covers-yes = Yes, from this day on
covers-no = No, or I do not know
ask-covered = From which day?
ask-covered-hint = Only if yes
ask-reason = Reason
ask-answer-reason = Why?
ask-answer-reason-hint = Needed where it is intended or the data are wrong
ask-answer-by = Which office sees to it?
ask-answer-by-hint = An office, not a person; needed where it is being resolved
ask-answer-until = Until when?

fault-instrument = Choose an instrument
fault-place = Choose a place, or give its code or name
fault-place-unknown = No place { $got } is known here. Give the code or the name of a place of this record
fault-level = Choose a level
fault-flag = Choose for how much of it
fault-choose = Choose an answer
fault-start = Give the first day
fault-end = The last day is before the first. Give the same day or a later one
fault-review = The day of review is before the first day. Give a later one
fault-time = Give a time such as 06:00
fault-population = Give one word of small Latin letters, digits and hyphens, such as under-65
fault-link = Give a web address that begins with https://
fault-covered = Give the day from which everything is stated, or answer no
fault-reason = Say why
fault-long = The text has { $count } bytes; at most { $most } fit. Shorten it
fault-answer-by = Name the office that sees to it
fault-answer-until = Give the day
fault-tick = Tick the box to say that you have seen this
fault-too-many = You have { $count } drafts, and no more can be kept. State or remove some
fault-too-large = The draft is too large to be kept. Shorten its texts before you leave this page
fault-may-not = Your account may not state { $kinds }. The operator of this node can change that
fault-moved = It can not be stated now: it stands already, or someone revised it meanwhile. Open the measure, look at what it says now, and begin again from there

clashes-title = { $count ->
    [one] It would start one clash
   *[other] It would start { $count } clashes
}
clashes-none-title = It clashes with nothing that is known here
clashes-none-text = Compared with what the levels above and below, the neighbours and the rules of this record say. What is unknown could not be compared.
clashes-text = You can go on: a clash may be intended. Look at each one first, and at whom to speak to.
clashes-changed = Something has changed since you last saw this page: your words, or what others state. Look at it again.
clashes-ends-title = { $count ->
    [one] It would end one clash
   *[other] It would end { $count } clashes
}
clashes-others = { $count ->
    [one] One more finding that is shown on request
   *[other] { $count } more findings that are shown on request
}
clashes-tick = I have seen what this would clash with
clash-grade-conflict = Conflict
clash-grade-question = Question
clash-grade-note = Note
clash-yours = this draft
clash-theirs = stands
clash-since = since { $date }
clash-statement = statement
answer-legend = Do you answer now?
answer-hint = The answer is stated together with the measure, to each of the clashes above that has another side.
answer-choice-later = Not now
answer-choice-accepted = It is intended
answer-choice-accepted-hint = Say why and until when
answer-choice-resolving = It is being resolved
answer-choice-resolving-hint = Say which office sees to it and by when
answer-choice-disputed = The data are wrong
answer-choice-disputed-hint = Say what is wrong

done-state-title = The measure is stated
done-correct-title = The correction is stated
done-withdraw-title = The withdrawal is stated
done-text = It is durable and stands under a signed checkpoint. Keep the proof if you may have to show it.
done-entry = Entry
done-id = Id
done-proof = Proof
done-size = Checkpoint of size
done-measure = See the measure
revise-correct = Correct
revise-withdraw = Withdraw
