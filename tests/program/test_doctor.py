# SPDX-License-Identifier: Apache-2.0
"""doctor finds out why it does not work, and says what to do."""

import json
import os
import signal
import time

import pytest
from conftest import DRIVEWAY, PASSWORD, USERNAME
from doctor_runs import FIRST_WORDS, examine
from scripted_service import NO_DATE, http_date

# All is well


def test_all_is_well(logged_in, simulator):
    found = examine(logged_in, simulator=simulator)
    assert found.code == 0, found
    assert set(found.states().values()) <= {"ok", "skipped"}
    assert [f["check"] for f in found.findings] == [
        "settings", "clock", "proxy", "certificates", "connection", "login", "devices",
        *["camera"] * 6, "output",
    ]
    assert found["certificates"]["state"] == "skipped"  # plain http


def test_each_check_is_one_line_with_a_mark(logged_in, simulator):
    result = logged_in.run("doctor", simulator=simulator)
    assert result.code == 0, result
    *lines, blank, summary = result.lines
    assert all(line.startswith(FIRST_WORDS) for line in lines), result
    assert blank == ""
    assert summary == "All is well."
    assert result.stderr == ""
    assert "\x1b" not in result.stdout


def test_it_costs_the_login_service_nothing_while_the_access_is_good(logged_in, simulator):
    assert examine(logged_in, simulator=simulator).code == 0
    assert simulator.requests("/oauth") == []


def test_it_renews_an_access_that_has_run_out_once(logged_in, simulator):
    logged_in.expire_access_token()
    found = examine(logged_in, simulator=simulator)
    assert found.code == 0, found
    assert "renewed" in found["login"]["message"]
    assert simulator.grants == ["refresh_token"]
    assert logged_in.works(simulator)


def test_it_never_wakes_a_camera(logged_in, simulator):
    assert examine(logged_in, simulator=simulator).code == 0
    asked = [(r["method"], r["path"]) for r in simulator.requests()]
    assert not [path for _, path in asked if "update_all" in path or "timestamps" in path]
    assert not [r for r in simulator.requests() if "force" in json.dumps(r["query"])]


def test_it_changes_no_byte_of_the_settings(logged_in, simulator):
    # As the old tool wrote it, and with a key that nobody knows.
    text = json.dumps({**logged_in.settings, "RingPassword": "stays", "Unknown": 1}, indent=7) + "\n\n"
    logged_in.settings_file.write_text(text)
    modified = logged_in.settings_file.stat().st_mtime_ns
    assert examine(logged_in, simulator=simulator).code == 0
    assert logged_in.settings_file.read_text() == text
    assert logged_in.settings_file.stat().st_mtime_ns == modified


def test_it_leaves_nothing_behind(logged_in, simulator, tmp_path):
    before = sorted(path.name for path in logged_in.settings_file.parent.iterdir())
    assert examine(logged_in, "--out", tmp_path / "a" / "b", simulator=simulator).code == 0
    assert examine(logged_in, simulator=simulator).code == 0
    assert logged_in.pictures == []
    assert not (tmp_path / "a").exists()
    assert sorted(path.name for path in logged_in.settings_file.parent.iterdir()) == before


def test_quiet_keeps_what_is_not_ok(logged_in, simulator):
    simulator.set(camera=int(DRIVEWAY), online=False)
    result = logged_in.run("doctor", "--quiet", simulator=simulator)
    assert result.code == 7, result
    mark, hint = result.lines
    assert mark.startswith("not ok   Driveway")
    assert "Wi-Fi" in hint


# Settings


def test_without_settings_it_leads_to_the_login(program, simulator):
    found = examine(program, simulator=simulator)
    assert found.code == 3, found
    assert found["settings"]["state"] == "ok"
    assert found["login"]["hint"].startswith("run: ring-snapshot login")
    assert found["devices"]["state"] == found["camera"]["state"] == "skipped"
    assert found["output"]["state"] == "ok"
    assert not program.settings_file.parent.exists()
    assert list(program.home.iterdir()) == []
    assert simulator.requests("/oauth") == []


def test_settings_that_are_no_json_are_named_with_the_place(program, simulator):
    program.write_settings()
    program.settings_file.write_text('{\n  "RingUsername": oops\n}')
    found = examine(program, simulator=simulator)
    assert found.code == 9, found
    assert "line 2" in found["settings"]["message"]
    assert found["connection"]["state"] == "ok"
    assert found["login"]["state"] == found["output"]["state"] == "skipped"
    assert program.settings_file.read_text() == '{\n  "RingUsername": oops\n}'


def test_out_is_looked_at_whatever_the_settings_are(program, simulator):
    program.write_settings()
    program.settings_file.write_text("{")
    assert examine(program, "--out", program.work, simulator=simulator)["output"]["state"] == "ok"


