# SPDX-License-Identifier: Apache-2.0
"""status and logout: both look and act here only."""

import datetime
import time

import pytest
from conftest import CODE, DRIVEWAY, PASSWORD, USERNAME


def status(program, *options, **more):
    result = program.run("status", *options, **more)
    assert result.code == 0, result
    return result


def status_json(program):
    [facts] = status(program, "--json").objects
    return facts


# status


def test_status_makes_no_request(logged_in, simulator):
    logged_in.expire_access_token()
    assert "Login" in status(logged_in, simulator=simulator).stdout
    assert simulator.requests() == []


def test_status_needs_no_service(logged_in, simulator):
    simulator.stop()
    assert "Login" in status(logged_in, simulator=simulator).stdout


def test_status_shows_the_settings_file(logged_in):
    assert str(logged_in.settings_file) in status(logged_in).stdout
    assert status_json(logged_in)["settings_file"] == str(logged_in.settings_file)


def test_status_shows_the_account_masked(logged_in):
    shown = status(logged_in).stdout
    assert "d***@e***.com" in shown
    assert USERNAME not in shown
    assert status_json(logged_in)["account"] == "d***@e***.com"


def test_status_shows_until_when_the_session_is_good(logged_in):
    until = datetime.datetime.fromisoformat(status_json(logged_in)["access_until"])
    assert until.timestamp() == logged_in.settings["RingAccessTokenExpires"]
    assert until.utcoffset() is not None
    assert "logged in (renews automatically)" in status(logged_in).stdout


def test_status_shows_until_when_a_login_is_good_that_cannot_be_renewed(logged_in):
    until = datetime.datetime.fromisoformat(status_json(logged_in)["access_until"])
    logged_in.change_settings(RingRefreshToken=None)
    shown = " ".join(status(logged_in).stdout.split())
    assert f"logged in until {until.strftime('%Y-%m-%d %H:%M')}" in shown
    logged_in.change_settings(RingAccessTokenExpires=int(time.time()) - 5)
    assert "cannot be renewed (run ring-snapshot login" in " ".join(status(logged_in).stdout.split())


def test_status_says_when_the_access_has_run_out_and_the_login_is_still_there(logged_in):
    logged_in.change_settings(RingAccessTokenExpires=int(time.time()) - 5)
    assert status_json(logged_in)["logged_in"] is True
    assert "logged in (renews automatically)" in status(logged_in).stdout


def test_status_before_any_login_says_so(program):
    shown = status(program).stdout
    assert "ring-snapshot login" in shown
    assert "not exist" in shown
    facts = status_json(program)
    assert facts["logged_in"] is False
    assert facts["settings_exist"] is False
    assert facts["account"] is None


def test_status_writes_nothing(program):
    assert status(program).stdout
    assert not program.settings_file.parent.exists()
    assert list(program.home.iterdir()) == []


def test_status_after_an_unattended_try_says_what_ring_wanted(program, simulator):
    env = {"RING_USERNAME": USERNAME, "RING_PASSWORD": PASSWORD}
    assert program.run("list", simulator=simulator, env=env).code == 4
    assert "two-factor" in status(program).stdout
    program.settings_file.unlink()
    env["RING_PASSWORD"] = "wrong"
    assert program.run("list", simulator=simulator, env=env).code == 3
    assert "refused" in status(program).stdout


def test_status_of_broken_settings_ends_with_9(program):
    program.settings_file.parent.mkdir()
    program.settings_file.write_text("{")
    result = program.run("status")
    assert result.code == 9, result
    assert "Settings.json" in result.stderr


def test_status_shows_no_token(logged_in):
    shown = status(logged_in, "--verbose").stdout + status(logged_in, "--json").stdout
    assert logged_in.settings["RingRefreshToken"] not in shown
    assert logged_in.settings["RingAccessToken"] not in shown


# logout


def test_logout_forgets_the_session(logged_in, simulator):
    tokens = [logged_in.settings[key] for key in ("RingRefreshToken", "RingAccessToken")]
    result = logged_in.run("logout", simulator=simulator)
    assert result.code == 0, result
    for file in logged_in.settings_file.parent.iterdir():
        for token in tokens:
            assert token not in file.read_text()
    result = logged_in.run("list", simulator=simulator)
    assert result.code == 3, result
    assert status_json(logged_in)["logged_in"] is False


def test_logout_makes_no_request(logged_in, simulator):
    assert logged_in.run("logout", simulator=simulator).code == 0
    assert not logged_in.settings.get("RingRefreshToken")
    assert simulator.requests() == []


def test_logout_keeps_the_options_that_are_remembered(logged_in, simulator):
    assert logged_in.run("get", DRIVEWAY, "--retries", "5", "--save", simulator=simulator).code == 0
    logged_in.change_settings(Unknown="kept")
    before = logged_in.settings
    assert logged_in.run("logout").code == 0
    after = logged_in.settings
    for key in ("RingDeviceId", "MaximumRetries", "RingHardwareId", "Unknown"):
        assert after[key] == before[key]


def test_logout_without_a_login_is_no_error(program):
    result = program.run("logout")
    assert result.code == 0, result
    assert "no stored login" in result.stderr


def test_a_second_logout_is_no_error(logged_in):
    assert logged_in.run("logout").code == 0
    result = logged_in.run("logout")
    assert result.code == 0, result
    assert "no stored login" in result.stderr


def test_logout_takes_a_password_out_of_the_settings(program):
    program.write_settings(RingUsername=USERNAME, RingPassword=PASSWORD)
    assert program.run("logout").code == 0
    assert PASSWORD not in program.settings_file.read_text()


def test_logout_removes_the_state_of_a_login_that_waits_for_its_code(program, simulator):
    login = ["login", "--username", USERNAME, "--flow", "browser"]
    env = {"RING_PASSWORD": PASSWORD}
    assert program.run(*login, simulator=simulator, env=env).code == 4
    assert program.run("logout").code == 0
    simulator.forget_requests()
    result = program.run(*login, "--2fa-code", CODE, simulator=simulator, env=env)
    assert result.code == 0, result
    assert simulator.requests("/oauth/v2/signin")


def test_logout_says_how_to_end_the_session_at_ring_as_well(logged_in):
    assert "ring-snapshot on " in logged_in.run("logout").stderr


def test_logout_writes_nothing_to_standard_output(logged_in):
    assert logged_in.run("logout").stdout == ""
    assert not logged_in.settings.get("RingRefreshToken")


@pytest.mark.parametrize("command", [["list"], ["get", DRIVEWAY], ["login", "--show-token"]])
def test_after_logout_a_command_says_that_a_login_is_needed(logged_in, simulator, command):
    assert logged_in.run("logout").code == 0
    result = logged_in.run(*command, simulator=simulator)
    assert result.code == 3, result
    assert "ring-snapshot login" in result.stderr
    assert simulator.requests() == []
