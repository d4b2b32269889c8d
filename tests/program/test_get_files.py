# SPDX-License-Identifier: Apache-2.0
"""How saved pictures are named, and what happens to files that are there."""

import os
import unicodedata

import pytest
from conftest import FRONT_DOOR
from pictures import is_whole
from scripted_service import picture

CAPTURED = 1790000012345  # 2026-09-21 14:13:32.345 UTC
BERLIN_NAME = f"{FRONT_DOOR} - 2026-09-21 16-13-32.jpg"


def get(program, simulator, *options, **more):
    result = program.run("get", FRONT_DOOR, "--json", *options, simulator=simulator, **more)
    assert result.code == 0, result
    return result.objects[0]


def names(program):
    return [str(p) for p in program.pictures]


@pytest.fixture
def front(logged_in, simulator):
    """Sets the capture time of the front door's stored picture."""

    def set_capture(ms=CAPTURED):
        simulator.set(camera=int(FRONT_DOOR), capture_time_ms=ms)

    set_capture()
    return set_capture


def test_a_file_is_named_after_its_capture_in_local_time(front, logged_in, simulator):
    get(logged_in, simulator)
    assert names(logged_in) == [BERLIN_NAME]


@pytest.mark.parametrize(
    "zone, hour", [("UTC", "2026-09-21 14-13-32"), ("Asia/Kolkata", "2026-09-21 19-43-32"),
                   ("America/Los_Angeles", "2026-09-21 07-13-32"),
                   ("Pacific/Kiritimati", "2026-09-22 04-13-32")]
)
def test_local_time_is_that_of_the_time_zone(front, logged_in, simulator, zone, hour):
    get(logged_in, simulator, env={"TZ": zone})
    assert names(logged_in) == [f"{FRONT_DOOR} - {hour}.jpg"]


def test_a_file_carries_its_capture_as_modification_time(front, logged_in, simulator):
    get(logged_in, simulator)
    modified = (logged_in.work / BERLIN_NAME).stat().st_mtime
    assert modified == pytest.approx(CAPTURED / 1000, abs=0.001)


def test_json_tells_the_capture_with_its_offset(front, logged_in, simulator):
    assert get(logged_in, simulator)["captured_at"] == "2026-09-21T16:13:32.345+02:00"


def test_a_template_has_all_fields_and_folders(front, logged_in, simulator):
    template = "{location}/{utc:%Y}/{name} {id} {kind} {model} {time:%H.%M} {utc:%H.%M}.jpg"
    get(logged_in, simulator, "--name", template)
    assert names(logged_in) == [
        f"Home — München/2026/Front Door {FRONT_DOOR} doorbell_oyster Doorbell 4 16.13 14.13.jpg"
    ]


def test_a_template_without_names_needs_no_device_list(front, logged_in, simulator):
    get(logged_in, simulator, "--name", "{id}/{time:%Y-%m}/{utc:%d}.jpg")
    assert names(logged_in) == [f"{FRONT_DOOR}/2026-09/21.jpg"]
    assert not [r for r in simulator.requests() if r["route"] == "ring-devices"]


def test_braces_can_be_written_in_a_template(front, logged_in, simulator):
    get(logged_in, simulator, "--name", "{{{id}}}.jpg")
    assert names(logged_in) == [f"{{{FRONT_DOOR}}}.jpg"]


def test_the_same_capture_downloaded_again_is_left_alone(front, logged_in, simulator):
    first = get(logged_in, simulator)
    before = (logged_in.work / BERLIN_NAME).stat()
    again = get(logged_in, simulator)
    after = (logged_in.work / BERLIN_NAME).stat()
    assert (first["unchanged"], again["unchanged"]) == (False, True)
    assert again["path"] == first["path"]
    assert (before.st_ino, before.st_mtime_ns, before.st_ctime_ns) == (
        after.st_ino, after.st_mtime_ns, after.st_ctime_ns)
    assert names(logged_in) == [BERLIN_NAME]


def test_the_same_capture_downloaded_again_overwrites_its_own_file(front, logged_in, simulator):
    get(logged_in, simulator)
    file = logged_in.work / BERLIN_NAME
    good, times = file.read_bytes(), file.stat()
    file.write_bytes(b"spoiled")
    os.utime(file, ns=(times.st_mtime_ns, times.st_mtime_ns))
    assert get(logged_in, simulator)["unchanged"] is False
    assert file.read_bytes() == good
    assert names(logged_in) == [BERLIN_NAME]


