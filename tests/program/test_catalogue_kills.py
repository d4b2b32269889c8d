# SPDX-License-Identifier: Apache-2.0
"""Runs that save and delete pictures, or take over an older record, may be killed at any moment.

1,000 kills of the former and 100 of the latter by scripts/prove, a part of them here.
RING_SNAPSHOT_PROOF_SEED repeats their moments as far as the machine's own timing allows.
"""

import collections
import concurrent.futures
import hashlib
import json
import os
import pathlib
import random
import signal
import statistics
import time

import pictures
import proof
from catalogue import snapshot
from conftest import Program, Simulator
from reliability import ARCHIVE_PHASES

SEED = int(os.environ.get("RING_SNAPSHOT_PROOF_SEED") or random.SystemRandom().randrange(2**32))
KILLS = 1000 // proof.SHARE
WORKERS = min((os.cpu_count() or 1) + 1, 8, KILLS)
CAMERAS = [600000001, 600000002]
#: Pictures that are kept of each camera.
KEPT = 2
#: By how much the aim moves after a kill that came before or after saving and deleting.
STEP = 0.0006

SAVED_NOTHING, UNRECORDED, RECORDED, MARKED, CLOSED = ARCHIVE_PHASES


class Victim:
    """A program with an archive of its own, killed again and again while it saves and deletes."""

    def __init__(self, folder, seed):
        folder.mkdir()
        self.random = random.Random(seed)
        self.program = Program(folder)
        self.simulator = Simulator(["--picture-size", "160x90", "--cameras", len(CAMERAS)])
        self.counts = collections.Counter()
        self.captures = 0
        self.announced = set()
        self.unrecorded = set()
        self.looked_at = set()

    def go(self, kills):
        try:
            self.program.log_in(self.simulator)
            self.duration = statistics.median(self.whole_run("watch") for _ in range(5))
            self.aim = self.duration * 0.8
            while self.counts["kills"] < kills:
                # Without --keep there is more to delete the next time.
                for _ in range(self.random.randrange(3)):
                    self.whole_run("get")
                self.kill_one()
            self.whole_run("watch")
            self.counts["pictures announced"] = len(self.announced)
            self.counts["files without a row"] = len(self.unrecorded)
            return self.counts
        finally:
            self.simulator.stop()

    def new_captures(self):
        """Each run has a picture of each camera to save."""
        self.captures += 1
        capture = int(time.time() * 1000) - 40_000_000 + self.captures * 1000
        for camera in CAMERAS:
            self.simulator.set(camera=camera, capture_time_ms=capture + camera % 10)

    def command(self, kind):
        if kind == "get":
            return ("get", "--all")
        return ("watch", "--all", "--count", 1, "--keep-last", KEPT)

    def whole_run(self, kind):
        """A run that nobody disturbs: it saves, deletes, records and clears up. Its duration."""
        self.new_captures()
        began = time.monotonic()
        result = self.program.run(*self.command(kind), simulator=self.simulator)
        duration = time.monotonic() - began
        assert result.code == 0, result
        assert len(result.lines) == len(CAMERAS), result
        assert "warning" not in result.stderr, result
        assert not list(self.program.work.rglob("*.tmp")), result
        self.announced.update(result.lines)
        rows = self.check()
        assert not [row for row in rows if row["gone_ms"] is None and row["leaving"]] or kind == "get"
        return duration

    def kill_one(self):
        self.new_captures()
        before = {str(name) for name in self.program.pictures}
        aimed = self.random.randrange(3) != 0
        first, last = (self.aim - 6 * STEP, self.aim + 6 * STEP) if aimed else (0, self.duration * 1.1)
        moment = max(self.random.uniform(first, last), 0)
        process = self.program.start(*self.command("watch"), simulator=self.simulator)
        time.sleep(moment)
        process.kill()
        stdout, _ = process.communicate()
        # A line that the kill cut off was not told.
        told = stdout.decode().splitlines(keepends=True)
        self.announced.update(line.strip() for line in told if line.endswith("\n"))
        if process.returncode != -signal.SIGKILL:
            self.check()
            return  # It was quicker.
        rows = self.check()
        phase = self.phase(rows, before)
        if aimed:
            self.aim += {SAVED_NOTHING: STEP, CLOSED: -STEP}.get(phase, 0)
        self.counts.update(["kills", phase])

    def phase(self, rows, before):
        new = {str(name) for name in self.program.pictures} - before
        known = {row["path"] for row in rows}
        if any(row["leaving"] and row["gone_ms"] is None for row in rows):
            return MARKED
        if any(str(self.program.work / name) not in known for name in new if name.endswith(".jpg")):
            return UNRECORDED
        if not new:
            return SAVED_NOTHING
        present = collections.Counter(row["id"] for row in rows if row["gone_ms"] is None)
        return CLOSED if max(present.values()) <= KEPT and len(new) == len(CAMERAS) else RECORDED

    def check(self):
        """The catalogue is sound, and true of what is on the disk. Its rows."""
        taken = snapshot(self.program, self.program.folder / "copy")
        if taken is None:
            assert not self.announced
            return []
        rows = taken.rows
        present = [row for row in rows if row["gone_ms"] is None]
        assert taken.totals == collections.Counter(row["id"] for row in present)
        for row in present:
            file = pathlib.Path(row["path"])
            if row["leaving"] and not file.exists():
                continue
            data = file.read_bytes()
            assert hashlib.sha256(data).hexdigest() == row["sha256"], row
            assert pictures.is_whole(data) if file.name not in self.looked_at else True, row
            self.looked_at.add(file.name)
        there = {row["path"] for row in present}
        for row in rows:
            if row["gone_ms"] is not None and row["path"] not in there:
                assert not os.path.exists(row["path"]), row
        known = {row["path"] for row in rows}
        files = {str(self.program.work / name) for name in self.program.pictures
                 if name.suffix == ".jpg"}
        told = {str(self.program.work / name) for name in self.announced}
        assert told <= known, told - known
        assert told - files <= {row["path"] for row in rows if row["gone_ms"] or row["leaving"]}
        self.unrecorded |= files - known
        for camera in CAMERAS:
            newest = sorted((row for row in rows if row["id"] == str(camera)),
                            key=lambda row: row["captured_ms"])[-KEPT:]
            assert all(row["gone_ms"] is None and not row["leaving"] for row in newest), newest
        return rows


