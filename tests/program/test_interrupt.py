# SPDX-License-Identifier: Apache-2.0
"""Every wait ends at once on a signal."""

import signal
import time

import pytest
from conftest import DRIVEWAY, FRONT_DOOR

SIGNALS = [(signal.SIGINT, 130), (signal.SIGTERM, 143)]


def wait_for(condition):
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline, "it never happened"
        time.sleep(0.005)


def seen(simulator, path):
    """Whether a request has come, answered or not."""
    return lambda: bool(simulator.requests(path))


def interrupt(process, which):
    """Sends the signal; how long the process lived on, and what it wrote to standard error."""
    start = time.monotonic()
    process.send_signal(which)
    stdout, stderr = process.communicate(timeout=20)
    return time.monotonic() - start, stdout.decode(), stderr.decode()


@pytest.mark.parametrize("which, code", SIGNALS)
def test_the_wait_for_a_fresh_picture_ends_on_a_signal(logged_in, simulator, which, code):
    simulator.set(camera=int(FRONT_DOOR), never_captures=True)
    process = logged_in.start("get", FRONT_DOOR, "--fresh", simulator=simulator)
    wait_for(seen(simulator, "/snapshots/next/"))
    seconds, stdout, stderr = interrupt(process, which)
    assert process.returncode == code, stderr
    assert seconds < 1
    assert stdout == ""
    assert list(logged_in.work.iterdir()) == []


@pytest.mark.parametrize("which, code", SIGNALS)
def test_the_wait_before_a_retry_ends_on_a_signal(logged_in, simulator, which, code):
    for route in ("next", "image"):
        simulator.fault(route, "429:25*")
    process = logged_in.start("get", FRONT_DOOR, simulator=simulator)
    wait_for(seen(simulator, "/snapshots/next/"))
    time.sleep(0.1)  # It is between two requests now: nothing tells that.
    seconds, _, stderr = interrupt(process, which)
    assert process.returncode == code, stderr
    assert seconds < 1


@pytest.mark.parametrize("which, code", SIGNALS)
def test_a_request_that_hangs_ends_on_a_signal(logged_in, simulator, which, code):
    simulator.fault("devices", "hang*")
    process = logged_in.start("list", simulator=simulator)
    wait_for(seen(simulator, "/clients_api/ring_devices"))
    seconds, _, stderr = interrupt(process, which)
    assert process.returncode == code, stderr
    assert seconds < 1


def test_a_picture_that_is_on_its_way_is_not_saved_by_half(logged_in, simulator):
    simulator.fault("next", "drip*")
    process = logged_in.start("get", FRONT_DOOR, simulator=simulator)
    wait_for(seen(simulator, "/snapshots/next/"))
    seconds, _, stderr = interrupt(process, signal.SIGTERM)
    assert process.returncode == 143, stderr
    assert seconds < 1
    assert list(logged_in.work.iterdir()) == []


def test_what_other_cameras_had_saved_before_stays(logged_in, simulator):
    simulator.fault("next", "hang*", camera=FRONT_DOOR)
    process = logged_in.start("get", FRONT_DOOR, DRIVEWAY, simulator=simulator)
    line = process.stdout.readline().decode().strip()
    seconds, _, stderr = interrupt(process, signal.SIGINT)
    assert process.returncode == 130, stderr
    assert seconds < 1
    assert (logged_in.work / line).is_file()
    assert len(list(logged_in.work.iterdir())) == 1


def test_a_refresh_under_way_is_finished_and_stored_first(logged_in, simulator):
    logged_in.expire_access_token()
    before = logged_in.settings["RingRefreshToken"]
    simulator.fault("token", "delay:700")
    process = logged_in.start("get", FRONT_DOOR, simulator=simulator)
    wait_for(seen(simulator, "/oauth/token"))
    _, _, stderr = interrupt(process, signal.SIGTERM)
    assert process.returncode == 143, stderr
    assert logged_in.settings["RingRefreshToken"] != before
    assert logged_in.settings["RingAccessTokenExpires"] > 1
    assert logged_in.run("get", FRONT_DOOR, simulator=simulator).code == 0


@pytest.mark.parametrize("which, code", SIGNALS)
def test_a_second_signal_ends_at_once(logged_in, simulator, which, code):
    logged_in.expire_access_token()
    simulator.fault("token", "hang*")
    process = logged_in.start("get", FRONT_DOOR, simulator=simulator)
    wait_for(seen(simulator, "/oauth/token"))
    process.send_signal(which)
    time.sleep(0.8)  # Two signals of one key press count as one.
    assert process.poll() is None
    seconds, _, _ = interrupt(process, which)
    assert process.returncode == code
    assert seconds < 1


def test_a_command_of_exec_ends_with_us(logged_in, simulator):
    process = logged_in.start(
        "get", FRONT_DOOR, "--out", "pics", "--exec", "sh -c ': > started; exec sleep 30'",
        simulator=simulator,
    )
    wait_for((logged_in.work / "started").exists)
    seconds, _, stderr = interrupt(process, signal.SIGINT)
    assert process.returncode == 130, stderr
    assert seconds < 3


def test_a_run_in_the_background_of_a_shell_can_be_interrupted(logged_in, simulator):
    # Such a run starts with SIGINT ignored.
    simulator.set(camera=int(FRONT_DOOR), never_captures=True)
    process = logged_in.start(
        "get", FRONT_DOOR, "--fresh", simulator=simulator,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_IGN),
    )
    wait_for(seen(simulator, "/snapshots/next/"))
    seconds, _, stderr = interrupt(process, signal.SIGINT)
    assert process.returncode == 130, stderr
    assert seconds < 1


def test_with_json_a_stopped_run_says_so_on_standard_error_at_most(logged_in, simulator):
    simulator.set(camera=int(FRONT_DOOR), never_captures=True)
    process = logged_in.start("get", FRONT_DOOR, "--fresh", "--json", simulator=simulator)
    wait_for(seen(simulator, "/snapshots/next/"))
    _, stdout, stderr = interrupt(process, signal.SIGINT)
    assert process.returncode == 130
    assert "Traceback" not in stderr and "terminate called" not in stderr
    assert "path" not in stdout
