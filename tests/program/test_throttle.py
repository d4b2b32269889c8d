# SPDX-License-Identifier: Apache-2.0
"""Pauses that Ring asks for: waited out when they are short, remembered when they are long."""

import datetime
import json
import re
import time

import pytest
from conftest import CODE, FRONT_DOOR, PASSWORD, USERNAME
from scripted_service import Answer, now_ms, picture

TOKENS = {
    "access_token": "new-access-token",
    "refresh_token": "new-refresh-token",
    "expires_in": 3600,
    "token_type": "Bearer",
}
TOO_MANY_CODES = Answer(
    {
        "error": "error requesting 2fa service to send code",
        "error_description": "too many requests from dependency service",
    },
    400,
)


def busy(seconds, status=429):
    return Answer({"error": "Too Many Requests"}, status, headers={"Retry-After": str(seconds)})


def log_in(program, service, *options):
    return program.run(
        "login", "--username", USERNAME, *options,
        simulator=service, env={"RING_PASSWORD": PASSWORD},
    )


def cooldown_file(program):
    return program.settings_file.with_name("Settings.json.cooldowns")


def let_time_pass(program):
    """As if all pauses were over."""
    file = cooldown_file(program)
    file.write_text(json.dumps({door: now_ms() - 1 for door in json.loads(file.read_text())}))


def assert_that_nothing_is_sent(program, service, *arguments, **options):
    service.wait_until_idle()
    before = len(service.requests)
    result = program.run(*arguments, simulator=service, **options)
    assert result.code == 5, result
    assert "Ring asked us to wait until" in result.stderr, result
    assert re.search(r"wait [1-9]\d* (s|min)\b", result.stderr), result
    assert len(service.requests) == before
    return result


# The API


def test_a_long_pause_of_the_api_ends_the_run_and_later_ones_send_nothing(program, service):
    service.on("/snapshots/next/", busy(120))
    service.on("/clients_api/snapshots/", busy(120))
    result = program.run("get", FRONT_DOOR, simulator=service)
    assert result.code == 5, result
    assert "wait 2 min" in result.stderr
    for arguments in ["get", FRONT_DOOR], ["get", FRONT_DOOR, "--fresh"], ["list"], ["get", "--all"]:
        assert_that_nothing_is_sent(program, service, *arguments)


def test_when_the_pause_is_over_the_next_run_works(program, service):
    service.on("/snapshots/next/", busy(120))
    assert program.run("get", FRONT_DOOR, simulator=service).code == 5
    let_time_pass(program)
    service.on("/snapshots/next/", picture(now_ms()))
    assert program.run("get", FRONT_DOOR, simulator=service).code == 0


def test_a_long_pause_of_the_device_list_is_remembered(program, service):
    service.on("/clients_api/ring_devices", busy(100))
    assert program.run("list", simulator=service).code == 5
    assert_that_nothing_is_sent(program, service, "get", FRONT_DOOR)


def test_a_long_pause_with_a_5xx_of_both_interfaces_is_one_as_well(program, service):
    service.on("/snapshots/next/", busy(120, 503))
    service.on("/clients_api/snapshots/", busy(120, 503))
    assert program.run("get", FRONT_DOOR, "--retries", 1, simulator=service).code == 5
    assert_that_nothing_is_sent(program, service, "get", FRONT_DOOR)


def test_an_interface_that_is_down_for_long_closes_nothing_while_the_other_works(program, service):
    service.on("/snapshots/next/", busy(120, 503))
    service.on("/clients_api/snapshots/image/", picture())
    assert program.run("get", FRONT_DOOR, simulator=service).code == 0
    assert not cooldown_file(program).exists()


def test_a_pause_longer_than_the_wait_for_a_fresh_picture_is_remembered(program, service):
    service.on("/snapshots/next/", busy(19))
    service.on("/clients_api/snapshots/", busy(19))
    result = program.run("get", FRONT_DOOR, "--fresh", "--wait", "3s", simulator=service)
    assert result.code == 5, result
    assert_that_nothing_is_sent(program, service, "get", FRONT_DOOR)


