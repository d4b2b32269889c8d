# SPDX-License-Identifier: Apache-2.0
"""The stored session: when it is renewed, and that no token is ever lost."""

import signal
import time

import pytest
from conftest import DRIVEWAY


def gets(program, simulator, *options):
    """Whether a run without any login data saves a picture."""
    result = program.run("get", DRIVEWAY, *options, simulator=simulator)
    return result.code == 0 and (program.work / result.stdout.strip()).is_file()


# The access token is re-used


def test_runs_while_the_access_token_is_good_ask_for_no_token(logged_in, simulator):
    for _ in range(3):
        assert gets(logged_in, simulator)
        assert logged_in.works(simulator)
    assert simulator.grants == []


def test_a_run_while_the_access_token_is_good_leaves_the_settings_alone(logged_in, simulator):
    before = logged_in.settings_file.read_bytes()
    assert gets(logged_in, simulator)
    assert logged_in.settings_file.read_bytes() == before


def test_a_cached_get_with_a_good_session_makes_two_requests_or_fewer(logged_in, simulator):
    assert gets(logged_in, simulator)
    assert len(simulator.requests()) <= 2


def test_an_expired_access_token_is_renewed_once(logged_in, simulator):
    logged_in.expire_access_token()
    assert gets(logged_in, simulator, "--fresh")
    assert simulator.grants == ["refresh_token"]


@pytest.mark.parametrize(
    "life, left, renewed",
    [(3600, 50, True), (3600, 75, False), (100, 5, True), (100, 20, False)],
)
def test_the_margin_is_a_tenth_of_the_life_and_60_seconds_at_most(
    program, start_simulator, life, left, renewed
):
    simulator = start_simulator("--access-token-life", life)
    program.log_in(simulator)
    program.change_settings(RingAccessTokenExpires=int(time.time()) + left)
    assert gets(program, simulator)
    assert simulator.grants == (["refresh_token"] if renewed else [])


def test_a_token_just_obtained_is_used_however_short_its_life(program, start_simulator):
    simulator = start_simulator("--access-token-life", 2)
    program.log_in(simulator)
    program.expire_access_token()
    assert gets(program, simulator)
    assert simulator.grants == ["refresh_token"]


def test_a_token_without_a_stated_life_is_kept(program, simulator):
    simulator.fault("token", "no-expires")
    program.log_in(simulator)
    assert gets(program, simulator)
    assert simulator.grants == []


def test_a_clock_far_behind_the_service_does_no_harm(program, start_simulator):
    simulator = start_simulator("--clock-offset", 3 * 365 * 86400)
    program.log_in(simulator)
    assert gets(program, simulator, "--fresh")
    assert simulator.grants == []


def test_a_refresh_names_this_client_and_its_hardware_id(logged_in, simulator):
    logged_in.expire_access_token()
    assert gets(logged_in, simulator)
    [refresh] = simulator.requests("/oauth/token")
    assert refresh["body"]["values"]["client_id"] == "ring_official_android"
    assert refresh["headers"]["hardware_id"] == logged_in.settings["RingHardwareId"]
    assert refresh["headers"]["user-agent"] == "android:com.ringapp"


# The refresh token is replaced at each use


def test_the_new_refresh_token_replaces_the_old_one_in_the_settings(logged_in, simulator):
    before = logged_in.settings
    logged_in.expire_access_token()
    assert gets(logged_in, simulator)
    after = logged_in.settings
    assert after["RingRefreshToken"] != before["RingRefreshToken"]
    assert after["RingAccessToken"] != before["RingAccessToken"]
    assert after["RingAccessTokenExpires"] > time.time() + 3000


def test_refresh_tokens_that_work_only_once_are_enough_for_any_number_of_runs(
    program, start_simulator
):
    simulator = start_simulator("--grace", 0)
    program.log_in(simulator)
    for _ in range(4):
        program.expire_access_token()
        assert gets(program, simulator)
    assert simulator.grants == ["refresh_token"] * 4


