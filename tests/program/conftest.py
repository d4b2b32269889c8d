# SPDX-License-Identifier: Apache-2.0
"""Fixtures for tests of the built program against the built simulator.

The programs are taken from the folder named by RING_SNAPSHOT_BUILD (scripts/test sets it), the
simulator from RING_SNAPSHOT_SIMULATOR where that is set: another build of it may be quicker.
"""

import json
import os
import pathlib
import subprocess
import threading
import time
import urllib.error
import urllib.request
import zlib

import pytest

BUILD = pathlib.Path(os.environ.get("RING_SNAPSHOT_BUILD", "build/dev")).resolve()
SIMULATOR = pathlib.Path(os.environ.get("RING_SNAPSHOT_SIMULATOR", BUILD / "ring-simulator")).resolve()
USERNAME = "demo@example.com"
PASSWORD = "demo-password"
CODE = "123456"

# Ids of the simulator's default account.
FRONT_DOOR = "31000417"  # battery doorbell
DRIVEWAY = "518000222"  # wired floodlight cam


def pytest_collection_modifyitems(config, items):
    """Keeps one test in RING_SNAPSHOT_TEST_SHARE, always the same ones."""
    share = int(os.environ.get("RING_SNAPSHOT_TEST_SHARE", "1"))
    left_out = [item for item in items if zlib.crc32(item.nodeid.encode()) % share != 0]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in set(left_out)]


class Result:
    """How a run of the program ended."""

    def __init__(self, process, stdout, stderr):
        self.code = process.returncode
        self.stdout_bytes = stdout
        self.stdout = stdout.decode(errors="replace")
        self.stderr = stderr.decode(errors="replace")

    @property
    def lines(self):
        return self.stdout.splitlines()

    @property
    def objects(self):
        """Standard output as JSON objects, one a line."""
        return [json.loads(line) for line in self.lines]

    def __repr__(self):
        return f"<exit {self.code}\nstdout: {self.stdout}\nstderr: {self.stderr}>"


