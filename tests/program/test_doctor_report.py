# SPDX-License-Identifier: Apache-2.0
"""doctor --report can be pasted into a public forum: nothing in it tells who and where the user is."""

import json
import re
import socket

import pytest
from conftest import CODE, DRIVEWAY
from scripted_service import Answer, now_ms, picture

CAMERA = "Zwiebelturm-Tür"
HOME_NAME = "Haus am Quittenweg"
USER = "quentin"
ACCOUNT = "q.zauberer+ring@quittenweg.example"
IDS = ("31000417", "518000222")
SECRETS = ("scripted-refresh-token", "scripted-access-token", "5b1f6a0e-7c2d-4a58-9d3e-0f1a2b3c4d5e",
           "loc-quitte-77", "geheim.wort", "proxy.quittenweg", "quitte-nas")


@pytest.fixture
def home(tmp_path):
    folder = tmp_path / "Benutzer" / USER
    folder.mkdir(parents=True)
    return folder


@pytest.fixture
def odd(program, service, home):
    """An account and a machine full of names."""
    settings = home / "Quittenweg 7" / "Settings.json"
    settings.parent.mkdir()
    program.settings_file.parent.mkdir(exist_ok=True)
    content = {**program.settings, "RingUsername": ACCOUNT, "Location": HOME_NAME,
               "OutputPath": str(home / "Bilder vom Quittenweg"), "Devices": [CAMERA]}
    settings.write_text(json.dumps(content))
    settings.chmod(0o600)
    program.settings_file = settings
    service.has_devices(
        {"description": CAMERA, "location_id": "loc-quitte-77"},
        {"id": int(DRIVEWAY), "description": "Garage " + ACCOUNT, "kind": "Quentins Kamera!",
         "alerts": {"connection": "offline"}},
    )
    service.on("/devices/v1/locations", Answer({"user_locations": [
        {"location_id": "loc-quitte-77", "name": HOME_NAME, "address": {"address1": "Quittenweg 7"}}]}))
    service.on("/snapshots/next/", lambda _: picture(now_ms() - 90_000))
    program.home = home
    return program


def environment(program, **more):
    return {"HOME": str(program.home), "USER": USER, "RING_SNAPSHOT_SETTINGS": str(program.settings_file),
            "RING_2FA_CODE": CODE, **more}


def report(program, *options, service=None, **env):
    return program.run("doctor", "--report", *options, simulator=service,
                       env=environment(program, **env))


def assert_tells_nothing(result, program, service, *more):
    # As a person pastes it: all that was on the screen, however it was broken into lines.
    text = " ".join((result.stdout + result.stderr).split())
    names = [CAMERA, HOME_NAME, "Quittenweg", "Bilder", "Garage", USER, "Quentin", "Benutzer", ACCOUNT,
             "example", CODE, *IDS, *SECRETS, str(program.home), program.home.parents[1].name, *more]
    # The name of this machine may be that of its system, which the head tells.
    assert socket.gethostname() not in result.stdout.partition("\n\n")[2] + result.stderr
    if service is not None:
        names += [service.url, service.url.rpartition(":")[2], "127.0.0.1"]
    found = [name for name in names if name.lower() in text.lower()]
    assert found == [], result
    assert not re.search(r"\d{5,}", text), result
    assert not re.search(r"\S@\S", text), result
    assert "://" not in text, result


def test_a_report_names_nobody_and_nothing(odd, service):
    result = report(odd, service=service)
    assert result.code == 7, result
    assert_tells_nothing(result, odd, service)


def test_a_report_holds_what_helps(odd, service):
    text = report(odd, service=service).stdout
    assert re.search(r"^ring-snapshot \d+\.\d+\.\d+", text)
    assert re.search(r"^system:    .*\b(x86_64|aarch64|arm\w*|i\d86)$", text, re.MULTILINE)
    assert re.search(r"^libraries: libcurl \d", text, re.MULTILINE)
    assert "RING_SNAPSHOT_SERVER" in text
    assert "camera 1 (doorbell_oyster, battery 83 %): online; Ring's newest picture is 1 min" in text
    assert "camera 2 (unknown kind, battery 83 %): offline" in text
    assert "Settings: named by RING_SNAPSHOT_SETTINGS; readable by its owner alone" in text
    assert "no_snapshot, exit code 7" in text