def test_the_new_refresh_token_is_on_disk_before_the_session_is_used(program, start_simulator):
    simulator = start_simulator("--grace", 0)
    program.log_in(simulator)
    program.expire_access_token()
    simulator.fault("next", "hang*")
    process = program.start("get", DRIVEWAY, simulator=simulator)
    simulator.wait_for_request("/snapshots/next")
    process.kill()
    process.communicate()
    simulator.fault("next")
    program.expire_access_token()
    assert gets(program, simulator)
    assert simulator.grants == ["refresh_token"] * 2


def test_an_answer_that_was_lost_on_the_way_costs_no_login(logged_in, simulator):
    simulator.fault("token", "lost-reply")
    logged_in.expire_access_token()
    assert gets(logged_in, simulator)
    assert simulator.grants == ["refresh_token"] * 2
    logged_in.expire_access_token()
    assert gets(logged_in, simulator)


def test_an_answer_without_a_refresh_token_keeps_the_old_one(program, start_simulator):
    simulator = start_simulator("--grace", -1)
    program.log_in(simulator)
    before = program.settings["RingRefreshToken"]
    simulator.fault("token", "no-refresh-token")
    program.expire_access_token()
    assert gets(program, simulator)
    assert program.settings["RingRefreshToken"] == before


def test_eight_runs_at_the_same_time_make_one_refresh(program, start_simulator):
    simulator = start_simulator("--grace", 0, "--latency", 50)
    program.log_in(simulator)
    program.expire_access_token()
    runs = [program.start("list", simulator=simulator) for _ in range(8)]
    codes = [(run.communicate(timeout=60), run.returncode)[1] for run in runs]
    assert codes == [0] * 8
    assert simulator.grants == ["refresh_token"]


def test_eight_runs_wait_for_one_refresh_that_takes_a_second(program, start_simulator):
    simulator = start_simulator("--grace", 0)
    program.log_in(simulator)
    program.expire_access_token()
    simulator.fault("token", "delay:1000")
    runs = [program.start("get", DRIVEWAY, simulator=simulator) for _ in range(8)]
    codes = [(run.communicate(timeout=60), run.returncode)[1] for run in runs]
    assert codes == [0] * 8
    assert simulator.grants == ["refresh_token"]
    assert len(program.pictures) == 1


def test_runs_that_waited_for_a_refresh_in_vain_make_none(program, start_simulator):
    simulator = start_simulator("--grace", 0)
    program.log_in(simulator)
    program.expire_access_token()
    simulator.fault("token", "status:503", "status:503", "status:503")
    runs = [program.start("list", simulator=simulator) for _ in range(3)]
    answers = [run.communicate(timeout=60) for run in runs]
    assert [run.returncode for run in runs] == [8] * 3
    assert len(set(answers)) == 1
    assert len(simulator.grants) == 3
    # Who comes later asks again.
    assert program.run("list", simulator=simulator).code == 0


