# SPDX-License-Identifier: Apache-2.0
"""watch: what only a running process shows; the rest is in tests/unit/cli/watch."""

import http.server
import shlex
import signal
import threading
import time

import pytest
from catalogue import file_of, recorded
from conftest import DRIVEWAY, FRONT_DOOR


def wait_until(condition, seconds=20):
    """Waits for something that another process does; fails when it never does."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.02)


def begin(program, simulator, *arguments):
    """Starts a watch and waits for its first picture."""
    process = program.start("watch", *arguments, simulator=simulator)
    wait_until(lambda: program.pictures)
    return process


def end(process, how=signal.SIGTERM):
    """Ends a watch; the exit code and the seconds that it took."""
    start = time.monotonic()
    process.send_signal(how)
    process.communicate(timeout=20)
    return process.returncode, time.monotonic() - start


def test_a_watch_of_one_round_saves_each_camera_once_and_ends_with_0(logged_in, simulator):
    result = logged_in.run("watch", "--all", "--count", 1, simulator=simulator)
    assert result.code == 0, result
    assert len(result.lines) == len(logged_in.pictures) == 6


@pytest.mark.parametrize("how, code", [(signal.SIGTERM, 0), (signal.SIGINT, 130)])
def test_a_signal_ends_it_within_a_second(logged_in, simulator, how, code):
    process = begin(logged_in, simulator, DRIVEWAY)
    ended, seconds = end(process, how)
    assert ended == code
    assert seconds < 2


def test_on_failure_is_run_with_the_facts_and_without_our_secrets(logged_in, simulator, tmp_path):
    told = tmp_path / "told"
    for route in ("next", "image", "timestamps"):
        simulator.fault(route, "status:503*")
    command = shlex.quote(f"env > {shlex.quote(str(told))}")
    result = logged_in.run(
        "watch", "Front Door", "--count", 1, "--on-failure", f"sh -c {command}",
        simulator=simulator, env={"RING_PASSWORD": "demo-password"},
    )
    assert result.code == 8, result
    facts = dict(line.split("=", 1) for line in told.read_text().splitlines() if "=" in line)
    assert facts["RING_SNAPSHOT_EVENT"] == "failing"
    assert facts["RING_SNAPSHOT_NAME"] == "Front Door"
    assert facts["RING_SNAPSHOT_ID"] == FRONT_DOOR
    assert facts["RING_SNAPSHOT_MESSAGE"]
    assert "RING_PASSWORD" not in facts


def test_a_session_that_is_gone_ends_it_with_3_and_runs_on_failure(
    logged_in, simulator, tmp_path
):
    told = tmp_path / "told"
    logged_in.expire_access_token()
    simulator.set(revoke_refresh_tokens=True)
    command = shlex.quote(f"echo $RING_SNAPSHOT_EVENT > {shlex.quote(str(told))}")
    result = logged_in.run(
        "watch", DRIVEWAY, "--on-failure", f"sh -c {command}", simulator=simulator
    )
    assert result.code == 3, result
    assert told.read_text().strip() == "ended"


def test_the_heartbeat_is_sent_after_a_good_round_without_our_secrets(logged_in, simulator):
    heard = []

    class Monitor(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            heard.append((self.path, dict(self.headers)))
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *arguments):
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), Monitor) as monitor:
        threading.Thread(target=monitor.serve_forever, args=(0.02,), daemon=True).start()
        url = f"http://127.0.0.1:{monitor.server_port}/ping/1"
        result = logged_in.run(
            "watch", DRIVEWAY, "--count", 1, "--heartbeat", url, simulator=simulator
        )
        monitor.shutdown()
    assert result.code == 0, result
    [(path, headers)] = heard
    assert path == "/ping/1"
    assert not {"authorization", "hardware_id", "cookie"} & {name.lower() for name in headers}


def test_what_was_saved_is_recorded_beside_the_settings(logged_in, simulator):
    logged_in.run("get", DRIVEWAY, simulator=simulator)
    [row] = recorded(logged_in)
    assert row["id"] == DRIVEWAY
    assert row["path"] == str(logged_in.work / logged_in.pictures[0])
    assert file_of(logged_in).stat().st_mode & 0o777 == 0o600
