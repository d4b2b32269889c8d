# SPDX-License-Identifier: Apache-2.0
"""`history` with a real ffmpeg: what cameras took by themselves, each picture once, whatever happens."""

import datetime
import json
import random
import shutil
import signal
import sqlite3
import time

import pytest
from catalogue import file_of, recorded
from conftest import DRIVEWAY, FRONT_DOOR
from past_films import (
    FILMS, HOUR, NAME, TIMELINE, UTC, assert_all_saved_once, border, history, name_of, numbers_of, saved_names,
    wait_for_pictures,
)
from test_interrupt import interrupt

pytestmark = pytest.mark.skipif(not shutil.which("ffmpeg"), reason="needs ffmpeg")


@pytest.fixture
def service(past_service):
    return past_service


def test_a_week_is_fetched_once_although_it_is_killed_again_and_again(program, service, past):
    past.add_hours(FRONT_DOOR, border(7) + 13 * 60_000, 6 * 24 + 12)
    past.finish()
    seed = random.SystemRandom().randrange(2**32)
    print(f"seed {seed}")
    moments = random.Random(seed)
    count = len(past.numbers)
    for kill in range(4):
        process = program.start(
            "history", FRONT_DOOR, "--from", "8 d ago", "--name", NAME, simulator=service, env=UTC)
        # In the middle of a window, between two pictures, or while a film is taken apart.
        wait_for_pictures(program, process, (kill + 1) * count // 10)
        time.sleep(moments.uniform(0, 0.2))
        process.kill()
        process.communicate()
        assert process.returncode == -signal.SIGKILL
    done = len(saved_names(program))
    assert 0 < done < count
    service.forget_requests()
    result = history(program, service, timeout=300)
    assert result.code == 0, result
    assert_all_saved_once(program, past)
    # What was done before is not asked for, but for what the last kill has interrupted.
    films = [request["path"] for request in service.requests(FILMS)]
    assert len(films) == len(set(films)) <= (count - done) // 3 + 4
    asked = len(service.requests(TIMELINE))
    assert asked <= 8 * 8 + 2 - done // 9 + 1, (asked, done)
    service.forget_requests()
    again = history(program, service)
    assert (again.code, again.stdout) == (0, ""), again
    assert "0 new pictures" in again.stderr
    assert service.requests(FILMS) == []
    # The windows of yesterday without pictures may still get some.
    assert len(service.requests(TIMELINE)) <= 18


def test_a_day_of_all_cameras_is_fetched(program, service, past):
    past.add_hours(FRONT_DOOR, border(1.5), 6)
    past.add_hours(DRIVEWAY, border(1.5) + 7_000, 6)
    past.finish()
    result = program.run(
        "history", FRONT_DOOR, DRIVEWAY, "--from", "2 d ago", "--out", "past", "--name", "{id}/" + NAME,
        simulator=service, env=UTC)
    assert result.code == 0, result
    assert result.stdout.count("\n") == 36
    assert result.stderr.count("18 new pictures from ") == 2, result
    for camera in (FRONT_DOOR, DRIVEWAY):
        paths = sorted((program.work / "past" / camera).iterdir())
        numbers = sorted(row["captured_ms"] for row in recorded(program) if row["id"] == camera)
        assert numbers_of(paths) == [past.numbers[ms] for ms in numbers]
    assert [path for path in result.lines if not (program.work / path).is_file()] == []


def test_neither_token_nor_hardware_id_goes_to_the_storage(program, service, past):
    past.add_hours(FRONT_DOOR, border(2), 1)
    past.finish()
    assert history(program, service).code == 0
    [film] = service.requests(FILMS)
    assert set(film["header_names"]) & {"authorization", "hardware_id", "cookie"} == set()
    for request in service.requests(TIMELINE):
        assert request["authorization"] == "present"
        assert set(request["query"]) == {"start_time", "end_time", "order"}


@pytest.mark.parametrize("option", [[], ["--verbose"], ["--json", "--verbose"]])
@pytest.mark.parametrize("fault", ["good", "status:403*", "half*", "reset*", "html*"])
def test_no_signed_address_is_told(program, service, past, tmp_path, option, fault):
    past.add_hours(FRONT_DOOR, border(2), 1)
    past.finish()
    service.fault("film", fault)
    result = history(program, service, *option)
    assert (result.code == 0) == (fault == "good"), result
    secrets = ("X-Amz-", "simulated-media", "Signature", f"{border(2)}.mp4")
    for secret in secrets:
        assert secret not in result.stdout + result.stderr
    for path in tmp_path.rglob("*"):
        if path.is_file() and past.folder not in path.parents:
            text = path.read_bytes()
            assert not [secret for secret in secrets if secret.encode() in text], path


def test_json_tells_of_each_picture_and_film(program, service, past):
    start = border(3)
    past.add(FRONT_DOOR, start, [start + 5_000, start + 905_000])
    past.finish()
    result = history(program, service, "--json", "--films")
    assert result.code == 0, result
    first, second, film = result.objects
    path = program.work / first["path"]
    assert first == {
        "id": FRONT_DOOR, "name": None, "path": name_of(start + 5_000),
        "captured_at": first["captured_at"], "timed": True, "bytes": path.stat().st_size, "width": 64, "height": 48,
        "sha256": first["sha256"], "received_sha256": first["sha256"], "exif": False, "unchanged": False,
    }
    assert datetime.datetime.fromisoformat(first["captured_at"]).timestamp() * 1000 == start + 5_000
    assert second["path"] == name_of(start + 905_000)
    assert film["film"] == name_of(start, ".mp4")
    assert (program.work / film["film"]).read_bytes() == next(past.folder.glob("*.mp4")).read_bytes()
    assert film["bytes"] == (program.work / film["film"]).stat().st_size
    # Neither again, nor when they are asked for again.
    for options in ((), ("--again",)):
        assert history(program, service, "--json", "--films", *options).objects == []


def zone_with_change_yesterday(kind):
    """A zone whose clocks were put back or forward at two o'clock, the day before yesterday."""
    day = datetime.datetime.now(datetime.timezone.utc).date() - datetime.timedelta(days=2)
    while (day.month, day.day) == (2, 29):
        day -= datetime.timedelta(days=1)
    number = (datetime.date(2025, day.month, day.day) - datetime.date(2025, 1, 1)).days + 1
    other = (number + 182) % 365 + 1
    first, last = (number, other) if kind == "forward" else (other, number)
    return day, f"WIN0SUM-1,J{first}/{2 if kind == 'forward' else 1},J{last}/2"


def test_no_picture_of_a_doubled_hour_is_lost(program, service, past):
    day, zone = zone_with_change_yesterday("back")
    # 01:00 to 02:00 of summer time and of winter time.
    first = int(datetime.datetime(day.year, day.month, day.day, tzinfo=datetime.timezone.utc).timestamp()) * 1000
    past.add(FRONT_DOOR, first, [first + 600_000, first + 1_800_000])
    past.add(FRONT_DOOR, first + HOUR, [first + HOUR + 600_000, first + HOUR + 1_800_000])
    past.finish()
    for _ in range(2):
        result = history(program, service, "--from", f"{day}", "--to", f"{day}", "--again", env={"TZ": zone})
        assert result.code == 0, result
        assert saved_names(program) == [
            f"{day} 01-10-00 +0000.jpg", f"{day} 01-10-00.jpg", f"{day} 01-30-00 +0000.jpg", f"{day} 01-30-00.jpg"]
    assert numbers_of([program.work / name for name in saved_names(program)]) == [3, 1, 4, 2]


def test_days_of_23_and_25_hours_are_fetched_whole(program, service, past):
    for kind, hours in (("back", 25), ("forward", 23)):
        day, zone = zone_with_change_yesterday(kind)
        result = history(program, service, "--from", f"{day}", "--to", f"{day}", env={"TZ": zone})
        assert result.code == 7
        windows = [request["query"] for request in service.requests(TIMELINE)]
        assert (moment_of(windows[-1]["end_time"]) - moment_of(windows[0]["start_time"])) / HOUR == hours
        assert all(a["end_time"] == b["start_time"] for a, b in zip(windows, windows[1:], strict=False))
        service.forget_requests()
        file_of(program).unlink()


def moment_of(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp() * 1000


def test_pictures_that_watch_saved_stay_as_they_are(program, service, past):
    start = border(2)
    past.add(FRONT_DOOR, start, [start + 5_000, start + 605_000])
    past.finish()
    service.set(camera=int(FRONT_DOOR), capture_time_ms=start + 605_000)
    assert program.run("get", FRONT_DOOR, "--name", NAME, simulator=service, env=UTC).code == 0
    before = (program.work / name_of(start + 605_000)).read_bytes()
    result = history(program, service)
    assert result.code == 0, result
    assert result.lines == [name_of(start + 5_000)]
    assert saved_names(program) == [name_of(start + 5_000), name_of(start + 605_000)]
    assert (program.work / name_of(start + 605_000)).read_bytes() == before


def test_exif_and_uploads_are_as_with_other_pictures(program, service, past):
    start = border(2)
    past.add(FRONT_DOOR, start, [start + 5_000])
    past.finish()
    result = history(
        program, service, "--exif", "--upload", "s3://bucket", "--s3-endpoint", "http://127.0.0.1:9",
        env={"AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "secret"})
    assert result.code == 0, result
    assert "waits for the next run" in result.stderr
    assert b"Exif\0\0" in (program.work / name_of(start + 5_000)).read_bytes()
    with sqlite3.connect(file_of(program)) as connection:
        assert connection.execute("SELECT name FROM upload WHERE sent_ms IS NULL").fetchall() == [
            (name_of(start + 5_000),)]


@pytest.mark.parametrize("which, code", [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_ends_it_and_the_next_run_goes_on(program, service, past, which, code):
    past.add_hours(FRONT_DOOR, border(3), 24)
    past.finish()
    process = program.start(
        "history", FRONT_DOOR, "--from", "4 d ago", "--name", NAME, simulator=service, env=UTC)
    wait_for_pictures(program, process, 10)
    seconds, _, stderr = interrupt(process, which)
    assert process.returncode == code, stderr
    assert seconds < 2
    assert "the next run goes on" in stderr
    assert not program.settings_file.with_name("Settings.json.history").exists()
    assert history(program, service).code == 0
    assert_all_saved_once(program, past)


def test_a_folder_with_a_percent_sign_is_a_folder_like_any_other(program, service, past):
    folder = program.folder / "100%d %05d"
    program.settings_file.parent.rename(folder)
    program.settings_file = folder / "Settings.json"
    past.add_hours(FRONT_DOOR, border(2), 1)
    past.finish()
    result = history(program, service)
    assert result.code == 0, result
    assert numbers_of([program.work / name for name in saved_names(program)]) == [1, 2, 3]


def test_a_terminal_gets_a_line_a_camera(program, service, past):
    pexpect = pytest.importorskip("pexpect")
    past.add_hours(FRONT_DOOR, border(2), 2)
    past.finish()
    child = pexpect.spawn(
        str(program.path), ["history", "Front Door", "--from", "3 d ago"], cwd=program.work, encoding="utf-8",
        env={**program.environment(service), **UTC, "TERM": "xterm-256color"}, dimensions=(30, 100), timeout=60)
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0, child.before
    assert "Front Door  6 new pictures from " in child.before
    assert ".jpg" not in child.before
    assert len(saved_names(program)) == 6


def test_requests_and_json_tell_the_program_what_an_error_is(program, service):
    result = history(program, service, "--json", "--from", "1 d ago")
    assert result.code == 7
    [camera] = result.objects
    assert camera["error"]["code"] == "no_snapshot"
    assert json.dumps(camera).count("Snapshot Capture") == 1
