# SPDX-License-Identifier: Apache-2.0
"""The old tool's command line: `RingSnapshotDownload -username … -deviceid …`."""

import json
import pathlib
import re

import pexpect
import pytest
from conftest import CODE, DRIVEWAY, FRONT_DOOR, PASSWORD, USERNAME

OTHER = "518000301"


# What is the old form


@pytest.mark.parametrize("name", ["RingSnapshotDownload", "ringsnapshotdownload"])
def test_it_is_the_old_form_under_the_old_name(program, tmp_path, name):
    link = tmp_path / name
    link.symlink_to(program.path)
    result = program.run("-help", program=link)
    assert result.code == 0, result
    assert "-deviceid" in result.stdout


@pytest.mark.parametrize(
    "options",
    [["-username", USERNAME], ["-password", "x"], ["-deviceid", "5"], ["-list"], ["-out", "x"],
     ["-forceupdate"], ["-validateimage"], ["-maxretries", "5"]],
    ids=lambda options: options[0],
)
def test_it_is_the_old_form_when_one_of_its_options_stands_without_a_command(
    program, simulator, options
):
    result = program.run(*options, simulator=simulator)
    assert result.code == 2, result
    assert "RingSnapshotDownload" in result.stderr
    assert simulator.requests() == []


@pytest.mark.parametrize("before", [True, False])
def test_common_options_may_stand_before_or_after_those_of_the_old_form(
    logged_in, simulator, tmp_path, before
):
    file = logged_in.settings_file.rename(tmp_path / "elsewhere.json")
    options = ["-list", "--settings", file] if not before else ["--settings", file, "-list"]
    assert logged_in.run(*options, simulator=simulator).code == 0


@pytest.mark.parametrize(
    "line",
    [["list", "-deviceid", DRIVEWAY], ["-forceupdate", "get", DRIVEWAY], ["status", "-list"]],
    ids=" ".join,
)
def test_a_command_word_makes_it_the_new_form_where_old_options_are_unknown(
    logged_in, simulator, line
):
    result = logged_in.run(*line, simulator=simulator)
    assert result.code == 2, result
    assert "RingSnapshotDownload" not in result.stderr
    assert simulator.requests() == []


def test_new_options_are_unknown_in_the_old_form(old_program, simulator):
    result = old_program.run("-deviceid", DRIVEWAY, "--require-fresh", simulator=simulator)
    assert result.code == 2, result
    assert "--require-fresh" in result.stderr


# One or two dashes, any letter case


@pytest.mark.parametrize("dashes", ["-", "--"])
@pytest.mark.parametrize("how", [str.lower, str.upper, str.title], ids=["low", "UP", "Title"])
def test_every_option_is_understood_with_one_or_two_dashes_and_in_any_letter_case(
    old_program, simulator, tmp_path, dashes, how
):
    def option(name):
        return dashes + how(name)

    file = tmp_path / "given" / "Settings.json"
    result = old_program.run(
        option("username"), USERNAME, option("password"), PASSWORD, option("2facode"), CODE,
        option("deviceid"), DRIVEWAY, option("out"), "pictures", option("forceupdate"),
        option("validateimage"), option("maxretries"), "7", option("settings"), file,
        simulator=simulator,
    )
    assert result.code == 0, result
    stored = json.loads(file.read_text())
    assert stored["RingUsername"] == USERNAME
    assert stored["RingDeviceId"] == int(DRIVEWAY)
    assert pathlib.Path(stored["OutputPath"]).name == "pictures"
    assert stored["ForceUpdateSnapshot"] is True
    assert stored["ValidateImage"] is True
    assert stored["MaximumRetries"] == 7
    assert len(old_program.pictures) == 1
    result = old_program.run(option("list"), option("settings"), file, simulator=simulator)
    assert "Driveway" in result.stdout
    result = old_program.run(option("cached"), option("settings"), file, simulator=simulator)
    assert result.code == 0, result
    assert json.loads(file.read_text())["ForceUpdateSnapshot"] is False


# What is remembered


