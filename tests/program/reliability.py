# SPDX-License-Identifier: Apache-2.0
"""docs/reliability.md: what of it comes from results, written and read.

    python3 tests/program/reliability.py RESULTS     writes the figures found in RESULTS into it
"""

import pathlib
import re
import sys

import proof
from fault_matrix import CASES, PARTS

FILE = pathlib.Path(__file__).resolve().parents[2] / "docs" / "reliability.md"


def block(text, name):
    """The generated part of that name: where it begins and ends."""
    begin, end = f"<!-- {name}: written by scripts/prove -->\n", f"<!-- end of {name} -->"
    start = text.index(begin) + len(begin)
    return start, text.index(end, start)


def replace_block(text, name, content):
    start, end = block(text, name)
    return text[:start] + "\n" + content.strip() + "\n\n" + text[end:]


# The matrix


def fault_cell(case):
    """A fault of the simulator as code, a situation as words."""
    plain = " " in case.fault
    return case.fault if plain else f"`{case.fault}`"


def matrix_rows(results):
    """Rows (part, fault, commands, exit code, what is said), equal ones of a fault as one."""
    rows = []
    for case in CASES:
        result = results[case.name]
        row = [case.part.title, fault_cell(case), [case.command], result["code"], result["said"]]
        same = [r for r in rows if r[0] == row[0] and r[1] == row[1] and r[3:] == row[3:]]
        if same:
            same[0][2].append(case.command)
        else:
            rows.append(row)
    return rows


def matrix_text(results):
    lines = [f"{len(CASES):,} cases.", ""]
    rows = matrix_rows(results)
    for part in PARTS:
        lines += [f"### {part.title}", "", part.about, ""]
        lines += ["| fault | command | exit code | what is said |", "|---|---|---|---|"]
        last = None
        for _, fault, commands, code, said in (row for row in rows if row[0] == part.title):
            names = ", ".join(f"`{command}`" for command in commands)
            shown = said.replace("|", "\\|")
            lines.append(f"| {'' if fault == last else fault} | {names} | {code} | {shown} |")
            last = fault
        lines.append("")
    return "\n".join(lines)


def committed_matrix():
    """What the document says of each case: by name, exit code and words."""
    text = FILE.read_text()
    start, end = block(text, "matrix")
    found, part, fault = {}, None, None
    for line in text[start:end].splitlines():
        if line.startswith("### "):
            part = line.removeprefix("### ")
        cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        if len(cells) != 4 or cells[2] in ("exit code", "---"):
            continue
        fault = cells[0].strip("`") or fault
        for command in re.findall(r"`([^`]+)`", cells[1]):
            said = cells[3].replace("\\|", "|")
            found[f"{part}: {fault}: {command}"] = {"code": int(cells[2]), "said": said}
    return found


# Kills and soak


def kills_text(figures):
    rows = [
        ("kills", figures["kills"]),
        ("before the login service had answered", figures["before the answer"]),
        ("between its answer and the write: the new token was lost, and the old one worked once "
         "more", figures["between answer and write"]),
        ("after the write", figures["after the write"]),
        ("left a temporary file beside the settings, cleared by the next run",
         figures.get("left a temporary file among the settings", 0)),
        ("left a temporary file beside the pictures, cleared by the next run",
         figures.get("left a temporary file among the work", 0)),
        ("broken settings, half pictures, logins lost", 0),
    ]
    return "\n".join(["| | |", "|---|---:|", *(f"| {text} | {n:,} |" for text, n in rows)])


SOAK_ROWS = (
    ("days, cameras", lambda f: f"{f['days']}, {f['cameras']}"),
    ("requests", lambda f: f"{f['requests']:,}"),
    ("of these spoiled", lambda f: f"{f['faults']:,}"),
    ("of these while nothing could be reached", lambda f: f"{f['outage_requests']:,}"),
    ("renewals of the access", lambda f: f"{f['refreshes']:,}"),
    ("of these provoked by stray 401s and lost answers", lambda f: f"{f['extra_refreshes']:,}"),
    ("captures saved, each once", lambda f: f"{f['saved_once']:,}"),
    ("captures saved a second time", lambda f: f"{f['saved_again']:,}"),
    ("captures that came and were not saved",
     lambda f: "does not apply" if f["fresh"] else f"{f['lost']:,}"),
    ("writes refused by the disk, made up for later", lambda f: f"{f['refused_writes']:,}"),
    ("failures told, recoveries told",
     lambda f: f"{f['failures_told']:,}, {f['recoveries_told']:,}"),
    ("times a camera was woken", lambda f: f"{f['wakes']:,}"),
    ("shortest time between two wake-ups of a battery camera",
     lambda f: f"{f['shortest_wake_pause_s'] / 60:.1f} min" if f["wakes"] else "never woken"),
    ("pictures and their rows in the catalogue at the end of a day, most",
     lambda f: f"{f['most_files']:,}, {f['most_recorded']:,}"),
    ("memory after the first day, after the last",
     lambda f: f"{f['first_day']['memory_kib'] / 1024:.1f} MiB, "
     f"{f['last_day']['memory_kib'] / 1024:.1f} MiB"),
    ("file descriptors, likewise",
     lambda f: f"{f['first_day']['descriptors']}, {f['last_day']['descriptors']}"),
    ("threads, likewise", lambda f: f"{f['first_day']['threads']}, {f['last_day']['threads']}"),
)


def soak_text(following, asking):
    lines = ["| | following (`--cached`) | asking (`--fresh`) |", "|---|---:|---:|"]
    lines += [f"| {text} | {show(following)} | {show(asking)} |" for text, show in SOAK_ROWS]
    return "\n".join(lines)


def write(folder):
    text = FILE.read_text()
    matrix = proof.results(folder, "matrix")
    text = replace_block(text, "matrix", matrix_text(matrix))
    text = replace_block(text, "kills", kills_text(proof.results(folder, "kills")["kills"]))
    soak = proof.results(folder, "soak")
    text = replace_block(text, "soak", soak_text(soak["cached"], soak["fresh"]))
    FILE.write_text(text)


if __name__ == "__main__":
    write(sys.argv[1])
