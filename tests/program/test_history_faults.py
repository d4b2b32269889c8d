# SPDX-License-Identifier: Apache-2.0
"""What goes wrong in a `history`: at Ring, at the storage of its films, with ffmpeg, and between two runs."""

import os
import shutil
import signal
import sqlite3

import proof
import pytest
from catalogue import file_of
from conftest import FRONT_DOOR
from past_films import (
    FILMS, TIMELINE, UTC, assert_all_saved_once, border, history, name_of, numbers_of, saved_names,
)
from test_interrupt import interrupt, wait_for

pytestmark = pytest.mark.skipif(not shutil.which("ffmpeg"), reason="needs ffmpeg")


@pytest.fixture
def service(past_service):
    return past_service


def record(fault, result, words=""):
    proof.record("history", fault, {"fault": fault, "code": result.code,
                                    "said": proof.told(result.stderr.splitlines(), words)})


#: What the routes of the simulator are called in docs/reliability.md.
PARTS = {"timeline": "the timeline", "film": "the films"}


def name_of_faults(route, faults):
    return f"{PARTS[route]}: " + ", ".join(f"`{fault.rstrip('*')}`" for fault in faults)


@pytest.mark.parametrize("faults", [("timeline", "footages"), ("timeline",)])
def test_without_a_subscription_it_says_what_is_missing(program, service, past, faults):
    for route in faults:
        service.fault(route, "status:403*")
    result = history(program, service, "--from", "1 d ago")
    assert result.code == 7, result
    assert "Ring subscription" in result.stderr and "Snapshot Capture" in result.stderr
    assert result.stderr.startswith(f"error: camera {FRONT_DOOR}: Ring "), result
    if "footages" in faults:
        record("there is no subscription", result, "Ring subscription")
    assert len(service.requests("/recordings/")) <= 9
    assert saved_names(program) == []


def test_the_older_route_is_taken_where_the_timeline_is_refused(program, service, past):
    service.fault("timeline", "status:404*")
    past.add_hours(FRONT_DOOR, border(2), 4)
    past.finish()
    result = history(program, service)
    assert result.code == 0, result
    assert_all_saved_once(program, past)
    assert len(service.requests(TIMELINE)) == 1


def test_what_all_cameras_lack_is_told_once(program, service):
    result = program.run("history", "--all", "--from", "1h ago", simulator=service, env=UTC)
    assert result.code == 7, result
    assert result.stderr.count("error: ") == 1
    assert "Driveway" in result.stderr and "Cabin: Ring has no pictures from " in result.stderr
    as_json = program.run("history", "--all", "--from", "1h ago", "--json", simulator=service, env=UTC)
    assert [camera["error"]["exit_code"] for camera in as_json.objects] == [7] * 6
    assert "0 pictures" not in program.run("archive").stdout


def test_a_camera_that_is_not_there_is_told_as_that(program, service):
    result = program.run("history", "4711", simulator=service)
    assert result.code == 6, result
    assert "4711" in result.stderr


def test_an_expired_address_is_asked_for_again(program, service, past):
    past.add_hours(FRONT_DOOR, border(2), 3)
    past.finish()
    service.fault("film", "good", "status:403")
    result = history(program, service)
    assert result.code == 0, result
    assert_all_saved_once(program, past)
    assert [r["status"] for r in service.requests(FILMS)] == [200, 403, 200, 200]
    record("an address of a film expires, once", result)


def test_addresses_that_never_work_end_with_7_and_are_tried_again(program, start_simulator, past):
    past.add_hours(FRONT_DOOR, border(2), 2)
    past.finish()
    simulator = start_simulator("--films", past.folder, "--film-life", 0)
    program.log_in(simulator)
    result = history(program, simulator)
    assert result.code == 7, result
    assert "Ring's storage does not give their film" in result.stderr
    record("addresses of films never work", result, "Ring's storage does not give their film")
    simulator.stop()
    simulator = start_simulator("--films", past.folder, "--refresh-token", program.settings["RingRefreshToken"])
    program.expire_access_token()
    assert history(program, simulator).code == 0
    assert_all_saved_once(program, past)


@pytest.mark.parametrize(
    "route, faults",
    [
        ("timeline", ["429:1"]), ("timeline", ["status:503", "html"]), ("timeline", ["cut", "reset"]),
        ("timeline", ["garbage", "good"]), ("timeline", ["gzip"]), ("timeline", ["status:401"]),
        ("film", ["status:503"]), ("film", ["cut", "reset"]), ("film", ["html", "429:1"]), ("film", ["half"]),
        ("film", ["garbage"]), ("film", ["empty"]), ("film", ["status:404"]),
    ],
)
def test_passing_faults_cost_no_picture(program, service, past, route, faults):
    past.add_hours(FRONT_DOOR, border(2), 2)
    past.finish()
    service.fault(route, *faults)
    result = history(program, service, "--from", "3 d ago")
    assert result.code == 0, result
    assert_all_saved_once(program, past)
    record(f"{name_of_faults(route, faults)}, once", result)


