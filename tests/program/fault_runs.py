# SPDX-License-Identifier: Apache-2.0
"""Runs one case of the fault matrix, and looks for what no fault may leave behind."""

import json
import re
import time

import pictures
import proof
from conftest import CODE, DRIVEWAY, PASSWORD, USERNAME, Program, Simulator
from fault_situations import SITUATIONS, Situation

TOKEN = "refresh-token-of-the-fault-matrix"
HARDWARE_ID = "5b1f6a0e-7c2d-4a58-9d3e-0f1a2b3c4d5e"
ALL_CAMERAS = 6
#: No fault makes the program ask more often than this in one run.
MOST_REQUESTS = 60

ONE_TRY = ("--retries", 1)
COMMANDS = {
    "login": ("login", "--username", USERNAME, "--2fa-code", CODE),
    "login, no code": ("login", "--username", USERNAME),
    "login --flow browser": (
        "login", "--username", USERNAME, "--2fa-code", CODE, "--flow", "browser",
    ),
    "list": ("list",),
    "get": ("get", DRIVEWAY, *ONE_TRY),
    "get NAME": ("get", "Driveway", *ONE_TRY),
    "get --all": ("get", "--all", *ONE_TRY),
    "get --fresh": ("get", DRIVEWAY, "--fresh", "--wait", "2s", *ONE_TRY),
    "get --require-fresh": ("get", DRIVEWAY, "--require-fresh", "--wait", "2s", *ONE_TRY),
    "get --retries 3": ("get", DRIVEWAY),
    "watch": ("watch", DRIVEWAY, "--count", 1, *ONE_TRY),
    # As long as it takes: with --count it would wait for Ring for ever.
    "watch --all": ("watch", "--all", "--for", "1s", *ONE_TRY),
    "watch --fresh --retries 3": ("watch", DRIVEWAY, "--fresh", "--wait", "5s", "--count", 1),
}


class Run:
    """One case, run in a folder of its own."""

    def __init__(self, case, folder):
        self.case = case
        self.situation = SITUATIONS.get(case.fault, Situation())
        self.program = Program(folder)
        self.simulator = Simulator([
            "--refresh-token", TOKEN, "--picture-size", "160x90",
            # A camera that is woken by the way would hide what fails.
            "--timestamps-only-tell", *case.part.options, *self.situation.options,
        ])
        try:
            self._run()
        finally:
            self.simulator.stop()

    def _run(self):
        self.is_login = self.case.command.startswith("login")
        if not self.is_login:
            self._give_session()
        self._spoil()
        arguments = COMMANDS[self.case.command]
        if self.case.fault == "no such camera":
            arguments = [word if word != DRIVEWAY else "12345" for word in arguments]
        environment = self.situation.environment(self.simulator)
        if self.is_login:
            environment["RING_PASSWORD"] = PASSWORD
        self.result = self.program.run(
            *arguments, simulator=self.simulator, env=environment, timeout=120
        )
        self.requests = len(self.simulator.requests())
        self.session_works = self._session_works()

    def _give_session(self):
        """A session as a login leaves it, without the time that one takes."""
        tokens = {"refresh_token": TOKEN, "access_token": "run-out"}
        if not self.case.part.expired or self.case.fault == "one refresh a minute, used up":
            tokens = self.simulator.ask(
                "/oauth/token",
                {"grant_type": "refresh_token", "client_id": "ring_official_android",
                 "refresh_token": TOKEN},
                {"hardware_id": HARDWARE_ID},
            )
        self.program.write_settings(
            RingRefreshToken=tokens["refresh_token"],
            RingAccessToken=tokens["access_token"],
            RingAccessTokenExpires=1 if self.case.part.expired else int(time.time()) + 3600,
            RingAccessTokenLife=3600,
            RingHardwareId=HARDWARE_ID,
            KeptByUs={"unknown": True},
        )
        self.simulator.forget_requests()

    def _spoil(self):
        case = self.case
        for route, fault in case.part.always:
            self.simulator.fault(route, fault + "*")
        self.situation.before(self.simulator, self.program)
        if case.fault in SITUATIONS:
            return
        for route in case.part.routes:
            self.simulator.fault(route, case.fault + ("" if case.part.once else "*"))

    def _session_works(self):
        """Whether the stored login, and nothing but it, is good for a renewal when all is well."""
        if not self.program.settings_file.exists():
            return False
        self.simulator.call("DELETE", "/simulator/faults")
        if "--refresh-limit" in self.situation.options:
            self.simulator.set(advance=61)  # The minute has to pass.
        before = self.simulator.state()["refreshes"]
        elsewhere = self.program.folder / "elsewhere" / "Settings.json"
        elsewhere.parent.mkdir(mode=0o700)
        elsewhere.write_text(json.dumps({**self.program.settings, "RingAccessTokenExpires": 1}))
        elsewhere.chmod(0o600)
        self.program.run(
            "list", simulator=self.simulator, env={"RING_SNAPSHOT_SETTINGS": str(elsewhere)}
        )
        return self.simulator.state()["refreshes"] == before + 1

    @property
    def lines(self):
        """Of standard error, without the times of a watch's log."""
        text = re.sub(r"(?m)^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d ", "", self.result.stderr)
        return text.splitlines()

    @property
    def error_lines(self):
        return [line for line in self.lines if line.startswith("error: ")]

    @property
    def said(self):
        """The first error, else the first line, without what differs from run to run."""
        lines = self.error_lines or self.lines or [""]
        line = proof.same_each_time(lines[0].removeprefix("error: "))
        if "--all" in self.case.command:
            # Whichever was the quickest to fail.
            line = re.sub(r"^no picture of [^:]+:", "no picture of CAMERA:", line)
        return line

    @property
    def left_over(self):
        """Temporary files that an ended program left anywhere."""
        return list(self.program.folder.rglob("*.tmp"))

    @property
    def saved(self):
        return [(self.program.work / name).read_bytes() for name in self.program.pictures]

    def check_files(self):
        """No wrong, no half, no missing file."""
        assert not self.left_over
        saved = self.saved
        if not self.case.saves:
            assert saved == [], "a file was made of a fault"
            return
        expected = ALL_CAMERAS if "--all" in self.case.command else 1
        assert len(saved) == expected, self.result
        for name in self.program.pictures:
            picture = (self.program.work / name).read_bytes()
            assert pictures.is_whole(picture), f"{name} is no whole picture"
            # The simulator's pictures say what they show.
            camera = name.name.split(" - ")[0]
            assert f"camera {camera} captured".encode() in picture, f"{name} is of another camera"

    def check_session(self):
        """The settings are whole, with whatever else stood in them, and the login is not lost."""
        if self.is_login and self.case.code != 0:
            # Nothing was stored, or no more than what the next try needs.
            if self.program.settings_file.exists():
                assert "RingRefreshToken" not in self.program.settings
            return
        settings = self.program.settings
        if self.is_login and self.case.fault == "no-refresh-token":
            assert settings["RingAccessToken"]
            return
        assert settings["RingRefreshToken"]
        assert self.is_login or settings["KeptByUs"] == {"unknown": True}
        assert self.program.settings_file.stat().st_mode & 0o777 == 0o600
        assert self.session_works == self.situation.session_lives
