# SPDX-License-Identifier: Apache-2.0
"""Films of the past, as the simulator hands them out, whose frames tell which picture they are."""

import concurrent.futures
import datetime
import json
import subprocess
import time

from catalogue import check_integrity, recorded
from conftest import FRONT_DOOR

WIDTH, HEIGHT = 64, 48
#: A picture shows its number as sixteen squares, white for a bit that is set.
COLUMNS = ROWS = 4
HOUR = 3_600_000
WINDOW = 3 * HOUR
TIMELINE = "/evm/v2/timeline/"
FILMS = "/simulated-media/"
NAME = "{time:%Y-%m-%d %H-%M-%S}.jpg"
UTC = {"TZ": "UTC0"}


def now_ms():
    return int(time.time() * 1000)


def picture(number):
    """The shades of grey of a picture."""
    rows = []
    for y in range(HEIGHT):
        row = y * ROWS // HEIGHT
        rows.append(bytes(
            220 if number >> (row * COLUMNS + x * COLUMNS // WIDTH) & 1 else 30 for x in range(WIDTH)))
    return b"".join(rows)


def make_film(path, numbers):
    """A film of these pictures, as a phone would play it."""
    subprocess.run(
        ["ffmpeg", "-v", "error", "-f", "rawvideo", "-pix_fmt", "gray", "-s", f"{WIDTH}x{HEIGHT}", "-r", "10",
         "-i", "-", "-pix_fmt", "yuv420p", "-c:v", "libx264", "-preset", "ultrafast", "-crf", "12", "-threads", "1",
         "-y", path],
        input=b"".join(map(picture, numbers)), check=True,
    )


def numbers_of(paths):
    """Which pictures these JPEGs show."""
    grown = subprocess.run(
        ["ffmpeg", "-v", "error", "-f", "image2pipe", "-c:v", "mjpeg", "-i", "-", "-pix_fmt", "gray",
         "-fps_mode", "passthrough", "-f", "rawvideo", "-"],
        input=b"".join(path.read_bytes() for path in paths), capture_output=True, check=True,
    ).stdout
    size = WIDTH * HEIGHT
    assert len(grown) == size * len(paths)
    return [number_in(grown[i * size : (i + 1) * size]) for i in range(len(paths))]


def number_in(grey):
    """Which picture shows these shades of grey."""
    number = 0
    for bit in range(ROWS * COLUMNS):
        y = (bit // COLUMNS * 2 + 1) * HEIGHT // ROWS // 2
        x = (bit % COLUMNS * 2 + 1) * WIDTH // COLUMNS // 2
        number |= (grey[y * WIDTH + x] > 128) << bit
    return number


class Past:
    """A folder of films for the simulator's --films. Pictures are numbered as they are added."""

    def __init__(self, folder):
        self.folder = folder
        folder.mkdir()
        #: By capture time in milliseconds.
        self.numbers = {}
        self._pool = concurrent.futures.ThreadPoolExecutor(2)
        self._films = []

    def add(self, camera, start, times, snapshots=None, **facts):
        """A film of pictures captured at `times`; `snapshots` is what Ring says of them."""
        for captured in times:
            self.numbers[captured] = len(self.numbers) + 1
        name = self.folder / f"{camera}-{start}"
        film = name.with_suffix(".mp4")
        self._films.append(self._pool.submit(make_film, film, [self.numbers[captured] for captured in times]))
        facts = {"snapshots": times if snapshots is None else snapshots, **facts}
        name.with_suffix(".json").write_text(json.dumps(facts))
        return film

    def add_hours(self, camera, first, count, pictures=3):
        """Hour after hour, as many pictures in each; not on whole seconds."""
        for start in range(first, first + count * HOUR, HOUR):
            self.add(camera, start, [start + 1_234 + i * HOUR // pictures for i in range(pictures)])

    def finish(self):
        """Returns when all films are made."""
        for film in self._films:
            film.result()
        self._pool.shutdown()


def border(days_ago):
    """Where a window begins, about so many days ago."""
    return (now_ms() - int(days_ago * 24 * HOUR)) // WINDOW * WINDOW


def history(program, simulator, *arguments, env=None, **options):
    """Runs `history` for one camera and more than a week, in UTC."""
    return program.run(
        "history", FRONT_DOOR, "--from", "8 d ago", "--name", NAME, *arguments, simulator=simulator,
        env={**UTC, **(env or {})}, **options)


def name_of(ms, ending=".jpg"):
    """What a capture at that time is called."""
    moment = datetime.datetime.fromtimestamp(ms // 1000, datetime.timezone.utc)
    return f"{moment:%Y-%m-%d %H-%M-%S}{ending}"


def wait_for_pictures(program, process, count):
    """Returns when so many are saved, or it has ended."""
    end = time.monotonic() + 120
    while len(saved_names(program)) < count and process.poll() is None:
        assert time.monotonic() < end, f"only {len(saved_names(program))} pictures came"
        time.sleep(0.005)


def saved_names(program):
    """All files below the working folder, sorted."""
    return sorted(path.name for path in program.work.rglob("*") if path.is_file())


def assert_all_saved_once(program, past):
    """Each picture is under its own time, recorded once, and shows what it should; nothing is left behind."""
    times = sorted(past.numbers)
    assert saved_names(program) == [name_of(ms) for ms in times]
    assert numbers_of([program.work / name_of(ms) for ms in times]) == [past.numbers[ms] for ms in times]
    rows = sorted(recorded(program), key=lambda row: row["captured_ms"])
    assert [row["captured_ms"] for row in rows] == times
    assert {row["timed"] for row in rows} == {1}
    check_integrity(program)
    beside = [path.name for path in program.settings_file.parent.iterdir()]
    assert not [name for name in beside if name.endswith((".tmp", ".history"))], beside
