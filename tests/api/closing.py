"""The closing line: `closing.py REPORT URL SIZE_BEFORE`. A run that asked less than everything, or stated nothing, has shown nothing."""

import json
import sys
import urllib.request

path, url, before = sys.argv[1:]
with open(path, encoding="utf-8") as file:
    report = json.load(file)
with urllib.request.urlopen(url + "/readyz", timeout=60) as answer:
    stated = json.load(answer)["size"] - int(before)
operations, failures = report["operations"], len(report["failures"]) + len(report["errors"])
missed = operations["total"] - operations["tested"]
print(f"notice: {report['test_cases']['generated']} requests to {operations['tested']} operations from seed {report['seed']}, {stated} statements taken")
if missed:
    print(f"{missed} operations were not asked; give the run more time: SECONDS_MAX=120 ./test api")
if stated < 1:
    print("no statement was taken: hooks.py makes none that the node accepts")
failed = failures + (1 if missed else 0) + (1 if stated < 1 else 0)
print(f"api: {operations['tested']} passed, {failed} failed")
sys.exit(1 if failed else 0)
