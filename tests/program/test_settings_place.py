# SPDX-License-Identifier: Apache-2.0
"""Which settings file is used. `status` names it, without asking anybody."""

import json
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


# Hints name the settings in use unless every program finds them by itself


def test_who_names_the_settings_is_told_to_log_in_with_the_same_ones(program):
    result = program.run("list", "--settings", "other.json")
    assert result.code == 3
    assert 'run: ring-snapshot login --settings "other.json"\n' in result.stderr
    usual = program.run("list", env=NO_VARIABLE)
    assert usual.code == 3
    assert "run: ring-snapshot login\n" in usual.stderr


def test_settings_named_by_the_environment_or_beside_the_program_are_named_in_hints(program, copy):
    result = program.run("list")
    assert f'run: ring-snapshot login --settings "{program.settings_file}"\n' in result.stderr
    result = program.run("list", env=NO_VARIABLE)
    assert f'run: ring-snapshot login --settings "{copy}"\n' in result.stderr
    result = program.run("status", env=NO_VARIABLE)
    told = " ".join(result.stdout.split())
    assert f'run ring-snapshot login --settings "{copy}"' in told
    assert f'run ring-snapshot get --settings "{copy}" --all' in told


def test_a_usual_file_that_is_named_needs_no_naming(program):
    usual = program.home / ".config" / "ring-snapshot" / "Settings.json"
    result = program.run("list", "--settings", usual, env=NO_VARIABLE)
    assert "run: ring-snapshot login\n" in result.stderr


# A file beside the program that is not used is told of


def spoil(copy, how):
    if how == "folder":
        copy.parent.chmod(0o777)
        return "others can write its folder", f'chmod go-w "{copy.parent}"'
    if how == "file":
        copy.chmod(0o666)
        return "others can write it", f'chmod go-w "{copy}"'
    if os.geteuid() != 0:
        pytest.skip("gives files away")
    os.chown(copy, 12345, 12345)
    os.chown(copy.parent, 12345, 12345)
    return "it and its folder belong to 12345", "run this program as 12345"


spoiled = pytest.mark.parametrize("how", ["folder", "file", "owner"])


@spoiled
def test_a_run_says_which_file_it_left_aside_why_and_the_ways_out(program, copy, how):
    why, way = spoil(copy, how)
    for command, option in ((["list"], "--settings"), (["-list"], "-settings")):
        result = program.run(*command, env=NO_VARIABLE)
        assert result.code in (2, 3), result
        warning, hint = result.stderr.splitlines()[:2]
        assert warning == f"warning: {copy} is not used, because {why}"
        assert way in hint
        assert f' {option} "{copy}"' in hint
    assert program.run("list", "--settings", copy).stderr.count("is not used") == 0


def test_it_is_said_with_quiet_too_unless_other_settings_are_used(program, copy):
    spoil(copy, "folder")
    assert "is not used" in program.run("list", "--quiet", env=NO_VARIABLE).stderr
    usual = program.home / ".config" / "ring-snapshot" / "Settings.json"
    usual.parent.mkdir(parents=True)
    usual.write_text("{}")
    assert "is not used" in program.run("list", env=NO_VARIABLE).stderr
    assert "is not used" not in program.run("list", "--quiet", env=NO_VARIABLE).stderr


@spoiled
def test_status_and_doctor_list_it(program, copy, how):
    why, way = spoil(copy, how)
    status = program.run("status", env=NO_VARIABLE)
    told = " ".join(status.stdout.split())
    assert f"Not used: {copy} is not used, because {why}" in told
    assert way in told
    assert "is not used" not in status.stderr
    [facts] = program.run("status", "--json", env=NO_VARIABLE).objects
    assert facts["ignored_settings_file"] == str(copy)
    doctor = program.run("doctor", env={**NO_VARIABLE, "RING_SNAPSHOT_SERVER": "http://127.0.0.1:1"})
    told = " ".join(doctor.stdout.split())
    assert f"Settings: {copy} is not used, because {why}" in told
    assert way in told
    assert "is not used" not in doctor.stderr


