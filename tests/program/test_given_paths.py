# SPDX-License-Identifier: Apache-2.0
"""A path is what the user means: ~ is the home folder, x.jpg a file, C:\\ not a name on Unix."""

import sys

import pytest
from conftest import DRIVEWAY, FRONT_DOOR, PASSWORD, USERNAME

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="paths of Unix")


def files(folder):
    return sorted(str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file())


@pytest.mark.parametrize("out, where", [("~/pictures", "pictures"), ("~", ""), ('"~/pictures"\r', "pictures")])
def test_a_tilde_in_out_is_the_home_folder(logged_in, simulator, out, where):
    result = logged_in.run("get", DRIVEWAY, f"--out={out}", simulator=simulator)
    assert result.code == 0, result
    assert result.stdout.startswith(str(logged_in.home / where))
    assert len(files(logged_in.home / where)) == 1
    assert logged_in.pictures == []


def test_a_tilde_is_the_home_folder_in_the_settings_too(logged_in, simulator):
    logged_in.change_settings(OutputPath="~/pictures", LatestFileName="~/www/{id}.jpg")
    result = logged_in.run("get", DRIVEWAY, simulator=simulator)
    assert result.code == 0, result
    assert files(logged_in.home / "www") == [f"{DRIVEWAY}.jpg"]
    assert len(files(logged_in.home / "pictures")) == 1


def test_a_tilde_names_other_files_too(program, simulator):
    (program.home / "password").write_text(PASSWORD + "\n")
    result = program.run(
        "login", "--username", USERNAME, "--password-file=~/password", "--2fa-code", "123456",
        "--settings=~/ring/Settings.json", simulator=simulator,
    )
    assert result.code == 0, result
    assert (program.home / "ring" / "Settings.json").is_file()
    result = program.run("get", DRIVEWAY, "--latest=~/now.jpg", simulator=simulator,
                         env={"RING_SNAPSHOT_SETTINGS": "~/ring/Settings.json"})
    assert result.code == 0, result
    assert (program.home / "now.jpg").is_file()
    assert len(program.pictures) == 1


def test_save_remembers_the_folder_itself(logged_in, simulator):
    result = logged_in.run("get", DRIVEWAY, "--out=~/pictures", "--save", simulator=simulator)
    assert result.code == 0, result
    assert logged_in.settings["OutputPath"] == str(logged_in.home / "pictures")


@pytest.mark.parametrize("path", ["C:\\Pictures\\Ring\\", "D:/Ring", "\\\\nas\\pictures", "%TEMP%\\x"])
def test_a_path_of_windows_is_refused_and_makes_no_folder(logged_in, simulator, path):
    for option in ("--out", "--settings"):
        result = logged_in.run("get", DRIVEWAY, option, path, simulator=simulator)
        assert result.code == 2, result
        assert option in result.stderr and path in result.stderr
    logged_in.change_settings(OutputPath=path)
    result = logged_in.run("get", DRIVEWAY, simulator=simulator)
    assert result.code == 9, result
    assert "OutputPath in the settings" in result.stderr
    assert simulator.requests() == []
    assert list(logged_in.work.iterdir()) == []
    assert logged_in.run("get", DRIVEWAY, "--out", "here", simulator=simulator).code == 0
    doctor = logged_in.run("doctor", simulator=simulator)
    assert "OutputPath in the settings" in doctor.stdout


def test_a_path_of_windows_is_refused_in_the_old_form(old_logged_in, simulator):
    result = old_logged_in.run("-deviceid", DRIVEWAY, "-out", "C:\\Ring", simulator=simulator)
    assert result.code == 2, result
    assert "-out" in result.stderr
    assert list(old_logged_in.work.iterdir()) == []


@pytest.mark.parametrize("name", ["garden.jpg", "pic/garden.JPG", "pic/12:30 {x}.jpeg"])
def test_the_name_of_a_picture_is_that_file(logged_in, simulator, name):
    for _ in range(2):
        result = logged_in.run("get", DRIVEWAY, "--out", name, simulator=simulator)
        assert result.code == 0, result
        assert result.stdout == name + "\n"
    assert files(logged_in.work) == [name]


def test_a_folder_with_such_a_name_stays_one(logged_in, simulator):
    (logged_in.work / "garden.jpg").mkdir()
    result = logged_in.run("get", DRIVEWAY, "--out", "garden.jpg", simulator=simulator)
    assert result.code == 0, result
    assert result.stdout.startswith("garden.jpg/")


@pytest.mark.parametrize("cameras", [[DRIVEWAY, FRONT_DOOR], ["--all"]])
@pytest.mark.parametrize("command", [["get"], ["watch", "--count", "1"]])
def test_one_file_is_for_one_camera(logged_in, simulator, command, cameras):
    result = logged_in.run(*command, *cameras, "--out", "x.jpg", simulator=simulator)
    assert result.code == 2, result
    assert "--out names one file" in result.stderr
    assert simulator.requests("/snapshots") == []
    assert logged_in.pictures == []


def test_all_cameras_of_an_account_with_one_are_one(program, start_simulator):
    simulator = start_simulator("--picture-size", "160x90", "--cameras", "1")
    program.log_in(simulator)
    result = program.run("get", "--all", "--out", "x.jpg", simulator=simulator)
    assert result.code == 0, result
    assert files(program.work) == ["x.jpg"]


def test_one_file_and_a_name_exclude_each_other(logged_in, simulator):
    result = logged_in.run("get", DRIVEWAY, "--out", "x.jpg", "--name", "{id}.jpg", simulator=simulator)
    assert result.code == 2, result
    assert "--name" in result.stderr
    assert simulator.requests() == []


def test_watch_keeps_the_newest_in_one_file(logged_in, simulator):
    result = logged_in.run("watch", DRIVEWAY, "--count", "1", "--out", "x.jpg", simulator=simulator)
    assert result.code == 0, result
    assert files(logged_in.work) == ["x.jpg"]


def test_one_file_is_remembered_whole(logged_in, simulator):
    assert logged_in.run("get", DRIVEWAY, "--out", "x.jpg", "--save", simulator=simulator).code == 0
    assert logged_in.settings["OutputPath"] == str(logged_in.work / "x.jpg")
    (logged_in.work / "x.jpg").unlink()
    result = logged_in.run("get", simulator=simulator, cwd=logged_in.home)
    assert result.code == 0, result
    assert files(logged_in.work) == ["x.jpg"]


def test_doctor_looks_at_the_folder_of_the_file(logged_in, simulator):
    result = logged_in.run("doctor", "--out", "pic/x.jpg", simulator=simulator)
    assert "pic: does not exist yet" in result.stdout, result
    assert list(logged_in.work.iterdir()) == []


def test_a_name_below_the_home_folder_is_refused(logged_in, simulator):
    result = logged_in.run("get", DRIVEWAY, "--name=~/{id}.jpg", simulator=simulator)
    assert result.code == 2, result
    assert "--out" in result.stderr
