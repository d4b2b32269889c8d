# SPDX-License-Identifier: Apache-2.0
"""The catalogue of pictures, as its users meet it; more in tests/unit/archive/catalogue."""

import contextlib
import hashlib
import json
import os
import sqlite3
import time

import pytest
from catalogue import check_integrity, file_of, recorded
from conftest import CODE, DRIVEWAY, PASSWORD, USERNAME

NOTE = ("--exec", "sh -c 'env -0 > env'")


def note(program):
    text = (program.work / "env").read_text()
    return dict(entry.split("=", 1) for entry in text.split("\0") if "=" in entry)


def change(program, *statements):
    """Changes the catalogue while nobody uses it."""
    with contextlib.closing(sqlite3.connect(file_of(program))) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def set_aside(program):
    return sorted(p.name for p in file_of(program).parent.glob("*.db.corrupt-*"))


def test_what_is_recorded_of_a_picture(logged_in, simulator):
    result = logged_in.run("get", DRIVEWAY, "--json", simulator=simulator)
    [told] = result.objects
    [row] = recorded(logged_in)
    data = (logged_in.work / told["path"]).read_bytes()
    assert row["path"] == str(logged_in.work / told["path"])
    assert row["sha256"] == row["received_sha256"] == hashlib.sha256(data).hexdigest()
    assert told["sha256"] == told["received_sha256"] == row["sha256"]
    assert (row["width"], row["height"], row["size"]) == (told["width"], told["height"], len(data))
    assert 0 < row["brightness"] < 255
    assert row["name"] == ""
    assert row["timed"] == 1
    assert abs(row["saved_ms"] / 1000 - time.time()) < 60
    check_integrity(logged_in)


def test_a_steady_file_of_somebody_else_is_replaced_however_new_it_looks(logged_in, simulator):
    latest = logged_in.work / "o" / "door.jpg"
    latest.parent.mkdir()
    latest.write_text("placeholder")
    later = time.time() + 3600
    os.utime(latest, (later, later))
    result = logged_in.run(
        "get", DRIVEWAY, "--out", "o", "--latest", "door.jpg", "--require-fresh", "--json",
        simulator=simulator,
    )
    assert result.code == 0, result
    [told] = result.objects
    assert told["fresh"] is True and told["latest"] == "o/door.jpg"
    assert latest.read_bytes() == (logged_in.work / told["path"]).read_bytes()


def test_a_steady_name_is_the_same_file_however_its_folder_is_named(logged_in, simulator):
    now = simulator.state()["time_ms"]
    logged_in.run("get", DRIVEWAY, "--out", "o", "--latest", "door.jpg", simulator=simulator)
    newest = (logged_in.work / "o/door.jpg").read_bytes()
    simulator.set(camera=int(DRIVEWAY), capture_time_ms=now - 3_600_000)
    result = logged_in.run(
        "get", DRIVEWAY, "--out", logged_in.work / "o", "--latest", "door.jpg", simulator=simulator
    )
    assert "a newer picture is there already and was kept" in result.stderr
    assert (logged_in.work / "o/door.jpg").read_bytes() == newest


def test_a_newer_file_that_is_kept_under_its_name_is_told_as_kept(logged_in, simulator):
    now = simulator.state()["time_ms"]
    options = ("--name", "door.jpg", "--json")
    [first] = logged_in.run("get", DRIVEWAY, *options, simulator=simulator).objects
    simulator.set(camera=int(DRIVEWAY), capture_time_ms=now - 3_600_000)
    [second] = logged_in.run("get", DRIVEWAY, *options, simulator=simulator).objects
    assert "kept_newer" not in first
    assert second["kept_newer"] is True and second["unchanged"] is True


@pytest.fixture
def with_newer_copy(logged_in, simulator):
    """Logged in; door.jpg is a copy that shows a capture of the future."""
    assert logged_in.run("get", DRIVEWAY, "--latest", "door.jpg", simulator=simulator).code == 0
    change(logged_in, "UPDATE steady_copy SET captured_ms = captured_ms + 86400000")
    return logged_in


