# SPDX-License-Identifier: Apache-2.0
"""A camera's name comes from strangers: shared cameras are named by their owners. Wherever it is
printed, logged, recorded or handed on, it can be nothing but a name."""

import shlex
import unicodedata

import pytest
from catalogue import recorded
from conftest import FRONT_DOOR
from scripted_service import Answer, picture

CAPTURED = 1790000012345
FORGED = "error: the disk is on fire"
NAMES = {
    "line break": f"Cam\n{FORGED}",
    "carriage return": f"Cam\r{FORGED}\r\n{FORGED}",
    "other line breaks": f"Cam\x0b{FORGED}\x0c{FORGED}\x85{FORGED}\u2028{FORGED}\u2029{FORGED}",
    "clears the screen": "Cam\x1b[2J\x1b[H",
    "sets the title": "Cam\x1b]0;owned\x07",
    "eight-bit escapes": "Cam\x9b2J\x90q\x9c",
    "backspaces": "Cam" + "\x08" * 3 + "owned",
    "turns the direction": "gpj.\u202etenrag\u2066",
    "a family": "\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "priority of the journal": f"<0>{FORGED}",
    "JSON": '"},{"id":"1","path":"/etc/passwd"}\\',
    "variable": "x\0RING_SNAPSHOT_PATH=/etc/passwd\nLD_PRELOAD=/tmp/x.so",
    "shell": "$(touch pwned) `touch pwned` ; touch pwned & | > pwned 'x' \"y\" !! *",
    "format": "%s%n{}{0}%1$*1$x",
    "markup": "<script>alert(1)</script>&amp;",
}


@pytest.fixture(params=NAMES, ids=lambda name: name)
def name(request):
    return NAMES[request.param]


@pytest.fixture
def named(program, service, name):
    """A service whose one camera has that name and a picture."""
    service.has_devices({"description": name})
    service.on("/snapshots/next/", picture(CAPTURED))
    return service


@pytest.fixture
def failing(named):
    for route in ("/snapshots/next/", "/clients_api/snapshots/image/"):
        named.on(route, Answer(b"no snapshot", 404))
    return named


DIRECTIONS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


def moves(character):
    """Whether it moves a terminal's cursor, ends a line for some reader, or turns its direction."""
    return unicodedata.category(character) in ("Cc", "Zl", "Zp") or character in DIRECTIONS


def assert_harmless(text):
    """Nothing that moves a terminal or begins a line of its own."""
    for line in text.split("\n"):
        bad = [c for c in line if moves(c)]
        assert not bad, (bad, line)
        assert not line.startswith((FORGED, "<")), line


OUTPUTS = [[], ["--verbose"]]


@pytest.mark.parametrize("options", OUTPUTS, ids=["plain", "verbose"])
def test_a_name_is_harmless_on_the_terminal_and_in_a_log(program, named, options):
    for command in (["list"], ["get", "--all"], ["watch", "--all", "--count", "1"], ["status"]):
        result = program.run(*command, *options, simulator=named, env={"JOURNAL_STREAM": "8:1"})
        assert result.code == 0, result
        assert_harmless(result.stdout + result.stderr)


def test_a_name_is_harmless_in_an_error(program, failing):
    for command in (["get", "--all", "--retries", "1"], ["get", "no-such-camera"],
                    ["watch", "--all", "--count", "1", "--retries", "1"]):
        result = program.run(*command, simulator=failing, env={"JOURNAL_STREAM": "8:1"})
        assert result.stderr, result
        assert_harmless(result.stdout + result.stderr)


@pytest.mark.parametrize("command", [["list"], ["get", "--all"], ["watch", "--all", "--count", "1"]],
                         ids=lambda c: c[0])
def test_a_name_is_a_text_in_json(program, named, command):
    result = program.run(*command, "--json", simulator=named)
    assert result.code == 0, result
    [camera] = result.objects
    assert camera["id"] == FRONT_DOOR
    assert isinstance(camera["name"], str)
    assert not [c for c in result.stdout.removesuffix("\n") if moves(c)]
    assert len(result.lines) == 1


def test_a_name_is_a_text_in_the_error_of_json(program, failing):
    result = program.run("get", "--all", "--retries", "1", "--json", simulator=failing)
    assert result.code == 7, result
    [failed] = result.objects
    assert failed["error"]["code"] == "no_snapshot"
    assert result.stdout.count("\n") == 1
    assert_harmless(failed["error"]["message"])


def test_a_name_is_recorded_and_nothing_more(program, named):
    result = program.run("get", "--all", simulator=named)
    assert result.code == 0, result
    [row] = recorded(program)
    assert row["id"] == FRONT_DOOR
    assert row["path"] == str(program.work / result.lines[0])


def environment_of(program, options, command, simulator):
    """What a command started for a picture or a failure finds."""
    dump = program.folder / "environment"
    inner = f"cat /proc/self/environ > {shlex.quote(str(dump))}"
    program.run(*command, options, f"sh -c {shlex.quote(inner)}", simulator=simulator)
    fields = dump.read_bytes().decode().split("\0")
    return dict(field.split("=", 1) for field in fields if field)


def test_a_name_is_one_variable_for_the_command_of_exec(program, named):
    found = environment_of(program, "--exec", ["get", "--all", "--out", "pics"], named)
    assert found["RING_SNAPSHOT_ID"] == FRONT_DOOR
    assert found["RING_SNAPSHOT_PATH"].startswith(str(program.work / "pics"))
    assert "LD_PRELOAD" not in found
    assert_harmless(found["RING_SNAPSHOT_NAME"].removeprefix("<"))
    assert [p.name for p in program.work.iterdir()] == ["pics"]


def test_a_name_is_one_variable_for_the_command_of_on_failure(program, failing):
    watch = ["watch", "--all", "--count", "1", "--retries", "1"]
    found = environment_of(program, "--on-failure", watch, failing)
    assert found["RING_SNAPSHOT_EVENT"] == "failing"
    assert found["RING_SNAPSHOT_ID"] == FRONT_DOOR
    assert "LD_PRELOAD" not in found
    for variable in ("RING_SNAPSHOT_NAME", "RING_SNAPSHOT_MESSAGE", "RING_SNAPSHOT_HINT"):
        assert_harmless(found[variable].removeprefix("<"))
    assert list(program.work.iterdir()) == []