def test_a_file_that_is_used_is_not_called_ignored(program, copy):
    assert "not used" not in program.run("status", env=NO_VARIABLE).stdout.lower()
    [facts] = program.run("status", "--json", env=NO_VARIABLE).objects
    assert facts["ignored_settings_file"] is None


def test_the_report_for_strangers_names_neither_path_nor_user(program, copy):
    spoil(copy, "folder")
    report = program.run("doctor", "--report",
                         env={**NO_VARIABLE, "RING_SNAPSHOT_SERVER": "http://127.0.0.1:1"})
    assert "is not used, because others can write its folder" in " ".join(report.stdout.split())
    assert str(copy.parent) not in report.stdout + report.stderr


# The first login in the old form


def first_login(program, simulator, *more):
    result = program.run(
        "-username", USERNAME, "-password", PASSWORD, "-2facode", CODE, "-list", *more,
        simulator=simulator, env=NO_VARIABLE,
    )
    assert result.code == 0, result
    return result


def usual_settings(program):
    return program.home / ".config" / "ring-snapshot" / "Settings.json"


def test_the_first_login_in_the_old_form_goes_beside_the_program(program, copy, simulator):
    copy.unlink()
    result = first_login(program, simulator)
    assert f"the login is stored in {copy}\n" in result.stderr
    assert "RingRefreshToken" in copy.read_text()
    assert copy.stat().st_mode & 0o777 == 0o600
    assert list(program.home.iterdir()) == []
    # Every later run finds it, in either form.
    for command in (["-list"], ["list"]):
        result = program.run(*command, simulator=simulator, env=NO_VARIABLE)
        assert result.code == 0, result
        assert "not used" not in result.stderr


@pytest.mark.parametrize("reason", ["others can write there", "settings at home", "named"])
def test_it_goes_elsewhere_where_it_would_not_be_safe_or_there_are_settings_already(
    program, copy, simulator, reason
):
    copy.unlink()
    expected = usual_settings(program)
    more = []
    if reason == "others can write there":
        copy.parent.chmod(0o777)
    elif reason == "settings at home":
        expected.parent.mkdir(parents=True)
        expected.write_text("{}")
    else:
        expected = program.work / "named.json"
        more = ["-settings", expected]
    result = first_login(program, simulator, *more)
    assert f"the login is stored in {expected}\n" in result.stderr
    assert "RingRefreshToken" in expected.read_text()
    assert [p.name for p in copy.parent.iterdir()] == ["ring-snapshot"]


# The old form's hints are in the old form


def test_a_login_beside_the_program_that_has_ended_is_told_in_the_users_form(
    program, copy, simulator
):
    copy.unlink()
    first_login(program, simulator)
    simulator.set(revoke_refresh_tokens=True)
    text = json.loads(copy.read_text())
    copy.write_text(json.dumps({**text, "RingAccessTokenExpires": 1}))
    result = program.run("-list", simulator=simulator, env=NO_VARIABLE)
    assert result.code == 3, result
    hint = f'RingSnapshotDownload -settings "{copy}" -username EMAIL -password PASSWORD -list'
    assert hint in result.stderr
    result = program.run("list", simulator=simulator, env=NO_VARIABLE)
    assert f'ring-snapshot login --settings "{copy}"' in result.stderr


def test_hints_in_the_old_form_name_options_that_it_has(program, simulator):
    program.log_in(simulator)
    for route in ("next", "image"):
        simulator.fault(route, "status:404*")
    options = [FRONT_DOOR, "--retries", "1"]
    assert "--fresh" in program.run("get", *options, simulator=simulator).stderr
    options = ["-deviceid", FRONT_DOOR, "-maxretries", "1"]
    result = program.run(*options, simulator=simulator)
    assert result.code == 7, result
    assert "-forceupdate" in result.stderr
    assert "--fresh" not in result.stderr


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
