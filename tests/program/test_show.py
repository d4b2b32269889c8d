# SPDX-License-Identifier: Apache-2.0
"""Pictures in the terminal, on terminals that answer as known ones do."""

import re
import shutil
import subprocess
import termios

import pytest
from conftest import DRIVEWAY
from terminals import (
    ANSWERS, ASKED, block_picture, decoded, iterm_picture, kitty_picture, play, sixel_picture, start)

pytestmark = pytest.mark.skipif(shutil.which("djpeg") is None, reason="needs djpeg")
CAPTION = re.compile(rb"^\S.*?  \d{4}-\d\d-\d\d \d\d:\d\d:\d\d \([^)]* ago\)\s+640x360\r$", re.MULTILINE)


@pytest.fixture
def simulator(start_simulator):
    return start_simulator("--picture-size", "640x360")


@pytest.fixture
def saved(logged_in, simulator):
    """With one saved picture; and its bytes."""
    assert logged_in.run("get", DRIVEWAY, "--name", "x.jpg", simulator=simulator).code == 0
    return logged_in, (logged_in.work / "x.jpg").read_bytes()


def show(program, terminal, *arguments, **options):
    child = start(program, "show", *arguments, **options)
    shown = play(child, ANSWERS[terminal])
    assert child.exitstatus == 0, shown
    assert CAPTION.search(shown), shown[-200:]
    return shown


def test_kitty_gets_the_pixels(saved):
    program, jpeg = saved
    picture, columns = kitty_picture(show(program, "kitty"))
    assert picture.rgb == decoded(jpeg).rgb
    assert columns == 64


def test_iterm_gets_the_file_itself(saved):
    program, jpeg = saved
    assert iterm_picture(show(program, "iterm")) == jpeg


def test_sixels_show_the_picture(saved):
    program, jpeg = saved
    assert sixel_picture(show(program, "sixel")).difference(decoded(jpeg)) < 12


@pytest.mark.parametrize("terminal", ["bare", "silent"])
def test_other_terminals_get_half_blocks(saved, terminal):
    program, jpeg = saved
    picture = block_picture(show(program, terminal))
    assert picture.width <= 100 and picture.height <= 2 * 37
    assert picture.difference(decoded(jpeg).scaled(picture.width, picture.height)) < 3


def test_a_small_terminal_gets_a_small_picture(saved):
    program, _ = saved
    picture = block_picture(show(program, "bare", dimensions=(12, 40)))
    assert picture.width <= 40 and picture.height <= 18


def test_get_shows_what_it_saved(logged_in, simulator):
    child = start(logged_in, "get", DRIVEWAY, "--show", "--fresh", simulator=simulator)
    shown = play(child, ANSWERS["kitty"])
    assert child.exitstatus == 0, shown
    [path] = logged_in.pictures
    assert kitty_picture(shown)[0].rgb == decoded((logged_in.work / path).read_bytes()).rgb
    assert re.search(rb"\(\d+ s ago, fresh\)  640x360\r\n$", shown), shown[-200:]


def test_the_terminal_does_not_echo_the_answers_and_is_as_before_at_the_end(saved):
    program, _ = saved
    child = start(program, "show")
    before = termios.tcgetattr(child.child_fd)
    child.expect_exact(ASKED)
    during = termios.tcgetattr(child.child_fd)
    assert not during[3] & (termios.ECHO | termios.ICANON)
    child.send(ANSWERS["kitty"])
    shown = play(child, None)
    assert b"kitty(" not in shown
    assert termios.tcgetattr(child.child_fd) == before


@pytest.mark.parametrize("signal", ["SIGINT", "SIGTERM"])
def test_the_terminal_is_restored_when_a_signal_comes(saved, signal):
    program, _ = saved
    child = start(program, "show")
    before = termios.tcgetattr(child.child_fd)
    child.expect_exact(ASKED)
    child.kill(getattr(__import__("signal"), signal))
    play(child, None)
    assert termios.tcgetattr(child.child_fd) == before


def test_a_drawing_that_nobody_sees_is_no_failure(logged_in, simulator):
    result = logged_in.run("get", DRIVEWAY, "--show", simulator=simulator)
    assert result.code == 0
    assert len(result.stdout.splitlines()) == 1
    assert "no terminal" in result.stderr


@pytest.mark.skipif(shutil.which("tmux") is None, reason="needs tmux")
def test_in_tmux_the_picture_is_made_of_blocks(saved, tmp_path):
    program, jpeg = saved
    tmux = ["tmux", "-L", f"show-{tmp_path.name}", "-f", "/dev/null"]
    environment = program.environment(TERM="xterm-256color", COLORTERM="truecolor")
    command = f"'{program.path}' show; tmux wait-for -S done; sleep 60"
    try:
        subprocess.run([*tmux, "new-session", "-d", "-x", "100", "-y", "40", command],
                       env=environment, check=True, timeout=20)
        subprocess.run([*tmux, "wait-for", "done"], env=environment, check=True, timeout=20)
        pane = subprocess.run([*tmux, "capture-pane", "-p", "-e"], env=environment, check=True,
                              capture_output=True, timeout=20).stdout
    finally:
        subprocess.run([*tmux, "kill-server"], env=environment, check=False, timeout=20)
    assert "▀" in pane.decode()
    assert b"640x360" in pane
    assert b"Gi=31" not in pane
