# SPDX-License-Identifier: Apache-2.0
"""`archive` and its commands: what is recorded of saved pictures, compared, made again, copied."""

import hashlib
import os
import pathlib
import re
import signal
import socket
import sqlite3

import pytest
from pictures import small_picture

CATALOGUE = "Settings.json.pictures.db"


def write_picture(folder, name, note=""):
    """A whole picture whose bytes depend on its name; its path."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(small_picture(note or name))
    return path


@pytest.fixture
def old_pictures(program):
    """A folder as the old tool leaves it: one camera every five minutes, with an hour missing."""
    folder = program.work / "old"
    for number in [*range(10), *range(22, 30)]:
        hour, minute = divmod(number * 5, 60)
        write_picture(folder, f"31000417 - 2026-09-21 {10 + hour:02}-{minute:02}-00.jpg")
    return folder


@pytest.fixture
def recorded(program, old_pictures):
    result = program.run("archive", "rebuild", old_pictures)
    assert result.code == 0, result.stderr
    return old_pictures


def catalogue_of(program):
    return program.settings_file.with_name(CATALOGUE)


def test_the_pictures_of_the_old_tool_are_recorded(program, old_pictures):
    result = program.run("archive", "rebuild", "old")
    assert (result.code, result.lines) == (0, ["18 pictures recorded"]), result.stderr
    again = program.run("archive", "rebuild", "old", "--json")
    assert again.objects == [
        {"recorded": 0, "moved": 0, "known": 18, "not_pictures": 0, "of_others": 0, "unreadable": 0, "links": 0}
    ]


def test_archive_tells_of_each_camera_what_is_recorded(program, recorded):
    write_picture(recorded, "Garage 2026-09-21 10-00-00.jpg")
    program.run("archive", "rebuild", recorded)
    result = program.run("archive")
    size = sum(path.stat().st_size for path in recorded.glob("31000417*"))
    assert result.code == 0
    assert [line.split("  ")[0] for line in result.lines] == ["camera 31000417", "Garage"]
    words = [word.strip() for word in result.lines[0].split("  ") if word]
    assert words == ["camera 31000417", "18 pictures", f"{size / 1000:.1f} KB", "2026-09-21 – 2026-09-21 12:25",
                     "1 gap of 1 h 5 min"]
    [first, second] = program.run("archive", "--json").objects
    assert (first["id"], first["name"], first["pictures"], first["bytes"]) == ("31000417", None, 18, size)
    assert (first["gaps"], first["longest_gap"]["seconds"]) == (1, 3900)
    assert (second["id"], second["name"], second["gaps"]) == ("Garage", "Garage", None)


def test_without_a_catalogue_nothing_is_wrong_and_none_is_made(program):
    result = program.run("archive", "check")
    assert (result.code, result.lines) == (0, ["0 pictures checked, no errors found"])
    result = program.run("archive")
    assert (result.code, result.lines) == (0, [])
    assert "archive rebuild --settings" in result.stderr
    assert program.run("archive", "export").lines == []
    result = program.run("archive", "backup", "copy.db")
    assert result.code == 7
    assert not catalogue_of(program).exists() and not (program.work / "copy.db").exists()


def test_check_finds_nothing_where_all_is_well(program, recorded):
    for options in [[], ["--read"], [str(recorded)]]:
        result = program.run("archive", "check", *options)
        assert (result.code, result.lines) == (0, ["18 pictures checked, no errors found"])


def test_check_tells_what_is_missing_changed_and_unrecorded(program, recorded):
    missing = recorded / "31000417 - 2026-09-21 10-00-00.jpg"
    changed = recorded / "31000417 - 2026-09-21 10-05-00.jpg"
    missing.unlink()
    changed.write_bytes(b"something else")
    new = write_picture(recorded, "new.jpg")
    result = program.run("archive", "check")
    assert result.code == 7
    # In the order of recording, which is that of the folder.
    assert sorted(result.lines[:2], reverse=True) + result.lines[2:] == [
        f"missing  {missing}  (camera 31000417, 2026-09-21 10:00:00)",
        f"changed  {changed}  (camera 31000417, 2026-09-21 10:05:00)",
        f"unrecorded  {new}",
        "2 errors: 1 missing, 1 changed",
    ]
    assert "archive rebuild --settings" in result.stderr
    *found, summary = program.run("archive", "check", "--json").objects
    assert {(each["found"], each["path"]) for each in found} == {
        ("missing", str(missing)), ("changed", str(changed)), ("unrecorded", str(new))
    }
    assert summary == {"checked": 18, "errors": 2, "missing": 1, "changed": 1, "damaged": 0, "unreadable": 0,
                       "unrecorded": 1}


def test_unrecorded_files_alone_are_no_error(program, recorded):
    write_picture(recorded, "new.jpg")
    result = program.run("archive", "check")
    assert (result.code, result.lines[-1]) == (0, "18 pictures checked, no errors found")


def test_check_by_reading_finds_changed_bytes(program, recorded):
    path = recorded / "31000417 - 2026-09-21 10-00-00.jpg"
    data = bytearray(path.read_bytes())
    data[30] ^= 1
    path.write_bytes(data)
    assert program.run("archive", "check").code == 0
    result = program.run("archive", "check", "--read")
    assert (result.code, result.lines[-1]) == (7, "1 error: 1 changed")


def test_a_folder_that_moved_is_found_again(program, recorded):
    recorded.rename(program.work / "nas")
    assert program.run("archive", "check").lines[-1] == "18 errors: 18 missing"
    result = program.run("archive", "rebuild", "nas")
    assert result.lines == ["0 pictures recorded, 18 found in a new place"]
    assert program.run("archive", "check").lines == ["18 pictures checked, no errors found"]


def test_rebuild_changes_no_picture(program, old_pictures):
    def facts():
        return {p.name: (p.read_bytes(), p.stat().st_mtime_ns, p.stat().st_mode) for p in old_pictures.iterdir()}

    before = facts()
    program.run("archive", "rebuild", old_pictures)
    assert facts() == before


def test_rebuild_survives_whatever_lies_in_a_folder(program, old_pictures, monkeypatch):
    write_picture(old_pictures / "a" / "b", "20260921100000.jpg")
    (old_pictures / "empty.jpg").write_bytes(b"")
    (old_pictures / "page.jpg").write_text("<!DOCTYPE html>")
    (old_pictures / "loop").symlink_to(old_pictures, target_is_directory=True)
    (old_pictures / "self.jpg").symlink_to("self.jpg")
    os.mkfifo(old_pictures / "pipe.jpg")
    with socket.socket(socket.AF_UNIX) as unix:
        monkeypatch.chdir(old_pictures)
        unix.bind("socket.jpg")
    raw = os.path.join(os.fsencode(old_pictures), b"T\xfcr 2026-09-21 10-00-00.jpg")
    with open(raw, "wb") as file:
        file.write(small_picture("raw"))
    [report] = program.run("archive", "rebuild", old_pictures, "--json").objects
    assert report == {"recorded": 20, "moved": 0, "known": 0, "not_pictures": 2, "of_others": 0, "unreadable": 0, "links": 2}
    result = program.run("archive", "check", old_pictures, "--read")
    assert (result.code, result.lines[-1]) == (0, "20 pictures checked, no errors found")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_what_cannot_be_read_is_told_and_the_rest_recorded(program, old_pictures):
    closed = write_picture(old_pictures / "closed", "x.jpg").parent
    closed.chmod(0)
    try:
        result = program.run("archive", "rebuild", old_pictures)
    finally:
        closed.chmod(0o700)
    assert (result.code, result.lines) == (9, ["18 pictures recorded"])
    assert str(closed) in result.stderr


def test_a_backup_is_a_whole_catalogue(program, recorded):
    result = program.run("archive", "backup", "copy.db")
    assert (result.code, result.lines) == (0, ["copy.db"]), result.stderr
    copy = program.work / "copy.db"
    assert copy.stat().st_mode & 0o777 == 0o600
    with sqlite3.connect(copy) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert database.execute("SELECT count(*) FROM picture").fetchall() == [(18,)]
    for path in program.settings_file.parent.glob(CATALOGUE + "*"):
        path.unlink()
    copy.rename(catalogue_of(program))
    assert program.run("archive", "check").lines == ["18 pictures checked, no errors found"]


def test_export_gives_all_that_is_recorded(program, recorded):
    objects = program.run("archive", "export").objects
    assert len(objects) == 18
    data = (recorded / "31000417 - 2026-09-21 10-00-00.jpg").read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    [one] = [o for o in objects if o["captured_at"].startswith("2026-09-21T10:00:00")]
    assert one["path"] == str(recorded / "31000417 - 2026-09-21 10-00-00.jpg")
    assert (one["id"], one["name"], one["bytes"], one["width"], one["height"]) == ("31000417", None, len(data), 16, 12)
    assert (one["sha256"], one["received_sha256"], one["gone_at"]) == (digest, digest, None)
    assert 0 <= one["brightness"] <= 255


def test_a_damaged_catalogue_is_not_taken_for_an_empty_one(program, recorded):
    catalogue_of(program).write_bytes(b"noise" * 5000)
    for words in [["archive"], ["archive", "check"], ["archive", "export"], ["archive", "backup", "x.db"]]:
        result = program.run(*words)
        assert (result.code, result.lines) == (9, []), words
        assert "archive rebuild --settings" in result.stderr
    assert catalogue_of(program).read_bytes() == b"noise" * 5000
    result = program.run("archive", "rebuild", recorded)
    assert (result.code, result.lines) == (0, ["18 pictures recorded"])
    assert len(list(program.settings_file.parent.glob(CATALOGUE + ".corrupt-*"))) >= 1
    assert program.run("archive", "check").lines == ["18 pictures checked, no errors found"]


def test_damage_that_only_reading_shows_is_no_end_of_the_pictures_either(program, recorded):
    with sqlite3.connect(catalogue_of(program)) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    damaged = bytearray(catalogue_of(program).read_bytes())
    damaged[8192:] = b"\xff" * (len(damaged) - 8192)
    catalogue_of(program).write_bytes(damaged)
    for words in [["archive"], ["archive", "check"], ["archive", "export"], ["archive", "backup", "x.db"]]:
        result = program.run(*words)
        assert (result.code, result.lines) == (9, []), words
        assert "archive rebuild --settings" in result.stderr, words
    assert catalogue_of(program).read_bytes() == damaged
    result = program.run("archive", "rebuild", recorded)
    assert (result.code, result.lines) == (0, ["18 pictures recorded"])
    assert program.run("archive", "check").lines == ["18 pictures checked, no errors found"]


def test_a_foreign_or_newer_catalogue_is_left_alone(program, recorded):
    with sqlite3.connect(catalogue_of(program)) as database:
        database.execute("PRAGMA user_version=999")
    for words in [["archive"], ["archive", "check"], ["archive", "rebuild", recorded], ["archive", "export"]]:
        assert program.run(*words).code == 9, words


def test_what_is_not_there_or_not_named_is_an_error_of_the_user(program, recorded):
    for words, text in [(["rebuild"], "needs the folder"), (["rebuild", "typo"], "no such folder"),
                        (["check", "typo"], "no such folder"), (["backup"], "needs the name"),
                        (["backup", "."], "it is a folder"), (["chekc"], "archive check"),
                        (["check", "--raed"], "--read"), (["check", "-read"], "did you mean --read?")]:
        result = program.run("archive", *words)
        assert result.code == 2, words
        assert text in result.stderr or words == ["chekc"], result.stderr


def test_rebuild_ends_on_a_signal_and_goes_on_later(program, old_pictures):
    for number in range(1500):
        write_picture(old_pictures / "many", f"{number}.jpg")
        (old_pictures / "many" / f"no picture {number}.jpg").write_bytes(b"")
    process = program.start("archive", "rebuild", old_pictures / "many", "--verbose")
    while b"no picture" not in process.stderr.readline():
        assert process.poll() is None
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=20)
    # It may have been done already.
    assert process.returncode in (130, 0)
    [report] = program.run("archive", "rebuild", old_pictures, "--json").objects
    assert report["recorded"] + report["known"] == 1518
    assert program.run("archive", "check").code == 0


def test_export_into_a_closed_pipe_ends_silently(program, recorded):
    reading, writing = os.pipe()
    os.close(reading)
    process = program.start("archive", "export", stdout=writing)
    os.close(writing)
    _, stderr = process.communicate(timeout=60)
    assert (process.returncode, stderr) == (141, b"")


def test_help_names_the_commands_of_archive(program):
    text = program.run("archive", "--help").stdout
    for name in ["archive check", "archive rebuild", "archive backup", "archive export"]:
        assert name in text
    text = program.run("archive", "check", "--help").stdout
    assert text.startswith("Compare the recorded pictures") and "Usage: ring-snapshot archive check [DIR …] [OPTIONS]" in text
    assert "--read" in text
    assert text == program.run("help", "archive", "check").stdout
    assert "archive check" not in program.run("--help").stdout


def test_every_field_of_the_json_output_is_documented(program, recorded):
    (recorded / "31000417 - 2026-09-21 10-00-00.jpg").unlink()
    objects = [
        *program.run("archive", "--json").objects,
        *program.run("archive", "check", "--json").objects,
        *program.run("archive", "rebuild", recorded, "--json").objects,
        *program.run("archive", "backup", "copy.db", "--json").objects,
        *program.run("archive", "export").objects,
    ]
    fields = {field for shown in objects for field in shown}
    document = pathlib.Path(__file__).resolve().parents[2] / "docs" / "json.md"
    assert {"found", "checked", "moved", "received_sha256", "longest_gap"} <= fields
    assert fields <= set(re.findall(r"`([a-z0-9_]+)`", document.read_text()))
