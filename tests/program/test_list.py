# SPDX-License-Identifier: Apache-2.0
"""ring-snapshot list."""

import re
import time
import unicodedata

import pytest
from conftest import DRIVEWAY, FRONT_DOOR
from scripted_service import Answer

HALL_CHIME = "7001"
BEYOND_2_TO_53 = "9007199254740995"


def display_width(text):
    width = 0
    for c in text:
        if unicodedata.combining(c) or unicodedata.category(c) in ("Cf", "Mn", "Me"):
            continue
        width += 2 if unicodedata.east_asian_width(c) in "WF" else 1
    return width


def rows(result):
    """The lines that end with an id."""
    return [line for line in result.lines if re.search(r"  \d+$", line)]


def column_of(line, word):
    return display_width(line[: line.index(word)])


@pytest.fixture
def awkward(program, start_simulator):
    """The simulator's awkward list: the program logged in to it, and the simulator."""
    simulator = start_simulator("--devices", "awkward")
    program.log_in(simulator)
    return lambda *options: program.run("list", *options, simulator=simulator)


def by_id(result):
    return {o["id"]: o for o in result.objects}


def test_cameras_stand_under_their_homes(logged_in, simulator):
    result = logged_in.run("list", simulator=simulator)
    assert result.code == 0, result
    homes = {o["location"] for o in logged_in.run("list", "--json", simulator=simulator).objects}
    assert "Home — München" in homes and len(homes) > 1
    below = result.lines[result.lines.index("Home — München") :]
    assert below[1].endswith(FRONT_DOOR)
    assert result.stderr == ""


def test_a_row_shows_name_power_state_age_model_and_id(logged_in, simulator):
    assert logged_in.run("get", FRONT_DOOR, simulator=simulator).code == 0
    result = logged_in.run("list", simulator=simulator)
    row = next(line for line in result.lines if line.endswith(FRONT_DOOR))
    assert re.fullmatch(r"Front Door +83 % +online +(just now|\d+ min ago) +Doorbell 4 +31000417", row)
    row = next(line for line in result.lines if line.endswith(DRIVEWAY))
    assert re.fullmatch(r"Driveway +wired +online +- +Floodlight.* +518000222", row)


def test_the_state_says_offline_and_motion_detection_off(logged_in, simulator):
    simulator.set(camera=int(DRIVEWAY), online=False)
    simulator.set(camera=int(FRONT_DOOR), motion_detection=False)
    result = logged_in.run("list", simulator=simulator)
    assert "offline" in next(line for line in result.lines if line.endswith(DRIVEWAY))
    assert "motion" in next(line for line in result.lines if line.endswith(FRONT_DOOR))


def test_columns_line_up(logged_in, simulator):
    result = logged_in.run("list", simulator=simulator)
    header = next(line for line in result.lines if "MODEL" in line)
    model = column_of(header, "MODEL")
    words = ("Doorbell 4", "Doorbell Elite", "Floodlight Cam", "Indoor Cam", "Stick Up Cam")
    for row in rows(result):
        assert column_of(row, next(w for w in words if w in row)) == model, result


def test_columns_line_up_for_wide_characters(program, service):
    names = ["門鈴カメラ", "Tür 🚪🐶", "e\u0301tage", "plain"]
    service.has_devices(*[{"id": 100 + i, "description": n} for i, n in enumerate(names)])
    result = program.run("list", simulator=service)
    assert len(rows(result)) == len(names)
    columns = {column_of(row, "Doorbell 4") for row in rows(result)}
    assert len(columns) == 1, result


def test_with_json_there_is_one_object_a_camera(logged_in, simulator):
    result = logged_in.run("list", "--json", simulator=simulator)
    assert result.code == 0, result
    door = by_id(result)[FRONT_DOOR]
    assert door["name"] == "Front Door"
    assert door["kind"] == "doorbell_oyster"
    assert door["model"] == "Doorbell 4"
    assert door["location"] == "Home — München"
    assert door["battery"] == 83
    assert door["power"] == "battery"
    assert door["state"] == "online"
    assert by_id(result)[DRIVEWAY]["battery"] is None
    assert by_id(result)[DRIVEWAY]["power"] == "wired"


def test_devices_that_take_no_pictures_are_left_out(logged_in, simulator):
    result = logged_in.run("list", "--json", simulator=simulator)
    assert len(result.objects) == 6
    assert HALL_CHIME not in by_id(result)


def test_everything_lists_devices_that_take_no_pictures_too(logged_in, simulator):
    result = logged_in.run("list", "--json", "--everything", simulator=simulator)
    assert HALL_CHIME in by_id(result)
    assert "Hall chime" in logged_in.run("list", "--everything", simulator=simulator).stdout


def test_an_intercom_is_no_camera(awkward):
    assert "31000501" not in by_id(awkward("--json"))
    assert "31000501" in by_id(awkward("--json", "--everything"))


def test_ids_above_2_to_53_are_exact(awkward):
    assert BEYOND_2_TO_53 in by_id(awkward("--json"))
    assert BEYOND_2_TO_53 in awkward().stdout


def test_every_id_in_json_is_a_text(awkward):
    ids = [o["id"] for o in awkward("--json").objects]
    assert ids and all(isinstance(i, str) for i in ids)


def test_a_device_that_comes_twice_is_listed_once(awkward):
    ids = [o["id"] for o in awkward("--json").objects]
    assert ids.count("31000420") == 1
    assert len(ids) == len(set(ids))


def test_names_that_are_null_or_empty_are_no_error(awkward):
    result = awkward("--json")
    assert result.code == 0, result
    assert by_id(result)["4294967301"]["name"] is None


