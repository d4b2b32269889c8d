# SPDX-License-Identifier: Apache-2.0
"""Puts pictures of any number and age into a catalogue, without taking them."""

import contextlib
import datetime
import hashlib
import pathlib
import sqlite3
import zoneinfo

from catalogue import file_of
from pictures import small_picture

ROOT = pathlib.Path(__file__).resolve().parents[2]
BERLIN = zoneinfo.ZoneInfo("Europe/Berlin")


def moment(text):
    """Seconds since 1970 of a local time in Berlin; "2026-10-25 02:30 +1" is the second of that hour."""
    text, _, fold = text.partition(" +")
    local = datetime.datetime.fromisoformat(text).replace(tzinfo=BERLIN, fold=int(fold or 0))
    return local.timestamp()


def real_picture(note):
    """A picture of a driveway that differs by `note`."""
    jpeg = (ROOT / "docs" / "images" / "driveway.jpg").read_bytes()
    comment = str(note).encode()
    return jpeg[:2] + b"\xff\xfe" + (len(comment) + 2).to_bytes(2, "big") + comment + jpeg[2:]


class SavedPictures:
    """The pictures that a program has saved."""

    def __init__(self, program, make_picture=small_picture):
        self.program = program
        self.make_picture = make_picture
        self.folder = program.work / "pictures"
        self.folder.mkdir(exist_ok=True)
        self.count = 0
        first = program.work / "first"
        first.mkdir(exist_ok=True)
        (first / "1 2020-01-01 00-00-00.jpg").write_bytes(small_picture("first"))
        result = program.run("archive", "rebuild", first)
        assert result.code == 0, result
        self.connection = sqlite3.connect(file_of(program), isolation_level=None)
        self.connection.execute("PRAGMA foreign_keys=ON")
        self.connection.execute("DELETE FROM picture")
        self.connection.execute("DELETE FROM camera")
        self.connection.execute("INSERT OR IGNORE INTO folder(path) VALUES (?)", (str(self.folder),))

    def close(self):
        self.connection.close()

    def camera(self, ring_id, name):
        with contextlib.suppress(sqlite3.IntegrityError):
            self.connection.execute("INSERT INTO camera(ring_id, name) VALUES (?, ?)", (str(ring_id), name))
        [(number,)] = self.connection.execute("SELECT id FROM camera WHERE ring_id = ?", (str(ring_id),))
        return number

    def add(self, ring_id, name, seconds, brightness=90.0, same=False, size=None):
        """Records a picture that was captured then; the number it has. `same`: bytes as others have.
        `size`: width and height, where they are not to be guessed."""
        self.count += 1
        camera = self.camera(ring_id, name)
        data = self.make_picture("same" if same else str(self.count))
        file = f"{ring_id} {self.count:06}.jpg"
        (self.folder / file).write_bytes(data)
        digest = hashlib.sha256(data).digest()
        offset = datetime.datetime.fromtimestamp(seconds, BERLIN).utcoffset().total_seconds()
        width, height = size or ((640, 360) if len(data) > 10_000 else (16, 12))
        cursor = self.connection.execute(
            "INSERT INTO picture(camera, captured_ms, utc_offset, timed, folder, file, bytes, width, height, "
            "brightness, sha256, received_sha256, saved_ms) VALUES (?, ?, ?, 1, "
            "(SELECT id FROM folder WHERE path = ?), ?, ?, ?, ?, ?, ?, ?, ?)",
            (camera, int(seconds * 1000), int(offset), str(self.folder), file, len(data), width, height, brightness,
             digest, digest, int(seconds * 1000)),
        )
        return cursor.lastrowid

    def path(self, number):
        [(file,)] = self.connection.execute("SELECT file FROM picture WHERE id = ?", (number,))
        return self.folder / file
