# SPDX-License-Identifier: Apache-2.0
"""With --json every error is a JSON object, whatever the mistake and wherever --json stands."""

import json

import pytest


def error_of(result):
    lines = result.stderr.splitlines()
    assert len(lines) == 1, result
    error = json.loads(lines[0])["error"]
    assert error["exit_code"] == result.code
    return error


@pytest.mark.parametrize("words", [
    ["list", "--json", "--nope"], ["list", "--nope", "--json"], ["--json", "lst"], ["lst", "--json"],
    ["get", "--json", "--wait", "soon"], ["get", "--wait", "5", "--json"], ["list", "--json", "extra"],
    ["get", "--out", "--json"], ["--json", "get", "--cached", "--fresh"], ["get", "1", "--json", "--retries"],
    ["--json", "completion", "tcsh"], ["--json", "get", "1", "--out", "-"], ["--json", "--bicycle"],
])
def test_a_mistake_in_the_command_line_is_told_in_json(program, words):
    result = program.run(*words)
    assert result.code == 2, result
    assert error_of(result)["code"] == "usage"
    assert result.stdout == ""


@pytest.mark.parametrize("words", [
    ["-json", "-nope"], ["-list", "-nope", "-JSON"], ["-deviceid", "x", "--json"], ["-json", "-deviceid"],
    ["-json"], ["-json", "-deviceid", "1"], ["-json", "-cached", "-forceupdate"],
])
def test_a_mistake_in_the_old_form_is_told_in_json(old_program, words):
    result = old_program.run(*words)
    assert result.code == 2, result
    assert error_of(result)["code"] == "usage"


def test_settings_that_cannot_be_read_are_told_in_json(program):
    program.write_settings()
    program.settings_file.write_text("{")
    result = program.run("get", "--all", "--json")
    assert result.code == 9
    assert "is broken" in error_of(result)["message"]


def test_what_follows_two_dashes_is_not_an_option(program):
    result = program.run("list", "--nope", "--", "--json")
    assert result.code == 2
    assert result.stderr.startswith("error: ")
