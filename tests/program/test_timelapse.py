# SPDX-License-Identifier: Apache-2.0
"""`timelapse` with a real ffmpeg: the film, its frames, and what goes wrong on the way."""

import functools
import json
import os
import resource
import shutil
import signal
import stat
import subprocess

import pytest
from saved_pictures import SavedPictures, moment
from test_interrupt import interrupt, wait_for

TOOLS = ("ffmpeg", "ffprobe", "cjpeg")
pytestmark = pytest.mark.skipif(not all(map(shutil.which, TOOLS)), reason=f"needs {', '.join(TOOLS)}")
DAY = "2026-09-21"
FILM = f"Front Door {DAY}.mp4"


def jpeg(pixels, width, height):
    ppm = b"P6\n%d %d\n255\n" % (width, height) + pixels
    return subprocess.run(["cjpeg", "-quality", "95"], input=ppm, capture_output=True, check=True).stdout


@functools.cache
def grey(value, width=64, height=48):
    """A JPEG of one shade of grey."""
    return jpeg(bytes([value]) * (3 * width * height), width, height)


def shade(number):
    return 40 + 10 * int(number)


class Camera:
    """The pictures of a camera: the n-th of them has a shade of grey of its own."""

    def __init__(self, program):
        self.saved = SavedPictures(program, lambda note: grey(shade(note)))

    def add(self, clock, size=(64, 48), **facts):
        return self.saved.add(1000, "Front Door", moment(f"{DAY} {clock}"), size=size, **facts)

    def path(self, number):
        return self.saved.path(number)


@pytest.fixture
def camera(program):
    camera = Camera(program)
    for hour in range(8, 14):
        camera.add(f"{hour:02}:00")
    yield camera
    camera.saved.close()


def timelapse(program, *arguments, **options):
    return program.run("timelapse", "--day", DAY, *arguments, **options)


def probe(path):
    """What ffprobe says of the picture stream and of the file."""
    facts = json.loads(
        subprocess.run(
            ["ffprobe", "-v", "error", "-count_frames", "-show_streams", "-show_format", "-of", "json", path],
            capture_output=True, check=True,
        ).stdout
    )
    [stream] = facts["streams"]
    return stream, facts["format"]


def shades(path, area="16:16:24:16"):
    """The mean grey of a part of each frame, as it is shown."""
    grown = subprocess.run(
        ["ffmpeg", "-v", "error", "-i", path, "-vf", f"crop={area},scale=1:1:out_range=full,format=gray",
         "-f", "rawvideo", "-"],
        capture_output=True, check=True,
    ).stdout
    return list(grown)


def assert_shows(path, numbers):
    assert shades(path) == [pytest.approx(shade(number), abs=4) for number in numbers]


def only_films(program):
    return sorted(p.name for p in program.work.iterdir() if p.is_file())


def fake_ffmpeg(program, script):
    """A folder for PATH with an ffmpeg that knows an encoder, and else does what `script` says."""
    folder = program.folder / "bin"
    folder.mkdir(exist_ok=True)
    path = folder / "ffmpeg"
    path.write_text(f'#!/bin/sh\ncase "$*" in *-encoders*) echo " V..... libx264 x"; exit;; esac\n{script}\n')
    path.chmod(0o755)
    return {"PATH": f"{folder}:{os.environ['PATH']}"}


def test_each_picture_is_a_frame_of_the_film(program, camera):
    result = timelapse(program)
    assert result.code == 0, result
    assert result.stdout == f"{FILM}\n"
    assert result.stderr.startswith("Front Door: 6 pictures from 08:00 to 13:00, 0.2 s at 24 fps, 64x48, ")
    assert "left out" not in result.stderr
    path = program.work / FILM
    stream, file = probe(path)
    assert stream["codec_name"] == "h264"
    assert stream["pix_fmt"] == "yuv420p"
    assert stream["color_range"] == "tv"
    assert (stream["width"], stream["height"]) == (64, 48)
    assert stream["nb_read_frames"] == "6"
    assert stream["r_frame_rate"] == "24/1"
    assert float(stream["duration"]) == pytest.approx(6 / 24, abs=0.001)
    assert file["tags"]["title"] == f"Front Door {DAY}"
    assert file["tags"]["creation_time"] == f"{DAY}T06:00:00.000000Z"
    data = path.read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")
    assert_shows(path, range(1, 7))
    assert only_films(program) == [FILM]


