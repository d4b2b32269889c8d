# SPDX-License-Identifier: Apache-2.0
"""What status tells of the pictures, and status as a monitor."""

import contextlib
import datetime
import fcntl
import hashlib
import json
import time

import pytest
from conftest import DRIVEWAY, FRONT_DOOR

NAMES = {FRONT_DOOR: "Front Door", DRIVEWAY: "Driveway"}


class Record:
    """Writes the record of pictures as a long use of the program would have."""

    def __init__(self, program):
        self.program = program
        self.file = program.settings_file.with_name("Settings.json.pictures")
        self.file.parent.mkdir(mode=0o700, exist_ok=True)
        self.now = time.time()

    def add(self, camera, minutes_ago, content=None, **members):
        """Saves a picture captured so long ago; its path."""
        path = self.program.work / f"{camera} {minutes_ago}.jpg"
        data = (content or f"picture {camera} {minutes_ago}").encode()
        path.write_bytes(data)
        entry = {
            "path": str(path),
            "id": camera,
            "name": NAMES.get(camera, f"camera {camera}"),
            "captured_ms": int((self.now - minutes_ago * 60) * 1000),
            "size": len(data),
            "sha256": hashlib.sha256(data).hexdigest(),
            **members,
        }
        with self.file.open("a") as record:
            record.write(json.dumps(entry) + "\n")
        return path


@pytest.fixture
def record(program):
    return Record(program)


@contextlib.contextmanager
def watching(program):
    """As if a watch ran: it holds this lock."""
    with program.settings_file.with_name("Settings.json.watch-1.lock").open("w") as mark:
        fcntl.flock(mark, fcntl.LOCK_EX)
        yield


def cameras(program, *options):
    result = program.run("status", "--json", *options)
    [facts] = result.objects
    return facts["cameras"]


def test_status_tells_of_each_camera_the_newest_picture_and_its_age(logged_in, simulator):
    saved = logged_in.run("get", "--all", simulator=simulator)
    simulator.stop()
    told = cameras(logged_in)
    assert len(told) == 6
    assert {c["path"] for c in told} == {str(logged_in.work / line) for line in saved.lines}
    assert all(c["file"] == "unchanged" and c["age_seconds"] is not None for c in told)
    shown = logged_in.run("status").stdout
    for name in ("Driveway", "Front Door"):
        assert name in shown
    assert saved.lines[0] in shown


def test_status_without_any_picture_says_so(program):
    assert cameras(program) == []
    assert "none saved yet" in program.run("status").stdout


def test_status_tells_of_the_remembered_camera_that_it_has_no_picture(program):
    program.write_settings(RingDeviceId=int(DRIVEWAY))
    [camera] = cameras(program)
    assert camera == {
        "id": DRIVEWAY, "name": None, "path": None, "file": None, "captured_at": None,
        "age_seconds": None, "too_old": None, "pictures_last_day": 0,
        "usual_interval_seconds": None, "gaps": None, "frozen": False,
    }
    assert f"camera {DRIVEWAY}  no picture yet" in program.run("status").stdout


def test_status_tells_the_gaps_of_the_last_day(program, record):
    for minutes in [*range(600, 400, -5), *range(300, 0, -5)]:
        record.add(DRIVEWAY, minutes)
    [camera] = cameras(program)
    assert camera["pictures_last_day"] == 100
    assert camera["usual_interval_seconds"] == 300
    [gap] = camera["gaps"]
    assert gap["seconds"] == 105 * 60
    begin, end = (datetime.datetime.fromisoformat(gap[key]) for key in ("from", "to"))
    assert (end - begin).total_seconds() == gap["seconds"]
    assert begin.utcoffset() is not None
    shown = program.run("status").stdout
    assert "100, about every 5 min" in shown
    # Nothing takes pictures regularly here.
    assert "gap of" not in shown
    with watching(program):
        assert "gap of 1 h 45 min, " in program.run("status").stdout


def test_status_tells_a_gap_that_still_lasts(program, record):
    for minutes in range(600, 400, -5):
        record.add(DRIVEWAY, minutes)
    [camera] = cameras(program)
    assert [gap["to"] for gap in camera["gaps"]] == [None]
    with watching(program):
        assert ", since " in program.run("status").stdout


def test_status_warns_of_a_camera_whose_last_ten_captures_are_the_same(program, record):
    for minutes in range(50, 0, -5):
        record.add(DRIVEWAY, minutes, "the same")
        record.add(FRONT_DOOR, minutes)
    assert {c["name"]: c["frozen"] for c in cameras(program)} == {
        "Driveway": True, "Front Door": False,
    }
    assert program.run("status").stdout.count("byte for byte") == 1


