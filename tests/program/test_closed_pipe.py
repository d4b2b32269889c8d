# SPDX-License-Identifier: Apache-2.0
"""A pipe whose reader has left, as after `| head`: silent, nothing is lost, the code is 141."""

import os
import subprocess

import pytest
from conftest import FRONT_DOOR

LEFT = 141


def run_into_closed_pipe(program, simulator, *words, env=None):
    reading, writing = os.pipe()
    os.close(reading)
    try:
        process = program.start(*words, simulator=simulator, stdout=writing, env=env)
    finally:
        os.close(writing)
    _, stderr = process.communicate(timeout=60)
    return process.returncode, stderr.decode()


@pytest.mark.parametrize("words", [["list"], ["list", "--json"], ["--help"], ["get", "--help"], ["status"],
                                   ["completion", "bash"], ["archive", "check"], ["login", "--show-token", "--quiet"]])
def test_what_prints_ends_silently(logged_in, simulator, words):
    assert run_into_closed_pipe(logged_in, simulator, *words) == (LEFT, "")


@pytest.mark.parametrize("words", [[], ["--json"]])
def test_get_saves_all_pictures(logged_in, simulator, words):
    assert run_into_closed_pipe(logged_in, simulator, "get", "--all", *words) == (LEFT, "")
    assert len(logged_in.pictures) == 6


def test_get_runs_its_command_for_each_picture(logged_in, simulator):
    words = ["get", "--all", "--exec", "sh -c 'echo x >> ran'"]
    assert run_into_closed_pipe(logged_in, simulator, *words) == (LEFT, "")
    assert (logged_in.work / "ran").read_text() == "x\n" * 6


def test_a_picture_for_nobody(logged_in, simulator):
    assert run_into_closed_pipe(logged_in, simulator, "get", FRONT_DOOR, "--out", "-") == (LEFT, "")


def test_a_failure_keeps_its_code(logged_in, simulator):
    simulator.fault("next", "status:404*")
    simulator.fault("image", "status:404*")
    code, _ = run_into_closed_pipe(logged_in, simulator, "get", FRONT_DOOR, "--json", "--retries", "1")
    assert code == 7


def test_watch_goes_on(logged_in, simulator):
    code, stderr = run_into_closed_pipe(logged_in, simulator, "watch", "--all", "--count", "1")
    assert code == 0, stderr
    assert "cannot write" not in stderr
    assert len(logged_in.pictures) == 6


@pytest.mark.parametrize("words", [["list"], ["get", FRONT_DOOR], ["watch", FRONT_DOOR, "--count", "1"]])
@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
def test_a_full_disk_behind_standard_output_stays_an_error(logged_in, simulator, words):
    with open("/dev/full", "wb") as full:
        process = logged_in.start(*words, simulator=simulator, stdout=full)
        _, stderr = process.communicate(timeout=60)
    assert process.returncode == 9
    assert b"cannot write to standard output" in stderr


def test_head_sees_what_it_wants(logged_in, simulator):
    line = f"'{logged_in.path}' list | head -n 1; echo ${{PIPESTATUS[0]}}"
    result = subprocess.run(["bash", "-c", line], env=logged_in.environment(simulator),
                            capture_output=True, text=True, check=True)
    assert result.stderr == ""
    assert result.stdout.splitlines()[-1] in ("0", str(LEFT))