def test_json_tells_the_same(program, camera):
    result = timelapse(program, "--json", "--out", "films/door.mp4")
    assert result.code == 0, result
    [film] = result.objects
    assert film["path"] == "films/door.mp4"
    assert film["bytes"] == (program.work / "films" / "door.mp4").stat().st_size
    del film["bytes"]
    assert film == {
        "id": "1000", "name": "Front Door", "path": "films/door.mp4", "from": f"{DAY}T08:00:00.000+02:00",
        "to": f"{DAY}T13:00:00.000+02:00", "pictures": 6, "seconds": 0.25, "fps": 24.0, "width": 64, "height": 48,
        "left_out": {"dark": 0, "repeated": 0, "missing": 0, "broken": 0}, "unchanged": False,
    }


def test_what_cannot_be_shown_is_left_out_and_counted(program, camera):
    camera.add("14:00", brightness=3.0)
    camera.path(2 + 1).unlink()
    camera.path(2 + 2).write_bytes(camera.path(2 + 2).read_bytes()[:300])
    # Another whole picture in the place of one that was saved.
    camera.path(2 + 3).write_bytes(grey(250))
    result = timelapse(program, "--skip-dark", "--verbose")
    assert result.code == 0, result
    assert "Front Door: 4 pictures" in result.stderr
    assert "; 3 left out (1 dark, 1 missing, 1 broken)" in result.stderr
    assert shades(program.work / FILM)[:3] == [pytest.approx(v, abs=4) for v in (shade(1), 250, shade(5))]


def test_no_application_data_reaches_ffmpeg(program, camera):
    secret = b"\xff\xd8\xff\xd9 hidden"
    segment = b"\xff\xe1" + (len(secret) + 2).to_bytes(2, "big") + secret
    camera.saved.make_picture = lambda note: (grey(shade(note))[:2] + segment + grey(shade(note))[2:] + grey(0))
    camera.add("15:00")
    assert timelapse(program).code == 0
    assert_shows(program.work / FILM, range(1, 8))


def test_the_same_film_is_not_made_again_and_another_one_not_replaced(program, camera):
    assert timelapse(program).code == 0
    before = (program.work / FILM).stat().st_mtime_ns
    again = timelapse(program, env={"PATH": "/nowhere"})
    assert (again.code, again.stdout) == (0, f"{FILM}\n"), again
    assert "Front Door: unchanged, 6 pictures" in again.stderr
    assert timelapse(program, "--json").objects[0]["unchanged"] is True
    refused = timelapse(program, "--fps", "12")
    assert refused.code == 9
    assert f"{FILM} exists already" in refused.stderr
    assert (program.work / FILM).stat().st_mtime_ns == before
    assert timelapse(program, "--fps", "12", "--overwrite").code == 0
    assert probe(program.work / FILM)[0]["r_frame_rate"] == "12/1"


@pytest.mark.parametrize(
    "options, rate, frames",
    [(("--fps", "1"), "1/1", 6), (("--length", "4s"), "3/2", 6), (("--length", "50ms"), "60/1", 3)],
)
def test_the_rate_is_constant(program, camera, options, rate, frames):
    assert timelapse(program, *options).code == 0
    stream, _ = probe(program.work / FILM)
    assert (stream["r_frame_rate"], stream["nb_read_frames"]) == (rate, str(frames))


