"""The findings over the national pack by pandas: what `koinon policy coherence` is timed against, and gives row by row the same.

Usage: coherence.py LEGACY_FOLDER BORDERS_CSV OUT_CSV
Every rule over 16 instruments in 2020-2022, as intervals with both sides (specs/policy.md c): levels one above the other, neighbours, siblings, gaps and
unknown gaps, overlaps, what ran out and what grew old, and the built-in rules between sectors. The national files name no parent, no end beside the days
themselves and no day of review: over them the rules that need those run and find nothing. Writes the columns of policy.md g, and prints JSON: seconds
to load, compute and write, peak memory, intervals by rule.
"""
import base64
import glob
import hashlib
import json
import os
import resource
import sys
import time

import numpy as np
import pandas as pd

FIRST, LAST = pd.Timestamp("2020-01-01"), pd.Timestamp("2022-12-31")
INSTRUMENTS = ["C1", "C2", "C3", "C4", "C5", "C6", "C7", "C8", "E1", "E2", "H1", "H2", "H3", "H6", "H7", "H8"]
TENSIONS = {"border-ban-without-testing": ("C8", 3, "H2"), "closure-without-support": ("C2", 2, "E1"), "confinement-without-support": ("C6", 2, "E1")}
COLUMNS = ["id", "rule", "instrument", "population", "place_a", "place_b", "from", "to", "days", "level_a", "level_b", "grade", "answer"]
PARENTS = {}
THRESHOLD, PEERS_MIN, STALE_DAYS = 2, 2, 180
UNKNOWN = -1


def table(path):
    # Namibia is no missing value, and neither is a blank one a zero.
    frame = pd.read_csv(path, keep_default_na=False, na_values=["", "NA"], index_col="country_code")
    days = pd.to_datetime(frame.columns[2:], format="%d%b%Y")
    values = frame.iloc[:, 2:].to_numpy(dtype=np.float32)[:, (days >= FIRST) & (days <= LAST)]
    return frame.index, np.nan_to_num(values, nan=UNKNOWN).astype(np.int8)


def load(folder, borders):
    tables = {}
    for path in sorted(glob.glob(os.path.join(folder, "*.csv.gz"))):
        code, rest = os.path.basename(path)[:2].upper(), os.path.basename(path)[2:]
        if code in INSTRUMENTS:
            tables[code, "flag" if rest == "_flag.csv.gz" else "level"] = table(path)
    places = pd.Index(sorted(set(borders["a"]).union(borders["b"], *(codes for codes, _ in tables.values()))))
    cells = {}
    for key, (codes, values) in tables.items():
        cells[key] = np.full((len(places), values.shape[1]), UNKNOWN, dtype=np.int8)
        cells[key][places.get_indexer(codes)] = values
    return list(places), {code: cells[code, "level"] for code in INSTRUMENTS}, {code: cells.get((code, "flag")) for code in INSTRUMENTS}


def runs(mask):
    """Maximal runs of days in each row of a mask: row, first day, day after the last."""
    edges = np.diff(np.pad(mask.astype(np.int8), ((0, 0), (1, 1))), axis=1)
    rows, starts = np.nonzero(edges == 1)
    return rows, starts, np.nonzero(edges == -1)[1]


def widest(found, width):
    """The first day of each run on which `width` is greatest."""
    rows, starts, ends = found
    lengths = ends - starts
    if not len(rows):
        return starts
    firsts = np.concatenate([[0], np.cumsum(lengths)[:-1]])
    days = np.arange(lengths.sum()) - np.repeat(firsts - starts, lengths)
    values = width[np.repeat(rows, lengths), days]
    at = np.flatnonzero(values == np.repeat(np.maximum.reduceat(values, firsts), lengths))
    return days[at[np.searchsorted(at, firsts)]]


