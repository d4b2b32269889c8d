# SPDX-License-Identifier: Apache-2.0
"""A run that renews the session may be killed at any moment: nothing is lost, nothing is broken.

1,000 kills by scripts/prove, a part of them here. RING_SNAPSHOT_PROOF_SEED repeats their moments as
far as the machine's own timing allows.
"""

import collections
import concurrent.futures
import os
import random
import signal
import statistics
import time

import pictures
import proof
from conftest import DRIVEWAY, Program, Simulator

KILLS = 1000 // proof.SHARE
WORKERS = min((os.cpu_count() or 1) + 1, 8, KILLS)
SEED = int(os.environ.get("RING_SNAPSHOT_PROOF_SEED") or random.SystemRandom().randrange(2**32))
#: By how much the aim moves after a kill that came before or after the writing of the settings.
STEP = 0.0004


class Victim:
    """A program with a session of its own, killed again and again."""

    def __init__(self, folder, seed):
        folder.mkdir()
        self.random = random.Random(seed)
        self.program = Program(folder)
        self.simulator = Simulator(["--picture-size", "160x90"])
        self.counts = collections.Counter()
        self.captures = 0

    def go(self, kills):
        try:
            self.program.log_in(self.simulator)
            self.program.change_settings(KeptByUs={"unknown": True})
            self.duration = statistics.median(self.whole_run() for _ in range(5))
            self.aim = self.duration / 2
            while self.counts["kills"] < kills:
                self.kill_one()
                # Two kills in a row now and then: the grace of the service is all there is.
                if self.random.random() < 0.7 or self.counts["kills"] == kills:
                    self.whole_run()
            # Nobody was asked to log in again, and no token was ever refused.
            state = self.simulator.state()
            assert state["refused_refreshes"] == 0
            assert state["password_grants"] == 1
            return self.counts
        finally:
            self.simulator.stop()

    def new_capture(self):
        """Each run has a picture to write, and the session to renew."""
        self.captures += 1
        capture = int(time.time() * 1000) - 86_400_000 + self.captures * 1000
        self.simulator.set(camera=int(DRIVEWAY), capture_time_ms=capture)
        self.program.expire_access_token()

    def whole_run(self):
        """A run that nobody disturbs: it works without a login, and clears up. Its duration."""
        self.new_capture()
        began = time.monotonic()
        result = self.program.run("get", DRIVEWAY, simulator=self.simulator)
        duration = time.monotonic() - began
        assert result.code == 0, result
        assert result.lines, result
        assert not self.temporary_files, result
        self.check()
        for name in self.program.pictures:
            (self.program.work / name).unlink()
        return duration

    def kill_one(self):
        self.new_capture()
        token = self.program.settings["RingRefreshToken"]
        refreshes = self.simulator.state()["refreshes"]
        # At any time, about the moment of the write, or between that and the end.
        aimed = self.random.randrange(3) == 0
        first, last = self.random.choice([(0, self.duration), (self.aim, self.duration * 1.1)])
        if aimed:
            first, last = self.aim - 2 * STEP, self.aim + 2 * STEP
        moment = self.random.uniform(first, last)
        process = self.program.start("get", DRIVEWAY, simulator=self.simulator)
        time.sleep(max(moment, 0))
        process.kill()
        process.communicate()
        if process.returncode != -signal.SIGKILL:
            return  # It was quicker.
        self.check()
        spent = self.simulator.state()["refreshes"] > refreshes
        stored = self.program.settings["RingRefreshToken"] != token
        phase = "after the write" if stored else "between answer and write" if spent else (
            "before the answer"
        )
        if aimed:
            self.aim += {"after the write": -STEP, "before the answer": STEP}.get(phase, 0)
        self.counts.update(["kills", phase])
        left = {path.parent.name for path in self.temporary_files}
        self.counts.update(f"left a temporary file among the {name}" for name in left)

    def check(self):
        """Settings are the old or the new ones, and pictures whole or absent."""
        settings = self.program.settings  # Broken JSON throws.
        assert settings["RingRefreshToken"]
        assert settings["KeptByUs"] == {"unknown": True}
        assert self.program.settings_file.stat().st_mode & 0o777 == 0o600
        for name in self.program.pictures:
            if name.suffix == ".jpg":
                assert pictures.is_whole((self.program.work / name).read_bytes()), name

    @property
    def temporary_files(self):
        return list(self.program.folder.rglob("*.tmp"))


def test_a_kill_at_any_moment_of_a_refreshing_run_costs_nothing(tmp_path):
    print(f"seed {SEED}")
    shares = [KILLS // WORKERS + (worker < KILLS % WORKERS) for worker in range(WORKERS)]
    counts = collections.Counter()
    with concurrent.futures.ThreadPoolExecutor(WORKERS) as pool:
        victims = [
            pool.submit(Victim(tmp_path / str(worker), SEED + worker).go, share)
            for worker, share in enumerate(shares)
        ]
        for victim in victims:
            counts.update(victim.result())
    assert counts["kills"] == KILLS
    proof.record("kills", "kills", {"seed": SEED, **counts})
