"""The findings over the national pack by pandas: what `koinon policy coherence` is timed against.

Usage: coherence.py LEGACY_FOLDER BORDERS_CSV
Neighbours (>= 2), gaps, unknown gaps, the built-in rules between sectors, and levels that stood over 180 days, of 16 instruments in 2020-2022, as
intervals. Prints JSON: seconds to load and to compute, peak memory, and how many intervals and days each rule has, to be compared with Koinon's.
"""
import glob
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


def load(folder):
    levels = {}
    for path in sorted(glob.glob(os.path.join(folder, "*.csv.gz"))):
        code = os.path.basename(path).split("_")[0].upper()
        if code not in INSTRUMENTS or path.endswith("_flag.csv.gz"):
            continue
        # Namibia is no missing value, and neither is a blank one a zero.
        frame = pd.read_csv(path, keep_default_na=False, na_values=["", "NA"], index_col="country_code").iloc[:, 2:].astype("float32")
        frame.columns = pd.to_datetime(frame.columns, format="%d%b%Y")
        frame = frame.loc[:, (frame.columns >= FIRST) & (frame.columns <= LAST)]
        levels[code] = frame
    places = sorted(set().union(*(frame.index for frame in levels.values())))
    return places, {code: levels[code].reindex(places) for code in INSTRUMENTS}


def runs(mask):
    """Maximal runs of days in each row of a mask: how many, how many days, and where they are."""
    edges = np.diff(np.pad(mask.astype(np.int8), ((0, 0), (1, 1))), axis=1)
    rows, starts = np.nonzero(edges == 1)
    _, ends = np.nonzero(edges == -1)
    return {"intervals": len(starts), "days": int((ends - starts).sum()), "where": (rows, starts, ends)}


def add(sums, rule, found):
    held = sums.setdefault(rule, {"intervals": 0, "days": 0})
    held["intervals"] += found["intervals"]
    held["days"] += found["days"]


def compute(places, levels, borders):
    number = {place: at for at, place in enumerate(places)}
    pairs = [(number[a], number[b]) for a, b in borders[["a", "b"]].itertuples(index=False) if a in number and b in number]
    left, right = np.array(pairs).T
    peers = [[] for _ in places]
    for a, b in pairs:
        peers[a].append(b)
        peers[b].append(a)
    sums = {}
    for code, frame in levels.items():
        level = frame.to_numpy()
        known = ~np.isnan(level)
        both = known[left] & known[right]
        add(sums, "neighbour", runs(both & (np.abs(np.nan_to_num(level[left]) - np.nan_to_num(level[right])) >= 2)))
        acting = known & (np.nan_to_num(level) >= 1)
        gap, unknown = np.zeros_like(known), np.zeros_like(known)
        for place, beside in enumerate(peers):
            if not beside:
                continue
            count = known[beside].sum(axis=0)
            all_act = (count >= 2) & (acting[beside].sum(axis=0) == count)
            gap[place] = all_act & known[place] & ~acting[place]
            unknown[place] = all_act & ~known[place]
        add(sums, "gap", runs(gap))
        add(sums, "unknown-gap", runs(unknown))
    for rule, (when, least, then) in TENSIONS.items():
        a, b = levels[when].to_numpy(), levels[then].to_numpy()
        add(sums, rule, runs((np.nan_to_num(a) >= least) & ~np.isnan(b) & (np.nan_to_num(b, nan=9) == 0)))
    return sums


def main():
    began = time.perf_counter()
    places, levels = load(sys.argv[1])
    borders = pd.read_csv(sys.argv[2], keep_default_na=False)
    loaded = time.perf_counter()
    sums = compute(places, levels, borders)
    ended = time.perf_counter()
    rss = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"load": round(loaded - began, 4), "compute": round(ended - loaded, 4), "rss_mib": round(rss), "sums": sums}))


main()