@pytest.mark.parametrize(
    "route, fault, code, words",
    [
        ("timeline", "status:500*", 8, "Ring's timeline is unavailable (HTTP 500)"),
        ("timeline", "429:300*", 5, "Ring"),
        ("film", "status:500*", 8, "does not give the film of earlier pictures (HTTP 500)"),
        ("film", "half*", 7, "the film cannot be read"),
        ("film", "garbage*", 7, "the film cannot be read"),
    ],
)
def test_lasting_faults_are_told_and_leave_their_windows_for_later(program, service, past, route, fault, code, words):
    past.add_hours(FRONT_DOOR, border(0.5), 1)
    past.finish()
    service.fault(route, fault)
    if route == "timeline":
        service.fault("footages", "status:500*")
    result = history(program, service, "--from", "1 d ago")
    assert result.code == code, result
    assert words in result.stderr
    assert saved_names(program) == []
    record(name_of_faults(route, [fault]), result, words)
    if code == 5:
        count = len(service.requests())
        assert history(program, service).code == 5
        assert len(service.requests()) == count
        return
    service.fault(route)
    service.fault("footages")
    assert history(program, service, "--from", "1 d ago", "--again").code == 0


def test_a_film_of_other_pictures_than_ring_names_is_told(program, service, past):
    start = border(2)
    past.add(FRONT_DOOR, start, [start + i * 600_000 for i in range(5)], snapshots=[start, start + 2_400_000])
    past.finish()
    result = history(program, service, "--json")
    assert result.code == 0, result
    assert "has 5 pictures, and Ring names the times of 2; their times are estimated" in result.stderr
    record("a film has more pictures than Ring names times", result, "are estimated")
    assert [picture["timed"] for picture in result.objects] == [False] * 5
    assert saved_names(program) == [name_of(ms) for ms in sorted(past.numbers)]
    assert numbers_of([program.work / name for name in saved_names(program)]) == [1, 2, 3, 4, 5]


def fake_ffmpeg(program, script):
    folder = program.folder / "bin"
    folder.mkdir(exist_ok=True)
    path = folder / "ffmpeg"
    path.write_text(f'#!/bin/sh\ncase "$*" in *-encoders*) exit;; esac\n{script}\n')
    path.chmod(0o755)
    return {"PATH": f"{folder}:{os.environ['PATH']}"}


@pytest.mark.parametrize(
    "script, code, words",
    [
        ("echo 'Invalid data found' >&2; exit 1", 7, "the film cannot be read (Invalid data found)"),
        ("exit 0", 7, "the film cannot be read"),
        ("kill -KILL $$", 10, "ffmpeg was killed"),
        ("env >&2; exit 1", 7, "the film cannot be read"),
    ],
)
def test_an_ffmpeg_that_fails_is_told(program, service, past, script, code, words):
    past.add_hours(FRONT_DOOR, border(2), 1)
    past.finish()
    result = history(program, service, env={**fake_ffmpeg(program, script), "RING_PASSWORD": "s3cret"})
    assert result.code == code, result
    assert words in result.stderr
    assert "s3cret" not in result.stderr
    if not script.startswith("env"):
        record(f"ffmpeg is replaced by `{script}`", result, words)
    assert saved_names(program) == []


def test_without_ffmpeg_it_says_how_to_get_it_and_asks_nothing(program, service):
    result = history(program, service, env={"PATH": "/nowhere"})
    assert result.code == 10, result
    assert "ffmpeg is not installed; sudo apt install ffmpeg" in result.stderr
    record("ffmpeg is not installed", result, "ffmpeg is not installed")
    assert service.requests() == []


def test_a_signal_ends_ffmpeg(program, service, past):
    past.add_hours(FRONT_DOOR, border(2), 1)
    past.finish()
    env = fake_ffmpeg(program, 'echo $$ > "$HOME/number"; trap "" TERM INT; while :; do sleep 0.05; done')
    process = program.start("history", FRONT_DOOR, "--from", "3 d ago", simulator=service, env={**UTC, **env})
    number = program.home / "number"
    wait_for(lambda: number.exists() and number.read_text().endswith("\n"))
    seconds, _, stderr = interrupt(process, signal.SIGINT)
    assert process.returncode == 130, stderr
    assert seconds < 2
    wait_for(lambda: not os.path.exists(f"/proc/{number.read_text().strip()}"))


def test_two_at_a_time_do_not_fetch_the_same(program, service, past):
    past.add_hours(FRONT_DOOR, border(2), 1)
    past.finish()
    service.fault("film", "hang")
    process = program.start("history", FRONT_DOOR, "--from", "3 d ago", simulator=service, env=UTC)
    service.wait_for_request(FILMS)
    second = history(program, service)
    process.kill()
    process.communicate()
    assert second.code == 9, second
    assert "another ring-snapshot history" in second.stderr
    record("another `history` runs", second, "another ring-snapshot history")
    assert history(program, service).code == 0


def test_a_catalogue_of_a_newer_version_ends_it_before_anything_is_fetched(program, service, past):
    past.add_hours(FRONT_DOOR, border(2), 1)
    past.finish()
    assert history(program, service).code == 0
    with sqlite3.connect(file_of(program)) as connection:
        connection.execute("PRAGMA user_version=99")
    service.forget_requests()
    result = history(program, service)
    assert result.code == 9, result
    assert "a newer version" in result.stderr
    record("the catalogue is of a newer version", result, "a newer version")
    assert service.requests(TIMELINE) == []
