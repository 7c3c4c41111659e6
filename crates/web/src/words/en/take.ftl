# Comparing, and taking things away.

take-svg-only = PNG is not offered: these letters can be drawn as SVG only.
take-svg-instead = Take the drawing as SVG
take-citation-label = Citation, to be copied
take-citation = { $title }. { $body }. Record { $origin }: { $count ->
    [one] 1 statement
   *[other] { $count } statements
  }, root { $root }, { $day }. { $licence }. { $url }
take-citation-source = Data: { $source }.
take-readme-files = { $stem } with the endings .csv, .json and .svg is what the page shows. metadata.json says what it is, of which state of the record, under which licence, and names each file with its SHA-256. checkpoint is the state of the record as the body signed it.
take-readme-proofs = { $count ->
    [one] proofs holds the statement behind the page, as its body said it, and the proof that it stands in the record. No network is needed to check it:
   *[other] proofs holds { $count } statements behind the page, each as its body said it (.entry) and with the proof that it stands in the record (.tlog-proof). No network is needed to check them, one at a time:
  }
take-readme-left-out = { $count ->
    [one] One more statement lies behind the page; its proof is to be had at its address.
   *[other] { $count } more statements lie behind the page; their proofs are to be had at their addresses.
  }
take-readme-key = Compare the key in this command with the one that the body shows elsewhere: on paper, by telephone, or at { $address }.
take-readme-no-proofs = No single statement lies behind this page, so there are no proofs here.

problem-svg-only-title = This drawing can be had as SVG only
problem-svg-only-text = Its words are in letters that our font for pictures does not have. As SVG it is drawn with the fonts of your own device, and nothing is missing.

view-compare = Compare
compare-title = Compare places
compare-title-of = Compared: { $places }
compare-desc = { $count ->
    [one] What applies in one place, instrument by instrument.
   *[other] What applies in { $count } places, instrument by instrument. Hatched is not known.
  }
compare-shown = Shown
compare-differences = Only differences
compare-everything = Everything
compare-from-hint = For a comparison over time. For example 2026-11-24
compare-legend = Levels are numbered, stricter is darker; striped holds for a part of the territory only; hatched is not known; empty is none.
compare-days = Days
compare-unknown = unknown
compare-none = none
compare-targeted = part of the territory
compare-disputed = disputed
compare-from-above = rule of { $place }
compare-apart = { $days ->
    [one] apart on 1 of { $of } days
   *[other] apart on { $days } of { $of } days
  }
compare-alike = { $count ->
    [one] One more instrument is the same in all of them.
   *[other] { $count } more instruments are the same in all of them.
  }
compare-choose-title = Choose at least two places
compare-choose-text = Add them one at a time, up to six. Only what differs is shown; everything, if you ask for it.
compare-neighbours = Compare with the neighbours
compare-same-title = No differences
compare-same-text = In everything that is known, these places are the same at that time. Where nothing is known of any of them, nothing is compared.
query-all = Shown
query-width = Width
