# SPDX-License-Identifier: Apache-2.0
"""watch as a service: what it tells systemd, what it logs there, and how it runs from cron."""

import os
import re
import signal
import socket
import tempfile
import time

import pytest
from conftest import BUILD, DRIVEWAY

PICTURE_ROUTES = ("next", "image", "timestamps")
STAMP = r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d "


class Manager:
    """Systemd's end of sd_notify(3)."""

    def __init__(self, folder):
        self.path = os.path.join(folder, "notify")
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind(self.path)
        self.heard = []

    def environment(self, watchdog_seconds=0.15):
        return {
            "NOTIFY_SOCKET": self.path,
            "WATCHDOG_USEC": str(int(watchdog_seconds * 1e6)),
        }

    def wait_for(self, line, count=1, seconds=20):
        """Returns when `line` has come `count` more times; the seconds that it took."""
        start = time.monotonic()
        while count > 0:
            self.socket.settimeout(max(0.01, start + seconds - time.monotonic()))
            lines = self.socket.recv(4096).decode().split("\n")
            self.heard += lines
            count -= lines.count(line)
        return time.monotonic() - start

    def drain(self):
        """All that has come."""
        self.socket.setblocking(False)
        try:
            while True:
                self.heard += self.socket.recv(4096).decode().split("\n")
        except BlockingIOError:
            return self.heard


@pytest.fixture
def manager():
    # Not below tmp_path: the address of a socket must be short.
    with tempfile.TemporaryDirectory() as folder:
        manager = Manager(folder)
        yield manager
        manager.socket.close()


def start(program, simulator, manager, *arguments):
    return program.start("watch", *arguments, simulator=simulator, env=manager.environment())


def stop(process):
    process.send_signal(signal.SIGTERM)
    _, stderr = process.communicate(timeout=20)
    return process.returncode, stderr.decode()


def test_a_service_is_ready_pings_and_stops_in_order(logged_in, simulator, manager):
    process = start(logged_in, simulator, manager, DRIVEWAY)
    manager.wait_for("READY=1")
    manager.wait_for("WATCHDOG=1", count=5)
    code, _ = stop(process)
    assert code == 0
    heard = manager.drain()
    assert heard.index("READY=1") < heard.index("WATCHDOG=1") < heard.index("STOPPING=1")
    assert any(line.startswith("STATUS=watching ") for line in heard)
    assert heard.count("READY=1") == heard.count("STOPPING=1") == 1


def test_an_outage_at_the_start_does_not_make_systemd_kill_it(logged_in, simulator, manager):
    simulator.fault("devices", "status:503*")
    process = start(logged_in, simulator, manager, "--all")
    manager.wait_for("READY=1")
    while not any(line.startswith("STATUS=waiting for Ring") for line in manager.heard):
        manager.wait_for("WATCHDOG=1")
    manager.wait_for("WATCHDOG=1", count=5)
    assert process.poll() is None
    code, stderr = stop(process)
    assert code == 0, stderr
    assert "STOPPING=1" in manager.drain()


def test_an_outage_later_does_not_make_systemd_kill_it(logged_in, simulator, manager):
    for route in PICTURE_ROUTES:
        simulator.fault(route, "status:503*")
    process = start(logged_in, simulator, manager, DRIVEWAY, "--retries", 1)
    assert "error: " in process.stderr.readline().decode() + process.stderr.readline().decode()
    manager.wait_for("WATCHDOG=1", count=5)
    assert process.poll() is None
    code, _ = stop(process)
    assert code == 0


def test_a_network_that_is_not_there_at_the_start_is_waited_for(logged_in, manager):
    with socket.socket() as closed:
        # Bound, but nobody listens.
        closed.bind(("127.0.0.1", 0))
        environment = {
            **manager.environment(),
            "RING_SNAPSHOT_SERVER": f"http://127.0.0.1:{closed.getsockname()[1]}",
        }
        logged_in.expire_access_token()
        process = logged_in.start("watch", "--all", env=environment)
        manager.wait_for("READY=1")
        manager.wait_for("WATCHDOG=1", count=5)
        code, stderr = stop(process)
    assert code == 0, stderr


def test_a_watch_that_ends_by_itself_says_so(logged_in, simulator, manager):
    process = start(logged_in, simulator, manager, DRIVEWAY, "--count", 1)
    process.communicate(timeout=60)
    assert process.returncode == 0
    assert manager.drain().count("STOPPING=1") == 1


def test_without_a_login_it_is_never_ready(program, simulator, manager):
    process = start(program, simulator, manager, "--all")
    process.communicate(timeout=60)
    assert process.returncode == 3
    assert "READY=1" not in manager.drain()


def test_a_manager_that_is_gone_does_no_harm(logged_in, simulator):
    result = logged_in.run(
        "watch", DRIVEWAY, "--count", 1, simulator=simulator,
        env={"NOTIFY_SOCKET": "/nowhere/notify", "WATCHDOG_USEC": "100000"},
    )
    assert result.code == 0, result