def test_a_report_tells_settings_in_the_usual_place(program, simulator):
    settings = program.home / ".config" / "ring-snapshot" / "Settings.json"
    settings.parent.mkdir(parents=True)
    settings.write_text("{}")
    result = program.run("doctor", "--report", simulator=simulator, env={"RING_SNAPSHOT_SETTINGS": None})
    assert "Settings: in the usual place" in result.stdout


def test_a_proxy_with_a_password_is_not_in_the_report(odd, service):
    proxy = "http://quentin:geheim.wort@proxy.quittenweg.example:3128"
    result = report(odd, service=service, http_proxy=proxy)
    assert result.code == 8, result
    assert "a proxy by http_proxy, with user name and password" in result.stdout
    assert_tells_nothing(result, odd, service)


def test_a_refused_connection_names_no_address(odd):
    result = report(odd, RING_SNAPSHOT_SERVER="http://127.0.0.1:9")
    assert result.code == 8, result
    assert_tells_nothing(result, odd, None, "127.0.0.1")


def test_a_server_that_is_not_found_names_no_address(odd):
    result = report(odd, RING_SNAPSHOT_SERVER="https://kamera.quittenweg.invalid")
    assert result.code == 8, result
    assert_tells_nothing(result, odd, None, "invalid")


def test_broken_settings_name_no_path(odd, service):
    odd.settings_file.write_text('{"RingRefreshToken": "scripted-refresh-token" oops')
    result = report(odd, service=service)
    assert result.code == 9, result
    assert_tells_nothing(result, odd, service)


def test_a_corrected_mode_names_no_path(odd, service):
    odd.settings_file.chmod(0o644)
    result = report(odd, service=service)
    assert "now only its owner can" in result.stdout
    assert_tells_nothing(result, odd, service)


def test_a_folder_that_cannot_be_written_is_not_named(odd, service):
    (odd.home / "Bilder vom Quittenweg").write_text("")
    result = report(odd, service=service)
    assert "not a folder" in result.stdout
    assert_tells_nothing(result, odd, service)


def test_a_folder_of_saved_pictures_is_not_named(odd, service):
    odd.settings_file.with_name("Settings.json.pictures").write_text(json.dumps({
        "path": str(odd.home / "quitte-nas" / "Tür.jpg"), "id": IDS[0], "name": CAMERA,
        "captured_ms": 1790000000000, "size": 1, "sha256": "0" * 64}) + "\n")
    result = report(odd, service=service)
    assert "a folder, where pictures were saved, is missing" in result.stdout
    assert_tells_nothing(result, odd, service)


def test_what_ring_says_of_a_login_is_shown_without_names(odd, service):
    content = {**odd.settings, "RingAccessTokenExpires": 1}
    odd.settings_file.write_text(json.dumps(content))
    words = f"the account {ACCOUNT} of {HOME_NAME} at 10.11.12.13 is blocked, see https://quittenweg.example"
    service.on("/oauth/token", Answer({"error": "access_denied", "error_description": words}, 403))
    result = report(odd, service=service)
    assert result.code == 8, result
    assert "HTTP status 403" in result.stdout
    assert_tells_nothing(result, odd, service, "10.11.12.13")


def test_no_login_and_a_password_in_the_environment_name_nobody(odd, service):
    odd.settings_file.write_text(json.dumps({"RingUsername": ACCOUNT}))
    result = report(odd, service=service, RING_PASSWORD="geheim.wort", RING_USERNAME=ACCOUNT)
    assert result.code == 3, result
    assert_tells_nothing(result, odd, service)


def test_quiet_does_not_shorten_a_report(odd, service):
    assert "ok       Clock" in report(odd, "--quiet", service=service).stdout
