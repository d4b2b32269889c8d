# SPDX-License-Identifier: Apache-2.0
"""How much of the long proofs is run, and what becomes of their figures.

scripts/prove runs all of them and has their results kept; anything else runs a part, and compares it
with what docs/reliability.md says.

    RING_SNAPSHOT_PROOF_SHARE    N: one case of N is run, and a run of 1,000 does 1,000 / N (10)
    RING_SNAPSHOT_PROOF_RESULTS  a folder for the results
"""

import hashlib
import json
import os
import pathlib
import re

SHARE = int(os.environ.get("RING_SNAPSHOT_PROOF_SHARE", "10"))
RESULTS = os.environ.get("RING_SNAPSHOT_PROOF_RESULTS")


def is_complete():
    return SHARE == 1


def share_of(cases):
    """Every N-th case."""
    return list(cases)[::SHARE]


def same_each_time(line):
    """A line of the program, without what differs from run to run."""
    for pattern, instead in (
        (r"(https?://)?(127\.0\.0\.1|localhost)(:| port )\d+", "ADDRESS"),
        (r"\bpictures-[0-9a-f]{8}\b", "BUCKET"),
        (r"\b\d+(\.\d+)? (ms|s|min|h|d)\b( \d+ (s|min|h)\b)*", "SOME TIME"),
        (r"\buntil (\d{4}-\d\d-\d\d )?\d\d:\d\d\b", "until SOME TIME"),
        (r"\b\d{4}-\d\d-\d\d \d\d:\d\d\b", "SOME TIME"),
        (r"(?<!\S)/\S+", "FILE"),
    ):
        line = re.sub(pattern, instead, line)
    return line


def told(lines, words):
    """The line with these words, without its time and what differs from run to run; empty when none has them."""
    for line in lines:
        if words and words in line:
            line = re.sub(r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d ", "", line.strip())
            return same_each_time(line.removeprefix("error: "))
    return ""


def record(proof, name, result):
    """Keeps a result where scripts/prove finds it."""
    if RESULTS is None:
        return
    folder = pathlib.Path(RESULTS) / proof
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / (hashlib.sha256(name.encode()).hexdigest()[:16] + ".json")
    file.write_text(json.dumps({"name": name, **result}))


def results(folder, proof):
    """What record() kept, by name."""
    files = sorted((pathlib.Path(folder) / proof).glob("*.json"))
    return {result["name"]: result for result in (json.loads(f.read_text()) for f in files)}