def frame(rule, instrument, found, a, b, levels, grade):
    """Findings as rows: `a` and `b` number the places of each row of the mask, `levels` are those of both sides; none is empty."""
    rows, starts, ends = found
    return pd.DataFrame({"rule": rule, "instrument": instrument, "a": a[rows], "b": -1 if b is None else b[rows], "start": starts, "end": ends,
                         "level_a": levels[0], "level_b": levels[1], "grade": grade})


def pairs(rule, instrument, level, left, right):
    """Pairs of places that differ."""
    a, b = level[left], level[right]
    apart = np.abs(a - b)
    found = runs((a != UNKNOWN) & (b != UNKNOWN) & (apart >= THRESHOLD))
    rows, day = found[0], widest(found, apart)
    return frame(rule, instrument, found, left, right, (a[rows, day], b[rows, day]), "question")


def vertical(instrument, level, flag, upper, lower):
    """What levels say one above the other, as observed: an advisory upper act."""
    a, b = level[upper], level[lower]
    known, apart = (a != UNKNOWN) & (b != UNKNOWN), np.abs(a - b)
    general = (a > 0) if flag is None else (a > 0) & (flag[upper] == 1)
    general_below = (b > 0) if flag is None else (b > 0) & (flag[lower] == 1)
    rules = {"below-floor": (general & (b < a), "question"), "above-ceiling": (general & (b > a), "note"), "unilateral": ((a == 0) & (b > 0), "note"),
             "restated": (general & general_below & (a == b), "note")}
    for rule, (mask, grade) in rules.items():
        found = runs(known & mask)
        rows, day = found[0], widest(found, apart)
        yield frame(rule, instrument, found, upper, lower, (a[rows, day], b[rows, day]), grade)


def gaps(instrument, level, touching, everywhere):
    """Places without anything, or of which nothing is known, where all known neighbours act; shown with the mildest of them."""
    known = (touching @ (level != UNKNOWN).astype(np.float32)).astype(np.int8)
    # The mildest of the known neighbours is at least k where as many of them are at least at k as are known.
    mildest = sum(((touching @ (level >= k).astype(np.float32)).astype(np.int8) == known).astype(np.int8) for k in range(1, level.max() + 1))
    all_act = (known >= PEERS_MIN) & (mildest > 0)
    for rule, own, grade in (("gap", 0, "question"), ("unknown-gap", UNKNOWN, "note")):
        found = runs(all_act & (level == own))
        day = widest(found, mildest)
        yield frame(rule, instrument, found, everywhere, None, (own, mildest[found[0], day]), grade)


def alone(instrument, level, flag, everywhere):
    """The measures of each place against each other and against time: a measure is a run of days of one level and flag."""
    said = level if flag is None else level * np.int8(2) + (flag == 1)
    turns = np.diff(said, axis=1, prepend=np.int8(UNKNOWN - 1)) != 0
    rows, starts = np.nonzero(turns)
    ends = np.where(np.append(rows[1:] == rows[:-1], False), np.append(starts[1:], 0), level.shape[1])
    measures = pd.DataFrame({"row": rows, "start": starts, "end": ends, "level": level[rows, starts]})
    after = measures.groupby("row")["level"].shift(-1, fill_value=UNKNOWN).to_numpy()
    measures = measures.assign(open=after == UNKNOWN)[measures["level"] > 0]
    # One that begins before the one before it has ended, at its level or another; a run that a blank follows names no end, all others end.
    before = measures.groupby("row").shift(1)
    met = (before["end"] > measures["start"]).to_numpy()
    twice = (before["level"] == measures["level"]).to_numpy()
    for rule, mask in (("overlap", met & ~twice), ("duplicate", met & twice)):
        both = measures[mask]
        found = (both["row"].to_numpy(), both["start"].to_numpy(), np.minimum(both["end"], before["end"][mask]).to_numpy(dtype=int))
        yield frame(rule, instrument, found, everywhere, None, (before["level"][mask].to_numpy(), both["level"].to_numpy()), "note")
    ended = measures[~measures["open"]]
    silent = ended[level[ended["row"], np.minimum(ended["end"], level.shape[1] - 1)] == UNKNOWN]
    found = (silent["row"].to_numpy(), silent["end"].to_numpy(), np.full(len(silent), level.shape[1]))
    yield frame("expired-open", instrument, found, everywhere, None, (silent["level"].to_numpy(), UNKNOWN), "question")
    old = measures[measures["end"] - measures["start"] > STALE_DAYS + 1]
    found = (old["row"].to_numpy(), old["start"].to_numpy() + STALE_DAYS + 1, old["end"].to_numpy())
    yield frame("stale", instrument, found, everywhere, None, (old["level"].to_numpy(), UNKNOWN), "note")


