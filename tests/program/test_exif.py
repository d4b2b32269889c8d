# SPDX-License-Identifier: Apache-2.0
"""What --exif writes, as another reader of EXIF sees it; more in tests/unit/archive/exif."""

import hashlib
import json
import shutil
import subprocess

import pytest
from conftest import DRIVEWAY, FRONT_DOOR
from pictures import is_whole, small_picture
from scripted_service import Answer, picture

pytestmark = pytest.mark.skipif(shutil.which("exiftool") is None, reason="needs exiftool")
# 2026-09-21 16:13:32.045 by the clocks of Berlin.
CAPTURED = 1790000012045


def exiftool(*arguments):
    done = subprocess.run(["exiftool", *map(str, arguments)], capture_output=True, check=False)
    assert done.returncode == 0, done
    return done.stdout


def is_valid(path):
    report = exiftool("-validate", "-warning", "-error", "-a", path).decode()
    return [line.split(":", 1)[1].strip() for line in report.splitlines()] == ["OK"]


def tags_of(path):
    """All tags but those that exiftool finds elsewhere or makes up, as texts."""
    [tags] = json.loads(exiftool("-json", "-n", "-G1", "-s", "-struct", path))
    return {name.split(":", 1)[1]: str(value) for name, value in tags.items()
            if name.startswith(("IFD", "ExifIFD:", "GPS:", "InteropIFD:", "XMP"))}


@pytest.fixture
def saved(logged_in, simulator):
    """The program, a picture that it saved with EXIF data, and what it told of that."""
    result = logged_in.run("get", DRIVEWAY, "--exif", "--json", simulator=simulator)
    assert result.code == 0, result
    [told] = result.objects
    return logged_in, logged_in.work / told["path"], told


def test_the_data_is_valid(saved):
    _, path, _ = saved
    assert is_valid(path)
    assert is_whole(path.read_bytes())


@pytest.mark.parametrize("name", ["Einfahrt 🚗 Süd", "x" * 199 + "ü", "a\nb\x1b[2J"], ids=["umlaut", "long", "hostile"])
def test_it_tells_camera_time_and_size_and_nothing_else(program, service, name):
    service.has_devices({"description": name})
    service.on("/snapshots/next/", picture(CAPTURED))
    assert program.run("get", "--all", "--exif", "--name", "x.jpg", simulator=service).code == 0
    path = program.work / "x.jpg"
    assert is_valid(path)
    tags = tags_of(path)
    assert tags.pop("Software").startswith("ring-snapshot ")
    assert tags.pop("Model")
    shown, offset, part = "2026:09:21 16:13:32", "+02:00", tags["SubSecTime"]
    assert part.zfill(3) == "045"
    assert tags == {
        "ImageDescription": name.replace("\n", " ").replace("\x1b", " ").removesuffix("ü" if len(name) > 199 else "\0"),
        "Make": "Ring", "SerialNumber": FRONT_DOOR,
        "ModifyDate": shown, "DateTimeOriginal": shown, "CreateDate": shown,
        "OffsetTime": offset, "OffsetTimeOriginal": offset, "OffsetTimeDigitized": offset,
        "SubSecTime": part, "SubSecTimeOriginal": part, "SubSecTimeDigitized": part,
        "ExifImageWidth": "16", "ExifImageHeight": "12",
        "XResolution": "72", "YResolution": "72", "ResolutionUnit": "2", "YCbCrPositioning": "1",
        "ExifVersion": tags["ExifVersion"], "ComponentsConfiguration": "1 2 3 0",
        "FlashpixVersion": tags["FlashpixVersion"], "ColorSpace": "1",
    }


def test_without_a_time_from_ring_it_has_no_dates_and_is_valid(program, service):
    service.on("/snapshots/next/", picture())
    assert program.run("get", "--all", "--exif", "--name", "x.jpg", simulator=service).code == 0
    tags = tags_of(program.work / "x.jpg")
    assert tags["SerialNumber"] == FRONT_DOOR
    assert not [name for name in tags if "Date" in name or "Time" in name]
    assert is_valid(program.work / "x.jpg")


def test_without_the_segment_the_file_is_what_came(saved):
    _, path, told = saved
    assert told["exif"] is True
    assert hashlib.sha256(path.read_bytes()).hexdigest() == told["sha256"]
    stripped = exiftool("-EXIF=", "-o", "-", path)
    assert hashlib.sha256(stripped).hexdigest() == told["received_sha256"]


def test_a_picture_that_has_exif_data_is_left_as_it_came(program, service, tmp_path):
    sent = tmp_path / "sent.jpg"
    sent.write_bytes(small_picture("x"))
    exiftool("-overwrite_original", "-Make=Canon", sent)
    service.on("/snapshots/next/",
               Answer(sent.read_bytes(), headers={"x-time-millis": str(CAPTURED)}))
    result = program.run("get", "--all", "--exif", "--json", simulator=service)
    [told] = result.objects
    assert (program.work / told["path"]).read_bytes() == sent.read_bytes()
    assert told["exif"] is False


def test_what_another_program_adds_is_a_change(saved):
    program, path, _ = saved
    exiftool("-overwrite_original", "-Rating=5", path)
    assert is_whole(path.read_bytes())
    assert "changed" in program.run("archive", "check", "--read").stdout
