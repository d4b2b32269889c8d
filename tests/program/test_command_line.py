# SPDX-License-Identifier: Apache-2.0
"""The command line itself."""

import re

import pexpect
import pytest
from command_table import COMMANDS, TOP_COMMANDS
from conftest import FRONT_DOOR
from screen import Screen

COMMON = ["--help", "--settings", "--json", "--quiet", "--verbose", "--color", "--ascii", "--no-color"]
GET = ["--fresh", "--cached", "--wait", "--require-fresh", "--max-age", "--out", "--name", "--latest",
       "--retries", "--exec", "--save", "--all", "--location"]


@pytest.mark.parametrize("words, hint", [
    (["lst"], "list"), (["gte"], "get"), (["logn"], "login"), (["get", "--frsh"], "--fresh"),
    (["get", "1", "--require-frsh"], "--require-fresh"), (["get", "--jsn"], "--json"),
    (["list", "--everthing"], "--everything"), (["login", "--user-name", "x"], "--username"),
    (["--verbos", "list"], "--verbose"), (["get", "1", "--maxage=5m"], "--max-age"),
])
def test_a_mistyped_word_is_named_with_a_hint(program, words, hint):
    result = program.run(*words)
    assert result.code == 2, result
    typed = next(w for w in words if w not in COMMANDS and w != "1").split("=")[0]
    assert typed in result.stderr.splitlines()[0]
    assert f"did you mean {hint}?" in result.stderr
    assert len(result.stderr.splitlines()) <= 2
    assert result.stdout == ""


@pytest.mark.parametrize("words", [["bicycle"], ["get", "--bicycle"], ["list", "extra"], ["-x"]])
def test_a_word_like_no_other_is_a_usage_error_too(program, words):
    result = program.run(*words)
    assert result.code == 2, result
    assert words[-1] in result.stderr
    assert "did you mean" not in result.stderr


VALUES = ["--wait", "--max-age", "--out", "--name", "--latest", "--retries", "--exec", "--location",
          "--settings"]


@pytest.mark.parametrize("option", VALUES)
def test_an_option_without_its_value_is_a_usage_error(program, option):
    result = program.run("get", option)
    assert result.code == 2, result
    assert option in result.stderr


@pytest.mark.parametrize("number", ["0", "101", "-1", "many", "1.5", "", "3x", "99999999999999999999"])
def test_a_number_that_is_none_is_a_usage_error(program, number):
    result = program.run("get", "1", f"--retries={number}")
    assert result.code == 2, result
    assert "--retries" in result.stderr


@pytest.mark.parametrize("option", ["--wait", "--max-age"])
@pytest.mark.parametrize("text", ["soon", "", "5x", "-5s", "s", "1h-5m", "5 m x", "99999999999999h"])
def test_a_duration_that_is_none_is_a_usage_error(program, option, text):
    result = program.run("get", "1", f"{option}={text}")
    assert result.code == 2, result
    assert option in result.stderr


@pytest.mark.parametrize("text", ["30s", "5m", "1h30m", "2h"])
def test_durations_are_written_like_this(logged_in, simulator, text):
    result = logged_in.run("get", FRONT_DOOR, "--wait", text, simulator=simulator)
    assert result.code == 0, result
    assert len(logged_in.pictures) == 1


@pytest.mark.parametrize("words", [
    ["--fresh", "--cached"], ["--cached", "--require-fresh"], ["1", "--all"],
    ["1", "--location", "Home"], ["--all", "--location", "Home"],
])
def test_options_that_exclude_each_other_are_a_usage_error(program, words):
    result = program.run("get", *words)
    assert result.code == 2, result


@pytest.mark.parametrize("flag", ["--help", "-h"])
@pytest.mark.parametrize("command", [[], *(c.split() for c in COMMANDS)], ids=lambda c: " ".join(c) or "-")
def test_help_goes_to_standard_output(program, command, flag):
    result = program.run(*command, flag)
    assert result.code == 0, result
    assert "Usage: ring-snapshot" in result.stdout
    assert result.stderr == ""
    assert max(len(line) for line in result.lines) <= 100


