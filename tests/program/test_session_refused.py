# SPDX-License-Identifier: Apache-2.0
"""What happens when the stored session cannot be renewed, and who may log in anew by itself."""

import re
import socket

import pytest
from conftest import CODE, DRIVEWAY, PASSWORD, USERNAME

LOGIN = {"RING_USERNAME": USERNAME, "RING_PASSWORD": PASSWORD}


@pytest.fixture
def expired(logged_in):
    """The program with a session whose access token has to be renewed."""
    logged_in.expire_access_token()
    return logged_in


def works_again(program, simulator):
    simulator.fault("token")
    return program.works(simulator)


# 401: Ring no longer accepts the refresh token


def test_a_refresh_token_that_ring_no_longer_accepts_ends_with_3(expired, simulator):
    simulator.set(revoke_refresh_tokens=True)
    result = expired.run("list", simulator=simulator)
    assert result.code == 3, result
    assert "ring-snapshot login" in result.stderr
    assert simulator.grants == ["refresh_token"]


def test_a_refused_refresh_keeps_the_settings(expired, simulator):
    before = expired.settings
    simulator.set(revoke_refresh_tokens=True)
    expired.run("list", simulator=simulator)
    assert expired.settings == before


def test_a_refused_refresh_is_not_repeated_for_each_camera(expired, simulator):
    simulator.set(revoke_refresh_tokens=True)
    result = expired.run("get", DRIVEWAY, "518000301", "518000302", simulator=simulator)
    assert result.code == 3, result
    assert simulator.grants == ["refresh_token"]


# Any other failure leaves the session as it is


@pytest.mark.parametrize(
    "fault", ["status:503*", "html*", "empty*", "garbage*", "reset*"]
)
def test_a_refresh_that_fails_otherwise_ends_with_8_and_keeps_the_session(
    expired, simulator, fault
):
    before = expired.settings
    simulator.fault("token", fault)
    result = expired.run("get", DRIVEWAY, simulator=simulator)
    assert result.code == 8, result
    assert len(simulator.requests("/oauth/token")) <= 4
    assert expired.settings == before
    assert works_again(expired, simulator)


def test_a_login_service_that_cannot_be_reached_ends_with_8_and_keeps_the_session(expired):
    before = expired.settings
    # A port that is taken, so that nobody else answers there, and refuses connections.
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}"
        result = expired.run("get", DRIVEWAY, env={"RING_SNAPSHOT_SERVER": url})
    assert result.code == 8, result
    assert expired.settings == before


def test_a_passing_fault_of_a_refresh_is_tried_again(expired, simulator):
    simulator.fault("token", "status:503")
    assert expired.works(simulator)
    assert simulator.grants == ["refresh_token"] * 2


@pytest.mark.parametrize("status", [400, 403])
def test_a_refusal_that_is_no_401_keeps_the_session(expired, simulator, status):
    simulator.fault("token", f"status:{status}*")
    result = expired.run("list", simulator=simulator)
    assert result.code not in (0, 3), result
    assert works_again(expired, simulator)


# 406: the other encoding


def test_a_refresh_that_gets_a_406_is_repeated_once_in_the_other_encoding(expired, simulator):
    simulator.fault("token", "status:406")
    assert expired.works(simulator)
    kinds = [r["body"]["kind"] for r in simulator.requests("/oauth/token")]
    assert kinds == ["json", "form"]


def test_the_encoding_that_worked_is_remembered(expired, simulator):
    simulator.fault("token", "status:406")
    assert expired.works(simulator)
    simulator.forget_requests()
    expired.expire_access_token()
    assert expired.works(simulator)
    assert [r["body"]["kind"] for r in simulator.requests("/oauth/token")] == ["form"]


def test_an_encoding_remembered_is_given_up_when_it_is_refused(expired, simulator):
    for kinds in (["json", "form"], ["form", "json"]):
        simulator.forget_requests()
        simulator.fault("token", "status:406")
        assert expired.works(simulator)
        assert [r["body"]["kind"] for r in simulator.requests("/oauth/token")] == kinds
        expired.expire_access_token()


def test_a_406_in_both_encodings_ends_with_8_and_never_costs_the_session(
    program, start_simulator
):
    simulator = start_simulator("--refuse-refresh")
    program.log_in(simulator)
    program.expire_access_token()
    before = program.settings
    result = program.run("list", simulator=simulator, env=LOGIN)
    assert result.code == 8, result
    assert simulator.grants == ["refresh_token"] * 2
    assert program.settings["RingRefreshToken"] == before["RingRefreshToken"]


# 429


def test_a_throttled_refresh_ends_with_5_and_says_how_long_to_wait(expired, simulator):
    simulator.fault("token", "429:240*")
    result = expired.run("list", simulator=simulator)
    assert result.code == 5, result
    assert re.search(r"\b[34] min", result.stderr), result
    assert len(simulator.requests("/oauth/token")) == 1


