# SPDX-License-Identifier: Apache-2.0
"""A settings file that cannot be understood is never overwritten."""

import pytest
from conftest import CODE, DRIVEWAY, PASSWORD, USERNAME


def put(program, data):
    program.settings_file.parent.mkdir(mode=0o700)
    program.settings_file.write_bytes(data)
    program.settings_file.chmod(0o600)


@pytest.mark.parametrize(
    "text, place",
    [
        ('{\n  "OutputPath": "C:\\pictures"\n}', (2, None)),
        ('{\n  "RingUsername": "a",\n  "RingDeviceId": 5,,\n}', (3, 21)),
        ('{\n  "RingRefreshToken": "abc', (2, None)),
        ("{}\n}", (2, 1)),
        ("\xef\xbb\xbf{ oops }", (1, None)),
    ],
)
@pytest.mark.parametrize("command", [["list"], ["get", DRIVEWAY], ["-list"]])
def test_a_file_that_is_not_valid_json_is_never_overwritten_and_said_where(
    program, simulator, text, place, command
):
    data = text.encode("latin-1")
    put(program, data)
    result = program.run(*command, simulator=simulator)
    assert result.code == 9, result
    line, column = place
    assert f"line {line}," in result.stderr
    assert f"column {column}" if column else "column" in result.stderr
    assert str(program.settings_file) in result.stderr
    assert program.settings_file.read_bytes() == data
    assert simulator.requests() == []


@pytest.mark.parametrize("data", [b"", b" \r\n", b"[]", b"null", b'"text"', b"5", b"\0" * 9])
def test_a_file_that_holds_no_json_object_is_never_overwritten(program, simulator, data):
    put(program, data)
    result = program.run("list", simulator=simulator)
    assert result.code == 9, result
    assert str(program.settings_file) in result.stderr
    assert program.settings_file.read_bytes() == data


@pytest.mark.parametrize(
    "command",
    [
        ["login", "--username", USERNAME, "--2fa-code", CODE],
        ["login", "--refresh-token", "some-token"],
        ["login", "--show-token"],
        ["logout"],
        ["status"],
        ["get", DRIVEWAY, "--save"],
        ["-username", USERNAME, "-password", PASSWORD, "-2facode", CODE, "-list"],
    ],
    ids=lambda command: " ".join(command[:2]),
)
def test_every_command_leaves_a_broken_file_as_it_is(program, simulator, command):
    put(program, b'{"RingRefreshToken": ')
    result = program.run(*command, simulator=simulator, env={"RING_PASSWORD": PASSWORD})
    assert result.code == 9, result
    assert "line 1, column" in result.stderr
    assert program.settings_file.read_bytes() == b'{"RingRefreshToken": '
    assert simulator.requests() == []