def run_into(program, simulator, file, *arguments, journal):
    """Runs with standard error in `file`; with `journal` as if that were the journal."""
    with open(file, "wb") as stderr:
        status = os.fstat(stderr.fileno())
        stream = f"{status.st_dev}:{status.st_ino}" if journal else "8:12345"
        program.run(
            *arguments, simulator=simulator, stderr=stderr, env={"JOURNAL_STREAM": stream}
        )
    return file.read_text().splitlines()


def test_in_a_file_each_line_of_a_watch_has_its_time(logged_in, simulator, tmp_path):
    for route in PICTURE_ROUTES:
        simulator.fault(route, "status:503*")
    lines = run_into(
        logged_in, simulator, tmp_path / "log", "watch", DRIVEWAY, "--count", 1, "--retries", 1,
        journal=False,
    )
    assert any("error: " in line for line in lines)
    assert [line for line in lines if not re.match(STAMP, line)] == []


def test_in_the_journal_each_line_has_its_level_and_no_time(logged_in, simulator, tmp_path):
    for route in PICTURE_ROUTES:
        simulator.fault(route, "status:503*")
    lines = run_into(
        logged_in, simulator, tmp_path / "log", "watch", DRIVEWAY, "--count", 1, "--retries", 1,
        journal=True,
    )
    assert lines[0].startswith("<6>watching ")
    [error] = [line for line in lines if "error: " in line]
    assert error.startswith("<3>error: ")
    assert [line for line in lines if not re.match("<[3467]>", line)] == []
    assert not re.search(STAMP, "\n".join(lines))
    assert "\x1b" not in "\n".join(lines)


def test_in_the_journal_a_warning_is_one(logged_in, simulator, tmp_path):
    simulator.fault("next", "status:404*")
    simulator.fault("update-all", "status:404*")
    lines = run_into(
        logged_in, simulator, tmp_path / "log", "get", DRIVEWAY, "--fresh", "--wait", "1s",
        journal=True,
    )
    assert [line for line in lines if line.startswith("<4>warning: ")], lines


def test_in_the_journal_an_error_in_json_has_its_level_too(program, simulator, tmp_path):
    lines = run_into(
        program, simulator, tmp_path / "log", "get", DRIVEWAY, "--json", journal=True
    )
    assert [line[:5] for line in lines] == ['<3>{"']


def test_a_get_has_no_times_in_its_lines(program, simulator, tmp_path):
    lines = run_into(program, simulator, tmp_path / "log", "get", DRIVEWAY, journal=False)
    assert lines[0].startswith("error: ")


def from_cron(program, simulator, line, **variables):
    """Runs a line as cron does: by sh, in the home folder, with next to nothing set."""
    environment = {
        "PATH": "/usr/bin:/bin", "SHELL": "/bin/sh", "LOGNAME": "me",
        "RING_SNAPSHOT_SERVER": simulator.url, **variables,
    }
    for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS"):
        if name in os.environ:
            environment[name] = os.environ[name]
    process = program.start(
        "-c", line, program="/bin/sh", cwd=program.home,
        env={**{name: None for name in program.environment()}, **environment},
    )
    stdout, stderr = process.communicate(timeout=60)
    return process.returncode, stdout.decode(), stderr.decode()


def crontab_line(program):
    return f'{BUILD / "ring-snapshot"} get --all --quiet --out "$HOME/pictures" >/dev/null'


def move_settings_home(program):
    folder = program.home / ".config" / "ring-snapshot"
    folder.mkdir(parents=True, mode=0o700)
    program.settings_file.rename(folder / "Settings.json")


def test_a_good_run_from_cron_says_nothing_so_that_no_mail_is_sent(logged_in, simulator):
    move_settings_home(logged_in)
    code, stdout, stderr = from_cron(
        logged_in, simulator, crontab_line(logged_in), HOME=str(logged_in.home)
    )
    assert (code, stdout, stderr) == (0, "", "")
    assert len(list((logged_in.home / "pictures").iterdir())) == 6


def test_a_failed_run_from_cron_says_why_in_its_mail(logged_in, simulator):
    move_settings_home(logged_in)
    for route in PICTURE_ROUTES:
        simulator.fault(route, "status:404*", camera=DRIVEWAY)
    code, stdout, stderr = from_cron(
        logged_in, simulator, crontab_line(logged_in), HOME=str(logged_in.home)
    )
    assert code == 7
    assert stdout == ""
    assert stderr.startswith("error: no picture of Driveway: ")


def test_without_home_it_says_how_to_name_the_settings(program, simulator):
    code, _, stderr = from_cron(program, simulator, f"{program.path} get --all --quiet")
    assert code == 2
    assert "HOME is not set" in stderr
    assert "--settings FILE" in stderr


def test_without_home_named_settings_will_do(logged_in, simulator):
    code, stdout, stderr = from_cron(
        logged_in, simulator, f"{logged_in.path} get {DRIVEWAY} --quiet --out pictures",
        RING_SNAPSHOT_SETTINGS=str(logged_in.settings_file),
    )
    assert code == 0, stderr
    assert len(list((logged_in.home / "pictures").iterdir())) == 1
