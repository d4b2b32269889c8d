# SPDX-License-Identifier: Apache-2.0
"""watch and pictures that do not change or are too old."""

import json
import os
import time

from conftest import DRIVEWAY, FRONT_DOOR

WARNING = "byte for byte"


def record_of(program):
    return program.settings_file.with_name("Settings.json.pictures")


def entries(program):
    return [json.loads(line) for line in record_of(program).read_text().splitlines()]


def rewrite(program, changed):
    """Replaces the record by these entries."""
    record_of(program).write_text("".join(json.dumps(entry) + "\n" for entry in changed))


def earlier(entry, minutes, **changes):
    """The same picture, captured earlier."""
    return {
        **entry,
        "path": f"{entry['path']}.{minutes}",
        "captured_ms": entry["captured_ms"] - minutes * 60_000,
        **changes,
    }


def saved(program, simulator):
    """Saves a picture; its entry in the record."""
    assert program.run("get", DRIVEWAY, simulator=simulator).code == 0
    [entry] = entries(program)
    return entry


def watch(program, simulator, *options):
    result = program.run("watch", DRIVEWAY, "--count", 1, *options, simulator=simulator)
    assert result.code == 0, result
    return result


def test_the_tenth_capture_that_is_the_same_is_warned_of_also_after_a_restart(
    logged_in, simulator
):
    entry = saved(logged_in, simulator)
    rewrite(logged_in, [earlier(entry, minutes) for minutes in range(9, 0, -1)])
    result = watch(logged_in, simulator)
    assert result.stderr.count(WARNING) == 1
    assert "Driveway" in result.stderr


def test_the_ninth_is_not_warned_of(logged_in, simulator):
    entry = saved(logged_in, simulator)
    rewrite(logged_in, [earlier(entry, minutes) for minutes in range(8, 0, -1)])
    assert WARNING not in watch(logged_in, simulator).stderr


def test_a_camera_that_merely_repeats_the_same_capture_is_not_warned_of(logged_in, simulator):
    entry = saved(logged_in, simulator)
    rewrite(logged_in, [{**entry, "path": f"{entry['path']}.{i}"} for i in range(20)])
    assert WARNING not in watch(logged_in, simulator).stderr


def test_the_first_capture_that_differs_again_is_told(logged_in, simulator):
    entry = saved(logged_in, simulator)
    rewrite(logged_in, [earlier(entry, minutes, sha256="00") for minutes in range(10, 0, -1)])
    result = watch(logged_in, simulator)
    assert WARNING not in result.stderr
    assert "Driveway: its pictures change again" in result.stderr


def test_the_same_pictures_of_another_camera_do_not_count(logged_in, simulator):
    entry = saved(logged_in, simulator)
    rewrite(logged_in, [earlier(entry, n, id=FRONT_DOOR) for n in range(9, 0, -1)])
    assert WARNING not in watch(logged_in, simulator).stderr


def test_the_same_bytes_captured_later_are_a_capture_of_their_own_under_a_steady_name(
    logged_in, simulator
):
    get = ["get", DRIVEWAY, "--name", "door.jpg", "--json"]
    [first] = logged_in.run(*get, simulator=simulator).objects
    file = logged_in.work / "door.jpg"
    captured = file.stat().st_mtime
    os.utime(file, (captured - 3600, captured - 3600))
    [second] = logged_in.run(*get, simulator=simulator).objects
    assert second["sha256"] == first["sha256"]
    assert second["unchanged"] is False
    assert abs(file.stat().st_mtime - captured) < 1
    assert len(entries(logged_in)) == 2
    [third] = logged_in.run(*get, simulator=simulator).objects
    assert third["unchanged"] is True
    assert len(entries(logged_in)) == 2


# --max-age


def test_a_cached_watch_saves_nothing_older_than_max_age_and_the_camera_fails_with_7(
    logged_in, simulator
):
    old = int((time.time() - 7200) * 1000)
    simulator.set(camera=int(DRIVEWAY), capture_time_ms=old)
    result = logged_in.run(
        "watch", DRIVEWAY, "--count", 1, "--max-age", "1h", "--json", simulator=simulator
    )
    assert result.code == 7, result
    [failure] = result.objects
    assert failure["error"]["exit_code"] == 7
    assert "more than the 1 h allowed" in failure["error"]["message"]
    assert logged_in.pictures == []


def test_a_cached_watch_saves_what_is_young_enough(logged_in, simulator):
    simulator.set(camera=int(DRIVEWAY), capture_time_ms=int((time.time() - 60) * 1000))
    result = watch(logged_in, simulator, "--max-age", "1h")
    assert len(result.lines) == len(logged_in.pictures) == 1
