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
    """Rows (part, fault, commands, exit code, message), equal ones of a fault as one."""
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
        lines += ["| fault | command | exit code | message |", "|---|---|---|---|"]
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

#: The folders of results.
PROOFS = ("matrix", "kills", "archive-kills", "archive-processes", "archive-takeover", "power-cuts", "soak", "uploads",
          "mqtt", "history")

#: How far a run had come when it was killed.
ARCHIVE_PHASES = (
    "before a picture was there",
    "a picture was there and its row was not",
    "rows were there, and nothing was marked for deleting",
    "pictures were marked for deleting",
    "everything was deleted",
)


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


def archive_kills_text(figures):
    rows = [
        ("kills", figures["kills"]),
        *((text, figures.get(text, 0)) for text in ARCHIVE_PHASES),
        ("files without a row that this left, told to nobody", figures["files without a row"]),
        ("pictures that were told", figures["pictures announced"]),
        ("told pictures without a row, rows without a whole file, pictures deleted too early, "
         "damaged catalogues", 0),
    ]
    return "\n".join(["| | |", "|---|---:|", *(f"| {text} | {n:,} |" for text, n in rows)])


def two_columns(rows):
    return "\n".join(["| | |", "|---|---:|", *(f"| {text} | {cell} |" for text, cell in rows)])


def processes_text(figures):
    return two_columns([
        ("processes at a time, pictures of each", f"{figures['processes']}, {figures['saves']}"),
        ("rows afterwards", f"{figures['rows']:,}"),
    ])


def takeover_text(figures):
    return two_columns([
        ("lines of the record, kills", f"{figures['lines']:,}, {figures['kills']}"),
        ("lines lost, lines taken in twice", "0, 0"),
    ])


def power_cuts_text(cuts):
    rows = [(f"with a {journal}: moments, different states of the disk",
             f"{figures['moments']:,}, {figures['states']:,}")
            for journal, figures in sorted(cuts.items())]
    rows.append(("printed pictures without a row, rows without a whole file, damaged catalogues", 0))
    return two_columns(rows)


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


LARGE_ROWS = (
    "days, cameras", "captures saved, each once", "captures saved a second time",
    "captures that came and were not saved", "writes refused by the disk, made up for later",
    "pictures and their rows in the catalogue at the end of a day, most",
    "memory after the first day, after the last", "file descriptors, likewise",
)


def large_text(figures):
    rows = [(text, show(figures)) for text, show in SOAK_ROWS if text in LARGE_ROWS]
    rows.append(("largest write-ahead log", f"{figures['most_log_bytes'] / 2**20:.1f} MiB"))
    return two_columns(rows)


def table(head, rows):
    lines = ["| " + " | ".join(str(cell).replace("|", "\\|") for cell in line) + " |" for line in (head, *rows)]
    lines.insert(1, "|---" * len(head) + "|")
    return "\n".join(lines)


def uploads_text(results):
    """Commands with the same outcome stand in one row, and so do stores."""
    outcomes = {}
    for case in sorted(results.values(), key=lambda case: (case["order"], case["store"])):
        stores = outcomes.setdefault((case["fault"], case["code"], case["said"]), {})
        stores.setdefault(case["store"], []).append(f"`{case['command']}`")
    rows = []
    for (fault, code, said), stores in outcomes.items():
        for commands in dict.fromkeys(map(tuple, stores.values())):
            names = [store for store, of_store in stores.items() if tuple(of_store) == commands]
            rows.append((fault, ", ".join(names), ", ".join(commands), code, said))
    return f"{len(results):,} cases.\n\n" + table(["fault", "store", "command", "exit code", "message"], rows)


def mqtt_text(results):
    rows = [(case["fault"], case["said"], case["outcome"]) for _, case in sorted(results.items())]
    return table(["fault", "message", "at the broker"], rows)


def history_text(results):
    rows = [(case["fault"], case["code"], case["said"]) for _, case in sorted(results.items())]
    return table(["fault", "exit code", "message"], rows)


def write(folder):
    """Writes the parts that there are results of."""
    text = FILE.read_text()
    found = {name: proof.results(folder, name) for name in PROOFS}
    one = {name: results.get(name) for name, results in found.items()}
    soak = found["soak"]
    parts = {
        "matrix": found["matrix"] and matrix_text(found["matrix"]),
        "kills": one["kills"] and kills_text(one["kills"]),
        "archive kills": one["archive-kills"] and archive_kills_text(one["archive-kills"]),
        "processes": one["archive-processes"] and processes_text(one["archive-processes"]),
        "takeover": one["archive-takeover"] and takeover_text(one["archive-takeover"]),
        "power cuts": found["power-cuts"] and power_cuts_text(found["power-cuts"]),
        "soak": {"cached", "fresh"} <= set(soak) and soak_text(soak["cached"], soak["fresh"]),
        "large soak": "cached-large" in soak and large_text(soak["cached-large"]),
        "uploads": found["uploads"] and uploads_text(found["uploads"]),
        "mqtt": found["mqtt"] and mqtt_text(found["mqtt"]),
        "history": found["history"] and history_text(found["history"]),
    }
    for name, content in parts.items():
        if content:
            text = replace_block(text, name, content)
    FILE.write_text(text)


if __name__ == "__main__":
    write(sys.argv[1])
