# SPDX-License-Identifier: Apache-2.0
"""Fresh means fresh, against the simulator."""

import datetime
import os
import shutil
import time

import pytest
from conftest import DRIVEWAY, FRONT_DOOR

QUICK = ("--capture-delay-battery", 0.3, "--capture-delay-wired", 0.1, "--picture-size", "160x90")


@pytest.fixture
def quick(program, start_simulator):
    """A simulator whose cameras are quick; the program is logged in to it."""
    simulator = start_simulator(*QUICK)
    program.log_in(simulator)
    return simulator


def camera(simulator, which):
    return next(c for c in simulator.state()["cameras"] if c["id"] == int(which))


def captured_ms(result):
    moment = datetime.datetime.fromisoformat(result.objects[0]["captured_at"])
    return moment.timestamp() * 1000


def timed(program, *arguments, **options):
    start = time.monotonic()
    result = program.run(*arguments, **options)
    return result, time.monotonic() - start


@pytest.mark.parametrize("device", [DRIVEWAY, FRONT_DOOR], ids=["wired", "battery"])
def test_a_fresh_picture_was_captured_after_the_camera_was_asked(program, quick, device):
    asked_ms = quick.state()["time_ms"]
    result = program.run("get", device, "--fresh", "--json", simulator=quick)
    assert result.code == 0, result
    assert result.objects[0]["fresh"] is True
    assert captured_ms(result) > asked_ms
    assert captured_ms(result) == pytest.approx(camera(quick, device)["capture_time_ms"], abs=1)
    assert len(program.pictures) == 1


def test_a_cached_picture_is_not_called_fresh(program, quick):
    result = program.run("get", DRIVEWAY, "--json", simulator=quick)
    assert result.objects[0]["fresh"] is False
    assert camera(quick, DRIVEWAY)["asked"] == 0


def test_a_camera_is_asked_once_on_the_legacy_interface_too(program, quick):
    quick.set(camera=int(FRONT_DOOR), capture_delay=1.2)
    quick.fault("next", "status:503*")
    result = program.run("get", FRONT_DOOR, "--fresh", "--json", simulator=quick)
    assert result.objects[0]["fresh"] is True, result
    assert camera(quick, FRONT_DOOR)["asked"] == 1
    assert len([r for r in quick.requests() if r["route"] == "timestamps"]) >= 2


@pytest.mark.parametrize("fault", ["cut", "half", "grey", "h264"])
def test_a_fresh_picture_that_is_spoiled_on_its_way_does_not_wake_the_camera_again(
    program, quick, fault
):
    quick.fault("next", fault)
    result = program.run("get", FRONT_DOOR, "--fresh", "--wait", "1s", simulator=quick)
    assert result.code == 0, result
    wakes = [r for r in quick.requests()
             if r["route"] == "update-all" or r["query"].get("extras") == "force"]
    assert len(wakes) == 1


def test_the_modern_interface_goes_first_and_is_enough(program, quick):
    program.run("get", DRIVEWAY, "--fresh", simulator=quick)
    routes = [r["route"] for r in quick.requests()]
    assert "next" in routes
    assert "update-all" not in routes
    assert "image" not in routes


def test_when_no_fresh_picture_comes_the_newest_is_saved_and_called_old(program, quick):
    quick.set(camera=int(FRONT_DOOR), never_captures=True)
    stored = camera(quick, FRONT_DOOR)["capture_time_ms"]
    result = program.run("get", FRONT_DOOR, "--fresh", "--wait", "500ms", "--json", simulator=quick)
    assert result.code == 0, result
    assert result.objects[0]["fresh"] is False
    assert captured_ms(result) == pytest.approx(stored, abs=1)
    assert 415 <= result.objects[0]["age_seconds"] <= 430
    assert "not fresh" in result.stderr or "old" in result.stderr
    assert "6 min 59 s" in result.stderr or "7 min" in result.stderr
    assert len(program.pictures) == 1