def test_a_battery_in_millivolts_is_no_percentage(awkward):
    assert by_id(awkward("--json"))["4294967301"]["battery"] is None


def test_of_two_batteries_the_one_that_is_a_number_counts(awkward):
    assert 12 <= by_id(awkward("--json"))["31000418"]["battery"] <= 13


def test_a_shared_doorbell_whose_location_is_not_listed_is_listed(awkward):
    assert by_id(awkward("--json"))["31000418"]["location"] is None


def test_a_line_break_in_a_name_does_not_break_the_row(awkward):
    row = next(line for line in awkward().lines if line.endswith("31000420"))
    assert "side" in row


@pytest.mark.parametrize("nasty", ["\x1b[31mred", "bell\x07", "\x9b2J", "back\x08\x08", "\r\rover"])
def test_control_characters_in_a_name_are_made_harmless(program, service, nasty):
    service.has_devices({"description": f"Cam {nasty} end"})
    result = program.run("list", simulator=service)
    assert result.code == 0, result
    assert len(rows(result)) == 1
    assert not [c for c in result.stdout if unicodedata.category(c) == "Cc" and c != "\n"]


def test_a_name_cannot_turn_the_direction_of_the_line(program, service):
    service.has_devices({"description": "gpj.\u202etenrag"})
    result = program.run("list", simulator=service)
    assert "gpj" in result.stdout
    assert "\u202e" not in result.stdout


def test_changed_types_and_unknown_members_are_no_error(program, service):
    service.has_devices(
        {"description": 17, "kind": None, "alerts": "online", "settings": None,
         "battery_life": {"level": 3}, "location_id": 5, "owned": "yes", "brand_new": [1]},
        stickup_cams={"not": "a list"}, authorized_doorbots="none", a_new_list=[1, None],
    )
    result = program.run("list", "--json", simulator=service)
    assert result.code == 0, result
    assert [o["id"] for o in result.objects] == [FRONT_DOOR]


@pytest.mark.parametrize("answer", [
    {}, {"doorbots": [], "stickup_cams": []}, {"doorbots": None, "stickup_cams": [None]},
])
def test_an_account_without_cameras_is_no_error(program, service, answer):
    service.on("/clients_api/ring_devices", Answer(answer))
    result = program.run("list", simulator=service)
    assert result.code == 0, result
    assert result.stdout == ""
    assert program.run("list", "--json", simulator=service).stdout == ""


@pytest.mark.parametrize("devices", ["braces", "nulls", "html", "truncated"])
def test_where_the_old_device_list_is_odd_the_new_one_counts(program, start_simulator, devices):
    simulator = start_simulator("--devices", devices)
    program.log_in(simulator)
    result = program.run("list", simulator=simulator)
    assert result.code == 0, result
    assert len(rows(result)) == 6


def test_without_the_old_device_list_the_new_one_is_read(program, start_simulator):
    simulator = start_simulator("--devices", "v3-only")
    program.log_in(simulator)
    result = program.run("list", simulator=simulator)
    assert result.code == 0, result
    assert len(rows(result)) == 6
    groups = [o["group"] for o in program.run("list", "--json", simulator=simulator).objects]
    assert groups.count("shared_doorbells") == 1 and "stickup_cams" in groups


@pytest.mark.parametrize("fault", ["status:500*", "status:404*", "html*", "empty*", "reset*",
                                   "garbage*", "status:403*"])
def test_without_locations_the_cameras_are_listed_all_the_same(logged_in, simulator, fault):
    simulator.fault("locations", fault)
    result = logged_in.run("list", simulator=simulator)
    assert result.code == 0, result
    assert len(rows(result)) == 6


@pytest.mark.parametrize("fault", ["html*", "half*", "garbage*"])
def test_a_device_list_that_is_none_ends_with_8(logged_in, simulator, fault):
    simulator.fault("devices", fault)
    result = logged_in.run("list", simulator=simulator)
    assert result.code == 8, result
    assert result.stdout == ""
    assert result.stderr.startswith("error: ")


@pytest.mark.parametrize("fault", ["status:503", "html", "reset"])
def test_a_passing_fault_of_the_device_list_is_waited_out(logged_in, simulator, fault):
    simulator.fault("devices", fault)
    result = logged_in.run("list", simulator=simulator)
    assert result.code == 0, result
    assert len(rows(result)) == 6


def test_the_time_that_ring_asks_for_is_waited(logged_in, simulator):
    simulator.fault("devices", "429:1")
    start = time.monotonic()
    result = logged_in.run("list", simulator=simulator)
    assert result.code == 0, result
    assert time.monotonic() - start >= 1


def test_when_ring_asks_to_wait_long_the_run_ends_at_once_with_5(logged_in, simulator):
    simulator.fault("devices", "429:120*")
    start = time.monotonic()
    result = logged_in.run("list", simulator=simulator)
    assert result.code == 5, result
    assert "2 m" in result.stderr or "120 s" in result.stderr
    assert time.monotonic() - start < 5
    assert len(simulator.requests("/clients_api/ring_devices")) == 1


def test_a_compressed_device_list_is_read(logged_in, simulator):
    simulator.fault("devices", "gzip*")
    result = logged_in.run("list", simulator=simulator)
    assert result.code == 0, result
    assert len(rows(result)) == 6


def test_with_quiet_the_list_is_still_printed(logged_in, simulator):
    assert len(rows(logged_in.run("list", "--quiet", simulator=simulator))) == 6


def test_a_list_of_300_cameras_is_whole(program, start_simulator):
    simulator = start_simulator("--cameras", 300)
    program.log_in(simulator)
    result = program.run("list", "--json", simulator=simulator)
    assert len(by_id(result)) == 300
