# SPDX-License-Identifier: Apache-2.0
"""watch: keeps downloading until it is stopped."""

import http.server
import json
import shlex
import signal
import threading
import time

import pytest
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


def forced(simulator):
    return [r for r in simulator.requests()
            if r["route"] == "update-all" or r["query"].get("extras") == "force"]


def test_a_watch_of_one_round_saves_each_camera_once_and_ends_with_0(logged_in, simulator):
    result = logged_in.run("watch", "--all", "--count", 1, simulator=simulator)
    assert result.code == 0, result
    assert len(result.lines) == len(logged_in.pictures) == 6


def test_a_cached_watch_never_wakes_a_camera(logged_in, simulator):
    logged_in.run("watch", "--all", "--count", 1, simulator=simulator)
    assert forced(simulator) == []


def test_a_fresh_watch_asks_the_camera(logged_in, simulator):
    result = logged_in.run(
        "watch", DRIVEWAY, "--fresh", "--count", 1, "--json", simulator=simulator
    )
    assert result.code == 0, result
    assert result.objects[0]["fresh"] is True
    assert len(forced(simulator)) == 1


def test_a_picture_that_ring_has_anew_is_saved_at_the_next_round_and_no_other(
    logged_in, simulator
):
    process = begin(logged_in, simulator, DRIVEWAY, "--every", "10s", "--count", "2")
    newest = simulator.state()["time_ms"]
    simulator.set(camera=int(DRIVEWAY), capture_time_ms=newest)
    stdout, stderr = process.communicate(timeout=40)
    assert process.returncode == 0, stderr
    assert len(stdout.splitlines()) == len(logged_in.pictures) == 2
    asked = [r["query"].get("after-ms") for r in simulator.requests("/snapshots/next")]
    assert asked[0] == "0"
    assert int(asked[1]) > 0


def test_what_a_get_saved_before_is_not_saved_again(logged_in, simulator):
    logged_in.run("get", DRIVEWAY, simulator=simulator)
    result = logged_in.run("watch", DRIVEWAY, "--count", 1, simulator=simulator)
    assert result.code == 0, result
    assert result.stdout == ""
    assert len(logged_in.pictures) == 1


@pytest.mark.parametrize("how, code", [(signal.SIGTERM, 0), (signal.SIGINT, 130)])
def test_a_signal_ends_it_within_a_second(logged_in, simulator, how, code):
    process = begin(logged_in, simulator, DRIVEWAY)
    ended, seconds = end(process, how)
    assert ended == code
    assert seconds < 2


def test_for_ends_it_by_itself(logged_in, simulator):
    result = logged_in.run("watch", DRIVEWAY, "--for", "500ms", simulator=simulator)
    assert result.code == 0, result
    assert len(logged_in.pictures) == 1


def test_a_camera_that_fails_is_told_and_never_stops_the_others(logged_in, simulator):
    for route in ("next", "image", "timestamps"):
        simulator.fault(route, "status:503*", camera=FRONT_DOOR)
    result = logged_in.run("watch", "--all", "--count", 1, simulator=simulator)
    assert result.code == 8, result
    assert result.stderr.count("Front Door") == 1
    assert len(logged_in.pictures) == 5


def test_a_camera_given_by_its_id_is_followed_without_the_device_list(logged_in, simulator):
    simulator.fault("devices", "status:503*")
    result = logged_in.run("watch", DRIVEWAY, "--count", 1, simulator=simulator)
    assert result.code == 0, result
    assert len(logged_in.pictures) == 1


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


def test_without_a_login_it_ends_with_3(program, simulator):
    result = program.run("watch", DRIVEWAY, simulator=simulator)
    assert result.code == 3, result


def test_a_folder_that_cannot_be_written_is_the_camera_s_failure(logged_in, simulator):
    (logged_in.work / "away").write_text("a file in the way")
    result = logged_in.run(
        "watch", DRIVEWAY, "--count", 1, "--out", "away", simulator=simulator
    )
    assert result.code == 9, result
    assert "away" in result.stderr


