# SPDX-License-Identifier: Apache-2.0
"""Cameras that Ring lists in one of its two device lists only, and lists that do not come."""

import time

import pytest
from conftest import DRIVEWAY

BOAT_HOUSE = "518000401"
FARM_YARD = "518000403"
OLD_PORCH = "518000402"
NO_CAMERAS = "no camera is shared with or owned by this account"


def start(start_simulator, program, mode):
    simulator = start_simulator("--devices", mode, "--picture-size", "160x90")
    program.log_in(simulator)
    return simulator


@pytest.fixture
def shared(program, start_simulator):
    """An account that owns nothing and sees somebody else's cameras."""
    return start(start_simulator, program, "shared")


@pytest.fixture
def mixed(program, start_simulator):
    """An account with cameras of its own and a shared home."""
    return start(start_simulator, program, "mixed")


def cameras(result):
    assert result.code == 0, result
    return {o["id"]: o for o in result.objects}


def test_an_account_with_nothing_but_shared_cameras_lists_them_with_their_homes(program, shared):
    found = cameras(program.run("list", "--json", simulator=shared))
    assert len(found) == 6
    assert found[DRIVEWAY]["location"] == "Home — München"
    assert found[DRIVEWAY]["owned"] is False
    assert found[DRIVEWAY]["power"] == "wired"
    assert found[DRIVEWAY]["battery"] is None
    assert program.run("list", simulator=shared).stderr == ""


@pytest.mark.parametrize("choice, pictures", [
    (("driveway",), 1), (("--all",), 6), (("--location", "Cabin by the lake"), 1),
])
def test_shared_cameras_are_chosen_as_all_others(program, shared, choice, pictures):
    result = program.run("get", *choice, simulator=shared)
    assert result.code == 0, result
    assert len(program.pictures) == pictures
    result = program.run("watch", *choice, "--count", 1, simulator=shared)
    assert result.code == 0, result
    assert "watching " in result.stderr and "error" not in result.stderr, result


def test_shared_cameras_stand_beside_those_of_the_account(program, mixed):
    found = cameras(program.run("list", "--json", simulator=mixed))
    assert {DRIVEWAY, BOAT_HOUSE, FARM_YARD} <= found.keys()
    assert len(found) == 8
    assert found[BOAT_HOUSE]["location"] == "Nana's farm"
    assert found[FARM_YARD]["model"] == "Floodlight Cam"
    everything = cameras(program.run("list", "--json", "--everything", simulator=mixed))
    assert "7101" in everything
    assert OLD_PORCH not in everything


@pytest.mark.parametrize("fault", [None, "status:403*", "status:404*", "no-entries*"])
@pytest.mark.parametrize("options", [(), ("--fresh", "--require-fresh", "--wait", "20s")])
def test_a_shared_camera_gives_pictures_whatever_the_older_interface_says(
    program, mixed, fault, options
):
    if fault is not None:
        mixed.fault("timestamps", fault)
        if fault.startswith("status"):
            mixed.fault("image", fault)
            mixed.fault("update-all", fault)
    result = program.run("get", BOAT_HOUSE, *options, simulator=mixed)
    assert result.code == 0, result
    assert len(program.pictures) == 1


def test_a_shared_camera_given_by_its_id_takes_two_requests_or_fewer(program, mixed):
    assert program.run("get", BOAT_HOUSE, simulator=mixed).code == 0
    assert len(mixed.requests()) <= 2


def test_doctor_sees_shared_cameras(program, mixed):
    result = program.run("doctor", simulator=mixed)
    assert result.code == 0, result
    assert "8 cameras, 2 other devices" in result.stdout
    assert "Boat House" in result.stdout


# One of the lists does not come


FAULTS = ["status:403*", "status:406*", "status:404*", "status:503*", "html*", "half*", "reset*"]


@pytest.mark.parametrize("fault", FAULTS)
def test_the_newer_list_alone_will_do(logged_in, simulator, fault):
    simulator.fault("ring-devices", fault)
    result = logged_in.run("list", simulator=simulator)
    assert result.code == 0, result
    assert "6 cameras" in result.stdout
    assert result.stderr == ""
    assert logged_in.run("get", "Driveway", simulator=simulator).code == 0
    doctor = logged_in.run("doctor", simulator=simulator)
    assert doctor.code == 0, doctor
    assert "only the newer of Ring's two lists came" in doctor.stdout


@pytest.mark.parametrize("fault", FAULTS + ["status:401*", "429:120*"])
def test_the_older_list_alone_will_do_and_it_says_so(logged_in, simulator, fault):
    simulator.fault("v3-devices", fault)
    result = logged_in.run("list", simulator=simulator)
    assert result.code == 0, result
    assert "6 cameras" in result.stdout
    assert "cameras that others share with you may be missing" in result.stderr
    assert simulator.grants == [], "no token is spent for it"
    assert logged_in.run("get", "Driveway", simulator=simulator).stderr == ""
    doctor = logged_in.run("doctor", simulator=simulator)
    assert "only the older of Ring's two lists came" in doctor.stdout
    # It may be a shared one.
    unknown = logged_in.run("get", "Boat House", simulator=simulator)
    assert unknown.code == 8, unknown


