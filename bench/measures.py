# SPDX-License-Identifier: Apache-2.0
"""What is measured. Each function returns rows: dictionaries of plain numbers and texts."""

import json
import re
import subprocess

from front import Front
from jobs import Job
from sampling import median, ratio

TARGET_ROUND_TRIP = 0.080


def front_for(setting, cameras, name):
    return Front(setting.simulator, setting.folder / name, cameras)


def one_camera(setting):
    """One cached picture by each program and by curl, near and far."""
    front = front_for(setting, 2, "one")
    rows = []
    try:
        for name, program in setting.programs.items():
            job = Job(setting.runner, front, program, every_camera=False, fresh=False)
            job.log_in()
            rows += one_camera_rows(setting, front, job, name)
    finally:
        front.stop()
    return rows


def one_camera_rows(setting, front, job, name):
    rows = []
    for round_trip, is_first in ((0, False), (0, True), (TARGET_ROUND_TRIP, False)):
        front.proxy.round_trip = round_trip
        run = job.run_first if is_first else job.run_program
        pairs = setting.runner.pairs(job.run_curl, run, setting.pairs)
        front.count_anew()
        job.run_program()
        curl = [a for a, _ in pairs]
        program = [b for _, b in pairs]
        rows.append({
            "program": name,
            "is_first": is_first,
            "round_trip_ms": round(round_trip * 1000),
            "curl_wall_ms": median(curl, "wall") * 1000,
            "wall_ms": median(program, "wall") * 1000,
            "wall_ratio": ratio(pairs, "wall"),
            "curl_cpu_ms": median(curl, "cpu") * 1000,
            "cpu_ms": median(program, "cpu") * 1000,
            "cpu_ratio": ratio(pairs, "cpu"),
            "curl_rss_kib": median(curl, "rss"),
            "rss_kib": median(program, "rss"),
            "rss_ratio": ratio(pairs, "rss"),
            "requests": len(front.requests()),
        })
    return rows


def many_cameras(setting):
    """All cameras of accounts of growing size, cached and fresh, against what curl needs for the
    requests that have to wait for one another."""
    rows = []
    for cameras in setting.cameras:
        front = front_for(setting, cameras, f"many-{cameras}")
        front.proxy.round_trip = TARGET_ROUND_TRIP
        try:
            for fresh in (False, True):
                job = Job(setting.runner, front, setting.program, every_camera=True, fresh=fresh)
                job.log_in()
                count = max(3, setting.pairs // (3 if cameras < 1000 else 5))
                pairs = setting.runner.pairs(job.run_curl, job.run_first, count)
                front.count_anew()
                job.run_first()
                program = [b for _, b in pairs]
                rows.append({
                    "cameras": cameras,
                    "pictures": "fresh" if fresh else "cached",
                    "critical_path_ms": median([a for a, _ in pairs], "wall") * 1000,
                    "wall_ms": median(program, "wall") * 1000,
                    "wall_ratio": ratio(pairs, "wall"),
                    "cpu_ms": median(program, "cpu") * 1000,
                    "rss_kib": median(program, "rss"),
                    "picture_kib": job.picture_size(),
                    "connections": front.proxy.connections,
                    "tls_handshakes": front.proxy.tls_handshakes,
                    "requests": len(front.requests()),
                })
        finally:
            front.stop()
    add_memory_per_camera(rows)
    return rows


def add_memory_per_camera(rows):
    """What each camera more than in the row of fewest cameras has cost."""
    for row in rows:
        base = next(r for r in rows if r["pictures"] == row["pictures"])
        more = row["cameras"] - base["cameras"]
        row["rss_per_camera_kib"] = (row["rss_kib"] - base["rss_kib"]) / more if more else None


def start_up(setting):
    """Instructions until `--version` is printed, dynamic linking included."""
    rows = []
    commands = [("`curl --version`", ["curl", "--disable", "--version"])]
    for name, program in setting.programs.items():
        first, comma, more = name.partition(", ")
        commands += [(f"`{first} {option}`{comma}{more}", [program, option]) for option in ("--version", "--help")]
    for name, command in commands:
        done = subprocess.run(
            ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", *command],
            env={"PATH": setting.path, "HOME": str(setting.folder), "LC_ALL": "C.UTF-8"},
            capture_output=True, check=True)
        collected = re.search(r"Collected : (\d+)", done.stderr.decode())
        rows.append({"command": name, "instructions": int(collected[1])})
    for row in rows:
        row["ratio"] = row["instructions"] / rows[0]["instructions"]
    return rows


def parts(setting):
    """The parts of the program that work on much, each by itself."""
    done = subprocess.run(
        [setting.build / "bench_parts", "--benchmark_format=json",
         f"--benchmark_min_time={setting.part_seconds}"],
        capture_output=True, check=True, cwd=setting.folder)
    return [{"part": b["name"].replace("_", " "), "cpu_us": in_microseconds(b)}
            for b in json.loads(done.stdout)["benchmarks"]]


def in_microseconds(benchmark):
    return benchmark["cpu_time"] * {"ns": 1e-3, "us": 1, "ms": 1e3, "s": 1e6}[benchmark["time_unit"]]
