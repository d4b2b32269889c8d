# SPDX-License-Identifier: Apache-2.0
"""What stands in Settings.json, and what becomes of it."""

import json
import stat

import pytest
from conftest import CODE, DRIVEWAY, PASSWORD, USERNAME

TOKEN = "eyJhbGciOiJub25lIn0.eyJpYXQiOjE3OTAwMDAwMDB9.from-the-old-tool"


def old_file(**changes):
    """Settings.json as the old tool writes it."""
    return {
        "OutputPath": None,
        "RingUsername": USERNAME,
        "RingPassword": PASSWORD,
        "RingRefreshToken": TOKEN,
        "RingDeviceId": int(DRIVEWAY),
        "ForceUpdateSnapshot": True,
        "ValidateImage": False,
        "MaximumRetries": 3,
        **changes,
    }


def put(program, data):
    program.settings_file.parent.mkdir(mode=0o700, exist_ok=True)
    program.settings_file.write_bytes(data)
    program.settings_file.chmod(0o600)


def mode_of(path):
    return stat.S_IMODE(path.stat().st_mode)


# The old tool's file


@pytest.fixture
def simulator(start_simulator):
    return start_simulator("--refresh-token", TOKEN)


@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"], ids=["plain", "with BOM"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_the_old_tools_file_can_be_dropped_in(program, simulator, bom, line_end):
    text = json.dumps(old_file(), indent=2).replace("\n", line_end) + line_end
    put(program, bom + text.encode())
    result = program.run("get", simulator=simulator)
    assert result.code == 0, result
    assert simulator.grants == ["refresh_token"]
    assert [p.name.split(" ")[0] for p in program.pictures] == [DRIVEWAY]


def test_null_values_are_normal(program, simulator):
    nothing = dict.fromkeys(old_file())
    put(program, json.dumps({**nothing, "RingRefreshToken": TOKEN}).encode())
    result = program.run("get", DRIVEWAY, simulator=simulator)
    assert result.code == 0, result
    assert result.stderr == ""
    assert len(program.pictures) == 1


def test_empty_texts_and_a_zero_device_id_count_as_not_set(program, simulator):
    put(program, json.dumps(old_file(OutputPath="", RingPassword="", RingDeviceId=0)).encode())
    result = program.run("get", simulator=simulator)
    assert result.code == 6, result
    assert "Driveway" in result.stderr


def test_the_password_is_removed_at_the_next_write_with_a_notice(program, simulator):
    put(program, json.dumps(old_file()).encode())
    result = program.run("list", simulator=simulator)
    assert result.code == 0, result
    assert PASSWORD not in program.settings_file.read_text()
    assert not program.settings.get("RingPassword")
    notices = [line for line in result.stderr.splitlines() if "password" in line.lower()]
    assert len(notices) == 1, result
    assert "password" not in program.run("list", simulator=simulator).stderr


def test_the_password_is_removed_with_a_notice_also_when_the_login_fails(program, simulator):
    put(program, json.dumps(old_file(RingRefreshToken=None)).encode())
    result = program.run("list", simulator=simulator)
    assert result.code == 4, result
    assert simulator.grants == ["password"]
    if PASSWORD not in program.settings_file.read_text():
        assert "password was removed" in result.stderr, result


def test_a_password_in_the_settings_logs_in_when_there_is_no_session(program, start_simulator):
    simulator = start_simulator("--two-factor", "none")
    put(program, json.dumps(old_file(RingRefreshToken=None)).encode())
    result = program.run("list", simulator=simulator)
    assert result.code == 0, result
    assert simulator.grants == ["password"]
    assert PASSWORD not in program.settings_file.read_text()


def test_a_stored_session_goes_before_a_password(program, simulator):
    simulator.set(two_factor="none")
    put(program, json.dumps(old_file()).encode())
    assert program.works(simulator)
    assert simulator.grants == ["refresh_token"]


def test_the_user_name_in_the_settings_serves_a_new_login(program, simulator):
    put(program, json.dumps(old_file(RingRefreshToken=None, RingPassword=None)).encode())
    result = program.run(
        "login", "--2fa-code", CODE, simulator=simulator, env={"RING_PASSWORD": PASSWORD}
    )
    assert result.code == 0, result
    assert program.settings["RingRefreshToken"]


def test_no_password_is_ever_written(program, simulator):
    program.run("login", "--username", USERNAME, "--password", PASSWORD, simulator=simulator)
    assert PASSWORD not in program.settings_file.read_text()
    program.run("-username", USERNAME, "-password", PASSWORD, "-2facode", CODE, "-list",
                simulator=simulator)
    assert program.settings["RingRefreshToken"]
    assert PASSWORD not in program.settings_file.read_text()


# Keys that we do not know


STRANGE = {
    "$schema": "https://example.com/schema.json",
    "Comment": "written by hand — äöü 💡",
    "Nested": {"b": [1, 2.5, None, {"z": True, "a": False}], "a": "/\\\""},
    "Big": 9007199254740995,
    "Empty": {},
}


def test_unknown_keys_are_kept_as_they_are(program, simulator):
    put(program, json.dumps({**STRANGE, **old_file()}).encode())
    assert program.works(simulator)
    after = program.settings
    assert after["RingRefreshToken"] != TOKEN
    assert {key: after[key] for key in STRANGE} == STRANGE