def wake_pause(service, seconds=120):
    """A service that has a picture of an hour ago and wants no camera to be woken."""
    service.on(
        "/snapshots/next/",
        lambda r: busy(seconds, 503) if r.wakes else picture(now_ms() - 3_600_000),
    )


def test_a_long_pause_of_what_wakes_a_camera_leaves_the_cached_picture(program, service):
    wake_pause(service)
    result = program.run("get", FRONT_DOOR, "--fresh", "--json", simulator=service)
    assert result.code == 0, result
    assert result.objects[0]["fresh"] is False
    assert "not fresh" in result.stderr and "woken for 2 min" in result.stderr
    assert len(program.pictures) == 1
    assert list(json.loads(cooldown_file(program).read_text())) == ["waking", "waking_pause"]


def test_a_pause_for_waking_closes_nothing_else(program, service):
    wake_pause(service)
    program.run("get", FRONT_DOOR, "--fresh", simulator=service)
    del service.requests[:]
    assert program.run("get", FRONT_DOOR, simulator=service).code == 0
    assert program.run("get", FRONT_DOOR, "--fresh", simulator=service).code == 0
    assert [r for r in service.requests if r.wakes] == []
    status = program.run("status")
    assert "Ring wants no cameras woken" in status.stdout
    let_time_pass(program)
    program.run("get", FRONT_DOOR, "--fresh", simulator=service)
    assert len([r for r in service.requests if r.wakes]) == 1


def test_when_only_fresh_ones_count_a_pause_for_waking_is_the_reason_for_none(program, service):
    wake_pause(service)
    result = program.run("get", FRONT_DOOR, "--require-fresh", simulator=service)
    assert result.code == 7, result
    assert "woken for 2 min" in result.stderr
    assert program.pictures == []
    assert program.run("get", FRONT_DOOR, "--require-fresh", simulator=service).code == 7
    assert len([r for r in service.requests if r.wakes]) == 1


def test_a_watch_that_is_to_end_sends_nothing_during_a_pause(program, service):
    cooldown_file(program).write_text(json.dumps({"api": now_ms() + 100_000}))
    assert_that_nothing_is_sent(program, service, "watch", FRONT_DOOR, "--count", 1)


def test_the_doctor_sends_nothing_to_what_is_closed(program, service):
    cooldown_file(program).write_text(json.dumps({"api": now_ms() + 100_000}))
    result = program.run("doctor", simulator=service)
    assert result.code == 5, result
    assert "Ring asked us to wait until " in result.stdout
    assert service.requests == []


def test_the_doctor_renews_nothing_while_renewals_are_closed(program, service):
    program.expire_access_token()
    cooldown_file(program).write_text(json.dumps({"tokens": now_ms() + 100_000}))
    result = program.run("doctor", simulator=service)
    assert result.code == 5, result
    assert "Ring asked us to wait until " in result.stdout
    assert service.to("/oauth") == []


def test_status_tells_of_the_pauses(program, service):
    assert program.run("status", "--json").objects[0]["cooldowns"] == {
        "codes": None, "tokens": None, "api": None, "waking": None,
    }
    cooldown_file(program).write_text(json.dumps({"api": now_ms() + 100_000, "codes": 1}))
    result = program.run("status")
    assert result.code == 0
    assert "Ring wants no pictures until" in result.stdout and "(1 min 3" in result.stdout
    assert "logins" not in result.stdout
    cooldowns = program.run("status", "--json").objects[0]["cooldowns"]
    until = datetime.datetime.fromisoformat(cooldowns["api"]).timestamp()
    assert 0 < until - time.time() <= 100
    assert cooldowns["codes"] is None


def test_status_and_logout_need_no_service_and_work_during_a_pause(program, service):
    doors = {door: now_ms() + 100_000 for door in ("codes", "tokens", "api")}
    cooldown_file(program).write_text(json.dumps(doors))
    assert program.run("status", simulator=service).code == 0
    assert program.run("logout", simulator=service).code == 0
    assert service.requests == []