@pytest.mark.parametrize("words", [["help", "get"], ["get", "-h"]])
def test_help_is_a_command_too(program, words):
    assert program.run(*words).stdout == program.run("get", "--help").stdout


@pytest.mark.parametrize("words, blamed, hint", [
    (["lst", "--help"], "lst", "did you mean list?"), (["help", "gte"], "gte", "did you mean get?"),
    (["archive", "chek", "--help"], "chek", "did you mean check?"),
    (["help", "archive", "chek"], "chek", "did you mean archive check?"),
    (["service", "instal", "--help"], "instal", "did you mean install?"),
    (["help", "service", "instal"], "instal", "did you mean install?"),
    (["help", "service", "install", "foo"], "'service install foo'", "run: ring-snapshot help service"),
    (["completion", "zch", "--help"], "needs the name of a shell", "completion bash (or zsh, fish)"),
    (["help", "get", "foo"], "foo", "run: ring-snapshot help get"),
    (["ls"], "ls", "did you mean list?"), (["devices"], "devices", "did you mean list?"),
    (["cameras"], "cameras", "did you mean list?"), (["snap"], "snap", "did you mean get?"),
    (["get", "-out", "/p"], "-out", "did you mean --out?"),
    (["list", "-quiet"], "-quiet", "did you mean --quiet?"),
])
def test_what_was_meant_is_said(program, words, blamed, hint):
    result = program.run(*words)
    assert result.code == 2, result
    assert blamed in result.stderr.splitlines()[0]
    assert hint in result.stderr
    assert result.stdout == ""
    assert not (program.work / "ut").exists()


def test_the_name_of_a_camera_is_not_a_command_but_leads_to_one(logged_in, simulator):
    logged_in.run("get", "--all", simulator=simulator)
    result = logged_in.run("front", "door", simulator=simulator)
    assert result.code == 2, result
    assert "did you mean: ring-snapshot get" in result.stderr
    assert "\"Front Door\"" in result.stderr


@pytest.mark.parametrize("options", [["--out", "p"], ["-o", "p"], ["--all", "--out=p"], ["--list"], ["-out", "p"]])
def test_what_was_meant_is_said_whatever_options_follow(logged_in, simulator, options):
    logged_in.run("get", "--all", simulator=simulator)
    for words, start, end in [
        (["gte"], "did you mean get?", ""), (["lst"], "did you mean list?", ""),
        (["ls"], "did you mean list?", ""), (["snap"], "did you mean get?", ""),
        (["Driveway"], "did you mean: ring-snapshot get", " Driveway"),
        (["Front Door"], "did you mean: ring-snapshot get", ' "Front Door"'),
        (["front", "door"], "did you mean: ring-snapshot get", ' "Front Door"'),
    ]:
        result = logged_in.run(*words, *options, simulator=simulator)
        assert result.code == 2, result
        blamed, meant = result.stderr.splitlines()
        assert blamed == f"error: unknown command '{words[0]}'"
        assert meant.startswith(f"  {start}") and meant.endswith(end)
        assert result.stdout == ""
    assert not (logged_in.work / "p").exists()


def test_colours_come_where_they_are_asked_for(program):
    assert "\x1b[1m" in program.run("help", "--color", "always").stdout
    assert "\x1b[1m" in program.run("help", "--color=always", env={"NO_COLOR": "1"}).stdout
    for words in (["help"], ["help", "--color", "auto"], ["help", "--no-color"]):
        assert "\x1b" not in program.run(*words).stdout
    assert program.run("lst", "--color", "always", "--json").stderr.startswith("{")


@pytest.mark.parametrize("columns", [100, 80, 40])
def test_on_a_terminal_help_is_wrapped_at_words_under_bold_headings(program, columns):
    child = pexpect.spawn(str(program.path), ["help", "get"], cwd=program.work, timeout=10,
                          dimensions=(100, columns), env=program.environment(TERM="xterm"))
    shown = child.read().decode()
    assert "\x1b[1mUsage:\x1b[0m" in shown
    lines = Screen(shown.replace("\r\n", "\n\r"), 200, columns).lines
    plain = re.sub(r"\x1b\[\d*m", "", shown).replace("\r\n", "\n").rstrip("\n").split("\n")
    # No line is longer than the terminal, which would break it within a word.
    assert [line.rstrip() for line in lines] == [line.rstrip() for line in plain]
    assert max(map(len, plain)) <= columns


