# SPDX-License-Identifier: Apache-2.0
"""Measures the built programs and prints the tables; scripts/bench builds them and calls this."""

import argparse
import dataclasses
import datetime
import json
import os
import pathlib
import platform
import shutil
import subprocess
import sys
import tempfile

import measures
import report
from sampling import Runner

MEASURES = ("one_camera", "many_cameras", "start_up", "parts")
BEGIN, END = "<!-- scripts/bench writes from here -->", "<!-- to here -->"


@dataclasses.dataclass
class Setting:
    """What all measures share."""

    build: pathlib.Path
    folder: pathlib.Path
    runner: Runner
    pairs: int
    cameras: list
    part_seconds: float
    path: str = os.environ["PATH"]

    @property
    def program(self):
        return self.build / "ring-snapshot"

    @property
    def simulator(self):
        return self.build / "ring-simulator"


def machine():
    """On what was measured, as far as it matters for comparing."""
    processor = platform.machine()
    try:
        for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                processor = line.split(":", 1)[1].strip()
                break
    except OSError:
        pass
    curl = subprocess.run(["curl", "--version"], capture_output=True, text=True, check=True)
    return {"processor": processor, "cores": len(os.sched_getaffinity(0)),
            "system": f"{platform.system()} {'.'.join(platform.release().split('.')[:2])}",
            "curl": " ".join(curl.stdout.split()[1:2]),
            "date": datetime.date.today().isoformat(),
            "load": round(os.getloadavg()[0], 1)}


def as_text(results):
    about = results["machine"]
    blocks = [f"{about['date']}, {about['processor']}, {about['cores']} cores, {about['system']}, "
              f"curl {about['curl']}, load before {about['load']}; medians of {results['pairs']} pairs, "
              "fewer where there are many cameras."]
    blocks += [getattr(report, name)(results[name]) for name in MEASURES if name in results]
    return "\n\n".join(blocks)


def write_into(file, text):
    """Puts the tables between the two marks of a document."""
    old = file.read_text()
    head, rest = old.split(BEGIN)
    tail = rest.split(END)[1]
    file.write_text(f"{head}{BEGIN}\n\n{text}\n\n{END}{tail}")


def parse_arguments():
    parser = argparse.ArgumentParser(
        prog="scripts/bench", description="Measures the release build against the simulator.")
    parser.add_argument("--build", type=pathlib.Path, required=True, help=argparse.SUPPRESS)
    parser.add_argument("--json", action="store_true", help="print all numbers as one JSON object")
    parser.add_argument("--write", type=pathlib.Path, metavar="FILE",
                        help="also put the tables into FILE, such as docs/performance.md")
    parser.add_argument("--quick", action="store_true",
                        help="few and short runs: shows that it works, the numbers mean little")
    parser.add_argument("measure", nargs="*", metavar="MEASURE",
                        help="only these: " + ", ".join(MEASURES))
    arguments = parser.parse_args()
    for name in arguments.measure:
        if name not in MEASURES:
            parser.error(f"no measure is called {name}; there are: {', '.join(MEASURES)}")
    return arguments


def main():
    arguments = parse_arguments()
    chosen = arguments.measure or MEASURES
    folder = pathlib.Path(tempfile.mkdtemp(prefix="ring-snapshot-bench-"))
    build = arguments.build.resolve()
    setting = Setting(build, folder, Runner(build / "measure_process", folder),
                      pairs=3 if arguments.quick else 15,
                      cameras=[1, 3] if arguments.quick else [1, 10, 100, 1000],
                      part_seconds=0.01 if arguments.quick else 0.5)
    results = {"machine": machine(), "pairs": setting.pairs}
    try:
        for name in chosen:
            print(f"bench: {name.replace('_', ' ')} …", file=sys.stderr)
            results[name] = getattr(measures, name)(setting)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(json.dumps(results, indent=2) if arguments.json else as_text(results))
    if arguments.write:
        write_into(arguments.write, as_text(results))


if __name__ == "__main__":
    main()