@pytest.mark.parametrize("deflicker", [(), ("--deflicker",)])
def test_pictures_of_other_sizes_are_scaled_and_padded(program, camera, deflicker):
    camera.saved.make_picture = lambda note: grey(shade(note), 48, 96)
    for minute in range(3):
        camera.add(f"14:{minute:02}", size=(48, 96))
    camera.saved.make_picture = lambda note: grey(shade(note))
    camera.add("15:00")
    result = timelapse(program, *deflicker)
    assert result.code == 0, result
    stream, _ = probe(program.work / FILM)
    assert (stream["width"], stream["height"], stream["nb_read_frames"]) == (64, 48, "10")
    if not deflicker:
        assert_shows(program.work / FILM, range(1, 11))
        assert shades(program.work / FILM, "8:40:2:4")[7] == pytest.approx(0, abs=4)


def test_another_size_and_quality_are_made_on_request(program, camera):
    assert timelapse(program, "--size", "128", "--quality", "0", "--out", "fine.mp4").code == 0
    stream, _ = probe(program.work / "fine.mp4")
    assert (stream["width"], stream["height"]) == (128, 96)


def test_a_stamp_shows_the_time_at_the_lower_left(program, camera):
    camera.saved.make_picture = lambda note: grey(shade(note), 320, 240)
    for minute in (0, 1):
        camera.add(f"16:{minute:02}", size=(320, 240))
    result = timelapse(program, "--stamp", "--between", "16:00-17:00")
    assert result.code == 0, result
    path = program.work / FILM
    assert shades(path, "32:32:200:60") == [pytest.approx(shade(n), abs=4) for n in (7, 8)]
    # Mostly black, with some white.
    assert all(20 < value < 110 for value in shades(path, "80:6:4:230"))
    first, second = (
        subprocess.run(
            ["ffmpeg", "-v", "error", "-i", path, "-vf", f"select=eq(n\\,{n}),crop=104:10:0:228,format=gray",
             "-frames:v", "1", "-f", "rawvideo", "-"], capture_output=True, check=True).stdout
        for n in (0, 1))
    assert max(first) > 200
    changed = [i % 104 for i in range(len(first)) if abs(first[i] - second[i]) > 100]
    assert changed and min(changed) > 88, "only the last digit of the time differs"


def test_a_day_without_pictures_says_which_days_have_some(program, camera):
    result = program.run("timelapse", "--day", "2026-09-20")
    assert result.code == 7
    assert "Front Door: no pictures for a film on 2026-09-20, and a film needs 2" in result.stderr
    assert f"there are pictures of {DAY}" in result.stderr
    assert only_films(program) == []


def test_other_cameras_go_on(program, camera):
    camera.saved.add(2000, "Attic", moment(f"{DAY} 08:00"), size=(64, 48))
    result = timelapse(program, "--json")
    assert result.code == 7
    attic, door = result.objects
    assert (attic["id"], attic["error"]["code"]) == ("2000", "no_snapshot")
    assert door["path"] == FILM


def test_without_ffmpeg_it_says_how_to_get_it(program, camera):
    shutil.copy("/bin/true", program.work / "ffmpeg")
    for path in ("/nowhere", "/nowhere:.:"):
        result = timelapse(program, env={"PATH": path})
        assert result.code == 10, result
        assert "ffmpeg is not installed; sudo apt install ffmpeg" in result.stderr
    result = timelapse(program, "--json", env={"PATH": "/nowhere"})
    assert result.objects[0]["error"]["code"] == "missing_program"
    assert result.objects[0]["error"]["exit_code"] == 10
    assert only_films(program) == ["ffmpeg"]


@pytest.mark.parametrize(
    "script, code, words",
    [
        ("echo first >&2; echo 'cannot do this' >&2; exit 3", 10, "ffmpeg failed: cannot do this"),
        ("cat >/dev/null; exit 4", 10, "ffmpeg failed: exit code 4"),
        ("kill -KILL $$", 10, "not enough memory? try --size 1280"),
        ("cat >/dev/null; echo 'x.mp4: No space left on device' >&2", 9, "no space left on the device"),
        # It says that all is well, and has written nothing.
        ("cat >/dev/null", 10, "ffmpeg failed"),
    ],
)
def test_a_failing_ffmpeg_leaves_nothing(program, camera, script, code, words):
    result = timelapse(program, env=fake_ffmpeg(program, script))
    assert result.code == code, result
    assert words in result.stderr
    assert only_films(program) == []


