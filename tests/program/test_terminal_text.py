# SPDX-License-Identifier: Apache-2.0
"""All that commands print to a terminal: broken at words, and made of the signs that it has."""

import os
import re
import time

import pexpect
import pytest
from command_table import COMMANDS
from conftest import DRIVEWAY, FRONT_DOOR
from saved_pictures import SavedPictures
from service_fakes import tools  # noqa: F401: a fixture

WIDTHS = (40, 60, 80)
ESCAPES = re.compile(r"\x1b\[[\d;?]*[A-Za-z]|\x1b\]8;;[^\x1b]*\x1b\\|\x1b[^\[\]]")
# A label and one word behind it; a command, which has to be copied.
CANNOT_BE_BROKEN = re.compile(r"\s*(\S+:?\s+)?\S+|\s*(run: )?(sudo )?(ring-snapshot|RingSnapshotDownload) .*")


def shown_by(program, simulator, *arguments, columns=80, code=0, **env):
    child = pexpect.spawn(
        str(program.path), [*map(str, arguments)], cwd=program.work, timeout=30, encoding="utf-8",
        env=program.environment(simulator, TERM="dumb", **env), dimensions=(60, columns))
    shown = child.read()
    child.close()
    assert child.exitstatus == code, shown
    return shown


def broken_within_words(shown, columns):
    """The lines that the terminal has to break, although they could have been broken at blanks."""
    lines = [ESCAPES.sub("", line) for line in re.split(r"[\r\n]+", shown)]
    return [line for line in lines if len(line) > columns and not CANNOT_BE_BROKEN.fullmatch(line)]


def has_pictures(program):
    """Pictures with two gaps of two cameras, one of which has a long name."""
    saved = SavedPictures(program)
    now = int(time.time())
    for minutes in (*range(600, 900, 5), *range(300, 540, 5), *range(10, 230, 5)):
        saved.add(FRONT_DOOR, "Front Door", now - 60 * minutes)
        saved.add(DRIVEWAY, "Driveway behind the house and the old barn", now - 60 * minutes)
    next(saved.folder.glob(f"{FRONT_DOOR} *")).unlink()
    saved.close()


RUNS = [
    ([],), (["list"],), (["-list"],), (["list", "--everything"],), (["status"],), (["status", "--max-age", "1w"],),
    (["get", "--all"],), (["get", "Front Door", "--fresh"],), (["watch", "--all", "--count", "1"],),
    (["archive"],), (["archive", "check"], 7), (["archive", "rebuild", "pictures"],),
    (["show", "Front Door", "--show-as", "ascii"],), (["gallery", "page"],), (["doctor"],),
    (["service", "status"], 7), (["history", "Front Door", "--from", "1h ago"], 7), (["upload"], 2),
    (["get", "Cellar"], 6), (["login"], 4), (["nonsense"], 2),
    (["watch", "--all", "--keep", "1h", "--dry-run"],), (["get", "--all", "--save"],), (["get", "--forget"],),
    (["logout"],),
]


@pytest.mark.parametrize("columns", WIDTHS)
def test_text_is_broken_at_words(logged_in, simulator, columns):
    has_pictures(logged_in)
    broken = {}
    for arguments, *code in RUNS:
        child = pexpect.spawn(
            str(logged_in.path), arguments, cwd=logged_in.work, timeout=60, encoding="utf-8",
            env=logged_in.environment(simulator, TERM="dumb"), dimensions=(60, columns))
        if arguments == ["login"]:
            child.expect(r"cancel\]")
            child.sendline("cancel")
        shown = child.read()
        child.close()
        if lines := broken_within_words(shown, columns):
            broken[" ".join(arguments)] = lines
    assert broken == {}


@pytest.mark.parametrize("columns", WIDTHS)
def test_help_is_broken_at_words(program, columns):
    for command in ["", *COMMANDS]:
        shown = shown_by(program, None, "help", *command.split(), columns=columns)
        assert broken_within_words(shown, columns) == [], command


@pytest.mark.parametrize("columns", WIDTHS)
def test_what_is_said_of_a_service_is_broken_at_words(tools, columns):  # noqa: F811
    tools.write("crontab", "")
    broken = {}
    for action in (["install", "--all", "--page", "--page-listen", "127.0.0.1:0"], ["status"], ["logs"], ["stop"],
                   ["status"], ["start"], ["remove"]):
        child = pexpect.spawn(
            str(tools.program.path), ["service", *action], cwd=tools.program.work, timeout=60, encoding="utf-8",
            env=tools.program.environment(
                tools.simulator, PATH=f"{tools.bin}{os.pathsep}{os.environ['PATH']}", TERM="dumb"),
            dimensions=(60, columns))
        shown = child.read()
        child.close()
        if lines := broken_within_words(shown, columns):
            broken[" ".join(action)] = lines
    assert broken == {}


@pytest.mark.parametrize("way", ["--ascii", "LC_ALL=C"])
def test_where_it_has_to_be_everything_is_ascii(logged_in, simulator, way):
    has_pictures(logged_in)
    option, env = ([way], {}) if way.startswith("-") else ([], {"LC_ALL": "C"})
    saved = logged_in.run(
        "watch", "--all", "--count", "1", "--exec", "ls /nowhere", "--heartbeat", "http://127.0.0.1:9/beat", "--save",
        simulator=simulator)
    assert saved.code == 0, saved
    runs = [arguments for arguments, *_ in RUNS if arguments not in (["login"], ["logout"], ["get", "--forget"])]
    helps = [["help", *command.split()] for command in ["", *COMMANDS]]
    for arguments in [*runs, *helps, ["-help"], ["list", "--verbose"]]:
        child = pexpect.spawn(
            str(logged_in.path), [*arguments, *(option if arguments[:1] not in (["-help"], ["-list"]) else [])], cwd=logged_in.work,
            timeout=60, env=logged_in.environment(simulator, TERM="dumb", **env), dimensions=(60, 44))
        shown = child.read().replace("— München".encode(), b"")
        child.close()
        assert shown.isascii(), (arguments, shown.decode())