def test_the_order_of_the_keys_is_kept(program, simulator):
    keys = ["Comment", "MaximumRetries", "Nested", "RingRefreshToken", "Big", "OutputPath"]
    both = {**STRANGE, **old_file()}
    put(program, json.dumps({key: both[key] for key in keys}).encode())
    assert program.works(simulator)
    assert program.settings["RingRefreshToken"] != TOKEN
    assert list(program.settings)[: len(keys)] == keys
    assert list(program.settings["Nested"]) == ["b", "a"]


def test_a_device_id_beyond_32_bits_is_kept_to_the_last_digit(program, simulator):
    put(program, json.dumps(old_file(RingDeviceId=9007199254740995)).encode())
    assert program.works(simulator)
    assert program.settings["RingRefreshToken"] != TOKEN
    assert program.settings["RingDeviceId"] == 9007199254740995


# Values that are not as they should be


@pytest.mark.parametrize("retries, used", [(0, 1), (-5, 1), (101, 100), (32767, 100), (1e12, 100)])
def test_numbers_out_of_range_are_clamped_and_said_once(program, simulator, retries, used):
    put(program, json.dumps(old_file(MaximumRetries=retries, RingPassword=None)).encode())
    result = program.run("get", DRIVEWAY, simulator=simulator)
    assert result.code == 0, result
    said = [line for line in result.stderr.splitlines() if "MaximumRetries" in line]
    assert len(said) == 1, result
    assert str(used) in said[0]


def test_a_clamped_number_of_retries_is_obeyed(program, simulator):
    put(program, json.dumps(old_file(MaximumRetries=0, RingPassword=None)).encode())
    for route in ("next", "image"):
        simulator.fault(route, "status:503*")
    result = program.run("get", DRIVEWAY, "--cached", simulator=simulator)
    assert result.code == 8, result
    assert len(simulator.requests("/snapshots/next")) == 1


WRONG = {
    "OutputPath": 5,
    "RingUsername": ["x"],
    "RingDeviceId": {"id": 5},
    "ForceUpdateSnapshot": "yes",
    "ValidateImage": 1,
    "MaximumRetries": [3],
}


@pytest.mark.parametrize("key", WRONG)
def test_a_value_of_a_wrong_type_is_ignored_with_a_notice(program, simulator, key):
    put(program, json.dumps(old_file(RingPassword=None, **{key: WRONG[key]})).encode())
    result = program.run("get", DRIVEWAY, simulator=simulator)
    assert result.code == 0, result
    assert len([line for line in result.stderr.splitlines() if key in line]) == 1, result


def test_a_refresh_token_of_a_wrong_type_is_no_session(program, simulator):
    put(program, json.dumps(old_file(RingPassword=None, RingRefreshToken=17)).encode())
    result = program.run("get", DRIVEWAY, simulator=simulator)
    assert result.code == 3, result
    assert "RingRefreshToken" in result.stderr
    assert simulator.requests() == []


# Who can read it


def test_the_file_is_readable_by_its_owner_alone_and_so_is_its_folder(program, simulator):
    program.log_in(simulator)
    assert mode_of(program.settings_file) == 0o600
    assert mode_of(program.settings_file.parent) == 0o700


def test_a_permissive_umask_changes_nothing_of_that(program, simulator):
    result = program.run(
        "login", "--username", USERNAME, "--2fa-code", CODE,
        simulator=simulator, env={"RING_PASSWORD": PASSWORD}, umask=0,
    )
    assert result.code == 0, result
    assert mode_of(program.settings_file) == 0o600
    assert mode_of(program.settings_file.parent) == 0o700


def test_nothing_beside_the_settings_is_readable_by_others(program, simulator):
    program.log_in(simulator)
    program.expire_access_token()
    assert program.run("get", DRIVEWAY, "--save", simulator=simulator, umask=0).code == 0
    for file in program.settings_file.parent.iterdir():
        assert mode_of(file) & 0o077 == 0, file


@pytest.mark.parametrize("mode", [0o644, 0o666, 0o640])
@pytest.mark.parametrize("command", ["list", "status"])
def test_a_file_that_others_can_read_gets_its_mode_corrected_with_a_notice(
    logged_in, simulator, mode, command
):
    logged_in.settings_file.chmod(mode)
    result = logged_in.run(command, simulator=simulator)
    assert result.code == 0, result
    assert mode_of(logged_in.settings_file) == 0o600
    said = [line for line in result.stderr.splitlines() if str(logged_in.settings_file) in line]
    assert len(said) == 1, result
    assert str(logged_in.settings_file) not in logged_in.run("list", simulator=simulator).stderr


def test_a_link_to_the_settings_stays_a_link(logged_in, simulator, tmp_path):
    real = tmp_path / "real.json"
    logged_in.settings_file.rename(real)
    logged_in.settings_file.symlink_to(real)
    logged_in.expire_access_token()
    before = real.read_bytes()
    assert logged_in.works(simulator)
    assert logged_in.settings_file.is_symlink()
    assert real.read_bytes() != before
    assert mode_of(real) == 0o600


def test_no_temporary_files_are_left(logged_in, simulator):
    logged_in.expire_access_token()
    assert logged_in.run("get", DRIVEWAY, "--save", simulator=simulator).code == 0
    assert logged_in.run("logout").code == 0
    names = {file.name for file in logged_in.settings_file.parent.iterdir()}
    assert [name for name in names if name.startswith(".") or "tmp" in name] == []