@pytest.mark.parametrize("sent, code", [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_a_refresh_under_way_is_finished_and_stored_before_a_signal_ends_the_run(
    program, start_simulator, sent, code
):
    simulator = start_simulator("--grace", 0)
    program.log_in(simulator)
    program.expire_access_token()
    simulator.fault("token", "delay:600")
    process = program.start("list", simulator=simulator)
    simulator.wait_for_request("/oauth/token")
    process.send_signal(sent)
    _, errors = process.communicate(timeout=20)
    assert process.returncode == code, errors
    assert simulator.requests("/clients_api") == []
    program.expire_access_token()
    assert program.works(simulator)


def test_a_second_signal_ends_a_refresh_at_once(logged_in, simulator):
    logged_in.expire_access_token()
    simulator.fault("token", "hang*")
    process = logged_in.start("list", simulator=simulator)
    simulator.wait_for_request("/oauth/token")
    process.send_signal(signal.SIGTERM)
    with pytest.raises(Exception, match="timed out"):
        process.wait(timeout=0.3)
    began = time.monotonic()
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=20)
    assert time.monotonic() - began < 3
    assert process.returncode in (143, -signal.SIGTERM)


# A 401 in the middle of a run


def test_a_401_in_the_middle_of_a_run_is_cured_by_one_refresh(logged_in, simulator):
    simulator.set(revoke_access_tokens=True)
    assert gets(logged_in, simulator)
    assert simulator.grants == ["refresh_token"]


def test_several_cameras_together_refresh_once(logged_in, simulator):
    simulator.set(revoke_access_tokens=True)
    result = logged_in.run(
        "get", "31000417", "31000418", "518000222", "518000301", "518000302", "518000303",
        simulator=simulator,
    )
    assert result.code == 0, result
    assert simulator.grants == ["refresh_token"]
    assert len(logged_in.pictures) == 6


def test_a_single_stray_401_is_no_failure(logged_in, simulator):
    simulator.fault("devices", "status:401")
    assert logged_in.works(simulator)
    assert simulator.grants == ["refresh_token"]


@pytest.mark.parametrize("command", [["list"], ["get", DRIVEWAY], ["get", DRIVEWAY, "--fresh"]])
def test_a_401_that_remains_ends_with_8_and_keeps_the_session(logged_in, simulator, command):
    for route in ("devices", "locations", "next", "image", "timestamps", "update-all"):
        simulator.fault(route, "status:401*")
    began = time.monotonic()
    result = logged_in.run(*command, simulator=simulator)
    assert result.code == 8, result
    assert simulator.grants == ["refresh_token"]
    assert len(simulator.requests()) <= 12
    assert time.monotonic() - began < 5
    assert logged_in.settings["RingRefreshToken"]
    for route in ("devices", "locations"):
        simulator.fault(route)
    assert logged_in.works(simulator)


@pytest.mark.parametrize("fresh", [[], ["--fresh", "--wait", "2s"]])
def test_a_service_that_answers_401_for_ever_gets_a_bounded_number_of_requests(
    logged_in, simulator, fresh
):
    for route in ("locations", "next", "image", "timestamps", "update-all", "session"):
        simulator.fault(route, "status:401*")
    result = logged_in.run("get", "--all", *fresh, simulator=simulator)
    assert result.code == 8, result
    assert len(simulator.grants) <= 3
    assert len(simulator.requests()) <= 30
    simulator.forget_requests()
    # A watch goes on, round by round, but does not renew the access for each camera.
    result = logged_in.run("watch", "--all", *fresh, "--count", 1, simulator=simulator)
    assert result.code == 8, result
    assert len(simulator.grants) <= 3
    assert len(simulator.requests()) <= 40


# The session that clients_api wants


@pytest.fixture
def strict(start_simulator):
    return start_simulator("--require-session")


def test_a_login_registers_the_session_that_ring_wants(program, strict):
    program.log_in(strict)
    assert program.works(strict)
    assert strict.state()["sessions_created"] == 1


def test_a_404_that_names_the_hardware_id_is_cured_by_one_session(program, strict):
    program.log_in(strict)
    strict.set(forget_sessions=True)
    assert program.works(strict)
    assert strict.state()["sessions_created"] == 2


def test_a_session_made_by_another_run_is_not_made_again(program, strict):
    program.log_in(strict)
    for _ in range(3):
        assert program.works(strict)
    assert strict.state()["sessions_created"] == 1


def test_attempts_to_make_a_session_are_bounded(program, start_simulator):
    simulator = start_simulator("--require-session")
    program.log_in(simulator)
    simulator.set(forget_sessions=True)
    # The POST is answered, but makes no session.
    simulator.fault("session", "empty*")
    # The newer list needs none, so the run may well succeed.
    result = program.run("list", simulator=simulator)
    assert result.code in (0, 8), result
    assert 1 <= len(simulator.requests("/clients_api/session")) <= 4
    assert program.settings["RingRefreshToken"]


def test_a_session_that_is_lost_after_each_call_ends_in_a_bounded_number_of_requests(
    program, start_simulator
):
    simulator = start_simulator("--require-session", "--session-calls", 1)
    program.log_in(simulator)
    result = program.run("get", DRIVEWAY, "--fresh", simulator=simulator)
    assert result.code in (0, 8), result
    assert len(simulator.requests("/clients_api/session")) <= 4
    assert simulator.requests("/snapshots/next") or simulator.requests("/clients_api/snapshots")