def test_every_option_given_is_remembered_after_a_login(old_program, simulator):
    assert old_program.log_in_old_form(simulator, "-deviceid", DRIVEWAY, "-out", "here", "-maxretries", "5",
                  "-validateimage", "-forceupdate").code == 0
    stored = old_program.settings
    expected = {
        "RingUsername": USERNAME, "RingDeviceId": int(DRIVEWAY), "MaximumRetries": 5,
        "ValidateImage": True, "ForceUpdateSnapshot": True,
    }
    assert {key: stored.get(key) for key in expected} == expected
    assert pathlib.Path(stored["OutputPath"]).name == "here"


def test_password_and_code_are_not_remembered(old_program, simulator):
    assert old_program.log_in_old_form(simulator, "-list").code == 0
    for file in old_program.settings_file.parent.iterdir():
        text = file.read_text()
        assert PASSWORD not in text
        assert f'"{CODE}"' not in text


@pytest.mark.parametrize("failure", ["wrong password", "no code", "service down"])
def test_nothing_is_remembered_when_the_login_fails(old_program, simulator, failure):
    if failure == "service down":
        simulator.fault("token", "status:406*")
        simulator.fault("authorize", "status:406*")
    options = ["-deviceid", DRIVEWAY, "-out", "here", "-maxretries", "5", "-forceupdate"]
    if failure == "no code":
        result = old_program.run("-username", USERNAME, "-password", PASSWORD, *options,
                         simulator=simulator)
    else:
        password = "wrong" if failure == "wrong password" else PASSWORD
        result = old_program.log_in_old_form(simulator, *options, password=password)
    assert result.code in (3, 4, 8), result
    assert simulator.requests("/oauth/token")
    stored = old_program.settings if old_program.settings_file.exists() else {}
    for key in ("RingDeviceId", "OutputPath", "MaximumRetries", "ForceUpdateSnapshot"):
        assert not stored.get(key), key


def test_options_are_remembered_with_a_stored_session_too(old_logged_in, simulator):
    assert old_logged_in.run("-deviceid", DRIVEWAY, "-out", "a", simulator=simulator).code == 0
    assert old_logged_in.run("-maxretries", "9", simulator=simulator).code == 0
    stored = old_logged_in.settings
    assert pathlib.Path(stored["OutputPath"]).name == "a"
    assert stored["RingDeviceId"] == int(DRIVEWAY)
    assert stored["MaximumRetries"] == 9


def test_the_old_name_without_arguments_does_the_remembered_job(old_program, simulator):
    assert old_program.log_in_old_form(simulator, "-deviceid", DRIVEWAY, "-out", "there").code == 0
    [first] = old_program.pictures
    (old_program.work / first).unlink()
    result = old_program.run(simulator=simulator)
    assert result.code == 0, result
    assert old_program.pictures == [first]
    assert first.parent.name == "there"


def test_the_old_name_without_arguments_and_without_settings_is_a_usage_error(old_program, simulator):
    result = old_program.run(simulator=simulator)
    assert result.code == 2, result
    assert "-username" in result.stderr
    assert simulator.requests() == []


def test_an_option_given_goes_before_the_remembered_one(old_program, simulator):
    assert old_program.log_in_old_form(simulator, "-deviceid", DRIVEWAY, "-out", "one").code == 0
    assert old_program.run("-deviceid", OTHER, "-out", "two", simulator=simulator).code == 0
    assert [p.parent.name for p in old_program.pictures] == ["one", "two"]
    assert old_program.run(simulator=simulator).code == 0
    assert [p.parent.name for p in old_program.pictures] == ["one", "two"]


def test_a_user_name_and_password_given_again_do_not_replace_a_good_session(
    old_logged_in, simulator
):
    for _ in range(2):
        result = old_logged_in.run(
            "-username", USERNAME, "-password", PASSWORD, "-list", simulator=simulator
        )
        assert result.code == 0, result
        assert "Driveway" in result.stdout
    assert simulator.grants == []
    assert simulator.state()["codes_sent"] == 0


