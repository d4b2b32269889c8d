# SPDX-License-Identifier: Apache-2.0
"""login with user name and password: where they and the code come from, and what Ring answers."""

import re

import pytest
from conftest import CODE, PASSWORD, USERNAME
from scripted_service import Answer, ScriptedService


def log_in(program, simulator, *options, env=None, input=None):
    return program.run(
        "login", "--username", USERNAME, *options,
        simulator=simulator, env={"RING_PASSWORD": PASSWORD} if env is None else env, input=input,
    )


def assert_logged_in(result, program, simulator):
    assert result.code == 0, result
    assert program.settings["RingRefreshToken"]
    assert program.works(simulator)


# Where the password comes from


def test_the_password_comes_from_an_option(program, simulator):
    result = log_in(program, simulator, "--password", PASSWORD, "--2fa-code", CODE, env={})
    assert_logged_in(result, program, simulator)


def test_user_name_and_password_come_from_the_environment(program, simulator):
    result = program.run(
        "login", "--2fa-code", CODE,
        simulator=simulator, env={"RING_USERNAME": USERNAME, "RING_PASSWORD": PASSWORD},
    )
    assert_logged_in(result, program, simulator)
    assert program.settings["RingUsername"] == USERNAME


@pytest.mark.parametrize("ending", ["", "\n", "\r\n", "\nsecond line\n"])
def test_the_password_is_the_first_line_of_a_file(program, simulator, tmp_path, ending):
    file = tmp_path / "password"
    file.write_bytes((PASSWORD + ending).encode())
    result = log_in(program, simulator, "--password-file", file, "--2fa-code", CODE, env={})
    assert_logged_in(result, program, simulator)


def test_the_password_comes_from_standard_input(program, simulator):
    result = log_in(
        program, simulator, "--password-file", "-", "--2fa-code", CODE,
        env={}, input=PASSWORD + "\n",
    )
    assert_logged_in(result, program, simulator)


def test_password_and_code_come_from_standard_input_one_after_the_other(program, simulator):
    result = log_in(
        program, simulator, "--password-file", "-", env={}, input=f"{PASSWORD}\n{CODE}\n"
    )
    assert_logged_in(result, program, simulator)


def test_an_option_goes_before_the_environment(program, simulator):
    result = log_in(
        program, simulator, "--password", PASSWORD, "--2fa-code", CODE,
        env={"RING_USERNAME": "other@example.com", "RING_PASSWORD": "no", "RING_2FA_CODE": "0"},
    )
    assert_logged_in(result, program, simulator)


def test_a_password_of_any_characters_arrives_as_it_is(program, start_simulator):
    password = 'p&ss=wörd+%41 "\\💡'
    simulator = start_simulator("--password", password)
    result = log_in(
        program, simulator, "--2fa-code", CODE, env={"RING_PASSWORD": password}
    )
    assert_logged_in(result, program, simulator)


@pytest.mark.parametrize("missing", ["user name", "password"])
def test_what_is_missing_without_a_terminal_is_named(program, simulator, missing):
    options = ["--username", USERNAME] if missing == "password" else ["--password", PASSWORD]
    result = program.run("login", *options, simulator=simulator)
    assert result.code == 2, result
    assert missing in result.stderr
    assert simulator.requests() == []


def test_a_password_file_that_is_not_there_is_named_and_nothing_is_sent(program, simulator):
    result = log_in(program, simulator, "--password-file", "no-such-file", env={})
    assert result.code != 0
    assert "no-such-file" in result.stderr
    assert simulator.requests() == []


# Where the code comes from, and what is said


def test_the_code_comes_from_the_environment(program, simulator):
    result = log_in(
        program, simulator, env={"RING_PASSWORD": PASSWORD, "RING_2FA_CODE": CODE}
    )
    assert_logged_in(result, program, simulator)
    assert simulator.state()["codes_sent"] == 0


def test_the_code_comes_from_a_pipe(program, simulator):
    result = log_in(program, simulator, input=CODE + "\n")
    assert_logged_in(result, program, simulator)
    assert simulator.state()["codes_sent"] == 1


@pytest.mark.parametrize("ending", ["", "\r\n"])
def test_the_code_from_a_pipe_may_end_in_any_way(program, simulator, ending):
    assert_logged_in(log_in(program, simulator, input=CODE + ending), program, simulator)


@pytest.mark.parametrize(
    "kind, said",
    [("sms", "text message to +1xxxxxxxx89"), ("email", "e-mail"), ("totp", "authenticator app")],
)
@pytest.mark.parametrize("flow", ["token", "browser"])
def test_where_the_code_was_sent_is_said_on_standard_error(
    program, start_simulator, kind, said, flow
):
    simulator = start_simulator("--two-factor", kind)
    result = log_in(program, simulator, "--flow", flow, input=CODE + "\n")
    assert_logged_in(result, program, simulator)
    assert said in result.stderr
    assert said not in result.stdout


def test_a_code_given_up_front_goes_with_the_first_password_request(program, simulator):
    assert log_in(program, simulator, "--2fa-code", CODE).code == 0
    requests = simulator.requests("/oauth/token")
    assert len(requests) == 1
    assert "2fa-code" in requests[0]["header_names"]
    assert simulator.state()["codes_sent"] == 0


def test_an_account_without_two_factor_needs_no_code(program, start_simulator):
    simulator = start_simulator("--two-factor", "none")
    assert_logged_in(log_in(program, simulator), program, simulator)
    assert simulator.grants == ["password"]