def all_victims(folder):
    shares = [KILLS // WORKERS + (worker < KILLS % WORKERS) for worker in range(WORKERS)]
    counts = collections.Counter()
    with concurrent.futures.ThreadPoolExecutor(WORKERS) as pool:
        victims = [
            pool.submit(Victim(folder / str(worker), SEED + worker).go, share)
            for worker, share in enumerate(shares)
        ]
        for victim in victims:
            counts.update(victim.result())
    return counts


def test_a_kill_at_any_moment_of_saving_and_deleting_breaks_nothing(tmp_path):
    print(f"seed {SEED}")
    counts = all_victims(tmp_path)
    assert counts["kills"] == KILLS
    # Each kill leaves at most one such file a camera, and nobody was told of it.
    assert counts["files without a row"] <= KILLS * len(CAMERAS)
    proof.record("archive-kills", "archive-kills", {"seed": SEED, **counts})


# Many processes


PROCESSES = 20
SAVES = 500 // proof.SHARE


def test_twenty_processes_save_at_the_same_time_and_every_picture_is_recorded(
    program, start_simulator
):
    simulator = start_simulator("--picture-size", "160x90", "--cameras", SAVES)
    program.log_in(simulator)
    running = [
        program.start("get", "--all", "--cached", "--out", str(number), simulator=simulator)
        for number in range(PROCESSES)
    ]
    for process in running:
        stdout, stderr = process.communicate(timeout=600)
        assert process.returncode == 0, stderr.decode()
        assert len(stdout.splitlines()) == SAVES
        assert b"warning" not in stderr
    taken = snapshot(program, program.folder / "copy")
    assert len(taken.rows) == PROCESSES * SAVES
    assert {row["path"] for row in taken.rows} == {
        str(program.work / name) for name in program.pictures
    }
    proof.record("archive-processes", "archive-processes",
                 {"processes": PROCESSES, "saves": SAVES, "rows": len(taken.rows)})


# The older record


LINES = 100_000 if proof.is_complete() else 20_000 // proof.SHARE
TAKEOVER_KILLS = 100 // proof.SHARE
BROKEN = 100


def old_record():
    """The text of a record as it was kept before the catalogue, broken lines among the others."""
    start = int(time.time() * 1000) - 30 * 86_400_000
    lines = []
    for number in range(LINES):
        lines.append(json.dumps({
            "path": f"/pictures/{number % 20}/{number}.jpg", "id": str(CAMERAS[0] + number % 20),
            "name": f"Camera {number % 20:03}", "captured_ms": start + number * 20_000,
            "size": 20_000 + number, "sha256": hashlib.sha256(str(number).encode()).hexdigest(),
        }))
        if number % (LINES // BROKEN) == 0:
            lines.append(lines[-1][: number % 90 + 1])
    return "\n".join(lines) + "\n"


class TakeoverVictim:
    """Takes over a record, killed again and again, until it is done; then there is another one."""

    def __init__(self, program, text):
        self.program = program
        self.text = text
        self.record = program.settings_file.with_name("Settings.json.pictures")
        self.imported = self.record.with_name(self.record.name + ".imported")
        self.counts = collections.Counter()
        self.wanted = collections.Counter(
            (found["path"], found["captured_ms"])
            for found in map(self.readable, text.splitlines()) if found is not None
        )
        assert len(self.wanted) == LINES

    @staticmethod
    def readable(line):
        try:
            return json.loads(line)
        except ValueError:
            return None

    def begin(self, with_catalogue):
        """`with_catalogue`: there is one already, from before, so that it is one transaction."""
        for file in self.record.parent.glob("Settings.json.pictures*"):
            file.unlink()
        if with_catalogue:
            self.record.write_text(self.text.splitlines()[0] + "\n")
            assert self.program.run("status").code == 0
            self.imported.unlink()
        self.record.write_text(self.text)

    def check(self, complete):
        taken = snapshot(self.program, self.program.folder / "copy")
        rows = [] if taken is None else taken.rows
        found = collections.Counter((row["path"], row["captured_ms"]) for row in rows)
        assert len(rows) in (0, 1, LINES), len(rows)
        assert complete <= (found == self.wanted)
        if found != self.wanted:
            # All of it can still be taken in.
            assert self.record.read_text() == self.text
        return found == self.wanted

    def finish(self):
        result = self.program.run("status", timeout=120)
        assert result.code == 0, result
        self.check(complete=True)
        assert not self.record.exists()
        assert self.imported.read_text().endswith(self.text)
        assert not [file for file in self.record.parent.iterdir() if ".new" in file.name]

    def kill_one(self, moment):
        process = self.program.start("status")
        time.sleep(moment)
        process.kill()
        process.communicate()
        if process.returncode == -signal.SIGKILL:
            self.counts["kills"] += 1
            if self.check(complete=False):
                self.counts["when everything had been taken in"] += 1
        return process.returncode == -signal.SIGKILL


def test_a_takeover_that_is_killed_again_and_again_loses_nothing(program):
    print(f"seed {SEED}")
    chosen = random.Random(SEED)
    program.write_settings()
    victim = TakeoverVictim(program, old_record())
    victim.begin(with_catalogue=False)
    began = time.monotonic()
    victim.finish()
    duration = time.monotonic() - began
    while victim.counts["kills"] < TAKEOVER_KILLS:
        victim.begin(with_catalogue=chosen.random() < 0.5)
        for _ in range(5):
            if victim.counts["kills"] == TAKEOVER_KILLS or not victim.kill_one(
                chosen.uniform(0, duration * 1.05)
            ):
                break
        victim.finish()
        victim.counts["rounds"] += 1
    proof.record("archive-takeover", "archive-takeover", {"lines": LINES, **victim.counts})
