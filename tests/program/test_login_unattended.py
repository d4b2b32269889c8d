# SPDX-License-Identifier: Apache-2.0
"""A password in the environment or the settings: who may log in by itself, and how often."""

import hashlib
import shlex

import pytest
from conftest import CODE, DRIVEWAY, PASSWORD, USERNAME

LOGIN = {"RING_USERNAME": USERNAME, "RING_PASSWORD": PASSWORD}

both_places = pytest.mark.parametrize("where", ["environment", "settings"])


@pytest.fixture
def expired(logged_in):
    """The program with a session whose access token has to be renewed."""
    logged_in.expire_access_token()
    return logged_in


def unattended(program, simulator, where, password=PASSWORD, command=("list",)):
    """A run that finds user name and password in the environment or the settings."""
    if where == "environment":
        env = {"RING_USERNAME": USERNAME, "RING_PASSWORD": password}
        return program.run(*command, simulator=simulator, env=env)
    if not program.settings_file.exists():
        program.write_settings(RingUsername=USERNAME, RingPassword=password)
    return program.run(*command, simulator=simulator)


def test_a_password_in_the_environment_logs_an_unattended_run_in(program, start_simulator):
    simulator = start_simulator("--two-factor", "none")
    assert program.run("list", simulator=simulator, env=LOGIN).code == 0
    assert simulator.grants == ["password"]
    assert program.works(simulator)
    assert simulator.grants == ["password"]


@both_places
def test_an_unattended_password_for_which_ring_wants_a_code_ends_with_4(program, simulator, where):
    result = unattended(program, simulator, where)
    assert result.code == 4, result
    assert "ring-snapshot login" in result.stderr
    assert simulator.state()["codes_sent"] == 1


@pytest.mark.parametrize("username, password", [
    ("environment", "environment"), ("settings", "settings"), ("environment", "settings"),
    ("settings", "environment"),
])
def test_the_command_that_completes_an_unattended_login_works_as_printed(
    program, simulator, tmp_path, username, password
):
    places = {"environment": {}, "settings": {}}
    places[username]["RING_USERNAME"] = USERNAME
    places[password]["RING_PASSWORD"] = PASSWORD
    keys = {"RING_USERNAME": "RingUsername", "RING_PASSWORD": "RingPassword"}
    program.write_settings(**{keys[name]: value for name, value in places["settings"].items()})
    result = program.run("list", simulator=simulator, env=places["environment"])
    assert result.code == 4, result

    before, _, command = result.stderr.partition("ring-snapshot login")
    (tmp_path / "password").write_text(PASSWORD)
    words = shlex.split(command.splitlines()[0])
    given = {"CODE": CODE, "FILE": str(tmp_path / "password")}
    env = places["environment"] if before.endswith("in the same environment: ") else {}
    result = program.run("login", *[given.get(w, w) for w in words], simulator=simulator, env=env)
    assert result.code == 0, result
    assert simulator.state()["codes_sent"] == 1


def test_what_stands_unused_in_the_environment_costs_no_hint(program, simulator):
    result = program.run(
        "-username", USERNAME, "-password", PASSWORD, "-list", simulator=simulator, env={"RING_USERNAME": "kim"}
    )
    assert result.code == 4, result
    assert "once the code is there, run: " in result.stderr


def test_the_hint_names_the_environment_where_the_settings_name_another_account(program, simulator):
    program.write_settings(RingUsername="other@example.com", RingPassword=PASSWORD)
    result = program.run("list", simulator=simulator, env={"RING_USERNAME": USERNAME})
    assert result.code == 4, result
    assert "once the code is there, run in the same environment: " in result.stderr


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


@both_places
@pytest.mark.parametrize("command", [["list"], ["get", DRIVEWAY], ["-list"]])
def test_a_corrected_password_is_tried_once_again(program, simulator, where, command):
    simulator.set(two_factor="none")

    def run(password):
        if where == "settings" and program.settings_file.exists():
            program.change_settings(RingPassword=password)
        return unattended(program, simulator, where, password=password, command=command)

    assert run("wrong").code == 3
    assert run("wrong").code == 3
    assert simulator.grants == ["password"]
    for _ in range(2):
        assert run("wrong too").code == 3
    assert simulator.grants == ["password"] * 2
    result = run(PASSWORD)
    assert result.code == 0, result
    assert simulator.grants == ["password"] * 3
    assert not program.settings.get("RefusedPassword")


def test_what_is_kept_of_a_refused_password_does_not_confirm_a_guess(program, simulator):
    assert unattended(program, simulator, "environment", password="wrong").code == 3
    salt, kept = program.settings["RefusedPassword"].split(":")
    assert len(bytes.fromhex(salt)) == 16
    expected = hashlib.pbkdf2_hmac("sha256", b"wrong", (salt + USERNAME).encode(), 600_000, 2)
    assert bytes.fromhex(kept) == expected


def test_a_corrected_user_name_is_tried_once_again(program, simulator):
    simulator.set(two_factor="none")
    env = {"RING_USERNAME": "dema@example.com", "RING_PASSWORD": PASSWORD}
    for _ in range(2):
        assert program.run("list", simulator=simulator, env=env).code == 3
    assert simulator.grants == ["password"]
    assert program.run("list", simulator=simulator, env=LOGIN).code == 0


def test_another_password_does_not_ask_for_a_code_again(program, simulator):
    assert unattended(program, simulator, "environment").code == 4
    result = unattended(program, simulator, "environment", password="another")
    assert result.code == 4, result
    assert simulator.grants == ["password"]


@pytest.mark.parametrize("command", [["list"], ["-list"]])
def test_a_code_that_is_piped_in_counts_as_somebody_being_there(program, simulator, command):
    assert unattended(program, simulator, "environment").code == 4
    result = program.run(*command, simulator=simulator, env=LOGIN, input=CODE + "\n")
    assert result.code == 0, result
    assert program.works(simulator)


def test_a_code_in_a_file_counts_too(program, simulator, tmp_path):
    assert unattended(program, simulator, "environment").code == 4
    (tmp_path / "code").write_text(CODE + "\n")
    with open(tmp_path / "code") as file:
        result = program.run("list", simulator=simulator, env=LOGIN, stdin=file)
    assert result.code == 0, result


def test_an_empty_pipe_is_nobody(program, simulator):
    assert unattended(program, simulator, "environment").code == 4
    result = program.run("list", simulator=simulator, env=LOGIN, input="")
    assert result.code == 4, result
    assert simulator.grants == ["password"]


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