def test_an_older_capture_never_replaces_a_newer_file(front, logged_in, simulator):
    get(logged_in, simulator, "--name", "door.jpg")
    newer = (logged_in.work / "door.jpg").read_bytes()
    front(CAPTURED - 60_000)
    get(logged_in, simulator, "--name", "door.jpg")
    assert (logged_in.work / "door.jpg").read_bytes() == newer
    assert names(logged_in) == ["door.jpg"]


def test_a_newer_capture_replaces_an_older_file(front, logged_in, simulator):
    get(logged_in, simulator, "--name", "door.jpg")
    older = (logged_in.work / "door.jpg").read_bytes()
    front(CAPTURED + 60_000)
    get(logged_in, simulator, "--name", "door.jpg")
    assert (logged_in.work / "door.jpg").read_bytes() != older
    assert names(logged_in) == ["door.jpg"]


def test_in_the_repeated_hour_of_autumn_no_capture_is_lost(front, logged_in, simulator):
    summer, winter = 1792888200000, 1792891800000  # 2026-10-25 02:30 twice
    for capture in (summer, winter):
        front(capture)
        get(logged_in, simulator)
    stem = f"{FRONT_DOOR} - 2026-10-25 02-30-00"
    assert names(logged_in) == [f"{stem} +0100.jpg", f"{stem}.jpg"]
    modified = [(logged_in.work / n).stat().st_mtime for n in names(logged_in)]
    assert modified == [winter / 1000, summer / 1000]


