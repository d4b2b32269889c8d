# SPDX-License-Identifier: Apache-2.0
"""Prompts forgive: a slip is asked again and never ends a login."""

import signal

import pytest
from conftest import CODE, PASSWORD, USERNAME
from scripted_service import Answer, ScriptedService
from test_login_terminal import Terminal

EMAIL_PROMPT = "E-mail address of your Ring account: "
PASSWORD_PROMPT = "Password [(]not shown[)]: "
BY_TEXT = r"Code from your text message \(Enter: send a new one\): "
ENTER, CTRL_C, CTRL_D = "\r", "\x03", "\x04"


@pytest.fixture
def terminal(program, simulator):
    started = []

    def start(*arguments, service=simulator, **env):
        started.append(Terminal(program, service, *arguments, env=env))
        return started[-1]

    yield start
    for one in started:
        one.child.close(force=True)


def press(at, prompt, *keys):
    """Presses each key at a prompt of its own."""
    for key in keys:
        at.expect(prompt)
        if prompt == PASSWORD_PROMPT:
            assert at.child.waitnoecho(timeout=20)
        at.child.send(key)


def test_slips_at_each_prompt_are_asked_again(terminal, program, simulator):
    at = terminal("login")
    press(at, EMAIL_PROMPT, ENTER, CTRL_D, "demo\r", ENTER, f"  <{USERNAME}> \r")
    assert "needs an @" in at.shown
    press(at, PASSWORD_PROMPT, ENTER, CTRL_D, PASSWORD + "\r")
    press(at, BY_TEXT, CTRL_D, CTRL_D, "12\r", "code\x0fabc\r", f" {CODE[:3]} {CODE[3:]}\r")
    assert at.end() == 0, at.shown
    assert simulator.state()["codes_sent"] == 1
    assert len(simulator.requests("/oauth/token")) == 2
    assert program.settings["RingUsername"] == USERNAME
    assert USERNAME in at.shown
    assert PASSWORD not in at.shown


@pytest.mark.parametrize("key", [ENTER, CTRL_D])
@pytest.mark.parametrize("prompt, given", [
    (EMAIL_PROMPT, []), (PASSWORD_PROMPT, ["--username", USERNAME]),
])
def test_three_slips_in_a_row_end_with_4(terminal, simulator, prompt, given, key):
    at = terminal("login", *given)
    press(at, prompt, key, key, key)
    assert at.end() == 4, at.shown
    assert "three times in a row" in at.shown
    assert at.echoes()
    assert simulator.requests() == []


def test_three_times_ctrl_d_at_the_code_ends_with_4(terminal):
    at = terminal("login", "--username", USERNAME, RING_PASSWORD=PASSWORD)
    press(at, BY_TEXT, CTRL_D, CTRL_D, CTRL_D)
    assert at.end() == 4, at.shown


def test_a_refused_password_can_be_typed_three_times(terminal, program, simulator):
    at = terminal("login", "--username", USERNAME)
    press(at, PASSWORD_PROMPT, "wrong\r", "wrong again\r", PASSWORD + "\r")
    assert at.shown.count("That e-mail address or password is wrong") == 2
    press(at, BY_TEXT, CODE + "\r")
    assert at.end() == 0, at.shown
    assert program.works(simulator)


def test_the_third_refused_password_ends_with_3(terminal):
    at = terminal("login", "--username", USERNAME)
    press(at, PASSWORD_PROMPT, "wrong\r", "wrong again\r", "and again\r")
    assert at.end() == 3, at.shown


def test_a_refused_password_that_was_not_typed_is_not_asked_for(terminal):
    at = terminal("login", "--username", USERNAME, RING_PASSWORD="wrong")
    assert at.end() == 3, at.shown


def test_enter_at_the_code_is_too_early_before_ring_sends_another(terminal, simulator):
    at = terminal("login", "--username", USERNAME, RING_PASSWORD=PASSWORD)
    press(at, BY_TEXT, ENTER, ENTER, ENTER, ENTER, CODE + "\r")
    assert at.end() == 0, at.shown
    assert "Ring sends another code in" in at.shown
    assert simulator.state()["codes_sent"] == 1


