# SPDX-License-Identifier: Apache-2.0
"""Fresh means fresh, against the simulator; more in tests/unit/cli/get."""

import datetime
import os
import shutil

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


@pytest.mark.parametrize("device", [DRIVEWAY, FRONT_DOOR], ids=["wired", "battery"])
def test_a_fresh_picture_was_captured_after_the_camera_was_asked(program, quick, device):
    asked_ms = quick.state()["time_ms"]
    result = program.run("get", device, "--fresh", "--json", simulator=quick)
    assert result.code == 0, result
    assert result.objects[0]["fresh"] is True
    assert captured_ms(result) > asked_ms
    assert captured_ms(result) == pytest.approx(camera(quick, device)["capture_time_ms"], abs=1)
    assert len(program.pictures) == 1


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