def test_not_becoming_fresh_is_not_retried(program, quick):
    quick.set(camera=int(FRONT_DOOR), never_captures=True)
    result = program.run("get", FRONT_DOOR, "--fresh", "--wait", "500ms", "--json", simulator=quick)
    assert result.objects[0]["attempts"] == 1
    assert camera(quick, FRONT_DOOR)["asked"] == 1


def test_require_fresh_saves_nothing_else(program, quick):
    quick.set(camera=int(FRONT_DOOR), never_captures=True)
    result = program.run("get", FRONT_DOOR, "--require-fresh", "--wait", "500ms", simulator=quick)
    assert result.code == 7, result
    assert program.pictures == []
    assert result.stdout == ""


def test_require_fresh_implies_fresh(program, quick):
    result = program.run("get", DRIVEWAY, "--require-fresh", "--json", simulator=quick)
    assert result.code == 0, result
    assert result.objects[0]["fresh"] is True


def test_a_picture_older_than_max_age_is_refused(program, quick):
    result = program.run("get", FRONT_DOOR, "--max-age", "5m", simulator=quick)
    assert result.code == 7, result
    assert program.pictures == []
    assert "6 min 59 s" in result.stderr or "7 min" in result.stderr


def test_a_picture_younger_than_max_age_is_saved(program, quick):
    result = program.run("get", FRONT_DOOR, "--max-age", "10m", simulator=quick)
    assert result.code == 0, result
    assert len(program.pictures) == 1


def test_max_age_holds_for_a_picture_that_did_not_become_fresh(program, quick):
    quick.set(camera=int(FRONT_DOOR), never_captures=True)
    result = program.run(
        "get", FRONT_DOOR, "--fresh", "--wait", "500ms", "--max-age", "5m", simulator=quick
    )
    assert result.code == 7, result
    assert program.pictures == []


@pytest.mark.parametrize("offset", [-86400, 86400])
def test_a_clock_that_is_a_day_off_is_no_matter(program, start_simulator, offset):
    simulator = start_simulator(*QUICK, "--clock-offset", offset)
    program.log_in(simulator)
    cached = program.run("get", FRONT_DOOR, "--json", "--max-age", "10m", simulator=simulator)
    assert cached.code == 0, cached
    assert cached.objects[0]["age_seconds"] == pytest.approx(420, abs=10)
    too_old = program.run("get", FRONT_DOOR, "--max-age", "5m", simulator=simulator)
    assert too_old.code == 7, too_old
    asked_ms = simulator.state()["time_ms"]
    fresh = program.run("get", FRONT_DOOR, "--require-fresh", "--json", simulator=simulator)
    assert fresh.code == 0, fresh
    assert captured_ms(fresh) > asked_ms
    assert fresh.objects[0]["age_seconds"] <= 2


@pytest.mark.parametrize("offset", [-86400, 86400])
def test_an_old_picture_is_never_fresh_whatever_the_clocks_say(program, start_simulator, offset):
    simulator = start_simulator(*QUICK, "--clock-offset", offset)
    program.log_in(simulator)
    simulator.set(camera=int(FRONT_DOOR), never_captures=True)
    result = program.run("get", FRONT_DOOR, "--require-fresh", "--wait", "500ms", simulator=simulator)
    assert result.code == 7, result


@pytest.mark.parametrize("date", ["2020-01-01 00:00:00", "2037-12-31 00:00:00"])
def test_a_computer_without_a_clock_gets_fresh_pictures(program, quick, date):
    library = "/usr/$LIB/faketime/libfaketime.so.1"
    if shutil.which("faketime") is None or "ASAN_OPTIONS" in os.environ:
        pytest.skip("needs faketime, and no sanitizer")
    program.change_settings(RingAccessTokenExpires=4000000000)
    lying = {"LD_PRELOAD": library, "FAKETIME": f"@{date}", "FAKETIME_DONT_FAKE_MONOTONIC": "1"}
    result = program.run(
        "get", FRONT_DOOR, "--require-fresh", "--json", simulator=quick, env=lying, timeout=30
    )
    assert result.code == 0, result
    assert result.objects[0]["age_seconds"] <= 2
    cached = program.run(
        "get", DRIVEWAY, "--max-age", "2m", "--json", simulator=quick, env=lying, timeout=30
    )
    assert cached.code == 7, cached