def test_a_mode_that_was_open_to_others_is_told(logged_in, simulator):
    logged_in.settings_file.chmod(0o644)
    found = examine(logged_in, simulator=simulator)
    assert found.code == 0, found
    assert found["settings"]["state"] == "warning"
    assert "others" in found["settings"]["hint"]
    assert logged_in.settings_file.stat().st_mode & 0o777 == 0o600


def test_a_number_out_of_range_is_told(logged_in, simulator):
    logged_in.change_settings(MaximumRetries=10000)
    assert "MaximumRetries" in examine(logged_in, simulator=simulator)["settings"]["hint"]


def test_a_settings_folder_that_is_no_folder_is_told(program, simulator):
    program.settings_file.parent.write_text("")
    found = examine(program, simulator=simulator)
    assert found.code == 9, found
    assert "not a folder" in found["settings"]["message"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_settings_folder_that_is_read_only_is_told(logged_in, simulator):
    logged_in.settings_file.parent.chmod(0o500)
    try:
        found = examine(logged_in, simulator=simulator)
    finally:
        logged_in.settings_file.parent.chmod(0o700)
    assert found.code == 9, found
    assert "permission denied" in found["settings"]["message"]
    # A run that needs no renewal works all the same.
    assert found["login"]["state"] == "ok"


@pytest.mark.skipif(os.geteuid() != 0, reason="needs another user's file")
def test_settings_of_another_user_are_left_alone(logged_in, simulator):
    os.chown(logged_in.settings_file, 12345, 12345)
    found = examine(logged_in, simulator=simulator)
    assert found["settings"]["state"] == "warning"
    assert "12345" in found["settings"]["message"]
    assert logged_in.settings_file.stat().st_uid == 12345


@pytest.mark.skipif(os.geteuid() != 0, reason="needs another user's file")
def test_a_renewal_that_would_take_the_settings_from_their_owner_is_left_to_him(logged_in, simulator):
    logged_in.expire_access_token()
    os.chown(logged_in.settings_file, 12345, 12345)
    found = examine(logged_in, simulator=simulator)
    assert found.code == 9, found
    assert found["login"]["state"] == "not_ok"
    assert simulator.grants == []
    assert logged_in.settings_file.stat().st_uid == 12345


# Clock


@pytest.mark.parametrize("ahead, state, words", [
    (0, "ok", "agrees"), (-30, "ok", "30 s ahead of"), (30, "ok", "behind"),
    (-7200, "warning", "each run renews"), (7200, "warning", "behind"), (-600, "warning", "earlier"),
])
def test_the_clock_is_compared_with_rings(program, with_picture, ahead, state, words):
    with_picture.date = http_date(time.time() + ahead)
    found = examine(program, simulator=with_picture)
    assert found["clock"]["state"] == state
    if ahead not in (30, -30):
        assert words in found["clock"]["message"]
    assert found.code == 0, found


def test_a_service_without_a_date_leaves_the_clock_unjudged(program, with_picture):
    with_picture.date = NO_DATE
    assert examine(program, simulator=with_picture)["clock"]["state"] == "skipped"


# Network


def test_a_refused_connection_stops_at_the_connection(logged_in):
    found = examine(logged_in, env={"RING_SNAPSHOT_SERVER": "http://127.0.0.1:9"})
    assert found.code == 8, found
    assert found["connection"]["state"] == "not_ok"
    assert found["connection"]["hint"]
    assert {found[check]["state"] for check in ("clock", "login", "devices", "camera")} == {"skipped"}
    assert found["output"]["state"] == "ok"


def test_a_server_that_is_no_address_is_a_usage_error(logged_in):
    found = examine(logged_in, env={"RING_SNAPSHOT_SERVER": "http://example.com"})
    assert found.code == 2, found
    assert "RING_SNAPSHOT_SERVER" in found["connection"]["message"]


@pytest.mark.parametrize("variable, value, words", [
    ("http_proxy", "http://kim:geheim@127.0.0.1:9", "127.0.0.1:9 by http_proxy, with user name"),
    ("all_proxy", "127.0.0.1:9", "127.0.0.1:9 by all_proxy"),
])
def test_the_proxy_that_applies_is_named_without_its_password(logged_in, simulator, variable, value, words):
    found = examine(logged_in, simulator=simulator, env={variable: value})
    assert found.code == 8, found
    assert words in found["proxy"]["message"]
    assert variable in found["connection"]["hint"]
    assert "geheim" not in found.result.stdout + found.result.stderr


def test_hosts_without_a_proxy_are_named(logged_in, simulator):
    env = {"http_proxy": "http://127.0.0.1:9", "NO_PROXY": "127.0.0.1"}
    found = examine(logged_in, simulator=simulator, env=env)
    assert found.code == 0, found
    assert found["proxy"]["message"] == "127.0.0.1:9 by http_proxy; none for 127.0.0.1, by NO_PROXY"


# Login


def test_a_refused_login_is_code_3(logged_in, simulator):
    logged_in.change_settings(RingAccessTokenExpires=1, RingRefreshToken="gone")
    found = examine(logged_in, simulator=simulator)
    assert found.code == 3, found
    assert found["login"]["hint"].startswith("run: ring-snapshot login")
    assert found["devices"]["state"] == "skipped"
    assert len(simulator.grants) == 1


def test_an_access_refused_in_mid_run_is_renewed_once(logged_in, simulator):
    logged_in.change_settings(RingAccessToken="refused")
    found = examine(logged_in, simulator=simulator)
    assert found.code == 0, found
    assert simulator.grants == ["refresh_token"]


def test_a_throttled_renewal_is_code_5(logged_in, simulator):
    logged_in.expire_access_token()
    simulator.fault("token", "429:600")
    found = examine(logged_in, simulator=simulator)
    assert found.code == 5, found
    assert "10 min" in found["login"]["hint"]
    assert len(simulator.grants) == 1


@pytest.mark.parametrize("recorded, code", [("code_needed", 4), ("refused", 3)])
def test_an_unattended_password_login_that_failed_is_told(program, simulator, recorded, code):
    program.write_settings(PasswordLogin=recorded)
    env = {"RING_USERNAME": USERNAME, "RING_PASSWORD": PASSWORD}
    found = examine(program, simulator=simulator, env=env)
    assert found.code == code, found
    assert simulator.requests("/oauth") == []


def test_a_password_is_never_tried(program, simulator):
    env = {"RING_USERNAME": USERNAME, "RING_PASSWORD": PASSWORD}
    found = examine(program, simulator=simulator, env=env)
    assert found.code == 3, found
    assert simulator.requests("/oauth") == []
    assert not program.settings_file.exists()


# Folders


def test_the_first_thing_that_is_not_ok_gives_the_code(program, simulator, tmp_path):
    program.write_settings()
    (tmp_path / "file").write_text("")
    found = examine(program, "--out", tmp_path / "file", simulator=simulator)
    assert [f["check"] for f in found.findings if f["state"] == "not_ok"] == ["login", "output"]
    assert found.code == 3, found
    text = program.run("doctor", "--out", tmp_path / "file", simulator=simulator)
    assert "begin with the first: Login" in text.stdout


def test_a_folder_that_cannot_be_written_is_code_9(logged_in, simulator, tmp_path):
    (tmp_path / "file").write_text("")
    found = examine(logged_in, "--out", tmp_path / "file" / "deeper", simulator=simulator)
    assert found.code == 9, found
    assert found["output"]["state"] == "not_ok"
    assert (tmp_path / "file").read_text() == ""


def test_the_free_space_is_told(logged_in, simulator):
    assert " free" in examine(logged_in, simulator=simulator)["output"]["message"]


def test_a_remembered_folder_that_is_gone_is_a_warning(logged_in, simulator, tmp_path):
    logged_in.change_settings(OutputPath=str(tmp_path / "nas" / "pictures"))
    found = examine(logged_in, simulator=simulator)
    assert found.code == 0, found
    assert found["output"]["state"] == "warning"
    assert "NAS" in found["output"]["hint"]
    assert not (tmp_path / "nas").exists()


def test_a_folder_of_saved_pictures_that_is_gone_is_a_warning(logged_in, simulator, tmp_path):
    out = tmp_path / "pictures"
    run = logged_in.run("watch", DRIVEWAY, "--count", 1, "--out", out, simulator=simulator)
    assert run.code == 0, run
    assert examine(logged_in, simulator=simulator)["record"]["state"] == "ok"
    out.rename(tmp_path / "elsewhere")
    found = examine(logged_in, simulator=simulator)
    assert found["record"]["state"] == "warning"
    assert str(out) in found["record"]["message"]


# The run itself


def test_ctrl_c_ends_it_promptly(logged_in, simulator):
    simulator.fault("devices", "hang*")
    process = logged_in.start("doctor", simulator=simulator)
    simulator.wait_for_request("/clients_api/ring_devices")
    started = time.monotonic()
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=20)
    assert process.returncode == 130
    assert time.monotonic() - started < 5


def test_an_argument_is_refused(program):
    assert program.run("doctor", "Driveway").code == 2


@pytest.mark.parametrize("option", ["--json", "--verbose"])
def test_the_report_is_text_without_details(program, option):
    assert program.run("doctor", "--report", option).code == 2