class Simulator:
    """A running ring-simulator and its control interface."""

    def __init__(self, options):
        self.process = subprocess.Popen(
            [SIMULATOR, "--quiet", *map(str, options)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        first = self.process.stdout.readline().decode().strip()
        assert first.startswith("listening on "), self.process.stderr.read().decode()
        self.url = first.removeprefix("listening on ")
        # Whatever else it prints must not fill the pipe.
        threading.Thread(target=self.process.stdout.read, daemon=True).start()

    def call(self, method, path, body=None):
        request = urllib.request.Request(
            self.url + path,
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json"},
        )
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(request, timeout=20) as response:
            text = response.read()
        return json.loads(text) if text else None

    def ask(self, path, fields, headers):
        """Posts JSON as any client might; the JSON of the answer, whatever its status."""
        request = urllib.request.Request(
            self.url + path,
            data=json.dumps(fields).encode(),
            headers={"Content-Type": "application/json", **headers},
        )
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(request, timeout=20) as response:
                return json.load(response)
        except urllib.error.HTTPError as answer:
            return json.load(answer)

    def requests(self, path=""):
        """The requests so far whose path starts with `path`."""
        return [r for r in self.call("GET", "/simulator/requests") if r["path"].startswith(path)]

    def forget_requests(self):
        self.call("DELETE", "/simulator/requests")

    @property
    def grants(self):
        """The kinds of the token requests so far, in order."""
        return [r["body"]["values"].get("grant_type") for r in self.requests("/oauth/token")]

    def wait_for_request(self, path, count=1):
        """Returns when `count` requests to `path` have come, answered or not."""
        end = time.monotonic() + 20
        while len(self.requests(path)) < count:
            assert time.monotonic() < end, f"no request to {path} came"
            time.sleep(0.01)

    def fault(self, route, *faults, camera=None):
        """Scripts the next answers of a route (docs/simulator.md)."""
        body = {"route": route, "faults": list(faults)}
        if camera is not None:
            body["camera"] = int(camera)
        self.call("POST", "/simulator/faults", body)

    def set(self, **state):
        self.call("POST", "/simulator/state", state)

    def state(self):
        return self.call("GET", "/simulator/state")

    def stop(self):
        self.process.terminate()
        self.process.wait(timeout=20)


@pytest.fixture
def start_simulator():
    """Starts simulators with given options; all are stopped at the end of the test."""
    started = []

    def start(*options):
        simulator = Simulator(options)
        started.append(simulator)
        return simulator

    yield start
    for simulator in started:
        simulator.stop()


@pytest.fixture
def simulator(start_simulator):
    return start_simulator("--picture-size", "160x90")


class Program:
    """Runs ring-snapshot in a folder of its own, with settings of its own and no other ones."""

    def __init__(self, folder):
        self.folder = folder
        self.home = folder / "home"
        self.home.mkdir()
        self.work = folder / "work"
        self.work.mkdir()
        self.settings_file = folder / "settings" / "Settings.json"
        self.path = BUILD / "ring-snapshot"

    def environment(self, simulator=None, **changes):
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.home),
            "LANG": "C.UTF-8",
            "TZ": "Europe/Berlin",
            "RING_SNAPSHOT_SETTINGS": str(self.settings_file),
        }
        for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS", "TSAN_OPTIONS"):
            if name in os.environ:
                environment[name] = os.environ[name]
        if simulator is not None:
            environment["RING_SNAPSHOT_SERVER"] = simulator.url
        environment.update({k: v for k, v in changes.items() if v is not None})
        for name in [k for k, v in changes.items() if v is None]:
            environment.pop(name, None)
        return environment

    def start(self, *arguments, simulator=None, env=None, program=None, **options):
        options.setdefault("stdin", subprocess.DEVNULL)
        options.setdefault("cwd", self.work)
        return subprocess.Popen(
            [program or self.path, *map(str, arguments)],
            stdout=options.pop("stdout", subprocess.PIPE),
            stderr=options.pop("stderr", subprocess.PIPE),
            env=self.environment(simulator, **(env or {})),
            **options,
        )

    def run(self, *arguments, simulator=None, env=None, input=None, timeout=60, **options):
        """Runs the program to its end. `input` is its standard input; nothing: empty."""
        if input is not None:
            options["stdin"] = subprocess.PIPE
        process = self.start(*arguments, simulator=simulator, env=env, **options)
        data = input.encode() if isinstance(input, str) else input
        stdout, stderr = process.communicate(data, timeout=timeout)
        return Result(process, stdout or b"", stderr or b"")

    def log_in(self, simulator):
        """Logs in to the simulator's default account."""
        result = self.run(
            "login", "--username", USERNAME, "--2fa-code", CODE,
            simulator=simulator, env={"RING_PASSWORD": PASSWORD},
        )
        assert result.code == 0, result
        simulator.forget_requests()

    def works(self, simulator):
        """Whether a run that is given no login data gets the cameras."""
        result = self.run("list", simulator=simulator)
        return result.code == 0 and "Driveway" in result.stdout

    def log_in_old_form(self, simulator, *options, password=PASSWORD):
        """Logs in as the old tool does, and does what the options say."""
        return self.run(
            "-username", USERNAME, "-password", password, "-2facode", CODE, *options,
            simulator=simulator,
        )

    @property
    def settings(self):
        return json.loads(self.settings_file.read_text())

    def write_settings(self, **settings):
        self.settings_file.parent.mkdir(mode=0o700, exist_ok=True)
        self.settings_file.write_text(json.dumps(settings, indent=2))
        self.settings_file.chmod(0o600)

    def change_settings(self, **settings):
        """Changes members of the settings file; None: takes the member out."""
        changed = {**self.settings, **settings}
        self.settings_file.write_text(
            json.dumps({k: v for k, v in changed.items() if v is not None}, indent=2)
        )

    def expire_access_token(self):
        """Makes the next run renew the access token."""
        self.change_settings(RingAccessTokenExpires=1)

    @property
    def pictures(self):
        """Everything in the working folder, sorted."""
        return sorted(p.relative_to(self.work) for p in self.work.rglob("*") if p.is_file())


@pytest.fixture
def program(tmp_path):
    return Program(tmp_path)


@pytest.fixture
def logged_in(program, simulator):
    """The program, logged in to the default simulator."""
    program.log_in(simulator)
    return program


@pytest.fixture
def service(program):
    """A service that answers as the test says; the program is logged in to it."""
    from scripted_service import ScriptedService, give_session

    give_session(program)
    scripted = ScriptedService()
    yield scripted
    scripted.stop()


@pytest.fixture
def with_picture(service):
    """A service that has a picture of 90 s ago."""
    from scripted_service import now_ms, picture

    service.on("/snapshots/next/", lambda _: picture(now_ms() - 90_000))
    return service


@pytest.fixture
def past(tmp_path):
    """Films of the past, for those that a test puts there."""
    from past_films import Past

    past = Past(tmp_path / "films")
    yield past
    past.finish()


@pytest.fixture
def past_service(start_simulator, past, program):
    """A service whose films are those of `past`; the program is logged in."""
    simulator = start_simulator("--films", past.folder)
    program.log_in(simulator)
    return simulator


@pytest.fixture
def old_program(program, tmp_path):
    """The program under the old tool's name, with nothing stored."""
    link = tmp_path / "RingSnapshotDownload"
    link.symlink_to(program.path)
    program.path = link
    return program


@pytest.fixture
def old_logged_in(old_program, simulator):
    """The program under the old tool's name, logged in to the default simulator."""
    result = old_program.log_in_old_form(simulator, "-list")
    assert result.code == 0, result
    simulator.forget_requests()
    return old_program
