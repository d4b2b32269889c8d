# SPDX-License-Identifier: Apache-2.0
"""What doctor finds out about devices, cameras and their newest pictures."""

import time

import pytest
from conftest import FRONT_DOOR
from doctor_runs import FIRST_WORDS, examine
from scripted_service import Answer, http_date, now_ms, picture


@pytest.mark.parametrize("fault", ["html*", "status:503*"])
def test_a_device_list_that_is_out_of_order_is_code_8(logged_in, simulator, fault):
    simulator.fault("devices", fault)
    found = examine(logged_in, simulator=simulator)
    assert found.code == 8, found
    assert found["devices"]["state"] == "not_ok"
    assert found["camera"]["state"] == "skipped"


def test_an_account_without_cameras_is_code_6(program, start_simulator):
    simulator = start_simulator("--devices", "empty")
    program.log_in(simulator)
    found = examine(program, simulator=simulator)
    assert found.code == 6, found
    assert "no camera is shared with or owned by" in found["devices"]["message"]


def test_an_awkward_device_list_is_no_obstacle(program, start_simulator):
    simulator = start_simulator("--devices", "awkward", "--picture-size", "160x90")
    program.log_in(simulator)
    found = examine(program, simulator=simulator)
    assert found.code == 7, found
    assert found["devices"]["state"] == "ok"
    assert "offline" in found.cameras()["4294967301"]["message"]
    assert "motion detection" in found.cameras()["9007199254740995"]["message"]
    text = program.run("doctor", simulator=simulator)
    assert all(line.startswith((*FIRST_WORDS, "   ")) for line in text.lines[:-2]), text


@pytest.mark.parametrize("device, state, words", [
    ({"alerts": {"connection": "offline"}}, "not_ok", "offline; Ring's newest picture is 1 min"),
    ({"settings": {"motion_detection_enabled": False}}, "not_ok", "motion detection is switched off"),
    ({"battery_life": "7"}, "warning", "battery low"),
    ({"alerts": {"connection": "online", "battery": "low"}}, "warning", "battery low"),
    ({"alerts": None}, "ok", "Ring's newest picture"),
])
def test_what_keeps_a_camera_from_pictures_is_told(program, with_picture, device, state, words):
    with_picture.has_devices(device)
    found = examine(program, simulator=with_picture)
    assert found.code == (7 if state == "not_ok" else 0), found
    camera = found.cameras()[FRONT_DOOR]
    assert camera["state"] == state
    assert words in camera["message"]
    assert camera["name"] == "Front Door"
    assert state == "ok" or camera["hint"]


def test_a_picture_of_last_week_is_a_warning(program, service):
    service.on("/snapshots/next/", lambda _: picture(now_ms() - 8 * 86_400_000 - 3_600_000))
    found = examine(program, simulator=service)
    assert found.code == 0, found
    assert found.cameras()[FRONT_DOOR]["state"] == "warning"
    assert "8 days" in found.cameras()[FRONT_DOOR]["message"]


def test_the_age_of_a_picture_is_by_rings_clock(program, service):
    service.date = http_date(time.time() + 86_400)
    service.on("/snapshots/next/", lambda _: picture(now_ms() + 86_400_000 - 600_000))
    message = examine(program, simulator=service).cameras()[FRONT_DOOR]["message"]
    assert "9 min" in message or "10 min" in message


def test_a_camera_without_any_picture_is_code_7(program, service):
    found = examine(program, simulator=service)
    assert found.code == 7, found
    assert "live view" in found.cameras()[FRONT_DOOR]["hint"]


def test_the_other_interface_is_looked_at_too(program, service):
    service.on("/snapshots/next/", Answer(b"", 503))
    service.on("/clients_api/snapshots/image/", picture())
    found = examine(program, simulator=service)
    assert found.code == 0, found
    assert "does not say" in found.cameras()[FRONT_DOOR]["message"]


def test_snapshots_that_are_out_of_order_are_code_8(program, service):
    service.on("/snapshots/next/", Answer(b"", 503))
    service.on("/clients_api/snapshots/image/", Answer(b"", 502))
    assert examine(program, simulator=service).code == 8
