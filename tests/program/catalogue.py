# SPDX-License-Identifier: Apache-2.0
"""Reads the catalogue of pictures as somebody else would, without the program."""

import contextlib
import shutil
import sqlite3

COLUMNS = (
    "SELECT folder.path || '/' || file AS path, ring_id AS id, name, captured_ms, timed, picture.bytes AS size, "
    "width, height, brightness, leaving, lower(hex(sha256)) AS sha256, lower(hex(received_sha256)) AS received_sha256, "
    "saved_ms, utc_offset, gone_ms FROM picture JOIN camera ON camera.id = picture.camera "
    "JOIN folder ON folder.id = picture.folder "
)


def file_of(program):
    """The catalogue's file."""
    return program.settings_file.with_name("Settings.json.pictures.db")


def recorded(program, with_gone=False):
    """The recorded pictures, in the order of saving."""
    connection = sqlite3.connect(f"file:{file_of(program)}?mode=ro", uri=True)
    connection.row_factory = sqlite3.Row
    try:
        which = "" if with_gone else "WHERE gone_ms IS NULL "
        return [dict(row) for row in connection.execute(f"{COLUMNS}{which}ORDER BY picture.id")]
    finally:
        connection.close()


def check_integrity(program):
    """Fails unless the database is sound."""
    connection = sqlite3.connect(file_of(program))
    try:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    finally:
        connection.close()


def snapshot(program, folder):
    """Copies the catalogue with its log, which looks at it without mending anything: who opened the
    catalogue itself would do what the program's next run has to do."""
    folder.mkdir(exist_ok=True)
    copy = folder / "catalogue.db"
    for ending in ("", "-wal", "-journal"):
        (folder / (copy.name + ending)).unlink(missing_ok=True)
        original = file_of(program).with_name(file_of(program).name + ending)
        if original.exists():
            shutil.copyfile(original, folder / (copy.name + ending))
    return Snapshot(copy) if copy.exists() else None


class Snapshot:
    """A copy of a catalogue, as the next run would find it."""

    def __init__(self, file):
        with contextlib.closing(sqlite3.connect(file)) as connection:
            connection.row_factory = sqlite3.Row
            assert [tuple(row) for row in connection.execute("PRAGMA integrity_check")] == [("ok",)]
            assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
            self.rows = [dict(row) for row in connection.execute(f"{COLUMNS}ORDER BY picture.id")]
            totals = "SELECT ring_id, pictures FROM camera ORDER BY ring_id"
            self.totals = {row["ring_id"]: row["pictures"] for row in connection.execute(totals)}
