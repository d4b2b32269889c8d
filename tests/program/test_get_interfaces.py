# SPDX-License-Identifier: Apache-2.0
"""Both of the service's snapshot interfaces are used, and --wait bounds the time."""

import gzip
import time

import pytest
from conftest import DRIVEWAY, FRONT_DOOR
from pictures import is_whole
from scripted_service import now_ms, picture


@pytest.fixture
def quick(program, start_simulator):
    """A simulator whose cameras are quick; the program is logged in to it."""
    simulator = start_simulator(
        "--capture-delay-battery", 0.3, "--capture-delay-wired", 0.1, "--picture-size", "160x90"
    )
    program.log_in(simulator)
    return simulator


def timed(program, *arguments, **options):
    start = time.monotonic()
    result = program.run(*arguments, **options)
    return result, time.monotonic() - start


MODERN_DOWN = ["status:503*", "status:504*", "status:500*", "status:404*", "reset*", "html*"]


@pytest.mark.parametrize("fault", MODERN_DOWN)
def test_the_legacy_interface_delivers_when_the_modern_one_is_down(program, quick, fault):
    quick.fault("next", fault)
    result, seconds = timed(program, "get", DRIVEWAY, "--fresh", "--json", simulator=quick)
    assert result.code == 0, result
    assert result.objects[0]["fresh"] is True
    assert result.objects[0]["attempts"] == 1
    assert seconds < 4


@pytest.mark.parametrize("fault", ["status:503*", "status:404*", "reset*", "html*"])
def test_the_modern_interface_delivers_when_the_legacy_one_is_down(program, quick, fault):
    for route in ("update-all", "timestamps", "image"):
        quick.fault(route, fault)
    result, seconds = timed(program, "get", DRIVEWAY, "--fresh", "--json", simulator=quick)
    assert result.code == 0, result
    assert result.objects[0]["fresh"] is True
    assert seconds < 4


@pytest.mark.parametrize("fault", MODERN_DOWN)
def test_the_legacy_interface_delivers_the_cached_picture_too(program, quick, fault):
    quick.fault("next", fault)
    result, seconds = timed(program, "get", DRIVEWAY, "--json", simulator=quick)
    assert result.code == 0, result
    assert result.objects[0]["captured_at"]
    assert seconds < 4
    assert is_whole((program.work / result.objects[0]["path"]).read_bytes())


def test_a_modern_interface_that_hangs_does_not_cost_the_whole_wait(program, quick):
    quick.fault("next", "hang*")
    result, seconds = timed(
        program, "get", DRIVEWAY, "--fresh", "--wait", "6s", "--json", simulator=quick
    )
    assert result.code == 0, result
    assert result.objects[0]["fresh"] is True
    assert seconds < 7


def test_a_legacy_interface_that_hangs_does_not_use_up_the_wait(program, quick):
    quick.fault("timestamps", "hang*")
    result, seconds = timed(
        program, "get", DRIVEWAY, "--fresh", "--wait", "4s", "--json", simulator=quick
    )
    assert result.code == 0, result
    assert result.objects[0]["fresh"] is True
    assert seconds < 6


@pytest.mark.parametrize("fault", ["status:504*", "stale*", "good*"])
def test_wait_bounds_the_time(program, quick, fault):
    quick.set(camera=int(FRONT_DOOR), never_captures=True)
    quick.fault("next", fault)
    result, seconds = timed(
        program, "get", FRONT_DOOR, "--fresh", "--wait", "1s", "--json", simulator=quick
    )
    assert result.code == 0, result
    assert result.objects[0]["fresh"] is False
    assert 0.9 <= seconds < 3


def test_the_wait_is_for_each_camera_and_not_for_all_in_a_row(program, quick):
    for c in quick.state()["cameras"]:
        quick.set(camera=c["id"], never_captures=True)
    result, seconds = timed(
        program, "get", "--all", "--fresh", "--wait", "500ms", "--json", simulator=quick
    )
    assert len(result.objects) == 6
    assert seconds < 3


def test_a_retry_after_beyond_the_wait_is_not_slept_through(program, quick):
    for route in ("next", "image", "update-all", "timestamps"):
        quick.fault(route, "429:20*")
    result, seconds = timed(
        program, "get", FRONT_DOOR, "--fresh", "--wait", "1s", simulator=quick
    )
    assert result.code == 5, result
    assert seconds < 3


def test_a_retry_after_within_the_wait_is_waited_out(program, quick):
    quick.fault("next", "429:1")
    quick.fault("image", "429:1")
    quick.fault("update-all", "429:1")
    result, seconds = timed(program, "get", FRONT_DOOR, "--require-fresh", simulator=quick)
    assert result.code == 0, result
    assert seconds >= 1


def test_a_picture_that_is_sent_compressed_is_one(program, service):
    answer = picture(now_ms())
    sent = answer.body
    answer.headers["Content-Encoding"] = "gzip"
    answer.body = gzip.compress(sent)
    service.on("/snapshots/next/", answer)
    result = program.run("get", FRONT_DOOR, simulator=service)
    assert result.code == 0, result
    assert [(program.work / p).read_bytes() for p in program.pictures] == [sent]
    assert service.to("/clients_api/snapshots/image/") == []
