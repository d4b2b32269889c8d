# SPDX-License-Identifier: Apache-2.0
"""Values from outside are rarely clean: line ends, blanks, marks, quotes, UTF-16, wrapped lines.

What is meant is taken; what cannot be meant is refused by name, and nothing is sent.
"""

import pytest
from conftest import CODE, DRIVEWAY, PASSWORD, USERNAME
from test_login_terminal import Terminal

TOKEN = "eyJhbGciOiJub25lIn0.eyJpYXQiOjE3OTAwMDAwMDB9." + "from-elsewhere_" * 12


def log_in(program, simulator, *options, **env):
    environment = {"RING_USERNAME": USERNAME, "RING_PASSWORD": PASSWORD, "RING_2FA_CODE": CODE, **env}
    return program.run("login", *options, simulator=simulator, env=environment)


@pytest.mark.parametrize("variable, text", [
    ("RING_2FA_CODE", CODE + "\r"), ("RING_2FA_CODE", f" {CODE[:3]} {CODE[3:]}\r\n"),
    ("RING_2FA_CODE", f"'{CODE[:3]}-{CODE[3:]}'"), ("RING_USERNAME", f" {USERNAME}\r\n"),
    ("RING_USERNAME", f'"{USERNAME}"'), ("RING_USERNAME", f"\ufeff<{USERNAME}>\u00a0"),
    ("RING_PASSWORD", PASSWORD + "\r\n"), ("RING_PASSWORD", "\ufeff" + PASSWORD),
])
def test_a_variable_is_cleaned(program, simulator, variable, text):
    result = log_in(program, simulator, **{variable: text})
    assert result.code == 0, result
    assert len(simulator.requests("/oauth/token")) == 1
    assert program.works(simulator)


@pytest.mark.parametrize("options", [
    ["--2fa-code", "123 456"], ["--2fa-code", "123-456\r"], ["--username", f" {USERNAME} "],
    ["--username", USERNAME + "\n"], ["--password", PASSWORD + "\r\n"],
])
def test_an_option_is_cleaned(program, simulator, options):
    result = log_in(program, simulator, *options)
    assert result.code == 0, result
    assert len(simulator.requests("/oauth/token")) == 1


@pytest.mark.parametrize("name, text", [
    ("RING_USERNAME", "demo"), ("RING_USERNAME", "demo @example.com"), ("RING_2FA_CODE", "79"),
    ("RING_2FA_CODE", "code: 123456"), ("RING_PASSWORD", "two\nlines"),
    ("--username", "demo"), ("--2fa-code", "79"), ("--password", "two\nlines"),
    ("RING_SNAPSHOT_SETTINGS", "/tmp/a\nb"), ("--settings", "/tmp/a\nb"),
])
def test_what_is_still_wrong_is_refused_by_name_and_nothing_is_sent(program, simulator, name, text):
    if name.startswith("--"):
        result = log_in(program, simulator, name, text)
    else:
        result = log_in(program, simulator, **{name: text})
    assert result.code == 2, result
    assert name in result.stderr
    assert text.splitlines()[-1] not in result.stderr.replace(name, "")
    assert simulator.requests() == []


def test_a_password_keeps_its_blanks_and_quotes(program, start_simulator):
    simulator = start_simulator("--password", ' "p w" ')
    result = log_in(program, simulator, RING_PASSWORD=' "p w" \n')
    assert result.code == 0, result


@pytest.mark.parametrize("command", [
    ("login", "--refresh-token", ""), ("login", "--2fa-code", ""), ("login", "--password", ""),
    ("-list", "-2facode", ""),
])
def test_an_empty_secret_is_an_error_and_not_another_way_to_log_in(program, simulator, command):
    env = {"RING_USERNAME": USERNAME, "RING_PASSWORD": PASSWORD}
    result = program.run(*command, simulator=simulator, env=env)
    assert result.code == 2, result
    assert f"{command[-2]} is empty" in result.stderr
    assert simulator.requests() == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-16-le"])
@pytest.mark.parametrize("line_end", ["", "\n", "\r\n"])
def test_a_password_file_is_read_as_other_systems_write_it(program, simulator, encoding, line_end):
    file = program.work / "password"
    file.write_bytes((PASSWORD + line_end).encode(encoding))
    result = log_in(program, simulator, "--password-file", file, RING_PASSWORD=None)
    assert result.code == 0, result


@pytest.mark.parametrize("content", [b"", b"\n", b"p\xe4ssword\n", b"pass\x07word"])
def test_a_password_file_that_holds_none_is_refused(program, simulator, content):
    file = program.work / "password"
    file.write_bytes(content)
    result = log_in(program, simulator, "--password-file", file, RING_PASSWORD=None)
    assert result.code == 2, result
    assert "--password-file" in result.stderr
    assert simulator.requests() == []


