# SPDX-License-Identifier: Apache-2.0
"""A power cut at any moment loses no picture that was told, and no row of one."""

import hashlib
import os
import random
import sys
import time

import pictures
import proof
import pytest
from catalogue import Snapshot
from power_cut import Disk, build_recorder, read_log

SEED = int(os.environ.get("RING_SNAPSHOT_PROOF_SEED") or random.SystemRandom().randrange(2**32))
RUNS = 3 if not proof.is_complete() else 20
CAMERAS = [600000001, 600000002]
KEPT = 2

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or any(n in os.environ for n in ("ASAN_OPTIONS", "TSAN_OPTIONS")),
    reason="preloads a library for Linux, which the sanitizers do not let",
)


class Cuts:
    """Puts the disk together after each power cut, and looks at it."""

    def __init__(self, program, scratch):
        self.program = program
        self.scratch = scratch
        self.random = random.Random(SEED)
        self.moments = 0
        self.states = set()
        self.told = set()

    def follow(self, disk, entries):
        """Does what a run did, with a power cut before and after each flush."""
        told_before = set(self.told)
        for entry in entries:
            if entry.kind == "sync":
                self.cut(disk)
            disk.do(entry)
            if entry.kind in ("sync", "write") and (entry.kind == "sync" or entry.file == 1):
                self.told = told_before | {
                    str(self.program.work / line)
                    for line in disk.printed.decode().splitlines(keepends=True)
                    for line in [line.strip()] if line
                }
                self.cut(disk)
        return disk

    def cut(self, disk):
        self.moments += 1
        for how in ("none", "all", "some", "some"):
            files = disk.after_cut(how, self.random)
            state = hashlib.sha256(
                repr(sorted((p, hashlib.sha256(d).digest()) for p, d in files.items())).encode()
                + repr(sorted(self.told)).encode()
            ).digest()
            if state not in self.states:
                self.states.add(state)
                self.look_at(files)

    def look_at(self, files):
        database = str(self.program.settings_file) + ".pictures.db"
        for file in self.scratch.iterdir():
            file.unlink()
        if database not in files:
            assert not self.told
            return
        for ending in ("", "-wal", "-journal"):
            if database + ending in files:
                (self.scratch / ("x.db" + ending)).write_bytes(files[database + ending])
        taken = Snapshot(self.scratch / "x.db")
        known = {row["path"]: row for row in taken.rows}
        assert self.told <= set(known), self.told - set(known)
        for row in taken.rows:
            if row["gone_ms"] is not None or row["leaving"] and row["path"] not in files:
                continue
            data = files[row["path"]]
            assert hashlib.sha256(data).hexdigest() == row["sha256"], row
        for camera in CAMERAS:
            newest = sorted((row for row in taken.rows if row["id"] == str(camera)),
                            key=lambda row: row["captured_ms"])[-KEPT:]
            assert all(row["gone_ms"] is None and not row["leaving"] for row in newest), newest


@pytest.fixture(scope="module")
def recorder(tmp_path_factory):
    return build_recorder(tmp_path_factory.mktemp("recorder"))


@pytest.mark.parametrize("journal", ["write-ahead log", "rollback journal"])
def test_a_power_cut_loses_no_picture_that_was_told(
    program, start_simulator, recorder, tmp_path_factory, journal
):
    print(f"seed {SEED}")
    simulator = start_simulator("--picture-size", "160x90", "--cameras", len(CAMERAS))
    program.log_in(simulator)
    scratch = tmp_path_factory.mktemp("scratch")
    log = tmp_path_factory.mktemp("log") / "log"
    cuts = Cuts(program, scratch)
    environment = {"LD_PRELOAD": str(recorder), "RECORD_WRITES_LOG": str(log)}
    if journal == "rollback journal":
        environment["RECORD_WRITES_SHARED"] = "1"
    for run in range(RUNS):
        for camera in CAMERAS:
            capture = int(time.time() * 1000) - 40_000_000 + run * 1000 + camera % 10
            simulator.set(camera=camera, capture_time_ms=capture)
        disk = Disk(str(program.folder))
        disk.add_existing()
        log.unlink(missing_ok=True)
        result = program.run("watch", "--all", "--count", 1, "--keep-last", KEPT,
                             "--latest", "{id}.jpg", simulator=simulator, env=environment)
        assert result.code == 0 and "warning" not in result.stderr, result
        cuts.follow(disk, read_log(log))
        assert disk.printed.decode() == result.stdout
        # What was written down is all that was done.
        for path, file in disk.names.items():
            if not path.endswith("-shm"):
                with open(path, "rb") as real:
                    assert real.read() == bytes(file.after(lambda: True)), path
    assert len(cuts.told) == RUNS * len(CAMERAS)
    assert all(pictures.is_whole((program.work / name).read_bytes())
               for name in program.pictures if name.suffix == ".jpg")
    how = "with" if journal == "write-ahead log" else "without"
    doctor = program.run("doctor", simulator=simulator, env=environment)
    assert f"catalogue {how} a write-ahead log" in doctor.stdout
    proof.record("power-cuts", journal, {
        "seed": SEED, "journal": journal, "moments": cuts.moments, "states": len(cuts.states),
        "told": len(cuts.told)})