def test_without_its_capture_time_a_picture_is_proved_fresh_by_the_other_interface(program, quick):
    quick.fault("next", "no-time*")
    asked_ms = quick.state()["time_ms"]
    result = program.run("get", FRONT_DOOR, "--fresh", "--json", simulator=quick)
    assert result.code == 0, result
    assert result.objects[0]["fresh"] is True
    assert captured_ms(result) > asked_ms


def test_without_its_capture_time_a_cached_picture_gets_it_from_the_other_interface(program, quick):
    quick.fault("next", "no-time*")
    stored = camera(quick, FRONT_DOOR)["capture_time_ms"]
    result = program.run("get", FRONT_DOOR, "--json", simulator=quick)
    assert captured_ms(result) == pytest.approx(stored, abs=1)


def test_a_service_that_only_gives_stale_pictures_is_not_believed(program, quick):
    quick.set(camera=int(FRONT_DOOR), never_captures=True)
    quick.fault("next", "stale*")
    result = program.run("get", FRONT_DOOR, "--require-fresh", "--wait", "500ms", simulator=quick)
    assert result.code == 7, result
    assert program.pictures == []


BLOCKED = [({"online": False}, "offline"), ({"motion_detection": False}, "motion detection")]


@pytest.mark.parametrize("state, word", BLOCKED, ids=["offline", "motion-off"])
def test_the_stored_picture_of_a_camera_that_takes_none_is_saved_as_old(
    program, quick, state, word
):
    quick.set(camera=int(FRONT_DOOR), **state)
    result, seconds = timed(
        program, "get", "Front Door", "--fresh", "--json", simulator=quick
    )
    assert result.code == 0, result
    assert result.objects[0]["fresh"] is False
    # What the device list says spares the whole wait.
    assert seconds < 5


@pytest.mark.parametrize("device", ["Front Door", FRONT_DOOR])
@pytest.mark.parametrize("state, word", BLOCKED, ids=["offline", "motion-off"])
def test_the_reason_why_no_fresh_picture_came_is_said_in_words(
    program, quick, device, state, word
):
    quick.set(camera=int(FRONT_DOOR), **state)
    result = program.run("get", device, "--require-fresh", "--wait", "500ms", simulator=quick)
    assert result.code == 7, result
    assert word in result.stderr
    assert program.pictures == []


@pytest.mark.parametrize("state, word", BLOCKED, ids=["offline", "motion-off"])
def test_the_reason_why_there_is_no_picture_at_all_is_said_in_words(program, quick, state, word):
    quick.set(camera=int(FRONT_DOOR), has_picture=False, **state)
    result = program.run("get", FRONT_DOOR, "--retries", 1, "--json", simulator=quick)
    assert result.code == 7, result
    error = result.objects[0]["error"]
    assert word in error["message"]
    assert error["hint"]


def test_a_camera_that_the_service_calls_offline_is_called_offline(program, quick):
    for route in ("next", "image", "timestamps"):
        quick.fault(route, "asset:7019*")
    result = program.run("get", FRONT_DOOR, "--retries", 1, simulator=quick)
    assert result.code == 7, result
    assert "offline" in result.stderr


def test_a_battery_camera_that_is_recording_is_waited_for(program, quick):
    quick.set(camera=int(FRONT_DOOR), recording_seconds=1.5)
    result = program.run("get", FRONT_DOOR, "--require-fresh", "--json", simulator=quick)
    assert result.code == 0, result
    assert result.objects[0]["fresh"] is True


def test_a_battery_camera_that_records_on_is_named_as_a_reason(program, quick):
    quick.set(camera=int(FRONT_DOOR), recording_seconds=30)
    result = program.run("get", FRONT_DOOR, "--require-fresh", "--wait", "500ms", simulator=quick)
    assert result.code == 7, result
    assert "recording" in result.stderr
