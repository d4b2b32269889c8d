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

import archive_measures
import archive_report
import fleet_measures
import fleet_report
import measures
import page_measures
import page_report
import report
from sampling import Runner

MEASURES = ("one_camera", "many_cameras", "start_up", "parts")
#: Measured only when they are named: each takes longer than all the others.
LONG_MEASURES = {"archive": archive_measures, "page": page_measures, "fleet": fleet_measures}
BEGIN, END = "<!-- scripts/bench writes from here -->", "<!-- to here -->"
BEGIN_ARCHIVE, END_ARCHIVE = "<!-- scripts/bench archive writes from here -->", "<!-- to here, too -->"
BEGIN_PAGE, END_PAGE = "<!-- scripts/bench page writes from here -->", "<!-- to here, as well -->"
BEGIN_FLEET, END_FLEET = "<!-- scripts/bench fleet writes from here -->", "<!-- to here -->"
ARCHIVE_PICTURE = "images/archive-cost.svg"


@dataclasses.dataclass
class Setting:
    """What all measures share."""

    build: pathlib.Path
    #: One that scripts/package made, or None.
    portable: pathlib.Path
    folder: pathlib.Path
    runner: Runner
    pairs: int
    cameras: list
    part_seconds: float
    archive_sizes: list
    archive_turns: int
    month_pictures: int
    watched_seconds: int
    page_sizes: list
    page_turns: int
    load_seconds: int
    gallery_pictures: int
    film_pictures: int
    fleet_cameras: int
    fleet_rounds: int
    backlog_pictures: int
    path: str = os.environ["PATH"]

    @property
    def program(self):
        return self.build / "ring-snapshot"

    @property
    def programs(self):
        """The programs that are compared with curl, by name."""
        programs = {"ring-snapshot": self.program}
        if self.portable:
            programs["ring-snapshot, portable"] = self.portable
        return programs

    @property
    def simulator(self):
        return self.build / "ring-simulator"

    @property
    def nginx(self):
        return self.build / "nginx" / "usr" / "sbin" / "nginx"


def machine(folder):
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
            "load": round(os.getloadavg()[0], 1), "disk": file_system(folder)}


def file_system(folder):
    """The kind of file system that a folder is on."""
    found = subprocess.run(["df", "--output=fstype", folder], capture_output=True, text=True, check=True)
    return found.stdout.split()[-1]


def machine_text(about):
    return (f"{about['date']}, {about['processor']}, {about['cores']} cores, {about['system']}, "
            f"curl {about['curl']}, load before {about['load']}")


def as_text(results):
    blocks = [f"{machine_text(results['machine'])}; medians of {results['pairs']} pairs, "
              "fewer where there are many cameras."]
    blocks += [getattr(report, name)(results[name]) for name in MEASURES if name in results]
    return "\n\n".join(blocks)


def archive_text(results):
    about = results["machine"]
    return (f"{machine_text(about)}, pictures on {about['disk']}.\n\n"
            f"{archive_report.archive(results['archive'])}")


def page_text(results):
    about = results["machine"]
    return (f"{machine_text(about)}, pictures on {about['disk']}.\n\n"
            f"{page_report.page(results['page'])}")


def fleet_text(results):
    return f"{machine_text(results['machine'])}.\n\n{fleet_report.fleet(results['fleet'])}"


def write_into(file, begin, end, text):
    """Puts the tables between the two marks of a document."""
    old = file.read_text()
    head, rest = old.split(begin)
    tail = rest.split(end)[1]
    file.write_text(f"{head}{begin}\n\n{text}\n\n{end}{tail}")


def write_document(file, results):
    """Puts what was measured where the document has it."""
    if any(name in results for name in MEASURES):
        write_into(file, BEGIN, END, as_text(results))
    if "archive" in results:
        write_into(file, BEGIN_ARCHIVE, END_ARCHIVE, archive_text(results))
        (file.parent / ARCHIVE_PICTURE).write_text(archive_report.draw(results["archive"]["sizes"]))
    if "page" in results:
        write_into(file, BEGIN_PAGE, END_PAGE, page_text(results))
    if "fleet" in results:
        write_into(file.parent / "scale.md", BEGIN_FLEET, END_FLEET, fleet_text(results))


def print_results(results):
    if any(name in results for name in MEASURES):
        print(as_text(results))
    if "archive" in results:
        print(archive_text(results))
    if "page" in results:
        print(page_text(results))
    if "fleet" in results:
        print(fleet_text(results))


def parse_arguments():
    parser = argparse.ArgumentParser(
        prog="scripts/bench", description="Measures the release build against the simulator.")
    parser.add_argument("--build", type=pathlib.Path, required=True, help=argparse.SUPPRESS)
    parser.add_argument("--json", action="store_true", help="print all numbers as one JSON object")
    parser.add_argument("--write", type=pathlib.Path, metavar="FILE",
                        help="also put the tables into FILE, such as docs/performance.md")
    parser.add_argument("--portable", type=pathlib.Path, metavar="FILE",
                        help="also measure this program, one that scripts/package made")
    parser.add_argument("--quick", action="store_true",
                        help="few and short runs: shows that it works, the numbers mean little")
    parser.add_argument("measure", nargs="*", metavar="MEASURE",
                        help="only these: " + ", ".join((*MEASURES, *LONG_MEASURES))
                        + "; without it, all but " + " and ".join(LONG_MEASURES))
    arguments = parser.parse_args()
    for name in arguments.measure:
        if name not in (*MEASURES, *LONG_MEASURES):
            parser.error(f"no measure is called {name}; there are: "
                         + ", ".join((*MEASURES, *LONG_MEASURES)))
    return arguments


def main():
    arguments = parse_arguments()
    chosen = arguments.measure or MEASURES
    folder = pathlib.Path(tempfile.mkdtemp(prefix="ring-snapshot-bench-"))
    build = arguments.build.resolve()
    setting = Setting(build, arguments.portable and arguments.portable.resolve(), folder, Runner(build / "measure_process", folder),
                      pairs=3 if arguments.quick else 15,
                      cameras=[1, 3] if arguments.quick else [1, 10, 100, 1000],
                      part_seconds=0.01 if arguments.quick else 0.5,
                      archive_sizes=[10**n for n in ((3, 4) if arguments.quick else (3, 4, 5, 6))],
                      archive_turns=2 if arguments.quick else 15,
                      month_pictures=20_000 if arguments.quick else 172_800,
                      watched_seconds=15 if arguments.quick else 45,
                      page_sizes=[10**n for n in ((3, 4) if arguments.quick else (3, 6))],
                      page_turns=5 if arguments.quick else 20,
                      load_seconds=1 if arguments.quick else 10,
                      gallery_pictures=2_000 if arguments.quick else 100_000,
                      film_pictures=200 if arguments.quick else 4_000,
                      fleet_cameras=20 if arguments.quick else 1000,
                      fleet_rounds=2 if arguments.quick else 10,
                      backlog_pictures=200 if arguments.quick else 10_000)
    results = {"machine": machine(folder), "pairs": setting.pairs}
    try:
        for name in chosen:
            print(f"bench: {name.replace('_', ' ')} …", file=sys.stderr)
            source = LONG_MEASURES.get(name, measures)
            results[name] = getattr(source, name)(setting)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    if arguments.json:
        print(json.dumps(results, indent=2))
    else:
        print_results(results)
    if arguments.write:
        write_document(arguments.write, results)


if __name__ == "__main__":
    main()