def test_another_ffmpeg_can_be_named(program, camera):
    fake_ffmpeg(program, "echo mine >&2; exit 1")
    result = timelapse(program, "--ffmpeg", program.folder / "bin" / "ffmpeg")
    assert (result.code, "mine" in result.stderr) == (10, True)
    assert timelapse(program, "--ffmpeg", "/nowhere/ffmpeg").code == 10


def test_no_secret_reaches_ffmpeg(program, camera):
    env = fake_ffmpeg(program, "env >&2; exit 1")
    result = timelapse(program, env={**env, "RING_PASSWORD": "s3cret", "FFREPORT": "file=x"})
    assert "s3cret" not in result.stderr and "FFREPORT" not in result.stderr


@pytest.mark.parametrize("which, code", [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_ends_ffmpeg_and_leaves_nothing(program, camera, which, code):
    env = fake_ffmpeg(program, 'echo $$ > "$HOME/number"; trap "" TERM INT; while :; do sleep 0.05; done')
    process = program.start("timelapse", "--day", DAY, env=env)
    number = program.home / "number"
    wait_for(lambda: number.exists() and number.read_text().endswith("\n"))
    seconds, stdout, stderr = interrupt(process, which)
    assert (process.returncode, stdout) == (code, ""), stderr
    assert seconds < 2
    assert only_films(program) == []
    wait_for(lambda: not os.path.exists(f"/proc/{number.read_text().strip()}"))


def test_a_full_disk_leaves_the_old_film(program, camera):
    assert timelapse(program).code == 0
    before = (program.work / FILM).read_bytes()
    camera.saved.make_picture = lambda note: jpeg(os.urandom(3 * 320 * 240), 320, 240)
    camera.add("15:00", size=(320, 240))
    result = timelapse(
        program, "--size", "1280", "--quality", "0", "--overwrite",
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000)))
    assert result.code == 9, result
    assert "cannot write" in result.stderr
    assert (program.work / FILM).read_bytes() == before
    assert only_films(program) == [FILM]


def test_the_printed_script_makes_the_same_film(program, camera):
    names = "It's \\ \"odd\" $HOME.mp4"
    result = timelapse(program, "--print-command", "--out", f"films/{names}", env={"PATH": "/nowhere"})
    assert result.code == 0, result
    assert not (program.work / "films").exists()
    script = program.work / "film.sh"
    script.write_text(result.stdout)
    subprocess.run(["shellcheck", "--exclude=SC2016", script], check=True)
    subprocess.run(["sh", script], check=True, cwd=program.work)
    assert_shows(program.work / "films" / names, range(1, 7))
    assert subprocess.run(["sh", script], cwd=program.work, capture_output=True, check=False).returncode == 9
    assert timelapse(program, "--out", f"films/{names}").stderr.startswith("Front Door: unchanged")


def test_the_printed_script_leaves_out_a_picture_that_has_gone(program, camera):
    script = timelapse(program, "--print-command", "--out", "film.mp4").stdout
    camera.path(2 + 1).unlink()
    result = subprocess.run(["sh"], input=script, cwd=program.work, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result
    assert camera.path(2 + 1).name in result.stderr
    assert_shows(program.work / "film.mp4", [1, *range(3, 7)])


def test_odd_names_need_no_care(program, camera):
    camera.saved.connection.execute("UPDATE camera SET name = ?", ("-O'Neil's \"Door\"; % \\ é",))
    result = timelapse(program)
    assert result.code == 0, result
    [name] = only_films(program)
    assert result.stdout == f"{name}\n"
    assert probe(program.work / name)[1]["tags"]["title"].startswith("-O'Neil's")


def test_quiet_prints_nothing_and_makes_the_film(program, camera):
    result = timelapse(program, "--quiet")
    assert (result.code, result.stdout, result.stderr) == (0, "", "")
    assert stat.S_IMODE((program.work / FILM).stat().st_mode) == 0o644