def test_captures_under_one_name_are_numbered(front, logged_in, simulator):
    for ms in (100, 400, 700):
        front(CAPTURED // 1000 * 1000 + ms)
        get(logged_in, simulator)
    stem = BERLIN_NAME.removesuffix(".jpg")
    assert sorted(names(logged_in)) == [
        f"{stem} +0200 (2).jpg", f"{stem} +0200.jpg", f"{stem}.jpg"]


def test_a_capture_under_an_appended_name_is_found_again(front, logged_in, simulator):
    for _ in range(2):
        for ms in (100, 500):
            front(CAPTURED // 1000 * 1000 + ms)
            last = get(logged_in, simulator)
    assert last["unchanged"] is True
    assert last["path"].endswith(" +0200.jpg")
    assert len(names(logged_in)) == 2


def test_latest_keeps_a_copy_under_a_steady_name(front, logged_in, simulator):
    saved = get(logged_in, simulator, "--out", "pics", "--latest", "now/{name}.jpg")
    copy = logged_in.work / "pics" / "now" / "Front Door.jpg"
    assert copy.read_bytes() == (logged_in.work / saved["path"]).read_bytes()
    assert len(names(logged_in)) == 2


def test_latest_is_replaced_by_rename(front, logged_in, simulator):
    get(logged_in, simulator, "--latest", "now.jpg")
    with open(logged_in.work / "now.jpg", "rb") as being_read:
        before = being_read.read(100)
        front(CAPTURED + 60_000)
        saved = get(logged_in, simulator, "--latest", "now.jpg")
        rest = being_read.read()
    # Who had it open goes on reading the whole old picture.
    assert is_whole(before + rest)
    now = (logged_in.work / "now.jpg").read_bytes()
    assert now == (logged_in.work / saved["path"]).read_bytes() != before + rest


def test_latest_never_goes_back_in_time(front, logged_in, simulator):
    get(logged_in, simulator, "--latest", "now.jpg")
    newer = (logged_in.work / "now.jpg").read_bytes()
    front(CAPTURED - 60_000)
    get(logged_in, simulator, "--latest", "now.jpg")
    assert (logged_in.work / "now.jpg").read_bytes() == newer


def test_latest_that_is_missing_is_made_from_an_unchanged_picture(front, logged_in, simulator):
    get(logged_in, simulator)
    get(logged_in, simulator, "--latest", "now.jpg")
    assert (logged_in.work / "now.jpg").is_file()


RESERVED = {"CON", "PRN", "AUX", "NUL", *(f"{p}{n}" for p in ("COM", "LPT") for n in "123456789")}


def check_parts(paths):
    for path in paths:
        for part in path.parts:
            assert not set(part) & set('<>:"|?*\\/'), path
            assert not [c for c in part if unicodedata.category(c) == "Cc"], path
            assert part == part.strip(" ") and not part.startswith(".") and part[-1] != ".", path
            assert part.split(".")[0].strip().upper() not in RESERVED, path
            assert len(part.encode()) <= 255, path


def test_awkward_names_are_made_safe_as_file_names(program, start_simulator):
    simulator = start_simulator("--devices", "awkward")
    program.log_in(simulator)
    result = program.run("get", "--all", "--name", "{name}/{id}.jpg", simulator=simulator)
    assert result.code == 0, result
    assert len(program.pictures) == len(result.lines) >= 6
    check_parts(program.pictures)


NASTY = ["../../etc/passwd", "..", ".", "a/../../b", "a\\..\\b", "/etc/passwd", "x" * 500, "ü" * 300,
         "NUL", "con.jpg", "COM1.tar.gz", "aux .x", "nul\0l", " . ", "...", "", "~", "-rf", "a\nb",
         "tab\there", "LPT¹", "trailing.", "C:evil", "\u202egpj.exe"]


@pytest.mark.parametrize("nasty", NASTY, ids=lambda n: repr(n)[:20])
def test_nasty_names_stay_below_the_output_folder(program, service, nasty):
    service.has_devices({"description": nasty})
    service.on("/snapshots/next/", picture(CAPTURED))
    outside = set(program.folder.rglob("*"))
    result = program.run(
        "get", "--all", "--out", "pics", "--name", "{name}/{name}.jpg", simulator=service
    )
    assert result.code == 0, result
    saved = [p.relative_to("pics") for p in program.pictures]
    assert len(saved) == 1 and len(saved[0].parts) == 2
    check_parts(saved)
    new = {p for p in program.folder.rglob("*") if program.work / "pics" not in p.parents}
    ours = {program.settings_file.with_name(f"Settings.json.{ending}")
            for ending in ("lock", "pictures.db", "pictures.lock")}
    assert new - outside <= {program.work / "pics"} | ours


@pytest.mark.parametrize(
    "options", [("--name", "door.jpg"), ("--name", "{time:%Y}.jpg"), ("--name", "{location}.jpg"),
                ("--latest", "now.jpg"), ("--latest", "{location}.jpg")]
)
def test_a_template_that_two_cameras_would_share_is_refused_before_any_download(
    logged_in, simulator, options
):
    result = logged_in.run("get", "--all", *options, simulator=simulator)
    assert result.code == 2, result
    assert options[0] in result.stderr
    assert not simulator.requests("/snapshots")
    assert not simulator.requests("/clients_api/snapshots")


def test_names_that_differ_in_case_only_would_share_a_file(program, service):
    service.has_devices({"id": 1, "description": "Yard"}, {"id": 2, "description": "YARD"})
    result = program.run("get", "--all", "--name", "{name}.jpg", simulator=service)
    assert result.code == 2, result
    assert not service.to("/snapshots")


def test_names_that_become_the_same_would_share_a_file(program, service):
    service.has_devices({"id": 1, "description": "a?"}, {"id": 2, "description": "a*"})
    result = program.run("get", "--all", "--name", "{name}.jpg", simulator=service)
    assert result.code == 2, result
    assert not service.to("/snapshots")


BAD_TEMPLATES = ["{nope}.jpg", "{time}.jpg", "{time:}.jpg", "{time:%}.jpg", "{id", "id}.jpg", "{}.jpg",
                 "../{id}.jpg", "a/../{id}.jpg", "/tmp/", "", "{id}/", "{id:x}.jpg"]


@pytest.mark.parametrize("option, template", [
    (option, template) for option in ("--name", "--latest") for template in BAD_TEMPLATES
] + [("--name", "/tmp/{id}.jpg")])
def test_a_bad_template_is_a_usage_error(logged_in, simulator, option, template):
    result = logged_in.run("get", FRONT_DOOR, option, template, simulator=simulator)
    assert result.code == 2, result
    assert simulator.requests() == []
    assert logged_in.pictures == []