# Renewing the access


@pytest.mark.parametrize(
    "status, seconds", [(429, 100), (429, 12), (503, 100), (406, 100), (403, 100)]
)
def test_any_pause_of_the_login_service_is_remembered_for_renewals(
    program, service, status, seconds
):
    program.expire_access_token()
    before = program.settings["RingRefreshToken"]
    service.on("/oauth/token", busy(seconds, status))
    result = program.run("get", FRONT_DOOR, simulator=service)
    assert result.code == 5, result
    assert len(service.requests) == 1
    assert_that_nothing_is_sent(program, service, "get", FRONT_DOOR)
    assert program.settings["RingRefreshToken"] == before


def test_a_pause_of_renewals_does_not_stop_a_run_with_good_access(program, service):
    program.expire_access_token()
    service.on("/oauth/token", busy(100))
    assert program.run("list", simulator=service).code == 5
    program.change_settings(RingAccessTokenExpires=int(time.time()) + 3600)
    assert program.run("list", simulator=service).code == 0


def test_a_pause_of_renewals_does_not_stop_a_login_by_a_person(program, service):
    program.expire_access_token()
    service.on("/oauth/token", busy(100))
    assert program.run("list", simulator=service).code == 5
    service.on("/oauth/token", Answer(TOKENS))
    assert log_in(program, service).code == 0
    assert program.run("list", simulator=service).code == 0


def test_importing_a_token_obeys_a_pause_of_renewals(program, service):
    service.on("/oauth/token", busy(100))
    assert program.run("login", "--refresh-token", "x" * 40, simulator=service).code == 5
    assert_that_nothing_is_sent(program, service, "login", "--refresh-token", "x" * 40)


# Codes


def test_a_pause_of_logins_is_remembered_and_does_not_stop_a_good_session(program, service):
    service.on("/oauth/token", busy(100))
    assert log_in(program, service).code == 5
    assert len(service.requests) == 1
    before = len(service.requests)
    result = log_in(program, service, "--2fa-code", CODE)
    assert result.code == 5 and len(service.requests) == before
    assert program.run("list", simulator=service).code == 0


def test_too_many_codes_without_a_stated_pause_do_not_stop_a_person(program, service):
    service.on("/oauth/token", TOO_MANY_CODES)
    result = log_in(program, service)
    assert result.code == 5, result
    assert "wait 10 min" in result.stderr
    service.on("/oauth/token", Answer(TOKENS))
    assert log_in(program, service, "--2fa-code", CODE).code == 0


def test_too_many_codes_stop_unattended_runs_for_ten_minutes(program, service):
    program.write_settings(RingUsername=USERNAME, RingPassword=PASSWORD)
    service.on("/oauth/token", TOO_MANY_CODES)
    assert program.run("get", FRONT_DOOR, simulator=service).code == 5
    assert len(service.requests) == 1
    assert program.run("get", FRONT_DOOR, simulator=service).code == 5
    assert len(service.requests) == 1


# The memory of it


def test_a_time_more_than_a_day_ahead_is_ignored(program, service):
    cooldown_file(program).write_text(json.dumps({"api": now_ms() + 25 * 3_600_000}))
    assert program.run("list", simulator=service).code == 0


def test_the_memory_holds_no_secret_and_is_its_owners_alone(program, service):
    program.expire_access_token()
    service.on("/oauth/token", busy(100))
    assert program.run("list", simulator=service).code == 5
    file = cooldown_file(program)
    assert list(json.loads(file.read_text())) == ["tokens", "tokens_pause"]
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_pause_in_a_folder_that_cannot_be_written_only_ends_the_run(program, service):
    service.on("/snapshots/next/", busy(120))
    program.settings_file.parent.chmod(0o500)
    try:
        result = program.run("get", FRONT_DOOR, simulator=service)
    finally:
        program.settings_file.parent.chmod(0o700)
    assert result.code == 5, result
