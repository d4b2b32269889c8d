# SPDX-License-Identifier: Apache-2.0
"""What `watch` shows at a terminal: rows, and a last line that nothing else is mixed up with."""

import datetime
import re
import signal

import pexpect
import pytest
from conftest import DRIVEWAY
from screen import Screen

ROWS = 24


def start(program, simulator, columns, *arguments):
    return pexpect.spawn(
        str(program.path), ["watch", *arguments, "--out", "~/p"], cwd=program.work, timeout=20,
        env=program.environment(simulator, TERM="xterm", LANG="C.UTF-8", TZ="UTC"),
        dimensions=(ROWS, columns), encoding="utf-8")


def shown_until(child, pattern):
    child.expect(pattern)
    return child.before + child.after


def end(child, shown, columns):
    """The lines on the screen after Ctrl-C."""
    child.sendintr()
    shown += child.read()
    child.wait()
    assert child.exitstatus == 130, shown
    return Screen(shown, ROWS, columns).lines


def test_the_last_line_says_how_it_goes_and_is_gone_at_the_end(logged_in, simulator):
    child = start(logged_in, simulator, 100, "--all")
    shown = shown_until(child, r"6 cameras · next look in \d:\d\d · 6 pictures today")
    lines = Screen(shown, ROWS, 100).lines
    assert re.fullmatch(r"\d\d:\d\d:\d\d  watching 6 cameras every 5 min → ~/p", lines[0])
    assert len(lines) == 8, lines
    rows = [re.fullmatch(r"\d\d:\d\d:\d\d  (.+?)  +new  \d+ \w+ old", line) for line in lines[1:7]]
    assert all(rows), lines
    assert "Front Door" in {row[1] for row in rows}
    # The names line up.
    assert len({line.index("  new  ") + len("  new  ") for line in lines[1:7]}) == 1
    lines = end(child, shown, 100)
    assert len(lines) == 8
    assert re.fullmatch(r"\d\d:\d\d:\d\d  stopped after \d+ s: 6 pictures", lines[-1]), lines


def test_it_tells_which_camera_fails_and_since_when(logged_in, simulator):
    for route in ("next", "image", "timestamps"):
        simulator.fault(route, "status:503*", camera=DRIVEWAY)
    child = start(logged_in, simulator, 120, DRIVEWAY, "--retries", "1")
    shown_until(child, r"Driveway failing since \d\d:\d\d")
    child.sendintr()
    child.wait()


def test_it_waits_for_its_part_of_the_day(logged_in, simulator):
    is_morning = datetime.datetime.now(datetime.timezone.utc).hour < 12
    child = start(logged_in, simulator, 100, "--all", "--between",
                  "23:00-23:30" if is_morning else "01:00-01:30")
    shown = shown_until(child, r"next look at [\d :-]+ · 0 pictures today")
    assert len(end(child, shown, 100)) == 2


@pytest.mark.parametrize("columns", [100, 40])
def test_another_program_and_the_last_line_do_not_share_a_line(logged_in, simulator, columns):
    # The command does not end its line, and runs when the last line is due.
    child = start(logged_in, simulator, columns, DRIVEWAY, "--exec",
                  "sh -c 'sleep 1.2; printf unfinished'")
    shown = shown_until(child, "next look in")
    lines = Screen(shown, ROWS, columns).lines
    assert lines[-2] == "unfinished", lines
    assert lines[-1].startswith("Driveway · next look in"), lines
    lines = end(child, shown, columns)
    assert "unfinished" in lines
    assert not any("next look" in line for line in lines), lines


def test_a_window_that_becomes_narrower_keeps_nothing_of_the_line(logged_in, simulator):
    child = start(logged_in, simulator, 100, DRIVEWAY)
    shown_until(child, r"next look in \d:\d\d · 1 picture today")
    child.setwinsize(ROWS, 40)
    child.kill(signal.SIGWINCH)
    after = shown_until(child, r"Driveway · next look in \d:\d\d")
    # The line of before, wrapped by the terminal, takes two.
    assert "\x1b[1A" in after
    after += shown_until(child, r"next look in \d:\d\d")
    assert "today" not in Screen(after[after.index("\r"):], ROWS, 40).lines[0]
    child.sendintr()
    child.wait()


def test_without_unicode_it_is_made_of_letters(logged_in, simulator):
    child = pexpect.spawn(
        str(logged_in.path), ["watch", DRIVEWAY], cwd=logged_in.work, timeout=20,
        env=logged_in.environment(simulator, TERM="xterm", LANG="C", LC_ALL="C"),
        dimensions=(ROWS, 100), encoding="utf-8")
    shown_until(child, r"Driveway - next look in \d:\d\d - 1 picture today")
    child.sendintr()
    child.wait()
