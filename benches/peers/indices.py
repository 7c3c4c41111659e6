"""The peer for import and indices: pandas reads the 28 national files and computes the four indices (Oxford's formula, specs a4 and a5).

Prints one line of JSON: seconds to load, seconds to compute, peak RSS, count of values, a checksum to compare.
"""
import glob, json, os, resource, sys, time

t0 = time.perf_counter()
import numpy as np
import pandas as pd

t1 = time.perf_counter()
folder = sys.argv[1]
HIGHEST = dict(C1=3, C2=3, C3=2, C4=4, C5=2, C6=3, C7=2, C8=4, E1=2, E2=2, H1=2, H2=3, H3=2, H6=4, H7=5, H8=3)
UNFLAGGED = {"C8", "E2", "H2", "H3"}
CONTAINMENT = ["C1", "C2", "C3", "C4", "C5", "C6", "C7", "C8"]
INDICES = {
    "stringency": (CONTAINMENT + ["H1"], 8),
    "containment-health": (CONTAINMENT + ["H1", "H2", "H3", "H6", "H7", "H8"], 11),
    "government-response": (CONTAINMENT + ["E1", "E2", "H1", "H2", "H3", "H6", "H7", "H8"], 13),
    "economic-support": (["E1", "E2"], 2),
}


def table(path):
    return pd.read_csv(path, keep_default_na=False, na_values=["", "NA"], index_col="country_code").iloc[:, 2:].to_numpy(dtype="float32")


levels, flags = {}, {}
for path in sorted(glob.glob(os.path.join(folder, "*.csv.gz"))):
    code, rest = os.path.basename(path)[:2].upper(), os.path.basename(path)[2:]
    if code in HIGHEST:
        (flags if rest == "_flag.csv.gz" else levels)[code] = table(path)
t2 = time.perf_counter()

parts = {}
for code, top in HIGHEST.items():
    v = levels[code]
    f = np.float32(1) if code in UNFLAGGED else flags[code]
    parts[code] = np.where(v == 0, 0, 100 * (v - np.float32(0.5) * (1 - f)) / top)
values, total = 0, 0.0
for name, (codes, least) in INDICES.items():
    stack = np.stack([parts[code] for code in codes])
    present = (~np.isnan(stack)).sum(axis=0)
    index = np.where(present >= least, np.nansum(stack, axis=0) / len(codes), np.nan)
    values += int((~np.isnan(index)).sum())
    total += float(np.nansum(np.round(index, 2)))
t3 = time.perf_counter()
rss = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps(dict(import_pandas=round(t1 - t0, 3), load=round(t2 - t1, 3), compute=round(t3 - t2, 3), rss_mib=round(rss), values=values, total=round(total))))