def test_a_newer_copy_that_is_kept_is_named_to_nobody(with_newer_copy, simulator):
    program = with_newer_copy
    before = (program.work / "door.jpg").read_bytes()
    result = program.run(
        "get", DRIVEWAY, "--fresh", "--latest", "door.jpg", "--json", *NOTE, simulator=simulator
    )
    assert result.code == 0, result
    [told] = result.objects
    assert "latest" not in told
    assert "RING_SNAPSHOT_LATEST" not in note(program)
    assert "door.jpg: a newer picture is there already and was kept" in result.stderr
    assert (program.work / "door.jpg").read_bytes() == before


def test_a_newer_copy_that_is_kept_ends_with_7_where_fresh_is_required(with_newer_copy, simulator):
    result = with_newer_copy.run(
        "get", DRIVEWAY, "--require-fresh", "--latest", "door.jpg", "--json", simulator=simulator
    )
    assert result.code == 7, result
    told, failure = result.objects
    assert "latest" not in told and told["fresh"] is True
    assert failure["error"]["code"] == "no_snapshot"


def test_the_older_picture_of_a_steady_name_ends_with_7_where_fresh_is_required(
    logged_in, simulator
):
    get = ("get", DRIVEWAY, "--name", "door.jpg", "--require-fresh")
    assert logged_in.run(*get, simulator=simulator).code == 0
    change(logged_in, "UPDATE picture SET captured_ms = captured_ms + 86400000")
    assert logged_in.run(*get, simulator=simulator).code == 7


# Damage and what is not ours


@pytest.mark.parametrize("damage", [
    lambda file: file.write_bytes(os.urandom(50_000)),
    lambda file: file.write_bytes(b""),
    lambda file: os.truncate(file, 5000),
    lambda file: os.truncate(file, 10),
], ids=["noise", "empty", "truncated", "a few bytes"])
@pytest.mark.parametrize("command", [("get", DRIVEWAY), ("status",)], ids=["get", "status"])
def test_a_damaged_catalogue_is_set_aside_and_the_run_goes_on(
    logged_in, simulator, damage, command
):
    logged_in.run("get", DRIVEWAY, simulator=simulator)
    damage(file_of(logged_in))
    simulator.set(camera=int(DRIVEWAY), capture_time_ms=simulator.state()["time_ms"])
    result = logged_in.run(*command, simulator=simulator)
    assert result.code == 0, result
    assert result.stderr.count("was damaged") == 1
    assert "ring-snapshot archive rebuild --settings" in result.stderr
    assert any(name.endswith("Z") for name in set_aside(logged_in))
    again = logged_in.run(*command, simulator=simulator)
    assert "damaged" not in again.stderr
    check_integrity(logged_in)


def make_folder(program):
    file_of(program).unlink()
    file_of(program).mkdir()


@pytest.mark.parametrize("spoil, words", [
    (make_folder, "it is a folder"),
    (lambda program: change(program, "PRAGMA user_version=99"), "a newer version"),
    (lambda program: change(program, "PRAGMA application_id=7"), "another program"),
], ids=["folder", "newer", "foreign"])
def test_a_catalogue_that_cannot_be_used_stops_no_picture(logged_in, simulator, spoil, words):
    logged_in.run("get", DRIVEWAY, simulator=simulator)
    spoil(logged_in)
    before = file_of(logged_in).read_bytes() if file_of(logged_in).is_file() else None
    simulator.set(camera=int(DRIVEWAY), capture_time_ms=simulator.state()["time_ms"])
    result = logged_in.run("get", DRIVEWAY, "--latest", "now.jpg", simulator=simulator)
    assert result.code == 0, result
    assert len(logged_in.pictures) == 3
    assert result.stderr.count("warning:") == 1 and words in result.stderr
    assert logged_in.run("status", simulator=simulator).code == 9
    assert set_aside(logged_in) == []
    if before is not None:
        assert file_of(logged_in).read_bytes() == before


def test_what_could_not_be_recorded_is_recorded_by_a_later_run(logged_in, simulator):
    logged_in.run("get", DRIVEWAY, simulator=simulator)
    change(logged_in, "PRAGMA user_version=99")
    simulator.set(camera=int(DRIVEWAY), capture_time_ms=simulator.state()["time_ms"])
    logged_in.run("get", DRIVEWAY, simulator=simulator)
    change(logged_in, "PRAGMA user_version=3")
    assert len(recorded(logged_in)) == 1
    assert logged_in.run("status", simulator=simulator).code == 0
    assert {row["path"] for row in recorded(logged_in)} == {
        str(logged_in.work / name) for name in logged_in.pictures
    }