@pytest.mark.parametrize("what, state, words", [
    (lambda path: path.unlink(), "missing", "gone"),
    (lambda path: path.write_text("edited"), "changed", "changed"),
    (lambda path: path.parent.rename(path.parent.with_name("away")), "unreachable", "folder"),
])
def test_status_says_what_became_of_the_newest_picture(program, record, what, state, words):
    path = record.add(DRIVEWAY, 5)
    what(path)
    result = program.run("status", "--json", cwd=program.home)
    [camera] = result.objects[0]["cameras"]
    assert camera["file"] == state
    assert camera["path"] == str(path)
    assert words in program.run("status", cwd=program.home).stdout


def test_status_goes_on_telling_of_pictures_that_keep_last_deleted(logged_in, simulator):
    for _ in range(3):
        simulator.set(camera=int(DRIVEWAY), capture_time_ms=simulator.state()["time_ms"])
        logged_in.run(
            "watch", DRIVEWAY, "--count", 1, "--keep-last", 1, simulator=simulator
        )
    assert len(logged_in.pictures) == 1
    [camera] = cameras(logged_in)
    assert camera["pictures_last_day"] == 3


def test_status_with_a_device_tells_of_it_alone(program, record):
    record.add(DRIVEWAY, 5)
    record.add(FRONT_DOOR, 5)
    assert [c["id"] for c in cameras(program, "driv")] == [DRIVEWAY]
    assert [c["id"] for c in cameras(program, FRONT_DOOR, "Driveway")] == [FRONT_DOOR, DRIVEWAY]
    unknown = program.run("status", "Attic")
    assert unknown.code == 6, unknown
    assert "Driveway" in unknown.stderr


# --max-age


def test_max_age_ends_with_0_while_every_picture_is_young_enough(program, record):
    record.add(DRIVEWAY, 50)
    record.add(FRONT_DOOR, 10)
    result = program.run("status", "--max-age", "1h")
    assert result.code == 0, result
    assert result.stderr == ""
    assert [line.split()[0] for line in result.lines] == ["ok", "ok"]


def test_max_age_ends_with_7_and_names_the_camera_whose_picture_is_older(program, record):
    record.add(DRIVEWAY, 20)
    record.add(FRONT_DOOR, 90)
    result = program.run("status", "--max-age", "1h")
    assert result.code == 7, result
    assert result.lines[0].startswith("too old  Front Door")
    assert result.lines[1].startswith("ok       Driveway")
    assert "Front Door (1 h 30 min ago)" in result.stderr
    assert "younger than 1 h" in result.stderr
    assert "Driveway" not in result.stderr
    told = {c["name"]: c["too_old"] for c in cameras(program, "--max-age", "1h")}
    assert told == {"Driveway": False, "Front Door": True}


def test_max_age_makes_no_request_and_needs_no_login(program, record):
    record.add(DRIVEWAY, 1)
    env = {"RING_SNAPSHOT_SERVER": "http://127.0.0.1:9"}
    assert program.run("status", "--max-age", "1h", env=env).code == 0


def test_max_age_ends_with_7_when_no_picture_was_ever_saved(program):
    result = program.run("status", "--max-age", "1h")
    assert result.code == 7, result
    assert "no picture was saved here yet" in result.stderr


def test_max_age_ends_with_7_for_a_camera_without_a_picture(program, record):
    record.add(DRIVEWAY, 1)
    result = program.run("status", "--max-age", "1h", FRONT_DOOR)
    assert result.code == 7, result
    assert result.lines == [f"none  camera {FRONT_DOOR}  no picture yet"]


def test_max_age_with_a_device_asks_for_that_camera_alone(program, record):
    record.add(DRIVEWAY, 20)
    record.add(FRONT_DOOR, 90)
    assert program.run("status", "--max-age", "1h", "Driveway").code == 0
    assert program.run("status", "--max-age", "1h", "Front Door").code == 7


def test_max_age_does_not_trust_a_clock_that_is_behind_the_newest_picture(program, record):
    record.add(DRIVEWAY, -60)
    result = program.run("status", "--max-age", "1h")
    assert result.code == 7, result
    assert result.lines[0].startswith("unknown")
    assert "clock" in result.lines[0]


def test_max_age_json_has_one_object_and_the_error_on_standard_error(program, record):
    record.add(DRIVEWAY, 90)
    result = program.run("status", "--max-age", "1h", "--json")
    assert result.code == 7, result
    [facts] = result.objects
    assert facts["max_age_seconds"] == 3600
    assert json.loads(result.stderr)["error"]["code"] == "no_snapshot"


def test_a_record_that_is_half_broken_costs_the_broken_lines_alone(program, record):
    record.add(DRIVEWAY, 5)
    with record.file.open("a") as text:
        text.write('{"path":"/x.jpg","id":\n')
    record.add(FRONT_DOOR, 5)
    assert len(cameras(program)) == 2
