"""What Schemathesis can't know: names that this record has. Half of the questions ask for them, the other half for whatever comes.

Which half a value falls into is a function of the value, so that a seed gives the same run. Bodies of statements are made of names that exist as well:
else each one would be refused for its first name, and nothing behind that door would ever be asked.
"""

import hashlib
import json
import os
import urllib.request

import schemathesis

URL = os.environ["KOINON_URL"]


def fetched(path):
    with urllib.request.urlopen(URL + path, timeout=60) as answer:
        return json.load(answer)


MEASURES = fetched("/policies.json?limit=200")["measures"]
PLACES = [place["code"] for place in fetched("/places.json")["places"]]
SIDS = [measure["sid"] for measure in MEASURES]
BODIES = [fetched(f"/measures/{sid}.json")["measure"] for sid in SIDS[:20]]
KINDS = [kind["kind"] for kind in fetched("/schemas.json")["kinds"]]
SIZE = fetched("/record.json?limit=1")["record"]["size"]
KNOWN = {
    "sid": SIDS,
    "code": PLACES,
    "place": PLACES,
    "instrument": sorted({measure["instrument"] for measure in MEASURES}),
    "entry": [str(index) for index in range(0, SIZE, max(1, SIZE // 50))],
    "kind": [kind.split("/")[0] for kind in KINDS],
    "on": ["2026-11-01", "2026-11-24"],
    "from": ["2024-03-01", "2026-01-01"],
    "to": ["2026-06-30", "2026-11-24"],
    "asof": ["2026-11-24", "2026-11-24T10:00:00Z", "2025-06-30"],
}


def number(value):
    return int.from_bytes(hashlib.sha256(repr(value).encode()).digest()[:8], "big")


def known(names):
    """The same parameters, about half of them with names that exist."""
    if not isinstance(names, dict):
        return names
    return {name: KNOWN[name][number(value) // 2 % len(KNOWN[name])] if name in KNOWN and number(value) % 2 else value for name, value in names.items()}


@schemathesis.hook
def map_path_parameters(context, path_parameters):
    return known(path_parameters)


@schemathesis.hook
def map_query(context, query):
    return known(query)


def stated(draft):
    """A draft, about half of the time with a body that can be taken: what was generated, over a measure that stands."""
    if not isinstance(draft, dict) or number(draft) % 2:
        return draft
    body = dict(BODIES[number(draft) // 2 % len(BODIES)])
    generated = draft.get("body") if isinstance(draft.get("body"), dict) else {}
    body.update({name: generated[name] for name in ("title", "text", "basis", "area", "start", "end", "level", "flag") if name in generated and number(name) % 3 != number(draft) % 3})
    return {"kind": "measure/v1", "body": body}


@schemathesis.hook
def map_body(context, body):
    return stated(body)


@schemathesis.serializer("application/x-ndjson")
def lines(context, value):
    """Lines: the generated text as it is, or statements that can be taken, the second of which may revise the first."""
    if number(value) % 2:
        return value if isinstance(value, (bytes, str)) else json.dumps(value)
    first = {"kind": "measure/v1", "body": BODIES[number(value) % len(BODIES)]}
    second = {**first, "revises": "line:1", "act": "correct"}
    return "\n".join(json.dumps(line) for line in (first, second)[: 1 + number(value) // 2 % 2])
