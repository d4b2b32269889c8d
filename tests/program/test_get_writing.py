# SPDX-License-Identifier: Apache-2.0
"""Files appear whole or not at all."""

import os
import resource
import stat

import pytest
from conftest import DRIVEWAY, FRONT_DOOR
from pictures import is_whole
from scripted_service import Answer, picture


def get(program, simulator, *options, **more):
    return program.run("get", FRONT_DOOR, *options, simulator=simulator, **more)


def test_the_output_folder_is_made(logged_in, simulator):
    result = get(logged_in, simulator, "--out", "a/b c/d")
    assert result.code == 0, result
    assert result.lines[0].startswith("a/b c/d/")
    assert (logged_in.work / result.lines[0]).is_file()


def test_the_output_folder_can_be_remembered_in_the_settings(logged_in, simulator):
    logged_in.change_settings(OutputPath=str(logged_in.work / "pics"))
    result = get(logged_in, simulator)
    assert result.lines[0].startswith(str(logged_in.work / "pics") + "/")


def test_a_file_in_the_way_of_the_folder_ends_with_9(logged_in, simulator):
    (logged_in.work / "pics").write_text("mine")
    result = get(logged_in, simulator, "--out", "pics/door")
    assert result.code == 9, result
    assert "pics" in result.stderr
    assert (logged_in.work / "pics").read_text() == "mine"


def test_a_file_as_output_folder_ends_with_9(logged_in, simulator):
    (logged_in.work / "pics").write_text("mine")
    result = get(logged_in, simulator, "--out", "pics")
    assert result.code == 9, result
    assert (logged_in.work / "pics").read_text() == "mine"


def test_a_folder_in_the_way_of_the_file_ends_with_9(logged_in, simulator):
    (logged_in.work / "door.jpg").mkdir()
    result = get(logged_in, simulator, "--name", "door.jpg")
    assert result.code == 9, result
    assert list(logged_in.work.iterdir()) == [logged_in.work / "door.jpg"]


def test_a_place_where_nothing_can_be_made_ends_with_9(logged_in, simulator):
    result = get(logged_in, simulator, "--out", "/proc/no-such-folder")
    assert result.code == 9, result
    assert "/proc/no-such-folder" in result.stderr


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes everywhere")
def test_a_folder_that_cannot_be_written_ends_with_9(logged_in, simulator):
    (logged_in.work / "pics").mkdir(mode=0o500)
    result = get(logged_in, simulator, "--out", "pics")
    assert result.code == 9, result


def test_a_pipe_in_the_way_of_the_file_is_not_waited_for(logged_in, simulator):
    os.mkfifo(logged_in.work / "door.jpg")
    result = get(logged_in, simulator, "--name", "door.jpg", timeout=10)
    assert result.code == 9, result


def no_more_than(size):
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def test_a_full_disk_ends_with_9_and_leaves_nothing(logged_in, simulator):
    result = get(logged_in, simulator, preexec_fn=no_more_than(2000))
    assert result.code == 9, result
    assert result.stdout == ""
    assert list(logged_in.work.iterdir()) == []


def test_a_full_disk_leaves_the_old_file_whole(logged_in, simulator):
    get(logged_in, simulator, "--name", "door.jpg")
    old = (logged_in.work / "door.jpg").read_bytes()
    simulator.set(camera=int(FRONT_DOOR), capture_time_ms=simulator.state()["time_ms"])
    result = get(logged_in, simulator, "--name", "door.jpg", preexec_fn=no_more_than(2000))
    assert result.code == 9, result
    assert (logged_in.work / "door.jpg").read_bytes() == old
    assert list(logged_in.work.iterdir()) == [logged_in.work / "door.jpg"]


def test_a_latest_that_cannot_be_written_ends_with_9(logged_in, simulator):
    (logged_in.work / "now.jpg").mkdir()
    result = get(logged_in, simulator, "--latest", "now.jpg")
    assert result.code == 9, result


