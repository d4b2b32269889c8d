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
    after = expired.settings
    assert after.pop("LoginEnded")
    assert after == before


def test_a_refused_refresh_is_not_repeated_for_each_camera(expired, simulator):
    simulator.set(revoke_refresh_tokens=True)
    result = expired.run("get", DRIVEWAY, "518000301", "518000302", simulator=simulator)
    assert result.code == 3, result
    assert simulator.grants == ["refresh_token"]


# Any other failure leaves the session as it is


def test_a_refresh_that_breaks_off_ends_with_8_and_keeps_the_session(expired, simulator):
    before = expired.settings
    simulator.fault("token", "reset*")
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


# 406: the other User-Agent, the other encoding


def variants(simulator):
    """How each token request was written, and by whom: ("json", "bare") …"""
    return [
        (r["body"]["kind"], "full" if ":3." in r["headers"]["user-agent"] else "bare")
        for r in simulator.requests("/oauth/token")
    ]


def test_a_refresh_that_gets_a_406_is_repeated_with_the_full_user_agent(expired, simulator):
    simulator.fault("token", "status:406")
    assert expired.works(simulator)
    assert variants(simulator) == [("json", "bare"), ("json", "full")]


def test_a_refresh_that_gets_a_406_for_its_encoding_is_repeated_in_the_other_one(
    program, start_simulator
):
    simulator = start_simulator("--refuse-encoding", "json")
    program.log_in(simulator)
    program.change_settings(RingTokenEncoding="json")
    program.expire_access_token()
    simulator.forget_requests()
    assert program.works(simulator)
    assert variants(simulator) == [("json", "bare"), ("json", "full"), ("form", "bare")]
    assert program.settings["RingTokenEncoding"] == "form"


def test_what_passed_is_remembered(expired, simulator):
    simulator.fault("token", "status:406", "status:406", "status:406")
    assert expired.works(simulator)
    simulator.forget_requests()
    expired.expire_access_token()
    assert expired.works(simulator)
    assert variants(simulator) == [("form", "full")]


def test_what_is_remembered_is_given_up_when_it_is_refused(expired, simulator):
    for expected in (["bare", "full"], ["full", "bare"]):
        simulator.forget_requests()
        simulator.fault("token", "status:406")
        assert expired.works(simulator)
        assert [user_agent for _, user_agent in variants(simulator)] == expected
        expired.expire_access_token()


def test_the_user_agent_that_passed_goes_to_all_of_ring(expired, simulator):
    simulator.fault("token", "status:406")
    assert expired.run("get", DRIVEWAY, "--fresh", simulator=simulator).code == 0
    assert expired.works(simulator)
    later = [r for r in simulator.requests() if r["route"] != "token"]
    assert {"ring-devices", "v3-devices", "next"} <= {r["route"] for r in later}
    assert {r["headers"]["user-agent"] for r in later} == {"android:com.ringapp:3.113.0(70497080)"}
    assert expired.settings["RingUserAgent"] == "full"


def test_a_406_to_everything_ends_with_8_and_never_costs_the_session(program, start_simulator):
    simulator = start_simulator("--refuse-refresh")
    program.log_in(simulator)
    program.expire_access_token()
    before = program.settings
    result = program.run("list", simulator=simulator, env=LOGIN)
    assert result.code == 8, result
    assert "home connection" in result.stderr
    assert simulator.grants == ["refresh_token"] * 4
    assert program.settings == before


def test_the_refresh_of_a_token_in_use_never_changes_the_hardware_id(expired, simulator):
    before = expired.settings
    simulator.set(refuse_hardware_id=before["RingHardwareId"])
    assert expired.run("list", simulator=simulator).code == 8
    ids = {r["headers"]["hardware_id"] for r in simulator.requests("/oauth/token")}
    assert ids == {before["RingHardwareId"]}
    assert expired.settings == before


# 400 invalid_grant: what the standard says of a dead token


def test_an_invalid_grant_ends_with_3_names_the_login_and_is_tried_again(expired, simulator):
    before = expired.settings
    simulator.fault("token", "invalid-grant*")
    result = expired.run("list", simulator=simulator)
    assert result.code == 3, result
    assert "ring-snapshot login" in result.stderr
    assert simulator.grants == ["refresh_token"]
    after = expired.settings
    assert after.pop("LoginEnded")
    assert after == before
    assert works_again(expired, simulator)


@pytest.mark.parametrize("how", ["invalid-grant*", "status:401*"])
@pytest.mark.parametrize("noticed", ["at the renewal", "at the device list"])
def test_doctor_counts_a_dead_token_to_the_login(logged_in, simulator, how, noticed):
    if noticed == "at the renewal":
        logged_in.expire_access_token()
    else:
        simulator.set(revoke_access_tokens=True)
    simulator.fault("token", how)
    result = logged_in.run("doctor", "--json", simulator=simulator)
    assert result.code == 3, result
    states = {finding["check"]: finding["state"] for finding in result.objects}
    assert states["connection"] == "ok"
    assert states["login"] == "not_ok"
    assert states["devices"] == "skipped"


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