# -list


def test_list_shows_each_camera_with_its_id_and_the_right_count(old_logged_in, simulator):
    result = old_logged_in.run("-list", simulator=simulator)
    assert result.code == 0, result
    for id_and_name in (
        (FRONT_DOOR, "Front Door"), ("31000418", "Neighbour"), (DRIVEWAY, "Driveway"),
        (OTHER, "Living Room"), ("518000302", "Garden"), ("518000303", "Cabin"),
    ):
        assert any(all(word in line for word in id_and_name) for line in result.lines), id_and_name
    assert "chime" not in result.stdout.lower()


def test_list_on_a_pipe_prints_what_scripts_of_the_old_tool_read(old_logged_in, simulator):
    result = old_logged_in.run("-list", simulator=simulator)
    assert re.search(r"^Retrieving all devices\.\.\. (\d+) found$", result.stdout, re.M).group(1) == "6"
    assert re.findall(r"^(\d+) - (.*)$", result.stdout, re.M) == [
        ("31000418", "Neighbour"), (FRONT_DOOR, "Front Door"), (DRIVEWAY, "Driveway"),
        (OTHER, "Living Room"), ("518000302", "Garden"), ("518000303", "Cabin"),
    ]


def test_list_on_a_terminal_prints_the_table(old_logged_in, simulator):
    shown, code = pexpect.run(
        f"{old_logged_in.path} -list", env=old_logged_in.environment(simulator),
        cwd=old_logged_in.work, encoding="utf-8", withexitstatus=True, timeout=20,
    )
    assert code == 0, shown
    assert re.search(r"^ID +NAME", shown, re.M)
    assert "6 cameras" in shown
    assert "found" not in shown


def test_list_in_json_is_the_same_in_both_forms(old_logged_in, simulator):
    new = old_logged_in.path.resolve()
    old_form = old_logged_in.run("-list", "--json", simulator=simulator)
    assert old_form.objects == old_logged_in.run(
        "list", "--json", simulator=simulator, program=new
    ).objects


# Where pictures go


def test_the_folder_that_was_saved_into_is_remembered(old_logged_in, simulator, tmp_path):
    first = old_logged_in.run("-deviceid", DRIVEWAY, simulator=simulator)
    assert first.code == 0, first
    assert str(old_logged_in.work) in first.stderr
    assert old_logged_in.settings["OutputPath"] == str(old_logged_in.work)
    [picture] = old_logged_in.pictures
    (old_logged_in.work / picture).unlink()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    second = old_logged_in.run(simulator=simulator, cwd=elsewhere)
    assert second.code == 0, second
    assert old_logged_in.pictures == [picture]
    assert list(elsewhere.iterdir()) == []
    assert str(old_logged_in.work) not in second.stderr


def test_a_folder_into_which_nothing_was_saved_is_not_remembered(old_logged_in, simulator):
    for route in ("next", "image"):
        simulator.fault(route, "status:404*")
    options = ["-deviceid", DRIVEWAY, "-maxretries", "1"]
    assert old_logged_in.run(*options, simulator=simulator).code == 7
    assert old_logged_in.run("-list", simulator=simulator).code == 0
    assert not old_logged_in.settings.get("OutputPath")


def test_a_picture_on_standard_output_leaves_no_folder_behind(old_logged_in, simulator):
    result = old_logged_in.run("-deviceid", DRIVEWAY, "-out", "-", simulator=simulator)
    assert result.code == 0, result
    assert result.stdout_bytes.startswith(b"\xff\xd8")
    assert not old_logged_in.settings.get("OutputPath")