def test_a_folder_as_password_file_is_a_usage_error(program, simulator):
    result = log_in(program, simulator, "--password-file", program.work, RING_PASSWORD=None)
    assert result.code == 2, result
    assert simulator.requests() == []


@pytest.mark.parametrize("pieces", [80, 64, 30])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\n  "])
def test_a_token_that_was_wrapped_is_read_whole(program, start_simulator, pieces, line_end):
    simulator = start_simulator("--refresh-token", TOKEN)
    lines = [TOKEN[i:i + pieces] for i in range(0, len(TOKEN), pieces)]
    result = program.run("login", "--refresh-token", "-", simulator=simulator,
                         input=line_end.join(lines) + "\n")
    assert result.code == 0, result
    assert program.works(simulator)


@pytest.mark.parametrize("text", [TOKEN[:10], TOKEN[:19], TOKEN[:30], "eyJydCI6ImV5SmhiR2NpT2lKdWI"])
def test_a_token_that_was_cut_is_refused_and_nothing_is_sent(program, simulator, text):
    for given in (["-"], [text]):
        result = program.run("login", "--refresh-token", *given, simulator=simulator, input=text + "\n")
        assert result.code == 2, result
        assert "not whole" in result.stderr
    assert simulator.requests() == []


def paste(program, simulator, text):
    """Pastes `text` at the prompt for a token."""
    at = Terminal(program, simulator, "login", "--refresh-token", "-")
    at.expect("(?i)token")
    assert at.child.waitnoecho(timeout=20)
    at.child.send(text)
    return at


@pytest.mark.parametrize("length", [4784, 1030, 20])
def test_a_token_of_any_length_can_be_pasted(program, start_simulator, length):
    token = "x" * length
    simulator = start_simulator("--refresh-token", token)
    at = paste(program, simulator, token + "\r")
    assert at.end() == 0, at.shown
    assert token not in at.shown
    assert program.works(simulator)


def test_a_wrapped_token_can_be_pasted(program, start_simulator):
    simulator = start_simulator("--refresh-token", TOKEN)
    at = paste(program, simulator, TOKEN[:80] + "\r" + TOKEN[80:160] + "\r" + TOKEN[160:] + "\r")
    assert at.end() == 0, at.shown
    assert program.works(simulator)


def test_a_paste_can_be_corrected_and_left(program, start_simulator):
    simulator = start_simulator("--refresh-token", TOKEN)
    at = paste(program, simulator, "wrong\x15" + TOKEN + "y\x7f\r")
    assert at.end() == 0, at.shown
    assert at.echoes()
    at = paste(program, simulator, "half a tok\x03")
    assert at.end() == 130, at.shown
    assert at.echoes()


def test_a_slip_at_the_question_for_a_token_is_asked_again(program, start_simulator):
    simulator = start_simulator("--refresh-token", TOKEN)
    at = paste(program, simulator, "\r")
    for text, complaint in (("two words\r", "not a refresh token"), *[("\x04", "")] * 3):
        at.expect("Refresh token [(]not shown[)]: ")
        at.child.send(text)
        at.expect(complaint)
    assert at.end() == 4, at.shown
    at = paste(program, simulator, TOKEN[:10] + "\r")
    at.expect("not whole")
    at.expect("Refresh token [(]not shown[)]: ")
    at.child.send(TOKEN + "\r")
    assert at.end() == 0, at.shown
    assert program.works(simulator)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le"])
def test_settings_are_read_as_other_systems_write_them(logged_in, simulator, encoding):
    text = logged_in.settings_file.read_text()
    logged_in.settings_file.write_bytes(text.encode(encoding))
    assert logged_in.works(simulator)


@pytest.mark.parametrize("changes", [
    {"RingUsername": f" {USERNAME}\r\n"}, {"RingDeviceId": f" {DRIVEWAY}\r"}, {"Wait": "5 min\r"},
])
def test_texts_in_the_settings_are_cleaned(logged_in, simulator, changes):
    logged_in.change_settings(**changes)
    result = logged_in.run("get", simulator=simulator)
    assert result.code == (0 if "RingDeviceId" in changes else 6), result


@pytest.mark.parametrize("key, value", [
    ("RingRefreshToken", "two words"), ("RingHardwareId", "a\nb"), ("Every", "5"), ("Wait", "soon"),
    ("RingDeviceId", "door"),
])
def test_a_key_that_is_still_wrong_is_named_and_nothing_is_sent(logged_in, simulator, key, value):
    logged_in.change_settings(**{key: value})
    result = logged_in.run("get", "--all", simulator=simulator)
    assert result.code == 9, result
    assert f"{key} in the settings" in result.stderr
    assert str(logged_in.settings_file) in result.stderr
    assert simulator.requests() == []


def test_a_name_with_a_line_end_is_that_camera(logged_in, simulator):
    result = logged_in.run("get", "Driveway\r", simulator=simulator)
    assert result.code == 0, result