def test_the_help_names_every_command(program):
    text = program.run("--help").stdout
    assert all(re.search(rf"^  {command} ", text, re.MULTILINE) for command in TOP_COMMANDS)
    assert "--version" in text


def test_the_help_of_get_names_every_option_and_its_default(program):
    text = " ".join(program.run("get", "--help").stdout.split())
    assert all(option in text for option in GET + COMMON)
    assert "default 60s" in text and "default 3)" in text


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_takes_the_common_options(program, command):
    text = program.run(*command.split(), "--help").stdout
    assert all(option in text for option in COMMON)


def test_help_needs_neither_settings_nor_network(program):
    result = program.run("get", "--help", env={"RING_SNAPSHOT_SERVER": "nonsense", "HOME": None,
                                               "RING_SNAPSHOT_SETTINGS": "/nowhere/at/all"})
    assert result.code == 0, result
    assert "Usage: ring-snapshot" in result.stdout


@pytest.mark.parametrize("word", ["version", "--version", "-V"])
def test_version_prints_the_version(program, word):
    result = program.run(word)
    assert result.code == 0, result
    assert re.fullmatch(r"ring-snapshot \d+\.\d+\.\d+\S*\n", result.stdout)


def test_licenses_prints_the_licence_and_what_is_built_in(program):
    result = program.run("--licenses")
    assert result.code == 0, result
    assert "Apache License" in result.stdout
    assert "libcurl" in result.stdout or "curl 8" in result.stdout


def test_alone_in_a_pipe_it_prints_a_short_help_with_examples(program):
    result = program.run()
    assert result.code == 0, result
    assert "Usage: ring-snapshot" in result.stdout
    assert "Examples:" in result.stdout
    assert len(result.lines) < len(program.run("--help").lines) + 1
    assert result.stderr == ""


@pytest.mark.parametrize("words", [["--json", "list"], ["list", "--json"]])
def test_common_options_stand_before_or_after_the_command(logged_in, simulator, words):
    assert len(logged_in.run(*words, simulator=simulator).objects) == 6


def test_a_value_may_follow_an_equals_sign(logged_in, simulator):
    result = logged_in.run("get", FRONT_DOOR, "--name=x=y.jpg", simulator=simulator)
    assert result.code == 0, result
    assert [str(p) for p in logged_in.pictures] == ["x=y.jpg"]


def test_a_usage_error_makes_no_request(logged_in, simulator):
    result = logged_in.run("get", FRONT_DOOR, "--retries", "0", simulator=simulator)
    assert result.code == 2, result
    assert simulator.requests() == []


def test_after_two_dashes_everything_is_a_device(program, service):
    from scripted_service import picture

    service.has_devices({"description": "--odd"})
    service.on("/snapshots/next/", picture(1790000012345))
    result = program.run("get", "--", "--odd", simulator=service)
    assert result.code == 0, result
    assert len(program.pictures) == 1


@pytest.mark.parametrize("words", [[], ["tcsh"], ["bash", "zsh"]])
def test_completion_is_for_one_of_three_shells(program, words):
    result = program.run("completion", *words)
    assert result.code == 2, result


def test_a_forgotten_value_is_noticed_when_another_option_follows(logged_in, simulator):
    result = logged_in.run("get", "--out", "--all", simulator=simulator)
    assert result.code == 2, result
    assert "--out needs a value" in result.stderr
    assert logged_in.pictures == []


def test_of_an_option_given_twice_the_last_counts(logged_in, simulator):
    result = logged_in.run(
        "get", "--all", "--out", "first", "--out", "second", simulator=simulator
    )
    assert result.code == 0, result
    assert {p.parts[0] for p in logged_in.pictures} == {"second"}
