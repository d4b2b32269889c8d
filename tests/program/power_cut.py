# SPDX-License-Identifier: Apache-2.0
"""What a disk may hold after a power cut, from what tests/support/record_writes.cpp wrote down.

A disk owes nobody what was not flushed. Of a file's writes since its last fsync() any sectors may be
there, of a folder's new, renamed and removed names since its own any number, oldest first.
"""

import dataclasses
import os
import pathlib
import shutil
import subprocess

SECTOR = 512
SOURCE = pathlib.Path(__file__).resolve().parents[1] / "support" / "record_writes.cpp"


def build_recorder(folder):
    """The library to preload."""
    library = folder / "record_writes.so"
    compiler = os.environ.get("CXX") or shutil.which("c++") or "g++"
    subprocess.run([compiler, "-std=c++20", "-O1", "-shared", "-fPIC", SOURCE, "-o", library, "-ldl"],
                   check=True, capture_output=True)
    return library


@dataclasses.dataclass
class Entry:
    """One thing that the program did."""

    kind: str
    file: int
    place: int
    first: bytes
    second: bytes


def read_log(path):
    entries = []
    with open(path, "rb") as log:
        while line := log.readline():
            kind, file, place, first, second = line.split()
            entries.append(Entry(kind.decode(), int(file), int(place), log.read(int(first)),
                                 log.read(int(second))))
    return entries


class File:
    """The bytes of a file as the disk has them, and what was done to it since it was flushed."""

    def __init__(self):
        self.flushed = bytearray()
        self.pending = []
        self.current_size = 0
        self.is_folder = False

    def write(self, place, data):
        self.pending.append((place, data))
        self.current_size = max(self.current_size, place + len(data))

    def resize(self, size):
        self.pending.append((size, None))
        self.current_size = size

    def flush(self):
        self.flushed = self.after(lambda: True)
        self.pending = []

    def after(self, is_there):
        """The bytes when `is_there` decides on each sector and each change of the size."""
        data = bytearray(self.flushed)
        for place, written in self.pending:
            if written is None:
                if is_there():
                    data = data[:place].ljust(place, b"\0")
                continue
            for begin in range(0, len(written), SECTOR):
                if is_there():
                    piece = written[begin : begin + SECTOR]
                    at = place + begin
                    if len(data) < at:
                        data = data.ljust(at, b"\0")
                    data[at : at + len(piece)] = piece
        return data


class Disk:
    """The files below a folder, as the program sees them and as they outlive a power cut."""

    def __init__(self, root):
        self.root = root
        #: What the program sees.
        self.names = {}
        #: What is flushed of that, and what is not yet, a list a folder.
        self.kept_names = {}
        self.pending_names = {}
        self.open_files = {}
        self.places = {}
        self.printed = b""

    def add_existing(self):
        """What is there before the program starts is safe."""
        for path in pathlib.Path(self.root).rglob("*"):
            if path.is_file():
                file = File()
                file.flushed = bytearray(path.read_bytes())
                file.current_size = len(file.flushed)
                self.names[str(path)] = self.kept_names[str(path)] = file

    def do(self, entry):
        getattr(self, "do_" + entry.kind)(entry)

    def change_name(self, path, file):
        if file is None:
            self.names.pop(path, None)
        else:
            self.names[path] = file
        self.pending_names.setdefault(os.path.dirname(path), []).append((path, file))

    def do_open(self, entry):
        path = os.path.normpath(entry.first.decode(errors="surrogateescape"))
        self.open_files.pop(entry.file, None)
        if not path.startswith(self.root):
            return
        if path not in self.names:
            if os.path.isdir(path):
                self.open_files[entry.file] = path
                return
            self.change_name(path, File())
        file = self.names[path]
        if entry.place and file.current_size:
            file.resize(0)
        self.open_files[entry.file] = file
        self.places[entry.file] = 0

    def do_close(self, entry):
        self.open_files.pop(entry.file, None)

    def do_write(self, entry):
        file = self.open_files.get(entry.file)
        if file is None:
            if entry.file == 1:
                self.printed += entry.first
            return
        place = self.places[entry.file] if entry.place < 0 else entry.place
        file.write(place, entry.first)
        if entry.place < 0:
            self.places[entry.file] += len(entry.first)

    def do_size(self, entry):
        if entry.file in self.open_files:
            self.open_files[entry.file].resize(entry.place)

    def do_sync(self, entry):
        file = self.open_files.get(entry.file)
        if isinstance(file, File):
            file.flush()
        elif file is not None:
            for path, one in self.pending_names.pop(file, []):
                keep(self.kept_names, path, one)

    def do_rename(self, entry):
        self.do_link(entry)
        self.do_remove(entry)

    def do_link(self, entry):
        old, new = (os.path.normpath(n.decode(errors="surrogateescape"))
                    for n in (entry.first, entry.second))
        if old in self.names:
            self.change_name(new, self.names[old])

    def do_remove(self, entry):
        path = os.path.normpath(entry.first.decode(errors="surrogateescape"))
        if path in self.names:
            self.change_name(path, None)

    def after_cut(self, how, random):
        """The files by path: of what was not flushed `how` is there: none, all or some."""

        def is_there():
            return how == "all" or how == "some" and random.random() < 0.5

        names = dict(self.kept_names)
        for changes in self.pending_names.values():
            count = {"none": 0, "all": len(changes)}.get(how, random.randrange(len(changes) + 1))
            for path, file in changes[:count]:
                keep(names, path, file)
        contents = {}
        for path, file in names.items():
            if id(file) not in contents:
                contents[id(file)] = bytes(file.after(is_there))
        return {path: contents[id(file)] for path, file in names.items()}


def keep(names, path, file):
    if file is None:
        names.pop(path, None)
    else:
        names[path] = file
