# SPDX-License-Identifier: Apache-2.0
"""What `get` shows of its progress on a terminal."""

import pexpect
import pytest
from screen import Screen

ROWS = 24


@pytest.fixture
def account(program, start_simulator):
    """Starts a service of so many cameras, none of which captures anything in time; logged in."""

    def start(cameras):
        simulator = start_simulator(
            "--cameras", cameras, "--picture-size", "160x90",
            "--capture-delay-wired", 600, "--capture-delay-battery", 600)
        program.log_in(simulator)
        return simulator

    return start


def start(program, simulator, columns, *arguments):
    return pexpect.spawn(
        str(program.path), ["get", "--all", "--fresh", *arguments], cwd=program.work, timeout=20,
        env=program.environment(simulator, TERM="xterm"), dimensions=(ROWS, columns),
        encoding="utf-8")


def shown_until(child, pattern):
    """All that was shown until `pattern` came, that included."""
    child.expect(pattern)
    return child.before + child.after


def test_each_camera_has_a_line_and_all_have_a_count(program, account):
    child = start(program, account(3), 80, "--wait", "2s")
    screen = Screen(shown_until(child, "0 of 3 done, 1 s"), ROWS, 80)
    assert screen.lines == [f"Camera 00{n}: waiting for a fresh picture" for n in (1, 2, 3)] + [
        "0 of 3 done, 1 s"]
    child.terminate()
    child.wait()


def test_more_cameras_than_lines_are_counted(program, account):
    child = start(program, account(30), 80, "--wait", "2s")
    lines = Screen(shown_until(child, "0 of 30 done, 1 s"), ROWS, 80).lines
    assert len(lines) == ROWS / 2
    assert lines[0].startswith("Camera 001:")
    assert lines[-2] == "and 20 more"
    child.terminate()
    child.wait()


@pytest.mark.parametrize(("cameras", "columns"), [(3, 80), (30, 80), (30, 40), (30, 20)])
def test_nothing_of_it_is_left_over_at_the_end(program, account, cameras, columns):
    child = start(program, account(cameras), columns, "--wait", "1200ms", "--name", "{id}.jpg")
    shown = child.read()
    child.wait()
    assert child.exitstatus == 0, shown
    # The condition of the test: there was something that could be left.
    assert f"0 of {cameras} done, 1 s" in shown
    # Messages are broken at words.
    text = " ".join(" ".join(Screen(shown, ROWS, columns).lines).split())
    assert "done" not in text and "waiting" not in text and "more" not in text
    assert text.count("not fresh") == cameras


@pytest.mark.parametrize("columns", [80, 40, 20])
def test_nothing_of_it_is_left_over_after_ctrl_c(program, account, columns):
    child = start(program, account(30), columns, "--wait", "60s")
    shown = shown_until(child, "0 of 30 done, 1 s")
    child.sendintr()
    shown += child.read()
    child.wait()
    assert child.exitstatus == 130, shown
    assert Screen(shown, ROWS, columns).lines == ["stopped"]


def test_it_writes_only_what_changes(program, account):
    child = start(program, account(30), 80, "--wait", "60s")
    first = shown_until(child, "0 of 30 done, 1 s")
    second = shown_until(child, "0 of 30 done, 2 s")
    # One move up and one pass over the lines a second; no line is emptied before it is written.
    assert second.count("\x1b[11A") == 1
    assert second.count("\n") == first.count("\n")
    assert "\x1b[2K" not in second
    child.sendintr()
    child.wait()