def tension(rule, levels, everywhere):
    when, least, then = TENSIONS[rule]
    a, b = levels[when], levels[then]
    found = runs((a >= least) & (b == 0))
    rows, day = found[0], widest(found, a)
    return frame(rule, when, found, everywhere, None, (a[rows, day], b[rows, day]), "question")


def compute(places, levels, flags, borders):
    number = {place: at for at, place in enumerate(places)}
    ordered = np.sort(borders[["a", "b"]].map(number.get).to_numpy(), axis=1)
    left, right = np.unique(ordered, axis=0).T
    touching = np.zeros((len(places), len(places)), dtype=np.float32)
    touching[left, right] = touching[right, left] = 1
    parent = np.array([number.get(PARENTS.get(place), -1) for place in places])
    lower = np.flatnonzero(parent >= 0)
    first, second = np.nonzero(np.triu((parent[:, None] == parent) & (parent >= 0), 1))
    everywhere = np.arange(len(places))
    found = [tension(rule, levels, everywhere) for rule in TENSIONS]
    for code in INSTRUMENTS:
        level, flag = levels[code], flags[code]
        found += vertical(code, level, flag, parent[lower], lower)
        found += [pairs("neighbour", code, level, left, right), pairs("sibling", code, level, first, second)]
        found += gaps(code, level, touching, everywhere)
        found += alone(code, level, flag, everywhere)
    return pd.concat([frame for frame in found if len(frame)], ignore_index=True)


def finding_id(rule, instrument, a, b):
    digest = hashlib.sha256(f"koinon/finding/v1\n{rule}\n{instrument}\neveryone\n{a}\n{b}".encode()).digest()[:16]
    return base64.b32encode(digest).decode().lower().rstrip("=")


def write(found, places, path):
    names = np.array([*places, ""])
    dates = pd.date_range(FIRST, LAST).strftime("%Y-%m-%d").to_numpy()
    found["place_a"], found["place_b"] = names[found["a"]], names[found["b"]]
    found = found.sort_values(["rule", "instrument", "place_a", "place_b", "start"])
    keys = found[["rule", "instrument", "place_a", "place_b"]].drop_duplicates()
    keys["id"] = [finding_id(*key) for key in keys.itertuples(index=False)]
    found = found.merge(keys, how="left")
    shown = np.array([*map(str, range(9)), ""])
    found = found.assign(**{"from": dates[found["start"]], "to": dates[found["end"] - 1], "days": found["end"] - found["start"], "population": "everyone",
                            "answer": "", "level_a": shown[found["level_a"]], "level_b": shown[found["level_b"]]})
    found[COLUMNS].to_csv(path, index=False, lineterminator="\r\n")


def main():
    began = time.perf_counter()
    borders = pd.read_csv(sys.argv[2], keep_default_na=False)
    places, levels, flags = load(sys.argv[1], borders)
    loaded = time.perf_counter()
    found = compute(places, levels, flags, borders)
    computed = time.perf_counter()
    write(found, places, sys.argv[3])
    ended = time.perf_counter()
    rss = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"load": round(loaded - began, 4), "compute": round(computed - loaded, 4), "write": round(ended - computed, 4), "rss_mib": round(rss),
                      "intervals": len(found), "rules": found["rule"].value_counts().sort_index().to_dict()}))


main()