def test_what_cannot_even_be_written_down_is_told_at_the_end(logged_in, simulator):
    file_of(logged_in).mkdir()
    logged_in.settings_file.with_name("Settings.json.pictures.pending").mkdir()
    result = logged_in.run("get", DRIVEWAY, simulator=simulator)
    assert result.code == 0, result
    assert "warning: 1 saved picture could not be recorded\n" in result.stderr
    assert "record what is missing: ring-snapshot archive rebuild " in result.stderr


def test_watch_tells_once_that_no_camera_has_pictures_deleted(logged_in, simulator):
    logged_in.run("get", DRIVEWAY, simulator=simulator)
    change(logged_in, "PRAGMA user_version=99")
    result = logged_in.run("watch", "--all", "--count", "1", "--keep", "30d", simulator=simulator)
    assert result.code == 0, result
    assert result.stderr.count("older pictures are not deleted: ") == 1, result


# Who opens it


def old_line(path, minutes_ago):
    data = path.read_bytes()
    return json.dumps({
        "path": str(path), "id": DRIVEWAY, "name": "Driveway",
        "captured_ms": int((time.time() - minutes_ago * 60) * 1000), "size": len(data),
        "sha256": hashlib.sha256(data).hexdigest(),
    }) + "\n"


@pytest.mark.parametrize("command", [("get", DRIVEWAY), ("status",)], ids=["get", "status"])
def test_the_record_of_before_is_taken_over_once(logged_in, simulator, command):
    old = logged_in.settings_file.with_name("Settings.json.pictures")
    lines = []
    for number in range(30):
        path = logged_in.work / f"old {number}.jpg"
        path.write_bytes(b"picture %d" % number)
        lines.append(old_line(path, 300 + number))
    text = "".join(lines)
    old.write_text(text + "{broken\n")
    result = logged_in.run(*command, simulator=simulator)
    assert result.code == 0, result
    assert "30 saved pictures was taken into the catalogue; 1 line could not be read" in result.stderr
    assert not old.exists()
    assert old.with_name(old.name + ".imported").read_text() == text + "{broken\n"
    rows = [row for row in recorded(logged_in) if "old " in row["path"]]
    assert len(rows) == 30
    assert "taken into" not in logged_in.run(*command, simulator=simulator).stderr
    kept = logged_in.run("watch", DRIVEWAY, "--count", 1, "--keep-last", 3, simulator=simulator)
    assert kept.code == 0, kept
    assert "Driveway: " in kept.stderr and "beyond the newest 3 deleted" in kept.stderr
    assert len(recorded(logged_in)) == 3


def test_runs_that_need_no_catalogue_do_not_make_one(program, simulator):
    program.run("--version")
    program.run("login", "--username", USERNAME, "--2fa-code", CODE, simulator=simulator,
                env={"RING_PASSWORD": PASSWORD})
    program.run("list", simulator=simulator)
    program.run("status", simulator=simulator)
    program.run("doctor", simulator=simulator)
    assert not file_of(program).exists()


def test_many_processes_record_at_the_same_time(logged_in, simulator):
    running = [
        logged_in.start("get", DRIVEWAY, "--name", f"{number}.jpg", simulator=simulator)
        for number in range(8)
    ]
    for process in running:
        process.communicate(timeout=60)
        assert process.returncode == 0
    assert sorted(os.path.basename(row["path"]) for row in recorded(logged_in)) == [
        f"{number}.jpg" for number in range(8)
    ]
    check_integrity(logged_in)


def test_doctor_tells_how_the_catalogue_is_kept(logged_in, simulator):
    logged_in.run("get", DRIVEWAY, simulator=simulator)
    result = logged_in.run("doctor", simulator=simulator)
    assert "1, all folders present; catalogue with a write-ahead log" in result.stdout
    change(logged_in, "PRAGMA user_version=99")
    result = logged_in.run("doctor", simulator=simulator)
    assert "a newer version" in result.stdout


def test_doctor_report_names_no_file_of_the_catalogue(logged_in, simulator):
    logged_in.run("get", DRIVEWAY, simulator=simulator)
    change(logged_in, "PRAGMA application_id=7")
    result = logged_in.run("doctor", "--report", simulator=simulator)
    assert "Settings.json.pictures.db" not in result.stdout
    assert str(logged_in.home) not in result.stdout