def test_a_throttled_refresh_keeps_the_session(program, start_simulator):
    simulator = start_simulator("--refresh-limit", 1)
    program.log_in(simulator)
    program.expire_access_token()
    assert program.works(simulator)
    program.expire_access_token()
    before = program.settings
    assert program.run("list", simulator=simulator).code == 5
    assert program.settings["RingRefreshToken"] == before["RingRefreshToken"]


# A password in the environment or the settings


def test_a_password_in_the_environment_logs_an_unattended_run_in(program, start_simulator):
    simulator = start_simulator("--two-factor", "none")
    assert program.run("list", simulator=simulator, env=LOGIN).code == 0
    assert simulator.grants == ["password"]
    assert program.works(simulator)
    assert simulator.grants == ["password"]


def unattended(program, simulator, where, password=PASSWORD, command=("list",)):
    """A run that finds user name and password in the environment or the settings."""
    if where == "environment":
        env = {"RING_USERNAME": USERNAME, "RING_PASSWORD": password}
        return program.run(*command, simulator=simulator, env=env)
    if not program.settings_file.exists():
        program.write_settings(RingUsername=USERNAME, RingPassword=password)
    return program.run(*command, simulator=simulator)


both_places = pytest.mark.parametrize("where", ["environment", "settings"])


@both_places
def test_an_unattended_password_for_which_ring_wants_a_code_ends_with_4(program, simulator, where):
    result = unattended(program, simulator, where)
    assert result.code == 4, result
    assert "ring-snapshot login" in result.stderr
    assert simulator.state()["codes_sent"] == 1


@both_places
@pytest.mark.parametrize("command", [["list"], ["get", DRIVEWAY], ["-list"]])
def test_later_unattended_runs_end_with_4_and_no_request(program, simulator, where, command):
    assert unattended(program, simulator, where).code == 4
    assert simulator.grants == ["password"]
    simulator.forget_requests()
    for _ in range(2):
        result = unattended(program, simulator, where, command=command)
        assert result.code == 4, result
    assert simulator.requests() == []
    assert simulator.state()["codes_sent"] == 1


@both_places
def test_an_unattended_password_that_ring_refuses_ends_with_3(program, simulator, where):
    result = unattended(program, simulator, where, password="wrong")
    assert result.code == 3, result
    assert len(simulator.requests("/oauth/token")) == 1


@both_places
@pytest.mark.parametrize("command", [["list"], ["get", DRIVEWAY], ["-list"]])
def test_after_a_refusal_later_unattended_runs_end_with_3_and_no_request(
    program, simulator, where, command
):
    assert unattended(program, simulator, where, password="wrong").code == 3
    assert simulator.grants == ["password"]
    simulator.forget_requests()
    for _ in range(2):
        result = unattended(program, simulator, where, password="wrong", command=command)
        assert result.code == 3, result
    assert simulator.requests() == []


def test_a_login_by_a_person_allows_unattended_logins_again(program, simulator):
    assert unattended(program, simulator, "environment").code == 4
    program.log_in(simulator)
    assert program.works(simulator)
    assert program.run("logout").code == 0
    simulator.set(two_factor="none")
    assert unattended(program, simulator, "environment").code == 0


def test_a_fault_of_the_service_does_not_use_up_the_one_try(program, start_simulator):
    simulator = start_simulator("--two-factor", "none")
    simulator.fault("token", "status:503*")
    assert unattended(program, simulator, "environment").code == 8
    simulator.fault("token")
    assert unattended(program, simulator, "environment").code == 0


def test_an_unattended_run_with_the_code_in_the_environment_logs_in(program, simulator):
    result = program.run("list", simulator=simulator, env={**LOGIN, "RING_2FA_CODE": CODE})
    assert result.code == 0, result
    assert simulator.grants == ["password"]
    assert simulator.state()["codes_sent"] == 0


@both_places
def test_a_session_refused_with_401_is_never_replaced_by_a_password_login_unattended(
    expired, simulator, where
):
    simulator.set(revoke_refresh_tokens=True, two_factor="none")
    if where == "settings":
        expired.change_settings(RingUsername=USERNAME, RingPassword=PASSWORD)
    env = LOGIN if where == "environment" else {}
    for command in (["list"], ["get", DRIVEWAY], ["-list"]):
        result = expired.run(*command, simulator=simulator, env=env)
        assert result.code == 3, result
    assert set(simulator.grants) == {"refresh_token"}


def test_without_session_and_password_it_ends_with_3_and_no_request(program, simulator):
    for command in (["list"], ["get", DRIVEWAY], ["get", "--all"]):
        result = program.run(*command, simulator=simulator)
        assert result.code == 3, result
        assert "ring-snapshot login" in result.stderr
    assert simulator.requests() == []
