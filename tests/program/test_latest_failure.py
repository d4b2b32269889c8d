# SPDX-License-Identifier: Apache-2.0
"""A copy under a steady name that cannot be made does not lose the picture itself."""

import pytest
from catalogue import recorded
from conftest import DRIVEWAY

#: A command that writes its environment down.
NOTE = ("--exec", "sh -c 'env -0 > env'")


@pytest.fixture
def blocked(logged_in):
    """Logged in; what should be the copy is a folder."""
    (logged_in.work / "now.jpg").mkdir()
    return logged_in


def note(program):
    text = (program.work / "env").read_text()
    return dict(entry.split("=", 1) for entry in text.split("\0") if "=" in entry)


def check_what_worked(program, result, path):
    assert result.code == 9, result
    assert [row["path"] for row in recorded(program)] == [str((program.work / path).resolve())]
    assert "RING_SNAPSHOT_LATEST" not in note(program)
    assert note(program)["RING_SNAPSHOT_PATH"] == str((program.work / path).resolve())


@pytest.mark.parametrize("command", [("get",), ("watch", "--count", 1)], ids=["get", "watch"])
def test_the_picture_is_recorded_reported_and_passed_on(blocked, simulator, command):
    name, *more = command
    result = blocked.run(
        name, DRIVEWAY, *more, "--latest", "now.jpg", *NOTE, simulator=simulator
    )
    [path] = result.lines
    check_what_worked(blocked, result, path)
    assert "now.jpg" in result.stderr and "the picture itself was saved" in result.stderr


@pytest.mark.parametrize("command", [("get",), ("watch", "--count", 1)], ids=["get", "watch"])
def test_json_tells_the_picture_without_a_copy_and_then_the_error(blocked, simulator, command):
    name, *more = command
    result = blocked.run(
        name, DRIVEWAY, *more, "--latest", "now.jpg", *NOTE, "--json", simulator=simulator
    )
    saved, failure = result.objects
    check_what_worked(blocked, result, saved["path"])
    assert "latest" not in saved
    assert failure["id"] == saved["id"] == DRIVEWAY
    assert failure["error"]["exit_code"] == 9


def test_a_watch_saves_and_cleans_up_all_the_same(blocked, simulator):
    blocked.run("get", DRIVEWAY, simulator=simulator)
    [older] = [p for p in blocked.work.iterdir() if p.suffix == ".jpg" and p.is_file()]
    simulator.set(camera=int(DRIVEWAY), capture_time_ms=simulator.state()["time_ms"])
    result = blocked.run(
        "watch", DRIVEWAY, "--count", 1, "--latest", "now.jpg", "--keep-last", 1,
        simulator=simulator,
    )
    assert result.code == 9, result
    assert not older.exists()
    assert len(result.lines) == 1


def test_on_failure_tells_of_the_copy(blocked, simulator):
    result = blocked.run(
        "watch", DRIVEWAY, "--count", 1, "--latest", "now.jpg",
        "--on-failure", "sh -c 'env -0 > env'", simulator=simulator,
    )
    assert result.code == 9, result
    assert note(blocked)["RING_SNAPSHOT_EVENT"] == "failing"
    assert note(blocked)["RING_SNAPSHOT_ERROR"] == "cannot_write"