def test_a_camera_that_cannot_be_saved_does_not_stop_the_others(logged_in, simulator):
    (logged_in.work / f"{FRONT_DOOR}.jpg").mkdir()
    result = get(logged_in, simulator, DRIVEWAY, "--name", "{id}.jpg")
    assert result.code == 9, result
    assert (logged_in.work / f"{DRIVEWAY}.jpg").is_file()


def test_an_error_names_the_file_that_could_not_be_written(logged_in, simulator):
    (logged_in.work / "door.jpg").mkdir()
    assert "door.jpg" in get(logged_in, simulator, "--name", "door.jpg").stderr


@pytest.mark.parametrize("fault", ["half", "empty", "html", "h264", "grey", "12-bit", "cut", "garbage"])
def test_the_old_file_stays_when_the_new_picture_is_bad(logged_in, simulator, fault):
    get(logged_in, simulator, "--name", "door.jpg")
    old = (logged_in.work / "door.jpg").read_bytes()
    simulator.set(camera=int(FRONT_DOOR), capture_time_ms=simulator.state()["time_ms"])
    simulator.fault("next", fault + "*")
    simulator.fault("image", fault + "*")
    result = get(logged_in, simulator, "--retries", 1, "--name", "door.jpg")
    assert result.code in (7, 8), result
    assert (logged_in.work / "door.jpg").read_bytes() == old
    assert [str(p) for p in logged_in.pictures] == ["door.jpg"]


@pytest.mark.parametrize("mask, mode", [(0o077, 0o600), (0o022, 0o644), (0o002, 0o664)])
def test_the_umask_is_respected(logged_in, simulator, mask, mode):
    result = get(logged_in, simulator, "--out", "pics", preexec_fn=lambda: os.umask(mask))
    file = logged_in.work / result.lines[0]
    assert stat.S_IMODE(file.stat().st_mode) == mode
    folder = 0o777 & ~mask
    assert stat.S_IMODE(file.parent.stat().st_mode) == folder


def test_a_link_to_a_folder_is_an_output_folder(logged_in, simulator):
    (logged_in.work / "real").mkdir()
    (logged_in.work / "pics").symlink_to("real")
    result = get(logged_in, simulator, "--out", "pics")
    assert result.code == 0, result
    assert len(list((logged_in.work / "real").iterdir())) == 1


def test_two_runs_at_the_same_time_save_one_whole_file(program, service):
    service.on("/snapshots/next/", picture(1790000012345))
    running = [program.start("get", FRONT_DOOR, simulator=service) for _ in range(6)]
    for process in running:
        stdout, stderr = process.communicate(timeout=20)
        assert process.returncode == 0, stderr
    assert len(program.pictures) == 1
    assert is_whole((program.work / program.pictures[0]).read_bytes())


def test_a_partial_answer_that_is_whole_is_saved(program, service):
    answer = picture(1790000012345)
    answer.status = 206
    answer.headers["Content-Range"] = f"bytes 0-{len(answer.body) - 1}/{len(answer.body)}"
    service.on("/snapshots/next/", answer)
    assert get(program, service).code == 0
    assert len(program.pictures) == 1


def test_padding_after_the_end_of_a_picture_is_harmless(program, service):
    answer = picture(1790000012345)
    service.on("/snapshots/next/", Answer(answer.body + b"\0" * 700, headers=answer.headers))
    result = get(program, service)
    assert result.code == 0, result
    assert len(program.pictures) == 1


def test_what_the_bytes_are_counts_and_not_their_label(program, service):
    answer = picture(1790000012345)
    answer.headers["Content-Type"] = "text/html"
    service.on("/snapshots/next/", answer)
    assert get(program, service).code == 0
    assert len(program.pictures) == 1


@pytest.mark.parametrize("status", [201, 202, 203, 404, 500])
def test_a_picture_with_another_status_than_200_or_206_is_none(program, service, status):
    for route in ("/snapshots/next/", "/clients_api/snapshots/image/"):
        answer = picture(1790000012345)
        answer.status = status
        service.on(route, answer)
    result = get(program, service, "--retries", 1)
    assert result.code in (7, 8), result
    assert program.pictures == []
