# SPDX-License-Identifier: Apache-2.0
"""Which settings file is used. `status` names it, without asking anybody."""

import os
import shutil

import pytest
from conftest import CODE, FRONT_DOOR, PASSWORD, USERNAME


def used(program, *options, **more):
    result = program.run("status", "--json", *options, **more)
    assert result.code == 0, result
    return result.objects[0]["settings_file"]


@pytest.fixture
def copy(program, tmp_path):
    """A copy of the program in a folder of its own, with settings beside it."""
    folder = tmp_path / "stick"
    folder.mkdir(mode=0o755)
    program.path = shutil.copy(program.path, folder)
    beside = folder / "Settings.json"
    beside.write_text("{}")
    beside.chmod(0o600)
    return beside


NO_VARIABLE = {"RING_SNAPSHOT_SETTINGS": None}


def test_the_option_goes_before_the_environment(program, tmp_path):
    file = tmp_path / "given.json"
    assert used(program, "--settings", file) == str(file)
    assert used(program) == str(program.settings_file)


@pytest.mark.parametrize("before", [True, False])
def test_the_option_may_stand_before_or_after_the_command(program, simulator, tmp_path, before):
    file = tmp_path / "given.json"
    file.write_text('{"RingUsername": "someone@example.com"}')
    option = ["--settings", file]
    command = [*option, "status"] if before else ["status", *option]
    result = program.run(*command)
    assert str(file) in result.stdout


def test_the_environment_goes_before_a_file_beside_the_executable(program, copy):
    assert used(program) == str(program.settings_file)


def test_a_file_beside_the_executable_goes_before_the_configuration_folder(program, copy):
    assert used(program, env=NO_VARIABLE) == str(copy)


def test_it_is_the_real_executable_that_counts_after_links(program, copy, tmp_path):
    link = tmp_path / "link"
    link.symlink_to(program.path)
    (tmp_path / "Settings.json").write_text("{}")
    program.path = link
    assert used(program, env=NO_VARIABLE) == str(copy)


def test_a_file_beside_the_executable_is_no_use_when_others_can_write_its_folder(program, copy):
    copy.parent.chmod(0o777)
    assert used(program, env=NO_VARIABLE) != str(copy)


def test_a_file_beside_the_executable_is_no_use_when_others_can_write_it(program, copy):
    copy.chmod(0o666)
    assert used(program, env=NO_VARIABLE) != str(copy)


@pytest.mark.skipif(os.geteuid() != 0, reason="gives files away")
def test_a_file_beside_the_executable_is_no_use_when_it_belongs_to_another_user(program, copy):
    os.chown(copy, 12345, 12345)
    assert used(program, env=NO_VARIABLE) != str(copy)


def test_a_login_with_a_file_beside_the_executable_stays_there(program, copy, simulator):
    result = program.run(
        "login", "--username", USERNAME, "--2fa-code", CODE,
        simulator=simulator, env={**NO_VARIABLE, "RING_PASSWORD": PASSWORD},
    )
    assert result.code == 0, result
    assert "RingRefreshToken" in copy.read_text()
    assert list(program.home.iterdir()) == []


def test_nothing_is_made_beside_the_executable_when_no_file_is_there(program, copy, simulator):
    copy.unlink()
    expected = program.home / ".config" / "ring-snapshot" / "Settings.json"
    result = program.run(
        "login", "--username", USERNAME, "--2fa-code", CODE,
        simulator=simulator, env={**NO_VARIABLE, "RING_PASSWORD": PASSWORD},
    )
    assert result.code == 0, result
    assert expected.exists()
    assert expected.parent.stat().st_mode & 0o777 == 0o700
    assert [p.name for p in copy.parent.iterdir()] == ["ring-snapshot"]


def test_the_configuration_folder_is_that_of_xdg(program, tmp_path):
    env = {**NO_VARIABLE, "XDG_CONFIG_HOME": str(tmp_path / "xdg")}
    assert used(program, env=env) == str(tmp_path / "xdg" / "ring-snapshot" / "Settings.json")


def test_without_xdg_it_stands_in_the_home_folder(program):
    expected = program.home / ".config" / "ring-snapshot" / "Settings.json"
    assert used(program, env=NO_VARIABLE) == str(expected)


def test_a_relative_xdg_folder_is_ignored(program):
    expected = program.home / ".config" / "ring-snapshot" / "Settings.json"
    assert used(program, env={**NO_VARIABLE, "XDG_CONFIG_HOME": "here"}) == str(expected)


def test_an_empty_variable_counts_as_not_set(program):
    expected = program.home / ".config" / "ring-snapshot" / "Settings.json"
    env = {"RING_SNAPSHOT_SETTINGS": "", "XDG_CONFIG_HOME": ""}
    assert used(program, env=env) == str(expected)


def test_a_relative_settings_file_stands_in_the_current_folder(program, simulator):
    result = program.run(
        "login", "--username", USERNAME, "--2fa-code", CODE, "--settings", "here.json",
        simulator=simulator, env={"RING_PASSWORD": PASSWORD},
    )
    assert result.code == 0, result
    assert (program.work / "here.json").exists()


def test_without_any_place_the_way_to_name_one_is_said(program):
    result = program.run("status", env={**NO_VARIABLE, "HOME": None})
    assert result.code != 0
    assert "--settings" in result.stderr


def test_a_settings_file_in_the_current_folder_is_not_used_by_itself(program):
    (program.work / "Settings.json").write_text("{ broken")
    assert used(program, env=NO_VARIABLE) != str(program.work / "Settings.json")


def test_who_names_the_settings_is_told_to_log_in_with_the_same_ones(program):
    result = program.run("list", "--settings", "other.json")
    assert result.code == 3
    assert 'run: ring-snapshot login --settings "other.json"\n' in result.stderr
    assert "run: ring-snapshot login\n" in program.run("list").stderr


@pytest.mark.parametrize("command", [["get", FRONT_DOOR], ["get", FRONT_DOOR, "--json"], ["status"], ["doctor"]])
def test_so_is_who_had_a_login_there_that_has_ended(program, simulator, command):
    program.log_in(simulator)
    program.change_settings(RingAccessToken=None, RingAccessTokenExpires=None, RingRefreshToken="gone")
    if command == ["status"]:
        program.change_settings(RingRefreshToken=None)
    program.settings_file.rename(program.work / "other.json")
    result = program.run(*command, "--settings", "other.json", simulator=simulator)
    told = " ".join((result.stdout + result.stderr).replace('\\"', '"').split())
    assert 'ring-snapshot login --settings "other.json"' in told