@pytest.mark.parametrize("flow", ["token", "browser"])
def test_a_wrong_code_can_be_tried_again_without_a_new_code_being_requested(
    program, simulator, flow
):
    result = log_in(program, simulator, "--flow", flow, input=f"000000\n111111\n{CODE}\n")
    assert_logged_in(result, program, simulator)
    assert simulator.state()["codes_sent"] == 1


@pytest.mark.parametrize("flow, path", [("token", "/oauth/token"), ("browser", "/oauth/v2/2fa")])
def test_a_code_is_tried_three_times_in_all(program, simulator, flow, path):
    result = log_in(
        program, simulator, "--flow", flow, input=f"000000\n111111\n222222\n{CODE}\n"
    )
    assert result.code == 4, result
    wrong = [r for r in simulator.requests(path) if r["status"] == 400]
    assert len(wrong) == 3
    assert simulator.state()["codes_sent"] == 1


def test_a_wrong_code_given_up_front_can_be_tried_again(program, simulator):
    result = log_in(program, simulator, "--2fa-code", "000000", input=CODE + "\n")
    assert_logged_in(result, program, simulator)
    assert simulator.state()["codes_sent"] == 0


def test_a_wrong_code_with_nobody_to_ask_ends_with_4(program, simulator):
    result = log_in(program, simulator, "--2fa-code", "000000")
    assert result.code == 4, result
    assert len(simulator.requests("/oauth/token")) == 1
    assert simulator.state()["codes_sent"] == 0


@pytest.mark.parametrize("flow", ["auto", "token", "browser"])
def test_without_terminal_and_code_it_ends_with_4_and_says_what_to_run(program, simulator, flow):
    result = log_in(program, simulator, "--flow", flow)
    assert result.code == 4, result
    assert "--2fa-code" in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize("flow", ["auto", "token", "browser"])
def test_the_same_command_with_the_code_completes_without_a_new_one_sent(
    program, simulator, flow
):
    assert log_in(program, simulator, "--flow", flow).code == 4
    result = log_in(program, simulator, "--flow", flow, "--2fa-code", CODE)
    assert_logged_in(result, program, simulator)
    assert simulator.state()["codes_sent"] == 1


# What Ring answers


@pytest.mark.parametrize("flow", ["token", "browser"])
def test_a_wrong_password_is_refused_with_3(program, simulator, flow):
    result = log_in(program, simulator, "--flow", flow, env={"RING_PASSWORD": "wrong"})
    assert result.code == 3, result
    assert "password" in result.stderr
    assert simulator.requests("/oauth")
    assert simulator.state()["codes_sent"] == 0


@pytest.mark.parametrize("flow", ["token", "browser"])
def test_too_many_codes_requested_is_said_with_how_long_to_wait(program, simulator, flow):
    for _ in range(10):
        assert log_in(program, simulator, "--flow", flow).code == 4
    result = log_in(program, simulator, "--flow", flow)
    assert result.code == 5, result
    assert re.search(r"\b\d+ min", result.stderr), result


def test_a_wait_that_ring_names_is_said(program, simulator):
    simulator.fault("token", "429:240")
    result = log_in(program, simulator, "--2fa-code", CODE)
    assert result.code == 5, result
    assert "4 min" in result.stderr


@pytest.mark.parametrize("fault", ["status:500*", "status:503*", "html:502*", "reset*", "html*"])
def test_a_login_service_out_of_order_ends_with_8(program, simulator, fault):
    simulator.fault("token", fault)
    result = log_in(program, simulator, "--2fa-code", CODE)
    assert result.code == 8, result
    assert 1 <= len(simulator.requests("/oauth/token")) <= 3


def test_a_redirect_to_another_server_is_not_followed(program, start_simulator):
    simulator, other = start_simulator(), start_simulator()
    simulator.fault("token", f"redirect:{other.url}/oauth/token*")
    result = log_in(program, simulator, "--flow", "token", "--2fa-code", CODE)
    assert result.code == 8, result
    assert len(simulator.requests("/oauth/token")) == 1
    assert other.requests() == []


def test_the_login_is_told_on_standard_error_and_as_json_on_standard_output(program, simulator):
    result = log_in(program, simulator, "--2fa-code", CODE)
    assert result.stdout == ""
    assert str(program.settings_file) in result.stderr
    result = log_in(program, simulator, "--2fa-code", CODE, "--json")
    assert len(result.objects) == 1


def test_a_failed_login_leaves_the_old_session_as_it_was(logged_in, simulator):
    before = logged_in.settings
    assert log_in(logged_in, simulator, env={"RING_PASSWORD": "wrong"}).code == 3
    assert logged_in.settings == before
    assert logged_in.works(simulator)


def test_a_login_that_cannot_be_renewed_says_when_it_ends(program):
    service = ScriptedService()
    try:
        service.on("/oauth/token", Answer({"access_token": "scripted-access-token", "expires_in": 1800}))
        result = log_in(program, service)
        assert result.code == 0, result
        assert "this login ends in about 30 min and then wants a code again" in result.stderr
        service.on("/oauth/token", Answer({"access_token": "another", "refresh_token": "scripted-refresh-token"}))
        result = log_in(program, service)
        assert result.code == 0 and "renew" not in result.stderr, result
    finally:
        service.stop()
