# SPDX-License-Identifier: Apache-2.0
"""Reads the catalogue of pictures as somebody else would, without the program."""

import sqlite3

COLUMNS = (
    "SELECT folder.path || '/' || file AS path, ring_id AS id, name, captured_ms, timed, picture.bytes AS size, "
    "width, height, brightness, lower(hex(sha256)) AS sha256, lower(hex(received_sha256)) AS received_sha256, "
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
