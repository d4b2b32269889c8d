# SPDX-License-Identifier: Apache-2.0
"""A pause that Ring asks for counts whichever request it answers, whatever the others bring."""

import time

import pytest
from conftest import CODE, FRONT_DOOR
from scripted_service import DEVICE, Answer, now_ms, picture
from test_throttle import TOKENS, assert_that_nothing_is_sent, busy, cooldown_file, log_in

OLDER = "/clients_api/snapshots/"


@pytest.mark.parametrize("route", ["image/", "timestamps"])
def test_a_watch_remembers_a_long_pause_of_the_older_interface(program, service, route):
    service.on(OLDER + route, busy(120))
    result = program.run("watch", FRONT_DOOR, "--every", "10s", "--count", 1, simulator=service)
    assert result.code == 5, result
    assert_that_nothing_is_sent(program, service, "get", FRONT_DOOR)


def test_a_long_pause_counts_though_the_other_interface_fails_without_one(program, service):
    service.on("/snapshots/next/", busy(120, 503))
    result = program.run("get", FRONT_DOOR, simulator=service)
    assert result.code == 5, result
    assert len(service.to("/snapshots/next/")) == 1
    assert_that_nothing_is_sent(program, service, "get", FRONT_DOOR)


# The capture times


def test_a_long_pause_before_a_camera_is_asked_leaves_it_asleep(program, service):
    service.on(OLDER + "timestamps", busy(120))
    service.on("/snapshots/next/", picture(now_ms()))
    result = program.run("get", FRONT_DOOR, "--fresh", simulator=service)
    assert result.code == 5, result
    assert [r.path for r in service.requests] == [OLDER + "timestamps"]
    assert_that_nothing_is_sent(program, service, "get", FRONT_DOOR)


def test_a_pause_longer_than_the_wait_is_not_slept_through_before_a_camera_is_asked(
    program, service
):
    service.on(OLDER + "timestamps", busy(19))
    result = program.run("get", FRONT_DOOR, "--fresh", "--wait", "3s", simulator=service)
    assert result.code == 5, result
    assert len(service.requests) == 1
    assert_that_nothing_is_sent(program, service, "get", FRONT_DOOR)


def test_a_short_pause_is_waited_out_before_a_camera_is_asked(program, service):
    asked = {}

    def at(name, answer):
        def note(_):
            asked.setdefault(name, time.monotonic())
            return answer() if callable(answer) else answer
        return note

    service.on(OLDER + "timestamps", at("times", busy(1)))
    service.on("/snapshots/next/", at("next", lambda: picture(now_ms() + 1500)))
    result = program.run("get", FRONT_DOOR, "--fresh", "--wait", "5s", simulator=service)
    assert result.code == 0, result
    assert asked["next"] - asked["times"] >= 1


def test_a_long_pause_does_not_cost_a_picture_that_is_there_without_its_time(program, service):
    service.on(OLDER + "timestamps", busy(120))
    service.on("/snapshots/next/", picture())
    result = program.run("get", FRONT_DOOR, simulator=service)
    assert result.code == 0, result
    assert len(program.pictures) == 1
    assert_that_nothing_is_sent(program, service, "get", FRONT_DOOR)


def test_after_a_long_pause_of_the_capture_times_no_picture_is_asked_for(program, service):
    service.on(OLDER + "timestamps", busy(120))
    service.on(OLDER + "image/", picture())
    result = program.run("get", FRONT_DOOR, simulator=service)
    assert result.code == 5, result
    assert service.to(OLDER + "image/") == []
    assert_that_nothing_is_sent(program, service, "get", FRONT_DOOR)


# Around the pictures


def test_the_doctor_remembers_a_long_pause_and_asks_for_no_further_camera(program, service):
    service.has_devices(*[{"id": 600 + i, "description": f"Camera {i}"} for i in range(20)])
    service.on("/snapshots/next/", busy(120))
    result = program.run("doctor", simulator=service)
    assert result.code == 5, result
    assert 1 <= len(service.to("/snapshots/next/")) <= 8
    assert_that_nothing_is_sent(program, service, "get", FRONT_DOOR)


def test_a_long_pause_at_the_registration_is_remembered_and_the_login_is_done(program, service):
    service.on("/oauth/token", Answer(TOKENS))
    service.on("/clients_api/session", busy(120))
    assert log_in(program, service, "--2fa-code", CODE).code == 0
    assert_that_nothing_is_sent(program, service, "get", FRONT_DOOR)


def test_a_long_pause_of_an_older_list_that_is_out_of_order_costs_no_picture(program, service):
    service.on("/clients_api/ring_devices", busy(120, 503))
    service.on("/device_info/v3/devices", Answer({"devices": [DEVICE]}))
    service.on("/snapshots/next/", lambda _: picture(now_ms()))
    for _ in range(2):
        result = program.run("get", "--all", simulator=service)
        assert result.code == 0, result
    assert len(program.pictures) == 2


# The login service


@pytest.mark.parametrize("retry_after", ["0", "Mon, 01 Jan 2024 00:00:00 GMT"])
def test_a_refusal_of_the_program_that_asks_for_no_pause_is_tried_in_another_way(
    program, service, retry_after
):
    program.expire_access_token()
    refusal = Answer({"error": "Not Acceptable"}, 406, headers={"Retry-After": retry_after})
    service.on("/oauth/token", lambda request: (
        Answer(TOKENS) if "3.113" in request.headers["user-agent"] else refusal))
    assert program.run("list", simulator=service).code == 0


def test_a_watch_does_not_ask_at_once_whatever_pause_ring_names(program, service):
    program.expire_access_token()
    service.on("/oauth/token", busy(0))
    result = program.run("watch", "--all", "--for", "2s", simulator=service, timeout=30)
    assert result.code == 5, result
    assert len(result.stderr.splitlines()) < 10, result


@pytest.mark.parametrize("status", [406, 403])
def test_a_login_that_is_refused_with_a_pause_is_not_tried_in_another_way(
    program, service, status
):
    service.on("/oauth/", busy(100, status))
    assert log_in(program, service).code == 5
    assert len(service.requests) == 1
    assert log_in(program, service, "--flow", "browser").code == 5
    assert len(service.requests) == 1
    cooldown_file(program).unlink()
    assert log_in(program, service, "--flow", "browser").code == 5
    assert len(service.requests) == 2
