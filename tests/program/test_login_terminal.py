# SPDX-License-Identifier: Apache-2.0
"""login at a terminal: what is asked, what is echoed, how it is left, what others can see."""

import pathlib
import signal
import subprocess
import sys
import termios

import pexpect
import pytest
from conftest import CODE, PASSWORD, USERNAME


# "Code from your text message (Enter: send a new one): "
CODE_PROMPT = "Code from [^:]*(: send a new one[)])?: "


class Terminal:
    """The program at a pseudo-terminal of its own."""

    def __init__(self, program, simulator, *arguments, env=None):
        self.child = pexpect.spawn(
            str(program.path), [str(a) for a in arguments],
            env=program.environment(simulator, **(env or {})), cwd=program.work,
            timeout=20, encoding="utf-8", dimensions=(24, 200),
        )
        # Without it, every answer waits for 50 ms.
        self.child.delaybeforesend = None
        self.shown = ""

    def expect(self, text):
        self.child.expect(text)
        self.shown += self.child.before + self.child.after

    def answer(self, question, line, hidden=False):
        self.expect(question)
        if hidden:
            assert self.child.waitnoecho(timeout=20), "typed characters are echoed"
        self.child.sendline(line)

    def end(self):
        self.child.expect(pexpect.EOF)
        self.shown += self.child.before
        self.child.wait()
        return self.child.exitstatus

    def echoes(self):
        flags = termios.tcgetattr(self.child.child_fd)[3]
        return bool(flags & termios.ECHO) and bool(flags & termios.ICANON)


@pytest.fixture
def terminal(program, simulator):
    started = []

    def start(*arguments, env=None):
        started.append(Terminal(program, simulator, *arguments, env=env))
        return started[-1]

    yield start
    for one in started:
        one.child.close(force=True)


def test_user_name_password_and_code_are_asked_for(terminal, program, simulator):
    at = terminal("login")
    at.answer("(?i)e-mail", USERNAME)
    at.answer("(?i)password", PASSWORD, hidden=True)
    at.answer(CODE_PROMPT, CODE)
    assert at.end() == 0, at.shown
    assert program.works(simulator)


def test_the_password_is_not_echoed(terminal):
    at = terminal("login", "--username", USERNAME)
    at.answer("(?i)password", PASSWORD, hidden=True)
    at.answer(CODE_PROMPT, CODE)
    assert at.end() == 0, at.shown
    assert PASSWORD not in at.shown
    assert at.echoes()


def test_the_terminal_is_told_where_the_code_was_sent(terminal):
    at = terminal("login", "--username", USERNAME, env={"RING_PASSWORD": PASSWORD})
    at.expect(r"text message to \+1xxxxxxxx89")
    at.answer(CODE_PROMPT, CODE)
    assert at.end() == 0, at.shown


def test_a_wrong_code_typed_can_be_typed_again(terminal, simulator):
    at = terminal("login", "--username", USERNAME, env={"RING_PASSWORD": PASSWORD})
    at.answer(CODE_PROMPT, "000000")
    at.answer("(?i)wrong[^$]*" + CODE_PROMPT, "111111")
    at.answer("(?i)wrong[^$]*" + CODE_PROMPT, CODE)
    assert at.end() == 0, at.shown
    assert simulator.state()["codes_sent"] == 1


def test_three_wrong_codes_typed_end_with_4(terminal, simulator):
    at = terminal("login", "--username", USERNAME, env={"RING_PASSWORD": PASSWORD})
    for code in ("000000", "111111", "222222"):
        at.answer(CODE_PROMPT, code)
    assert at.end() == 4, at.shown
    assert simulator.state()["codes_sent"] == 1


def test_the_old_form_asks_for_the_code_at_a_terminal(terminal, program, simulator):
    at = terminal("-username", USERNAME, "-password", PASSWORD, "-list")
    at.answer(CODE_PROMPT, CODE)
    assert at.end() == 0, at.shown
    assert "Front Door" in at.shown


@pytest.mark.parametrize("key", ["\x03"], ids=["Ctrl-C"])
def test_ctrl_c_at_the_code_prompt_ends_with_130(terminal, program, key):
    at = terminal("login", "--username", USERNAME, env={"RING_PASSWORD": PASSWORD})
    at.expect(CODE_PROMPT)
    at.child.send(key)
    assert at.end() == 130, at.shown
    assert at.echoes()
    assert not program.settings.get("RingRefreshToken")


def test_ctrl_c_at_the_password_prompt_ends_with_130_and_restores_the_echo(terminal, simulator):
    at = terminal("login", "--username", USERNAME)
    at.expect("(?i)password")
    assert at.child.waitnoecho(timeout=20)
    at.child.send("\x03")
    assert at.end() == 130, at.shown
    assert at.echoes()
    assert simulator.requests() == []


def test_sigterm_at_the_password_prompt_ends_with_143_and_restores_the_echo(terminal):
    at = terminal("login", "--username", USERNAME)
    at.expect("(?i)password")
    assert at.child.waitnoecho(timeout=20)
    at.child.kill(signal.SIGTERM)
    assert at.end() == 143, at.shown
    assert at.echoes()


# What the list of processes shows


def visible_command_line(pid):
    return pathlib.Path(f"/proc/{pid}/cmdline").read_bytes()


@pytest.fixture
def waiting(program, simulator):
    """Starts the program and returns when the code is wanted and not yet there."""
    started = []

    def start(*arguments):
        process = program.start(*arguments, simulator=simulator, stdin=subprocess.PIPE)
        started.append(process)
        while b"Ring sent a code" not in process.stderr.readline():
            assert process.poll() is None
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


linux = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


@linux
@pytest.mark.parametrize(
    "options",
    [
        ["login", "--username", USERNAME, "--password", PASSWORD],
        ["login", "--username", USERNAME, f"--password={PASSWORD}"],
        ["-username", USERNAME, "-password", PASSWORD, "-list"],
        ["--UserName", USERNAME, "--PassWord", PASSWORD, "--List"],
        ["-list", "-username", USERNAME, f"-password={PASSWORD}"],
    ],
    ids=["option", "option=", "old form", "old form, odd letter case", "old form ="],
)
def test_a_password_given_as_an_option_is_overwritten_in_the_command_line(
    waiting, program, options
):
    process = waiting(*options)
    seen = visible_command_line(process.pid)
    assert USERNAME.encode() in seen
    assert PASSWORD.encode() not in seen


@linux
def test_a_code_given_as_an_option_is_overwritten_in_the_command_line(
    program, simulator
):
    simulator.fault("token", "hang*")
    for options in (
        ["login", "--username", USERNAME, "--2fa-code", "987321"],
        ["-username", USERNAME, "-2facode", "987321", "-list"],
    ):
        process = program.start(*options, simulator=simulator, env={"RING_PASSWORD": PASSWORD})
        try:
            simulator.wait_for_request("/oauth/token")
            seen = visible_command_line(process.pid)
        finally:
            process.kill()
            process.communicate()
        assert USERNAME.encode() in seen
        assert b"987321" not in seen
        simulator.forget_requests()


@linux
def test_a_token_given_as_an_option_is_overwritten_in_the_command_line(program, simulator):
    simulator.fault("token", "hang*")
    process = program.start("login", "--refresh-token", "some-token-5", simulator=simulator)
    try:
        simulator.wait_for_request("/oauth/token")
        seen = visible_command_line(process.pid)
    finally:
        process.kill()
        process.communicate()
    assert b"--refresh-token" in seen
    assert b"some-token-5" not in seen
