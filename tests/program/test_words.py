# SPDX-License-Identifier: Apache-2.0
"""The words that people read are plain: in help, messages, manual pages and documents."""

import pathlib
import re

import pytest
from command_table import COMMANDS
from conftest import DRIVEWAY

ROOT = pathlib.Path(__file__).resolve().parents[2]
# What is described there is the words of others, or a proof's record of them.
TECHNICAL = {"ring-service.md", "reliability.md", "performance.md", "ARCHITECTURE.md"}
TEXTS = sorted(
    path
    for path in [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *(ROOT / "packaging").rglob("*")]
    if path.suffix in (".md", ".1", ".txt", ".service") and path.name not in TECHNICAL
    and path.name != "THIRD-PARTY-NOTICES.txt"
)
UNWANTED = re.compile(
    r"(?<!there )(?<!where )\bis no (?!longer\b|more\b)\w+|\bshall\b|\banew\b|\bof the account\b"
    r"|\bto be had\b|\bas wanted\b|\bsteady name\b|\bthe user's own wish\b|\bcame about\b"
    r"|\bvouched for\b|\bexclude each other\b|\bfor good\b|\bis said once\b|\ball that a picture needs\b"
    r"|\bunique beginning\b|\ba pause that is not over\b|\bmust not live on one token\b",
    re.IGNORECASE,
)


def string_literals(source):
    """The texts in a source, each with its pieces put together."""
    code = re.sub(r"^\s*//.*$", "", source, flags=re.MULTILINE)
    for group in re.findall(r'(?:"(?:[^"\\\n]|\\.)*"\s*)+', code):
        yield "".join(re.findall(r'"((?:[^"\\\n]|\\.)*)"', group))


@pytest.mark.parametrize("text", TEXTS, ids=lambda path: path.name)
def test_a_text_is_in_plain_words(text):
    words = " ".join(text.read_text().replace("\\-", "-").split())
    assert UNWANTED.findall(words) == []


def test_messages_are_in_plain_words():
    found = [
        f"{source.relative_to(ROOT)}: {text}"
        for source in sorted((ROOT / "src").rglob("*.cpp"))
        for text in string_literals(source.read_text())
        if UNWANTED.search(text)
    ]
    assert found == []


def descriptions(help_text):
    """What a help text says of each command and option, with its lines put together."""
    rows = re.findall(r"^  (?! ).*?  +(\S.*(?:\n {8,}\S.*)*)", help_text, re.MULTILINE)
    return [" ".join(row.split()) for row in rows]


@pytest.mark.parametrize("command", [None, *COMMANDS])
def test_the_help_has_no_two_colons_in_a_row_of_words(program, command):
    shown = program.run(*(command or "").split(), "--help").stdout
    rows = descriptions(shown)
    assert rows
    for row in rows:
        assert row[0].islower()
        assert not row.endswith(".") or row.endswith("…")
        # {time:FORMAT} is a name, not a sentence, and so is an address.
        assert re.sub(r"\{\w+:FORMAT\}|\w+://", "", row).count(":") < 2


def test_a_message_has_one_colon_behind_its_first_word(logged_in, simulator):
    (logged_in.work / "away").write_text("a file in the way")
    runs = [("get", "--all", "--out", "away"), ("get", "Driveway", "--out", "away"),
            ("login", "--username", "kim@example.test", "--password-file", "."),
            ("get", "Driveway", "--fresh", "--wait", "1ms")]
    results = [logged_in.run(*words, simulator=simulator) for words in runs]
    dead = {"RING_SNAPSHOT_SERVER": "http://127.0.0.1:9"}
    results += [logged_in.run("get", DRIVEWAY, "--retries", 1, env=dead)]
    for result in results:
        first = result.stderr.splitlines()[0]
        start, message = first.split(": ", 1)
        assert start in ("error", "warning")
        assert message.count(": ") <= 1, first
    assert ": not fresh; " in results[3].stderr


@pytest.mark.parametrize("command, words", [
    (None, "log in to your Ring account (once)"), (None, "list your cameras"),
    (None, "take pictures on a schedule until stopped"), (None, "show licences"),
    (None, "show login, settings and newest saved pictures"),
    (None, "find out what is wrong and how to fix it"), (None, "Global options:"),
    ("get", "or the first letters of it"),
    ("get", "fail instead of saving an older picture (implies --fresh)"),
    ("get", "also keep the newest under this fixed name"),
    ("watch", "time between rounds (default 5m, at least 10s)"),
    ("watch", "call this URL after each successful round"),
    ("status", "exit with code 7 if any camera's newest picture is older"),
    ("login", "not recommended: you will be asked"),
])
def test_the_help_begins_with_verbs(program, command, words):
    shown = program.run(*([command] if command else []), "--help").stdout
    assert words in " ".join(shown.split())
