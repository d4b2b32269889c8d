# SPDX-License-Identifier: Apache-2.0
"""How a watch waits for Ring, and with which code one with --count or --for ends."""

import json
import os
import re
import time

import pytest
from conftest import DRIVEWAY, FRONT_DOOR


def close_the_api(program, seconds):
    """As if Ring had asked for a pause that is over in some seconds."""
    until = int((time.time() + seconds) * 1000)
    file = program.settings_file.with_name("Settings.json.cooldowns")
    file.write_text(json.dumps({"api": until}))


def break_pictures(simulator, fault, **where):
    for route in ("next", "image", "timestamps"):
        simulator.fault(route, fault, **where)


@pytest.mark.parametrize("end", [("--count", 1), ("--for", "4s")], ids=["count", "for"])
def test_it_waits_for_ring_and_ends_with_0_when_the_last_round_worked(logged_in, simulator, end):
    close_the_api(logged_in, 1.5)
    result = logged_in.run("watch", "Driveway", *end, simulator=simulator)
    assert result.code == 0, result
    assert re.search(r"trying again in [01] s", result.stderr), result
    assert len(logged_in.pictures) == 1


def test_the_wait_for_ring_is_part_of_its_time(logged_in, simulator):
    simulator.fault("devices", "status:503*")
    start = time.monotonic()
    result = logged_in.run("watch", "Driveway", "--for", "1s", simulator=simulator, timeout=60)
    assert result.code == 8, result
    assert time.monotonic() - start < 20
    assert result.stderr.count("error: ") <= 2


def test_the_pause_that_ring_asks_for_is_said_and_kept(logged_in, simulator):
    simulator.fault("devices", "429:40*")
    process = logged_in.start("watch", "Driveway", simulator=simulator)
    lines = []
    while "trying again" not in "".join(lines[-1:]):
        lines.append(os.fsdecode(process.stderr.readline()))
        assert lines[-1], lines
    assert "trying again in 40 s" in lines[-1] or "trying again in 39 s" in lines[-1], lines
    process.terminate()
    process.communicate(timeout=20)
    assert process.returncode == 0


def test_the_first_camera_that_failed_decides_in_the_order_given(logged_in, simulator):
    break_pictures(simulator, "status:403*", camera=DRIVEWAY)
    break_pictures(simulator, "status:503*", camera=FRONT_DOOR)
    for cameras, code in ((DRIVEWAY, FRONT_DOOR), 7), ((FRONT_DOOR, DRIVEWAY), 8):
        result = logged_in.run(
            "watch", *cameras, "--count", 1, "--retries", 1, simulator=simulator
        )
        assert result.code == code, result


def test_the_reason_that_the_device_list_knows_decides_the_code(logged_in, simulator):
    simulator.set(camera=int(DRIVEWAY), online=False)
    break_pictures(simulator, "status:503*")
    result = logged_in.run("watch", DRIVEWAY, "--count", 1, "--retries", 1, simulator=simulator)
    assert result.code == 7, result
    assert "offline" in result.stderr


def test_a_camera_that_is_not_there_ends_it_at_once(logged_in, simulator):
    result = logged_in.run("watch", "Nowhere", "--for", "1h", simulator=simulator)
    assert result.code == 6, result