def test_keep_last_deletes_only_what_this_program_saved(logged_in, simulator):
    foreign = logged_in.work / f"{DRIVEWAY} - 2001-01-01 00-00-00.jpg"
    foreign.write_bytes(b"not ours")
    logged_in.run("get", DRIVEWAY, simulator=simulator)
    [ours] = [p for p in logged_in.work.iterdir() if p != foreign]
    simulator.set(camera=int(DRIVEWAY), capture_time_ms=simulator.state()["time_ms"])
    result = logged_in.run(
        "watch", DRIVEWAY, "--count", 1, "--keep-last", 1, simulator=simulator
    )
    assert result.code == 0, result
    assert not ours.exists()
    assert foreign.exists()
    assert len(logged_in.pictures) == 2


def test_a_file_that_somebody_changed_is_not_deleted(logged_in, simulator):
    logged_in.run("get", DRIVEWAY, simulator=simulator)
    [ours] = logged_in.work.iterdir()
    ours.write_bytes(ours.read_bytes() + b"edited")
    simulator.set(camera=int(DRIVEWAY), capture_time_ms=simulator.state()["time_ms"])
    logged_in.run("watch", DRIVEWAY, "--count", 1, "--keep-last", 1, simulator=simulator)
    assert ours.exists()


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
        threading.Thread(target=monitor.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{monitor.server_port}/ping/1"
        result = logged_in.run(
            "watch", DRIVEWAY, "--count", 1, "--heartbeat", url, simulator=simulator
        )
        monitor.shutdown()
    assert result.code == 0, result
    [(path, headers)] = heard
    assert path == "/ping/1"
    assert not {"authorization", "hardware_id", "cookie"} & {name.lower() for name in headers}


def test_no_heartbeat_is_sent_while_a_camera_fails(logged_in, simulator):
    for route in ("next", "image", "timestamps"):
        simulator.fault(route, "status:503*")
    result = logged_in.run(
        "watch", DRIVEWAY, "--count", 1, "--heartbeat", "http://127.0.0.1:9/", simulator=simulator
    )
    assert "--heartbeat" not in result.stderr


def test_the_number_of_wake_ups_of_a_battery_camera_is_said_at_the_start(logged_in, simulator):
    result = logged_in.run(
        "watch", FRONT_DOOR, "--fresh", "--every", "1m", "--for", "100ms", simulator=simulator
    )
    assert "144 times a day" in result.stderr
    drained = logged_in.run(
        "watch", FRONT_DOOR, "--fresh", "--every", "1m", "--for", "100ms", "--allow-drain",
        simulator=simulator,
    )
    assert "1440 times a day" in drained.stderr


def test_save_remembers_the_schedule(logged_in, simulator):
    result = logged_in.run(
        "watch", DRIVEWAY, "--every", "90s", "--keep", "30d", "--count", 1, "--save",
        simulator=simulator,
    )
    assert result.code == 0, result
    assert logged_in.settings["Every"] == "1m30s"
    assert logged_in.settings["Keep"] == "30d"
    again = logged_in.run("watch", "--count", 1, simulator=simulator)
    assert again.code == 0, again
    assert "1 min 30 s" in again.stderr


@pytest.mark.parametrize(
    "arguments, word",
    [
        (["--every", "5s"], "10s"),
        (["--every", "soon"], "--every"),
        (["--between", "25:00-26:00"], "--between"),
        (["--between", "noon"], "07:30-22:00"),
        (["--count", "0"], "--count"),
        (["--keep-last", "none"], "--keep-last"),
        (["--heartbeat", "http://example.com/"], "https"),
        (["--out", "-"], "--out"),
    ],
)
def test_a_bad_option_ends_with_2_and_sends_nothing(logged_in, simulator, arguments, word):
    result = logged_in.run("watch", DRIVEWAY, *arguments, simulator=simulator)
    assert result.code == 2, result
    assert word in result.stderr
    assert simulator.requests() == []


def test_what_was_saved_is_recorded_beside_the_settings(logged_in, simulator):
    logged_in.run("get", DRIVEWAY, simulator=simulator)
    record = logged_in.settings_file.with_name("Settings.json.pictures")
    [entry] = [json.loads(line) for line in record.read_text().splitlines()]
    assert entry["id"] == DRIVEWAY
    assert entry["path"] == str(logged_in.work / logged_in.pictures[0])
    assert record.stat().st_mode & 0o777 == 0o600