def test_an_authenticator_app_is_never_asked_for_a_new_code(terminal, start_simulator):
    simulator = start_simulator("--two-factor", "totp")
    at = terminal("login", "--username", USERNAME, service=simulator, RING_PASSWORD=PASSWORD)
    press(at, "Code from your authenticator app: ", ENTER, ENTER, CODE + "\r")
    assert at.end() == 0, at.shown
    assert "authenticator app shows the code" in at.shown
    assert len(simulator.requests("/oauth/token")) == 2


class CodeService(ScriptedService):
    """Wants a code, and sends another as soon as it is asked to."""

    def __init__(self):
        super().__init__()
        self.codes_sent = 0
        self.on("/oauth/token", self.token)

    def token(self, request):
        if request.headers.get("2fa-code"):
            if request.headers["2fa-code"] == str(111110 + self.codes_sent):
                return Answer({"access_token": "a", "refresh_token": "r", "expires_in": 3600})
            return Answer({"error": "Verification Code is invalid or expired"}, 400)
        self.codes_sent += 1
        return Answer({"tsv_state": "sms", "phone": "+1x89", "next_time_in_secs": 0}, 412)


@pytest.fixture
def code_service():
    service = CodeService()
    yield service
    service.stop()


def test_enter_at_the_code_has_a_new_one_sent_twice(terminal, code_service):
    at = terminal("login", "--username", USERNAME, service=code_service, RING_PASSWORD=PASSWORD)
    press(at, BY_TEXT, ENTER)
    at.expect("Ring sent a new code by text message to [+]1x89")
    press(at, BY_TEXT, "111111\r")
    at.expect("wrong or expired")
    press(at, BY_TEXT, ENTER)
    press(at, "Code from your text message: ", ENTER, "111113\r")
    assert at.end() == 0, at.shown
    assert code_service.codes_sent == 3
    assert "No more codes are sent in this login" in at.shown


@pytest.mark.parametrize("prompt, given", [
    (EMAIL_PROMPT, []), (PASSWORD_PROMPT, ["--username", USERNAME]),
    (BY_TEXT, ["--username", USERNAME, "--password", PASSWORD]),
])
def test_the_message_of_ctrl_c_stands_on_a_line_of_its_own(terminal, prompt, given):
    at = terminal("login", *given)
    press(at, prompt, CTRL_C)
    assert at.end() == 130, at.shown
    assert at.shown.splitlines()[-1] == "stopped while waiting for input"


@pytest.mark.parametrize("prompt, given", [
    (EMAIL_PROMPT, []), (PASSWORD_PROMPT, ["--username", USERNAME]),
    (BY_TEXT, ["--username", USERNAME, "--password", PASSWORD]),
])
def test_a_hang_up_ends_with_4(terminal, prompt, given):
    at = terminal("login", *given)
    at.expect(prompt)
    at.child.kill(signal.SIGHUP)
    assert at.end() == 4, at.shown


@pytest.mark.parametrize("answer", ["y", "YES", " yes ", "", "n", "No"])
def test_a_question_takes_yes_and_no_and_enter(terminal, answer):
    at = terminal()
    press(at, r"Log in now\? \[Y/n\] ", "maybe\r", "nein\r", CTRL_D, answer + "\r")
    if answer.lower().startswith("n"):
        assert at.end() == 0, at.shown
        assert "Usage" in at.shown or "ring-snapshot login" in at.shown
    else:
        at.expect(EMAIL_PROMPT)
    assert at.shown.count("Please answer yes or no") == 2


def test_a_code_from_a_pipe_that_cannot_be_one_costs_no_try(program, simulator):
    result = program.run("login", "--username", USERNAME, simulator=simulator, input="no code here\n",
                         env={"RING_PASSWORD": PASSWORD})
    assert result.code == 4, result
    assert "not a two-factor code" in result.stderr
    assert len(simulator.requests("/oauth/token")) == 1


def test_a_code_from_a_pipe_is_cleaned(program, simulator):
    result = program.run("login", "--username", USERNAME, simulator=simulator,
                         input=f" {CODE[:3]}-{CODE[3:]}\r\n", env={"RING_PASSWORD": PASSWORD})
    assert result.code == 0, result
