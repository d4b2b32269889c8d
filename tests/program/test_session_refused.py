# SPDX-License-Identifier: Apache-2.0
"""What happens when the stored session cannot be renewed."""

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
