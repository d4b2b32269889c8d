# SPDX-License-Identifier: Apache-2.0
"""login --refresh-token and --show-token: sharing a login with ring-client-api and its like."""

import base64
import json

import pytest
from conftest import CODE, DRIVEWAY, PASSWORD, USERNAME

TOKEN = "eyJhbGciOiJub25lIn0.eyJpYXQiOjE3OTAwMDAwMDB9.from-elsewhere_1"
HARDWARE_ID = "5b1f6a0e-7c2d-4a58-9d3e-0f1a2b3c4d5e"


def wrapped(token=TOKEN, **more):
    return base64.b64encode(json.dumps({"rt": token, **more}).encode()).decode()


@pytest.fixture
def simulator(start_simulator):
    return start_simulator("--refresh-token", TOKEN)


def assert_logged_in(result, program, simulator):
    assert result.code == 0, result
    assert program.works(simulator)


FORMS = {
    "plain": TOKEN,
    "plain with blanks": f"  {TOKEN} ",
    "plain in quotes": f'"{TOKEN}"',
    "plain in single quotes": f"'{TOKEN}'",
    "plain with its name": f'"refreshToken": "{TOKEN}"',
    "plain with its name and a comma": f'  "refreshToken":"{TOKEN}",',
    "wrapped": wrapped(),
    "wrapped with hardware id": wrapped(hid=HARDWARE_ID),
    "wrapped with push credentials": wrapped(hid=HARDWARE_ID, pnc={"gcm": {"token": "x"}}),
    "wrapped in quotes": f'"{wrapped(hid=HARDWARE_ID)}"',
    "wrapped with its name": f'"refreshToken": "{wrapped(hid=HARDWARE_ID)}"',
    "wrapped with its name, comma and line end": f'"refreshToken": "{wrapped()}",\n',
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_in_which_other_programs_keep_a_token_is_understood(program, simulator, form):
    result = program.run("login", "--refresh-token", FORMS[form], simulator=simulator)
    assert_logged_in(result, program, simulator)


@pytest.mark.parametrize(
    "form", ["plain", "plain with its name and a comma", "wrapped", "wrapped with its name"]
)
def test_every_form_is_understood_from_standard_input(program, simulator, form):
    result = program.run(
        "login", "--refresh-token", "-", simulator=simulator, input=FORMS[form] + "\n"
    )
    assert_logged_in(result, program, simulator)


def test_a_token_is_exchanged_at_once_and_the_new_one_stored_plain(program, simulator):
    assert program.run("login", "--refresh-token", wrapped(), simulator=simulator).code == 0
    assert simulator.grants == ["refresh_token"]
    stored = program.settings["RingRefreshToken"]
    assert stored.startswith("eyJ")
    assert "." in stored
    assert stored != TOKEN


def test_an_import_needs_no_user_name_password_or_code(program, simulator):
    assert program.run("login", "--refresh-token", TOKEN, simulator=simulator).code == 0
    assert simulator.grants == ["refresh_token"]
    assert simulator.state()["codes_sent"] == 0


def test_the_hardware_id_of_a_wrapped_token_is_taken_over(program, simulator):
    text = wrapped(hid=HARDWARE_ID)
    assert program.run("login", "--refresh-token", text, simulator=simulator).code == 0
    assert program.settings["RingHardwareId"] == HARDWARE_ID
    assert {r["headers"]["hardware_id"] for r in simulator.requests()} == {HARDWARE_ID}


def test_a_token_without_hardware_id_gets_the_one_of_this_installation(program, simulator):
    program.log_in(simulator)
    before = program.settings["RingHardwareId"]
    assert program.run("login", "--refresh-token", TOKEN, simulator=simulator).code == 0
    assert program.settings["RingHardwareId"] == before


def test_a_warning_says_that_two_programs_must_not_live_on_one_token(program, simulator):
    result = program.run("login", "--refresh-token", TOKEN, simulator=simulator)
    assert "two programs" in result.stderr


def test_a_token_that_ring_does_not_accept_ends_with_3(program, simulator):
    result = program.run("login", "--refresh-token", "not-" + TOKEN, simulator=simulator)
    assert result.code == 3, result
    assert result.stdout == ""
    assert simulator.state()["refused_refreshes"] == 1


@pytest.mark.parametrize("fault, code", [("good", 3), ("status:503*", 8)])
def test_a_failed_import_leaves_the_old_session_untouched(logged_in, simulator, fault, code):
    before = logged_in.settings
    simulator.fault("token", fault)
    result = logged_in.run("login", "--refresh-token", "not-" + TOKEN, simulator=simulator)
    assert result.code == code, result
    assert logged_in.settings == before
    assert logged_in.works(simulator)


@pytest.mark.parametrize("text", ["", "   ", '""', "{}", '"refreshToken": null', "two words"])
def test_a_text_that_is_no_token_is_refused_without_a_request(logged_in, simulator, text):
    before = logged_in.settings_file.read_bytes()
    result = logged_in.run("login", "--refresh-token", "-", simulator=simulator, input=text + "\n")
    assert result.code == 2, result
    assert simulator.requests() == []
    assert logged_in.settings_file.read_bytes() == before


def test_a_406_at_the_import_is_repeated_in_the_other_encoding(program, simulator):
    simulator.fault("token", "status:406")
    result = program.run("login", "--refresh-token", TOKEN, simulator=simulator)
    assert_logged_in(result, program, simulator)


# --show-token


def unwrap(text):
    return json.loads(base64.b64decode(text.strip(), validate=True))


def test_show_token_prints_the_wrapped_form_and_nothing_else(logged_in, simulator):
    result = logged_in.run("login", "--show-token", simulator=simulator)
    assert result.code == 0, result
    assert len(result.lines) == 1
    assert unwrap(result.stdout) == {
        "rt": logged_in.settings["RingRefreshToken"],
        "hid": logged_in.settings["RingHardwareId"],
    }


def test_show_token_makes_no_request_even_with_an_expired_access_token(logged_in, simulator):
    logged_in.expire_access_token()
    assert logged_in.run("login", "--show-token", simulator=simulator).code == 0
    assert simulator.requests() == []


def test_show_token_without_a_login_ends_with_3(program, simulator):
    result = program.run("login", "--show-token", simulator=simulator)
    assert result.code == 3, result
    assert "ring-snapshot login" in result.stderr
    assert result.stdout == ""


def test_a_shown_token_can_be_imported_again(logged_in, simulator):
    text = logged_in.run("login", "--show-token", simulator=simulator).stdout
    hardware_id = logged_in.settings["RingHardwareId"]
    logged_in.settings_file.unlink()
    result = logged_in.run("login", "--refresh-token", text, simulator=simulator)
    assert_logged_in(result, logged_in, simulator)
    assert logged_in.settings["RingHardwareId"] == hardware_id


def test_an_imported_login_serves_the_old_form_too(program, simulator):
    assert program.run("login", "--refresh-token", TOKEN, simulator=simulator).code == 0
    result = program.run("-deviceid", DRIVEWAY, simulator=simulator)
    assert result.code == 0, result
    assert len(program.pictures) == 1


def test_a_login_with_password_replaces_an_imported_one(program, simulator):
    assert program.run("login", "--refresh-token", TOKEN, simulator=simulator).code == 0
    imported = program.settings["RingRefreshToken"]
    result = program.run(
        "login", "--username", USERNAME, "--2fa-code", CODE,
        simulator=simulator, env={"RING_PASSWORD": PASSWORD},
    )
    assert_logged_in(result, program, simulator)
    assert program.settings["RingRefreshToken"] != imported