@pytest.mark.parametrize("route", ["v1-locations", "v3-locations"])
def test_one_route_to_the_names_of_homes_will_do(logged_in, simulator, route):
    simulator.fault(route, "status:403*")
    result = logged_in.run("list", simulator=simulator)
    assert result.code == 0, result
    assert "Cabin by the lake" in result.stdout


def test_a_home_cannot_be_chosen_while_no_names_of_homes_come(logged_in, simulator):
    simulator.fault("locations", "status:503*")
    result = logged_in.run("get", "--location", "Cabin by the lake", simulator=simulator)
    assert result.code == 8, result
    assert "list of locations is unavailable" in result.stderr


def test_a_newer_list_that_hangs_holds_up_the_older_one_for_seconds_only(logged_in, simulator):
    for route in ("v3-devices", "v3-locations", "v1-locations"):
        simulator.fault(route, "hang*")
    began = time.monotonic()
    result = logged_in.run("list", simulator=simulator)
    assert result.code == 0, result
    assert "6 cameras" in result.stdout
    assert time.monotonic() - began < 10


def test_a_definite_failure_is_told_at_once_whatever_else_hangs(logged_in, simulator):
    simulator.fault("ring-devices", "429:120*")
    for route in ("v3-devices", "v3-locations", "v1-locations"):
        simulator.fault(route, "hang*")
    began = time.monotonic()
    assert logged_in.run("list", simulator=simulator).code == 5
    assert time.monotonic() - began < 2.5


# No camera at all


@pytest.mark.parametrize("command, code", [
    (("get", "--all"), 6), (("get", "Garden"), 6), (("get",), 6), (("get", DRIVEWAY), 6),
    (("watch", "--all"), 6), (("list",), 0), (("list", "--json"), 0), (("doctor",), 6),
])
def test_an_account_without_cameras_is_told_why_and_what_to_do(
    program, start_simulator, command, code
):
    simulator = start(start_simulator, program, "empty")
    result = program.run(*command, simulator=simulator)
    assert result.code == code, result
    assert NO_CAMERAS in result.stdout + result.stderr
    assert "ask the owner to share it again" in result.stdout + result.stderr
    assert "0 cameras" not in result.stdout + result.stderr
    if command[0] == "list":
        assert result.stdout == ""


def test_an_account_is_not_called_empty_while_a_list_is_missing(program, start_simulator):
    simulator = start(start_simulator, program, "empty")
    simulator.fault("v3-devices", "status:403*")
    for command in (("list",), ("get", "--all")):
        result = program.run(*command, simulator=simulator)
        assert result.code == 8, result
        assert "list of shared cameras is unavailable" in result.stderr


# How often the lists are asked for


def pictures_asked_for(simulator):
    return [r for r in simulator.requests() if r["route"] in ("next", "image", "timestamps")]


@pytest.mark.parametrize("options", [(), ("--fresh", "--wait", "30s")])
def test_an_id_that_is_unknown_is_told_after_one_look_at_the_list(logged_in, simulator, options):
    began = time.monotonic()
    result = logged_in.run("get", "12345", *options, simulator=simulator)
    assert result.code == 6, result
    assert "there is no camera 12345 in this account" in result.stderr
    assert len(pictures_asked_for(simulator)) <= 3
    assert len(simulator.requests("/clients_api/ring_devices")) == 1
    assert time.monotonic() - began < 5


def test_twenty_cameras_that_fail_at_once_share_one_explanation(program, start_simulator):
    simulator = start_simulator("--cameras", 20, "--picture-size", "160x90")
    program.log_in(simulator)
    for route in ("next", "image", "timestamps"):
        simulator.fault(route, "status:503*")
    result = program.run("watch", "--all", "--count", 1, "--retries", 1, simulator=simulator)
    assert result.stderr.count("error: ") == 20, result
    assert len(simulator.requests("/clients_api/ring_devices")) == 2, "to choose, and to explain"


def test_an_ambiguous_name_lists_the_candidates_one_a_line_and_nobody_else(program, service):
    service.has_devices({"id": 1, "description": "Front Door"},
                        {"id": 2, "description": "Front Gate"}, {"id": 3, "description": "Garden"})
    result = program.run("get", "front", simulator=service)
    assert result.code == 6, result
    assert result.stderr.splitlines() == [
        "error: several cameras match 'front'; write more of the name",
        "  Front Door (1)",
        "  Front Gate (2)",
    ]