def test_a_broken_picture_that_the_old_tool_left_is_replaced(old_logged_in, simulator):
    options = ["-deviceid", DRIVEWAY, "-out", "."]
    assert old_logged_in.run(*options, simulator=simulator).code == 0
    [picture] = old_logged_in.pictures
    whole = (old_logged_in.work / picture).read_bytes()
    for broken in (b"<html>Bad gateway</html>", whole[: len(whole) // 2]):
        (old_logged_in.work / picture).write_bytes(broken)
        result = old_logged_in.run(*options, simulator=simulator)
        assert result.code == 0, result
        assert old_logged_in.pictures == [picture]
        assert (old_logged_in.work / picture).read_bytes() == whole


@pytest.mark.parametrize("given, used", [("0", 1), ("-4", 1), ("500", 100)])
def test_a_retry_count_out_of_range_is_clamped_and_said(old_logged_in, simulator, given, used):
    result = old_logged_in.run("-list", "-maxretries", given, simulator=simulator)
    assert result.code == 0, result
    assert f"-maxretries {given} is out of range; {used} is used" in result.stderr
    assert old_logged_in.settings["MaximumRetries"] == used


def test_list_goes_before_a_device_id(old_logged_in, simulator):
    result = old_logged_in.run("-list", "-deviceid", DRIVEWAY, simulator=simulator)
    assert result.code == 0, result
    assert "Front Door" in result.stdout
    assert old_logged_in.pictures == []


# Fresh or cached


def asked_for_a_picture(simulator):
    updates = simulator.requests("/clients_api/snapshots/update_all")
    forced = [r for r in simulator.requests("/snapshots/next") if "extras" in r["query"]]
    return bool(updates or forced)


def test_without_forceupdate_the_cached_picture_is_taken(old_logged_in, simulator):
    assert old_logged_in.run("-deviceid", DRIVEWAY, simulator=simulator).code == 0
    assert not asked_for_a_picture(simulator)
    assert len(old_logged_in.pictures) == 1


def test_forceupdate_asks_the_camera(old_logged_in, simulator):
    result = old_logged_in.run("-deviceid", DRIVEWAY, "-forceupdate", simulator=simulator)
    assert result.code == 0, result
    assert asked_for_a_picture(simulator)


def force_update_notices(result):
    return [line for line in result.stderr.splitlines() if "ForceUpdateSnapshot" in line]


def test_forceupdate_in_the_settings_is_obeyed_and_said_once_a_run(old_logged_in, simulator):
    old_logged_in.change_settings(ForceUpdateSnapshot=True)
    result = old_logged_in.run("-deviceid", DRIVEWAY, simulator=simulator)
    assert result.code == 0, result
    assert asked_for_a_picture(simulator)
    assert len(force_update_notices(result)) == 1


def test_forceupdate_in_the_settings_is_not_for_the_new_form(old_logged_in, simulator):
    old_logged_in.change_settings(ForceUpdateSnapshot=True)
    assert old_logged_in.run("-list", simulator=simulator).code == 0
    simulator.forget_requests()
    new = old_logged_in.path.resolve()
    assert old_logged_in.run("get", DRIVEWAY, simulator=simulator, program=new).code == 0
    assert not asked_for_a_picture(simulator)


def test_cached_takes_the_cached_picture_and_stores_that(old_logged_in, simulator):
    old_logged_in.change_settings(ForceUpdateSnapshot=True)
    result = old_logged_in.run("-deviceid", DRIVEWAY, "-cached", simulator=simulator)
    assert result.code == 0, result
    assert not asked_for_a_picture(simulator)
    assert old_logged_in.settings["ForceUpdateSnapshot"] is False
    result = old_logged_in.run(simulator=simulator)
    assert not asked_for_a_picture(simulator)
    assert force_update_notices(result) == []


def test_forceupdate_given_is_remembered_for_the_next_run(old_logged_in, simulator):
    options = ["-deviceid", DRIVEWAY, "-forceupdate"]
    assert old_logged_in.run(*options, simulator=simulator).code == 0
    simulator.forget_requests()
    assert old_logged_in.run(simulator=simulator).code == 0
    assert asked_for_a_picture(simulator)


def test_cached_and_forceupdate_exclude_each_other(old_logged_in, simulator):
    result = old_logged_in.run(
        "-deviceid", DRIVEWAY, "-cached", "-forceupdate", simulator=simulator
    )
    assert result.code == 2, result
    assert simulator.requests() == []
