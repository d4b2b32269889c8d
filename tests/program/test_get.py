# SPDX-License-Identifier: Apache-2.0
"""Which cameras `ring-snapshot get` takes pictures of, and how many requests that costs."""

import json
import time

import pytest
from conftest import DRIVEWAY, FRONT_DOOR
from pictures import is_whole
from scripted_service import picture

NEIGHBOUR = "31000418"
LIVING_ROOM = "518000301"
GARDEN = "518000302"
CABIN = "518000303"
HALL_CHIME = "7001"
NAMES = ("Front Door", "Neighbour", "Driveway", "Living Room", "Garden", "Cabin")


def got(result):
    """The ids of the cameras of which pictures were reported, in the order of the lines."""
    return [o["id"] for o in result.objects if "error" not in o]


def routes(simulator):
    return [r["route"] for r in simulator.requests()]


def test_a_cached_picture_by_id_costs_two_requests_or_fewer(logged_in, simulator):
    result = logged_in.run("get", FRONT_DOOR, simulator=simulator)
    assert result.code == 0, result
    assert 1 <= len(simulator.requests()) <= 2
    assert "ring-devices" not in routes(simulator)


def test_it_makes_no_request_to_the_login_service(logged_in, simulator):
    logged_in.run("get", FRONT_DOOR, simulator=simulator)
    assert simulator.requests()
    assert not simulator.requests("/oauth")


def test_one_connection_serves_all_requests_of_a_camera(logged_in, simulator):
    simulator.fault("next", "status:404*")
    before = simulator.state()["connections"]["accepted"]
    result = logged_in.run("get", FRONT_DOOR, simulator=simulator)
    assert result.code == 0, result
    assert len(simulator.requests()) == 3
    # Asking the simulator takes connections of its own: that for the fault is counted before.
    asking = 2
    assert simulator.state()["connections"]["accepted"] - before <= 1 + asking


def test_the_picture_is_the_one_that_was_sent(logged_in, simulator):
    result = logged_in.run("get", FRONT_DOOR, "--json", simulator=simulator)
    data = (logged_in.work / result.objects[0]["path"]).read_bytes()
    assert is_whole(data)
    assert len(data) == result.objects[0]["bytes"]


@pytest.mark.parametrize("name", ["Front Door", "front door", "FRONT DOOR", "fro", "F"])
def test_a_name_is_compared_without_case_and_a_unique_beginning_is_enough(
    logged_in, simulator, name
):
    result = logged_in.run("get", name, "--json", simulator=simulator)
    assert result.code == 0, result
    assert got(result) == [FRONT_DOOR]


def test_names_beyond_ascii_are_compared_without_case(program, service):
    service.has_devices({"description": "Ölkeller"}, {"id": 2, "description": "Üben"})
    service.on("/snapshots/next/", picture(1790000012345))
    result = program.run("get", "ölk", "--json", simulator=service)
    assert result.code == 0, result
    assert got(result) == [FRONT_DOOR]


def test_a_whole_name_goes_before_a_longer_one_that_begins_so(program, service):
    service.has_devices({"id": 1, "description": "Garden Gate"}, {"id": 2, "description": "garden"})
    service.on("/snapshots/next/", picture(1790000012345))
    result = program.run("get", "Garden", "--json", simulator=service)
    assert result.code == 0, result
    assert got(result) == ["2"]


def test_an_ambiguous_name_ends_with_6_and_lists_what_there_is(program, service):
    service.has_devices(
        {"id": 11, "description": "Garden Gate"}, {"id": 12, "description": "Garden Shed"}
    )
    result = program.run("get", "garden", simulator=service)
    assert result.code == 6, result
    assert "'garden'" in result.stderr
    for text in ("Garden Gate", "11", "Garden Shed", "12"):
        assert text in result.stderr
    assert not service.to("/snapshots")


def test_an_unknown_name_ends_with_6_and_lists_what_there_is(logged_in, simulator):
    result = logged_in.run("get", "Attic", simulator=simulator)
    assert result.code == 6, result
    assert "Attic" in result.stderr
    assert all(name in result.stderr for name in NAMES)
    assert not simulator.requests("/snapshots")


def test_an_unknown_id_ends_with_6_and_lists_what_there_is(logged_in, simulator):
    result = logged_in.run("get", "31000999", "--retries", 1, simulator=simulator)
    assert result.code == 6, result
    assert "31000999" in result.stderr
    assert all(name in result.stderr for name in NAMES)


def test_a_number_beyond_all_ids_is_an_unknown_device(logged_in, simulator):
    result = logged_in.run("get", "99999999999999999999", simulator=simulator)
    assert result.code == 6, result


def test_an_empty_name_is_no_beginning_of_every_name(program, start_simulator):
    simulator = start_simulator("--cameras", 1)
    program.log_in(simulator)
    result = program.run("get", "", simulator=simulator)
    assert result.code in (2, 6), result
    assert not program.pictures


@pytest.mark.parametrize("device", [HALL_CHIME, "Hall chime"])
def test_a_chime_takes_no_pictures(logged_in, simulator, device):
    result = logged_in.run("get", device, "--retries", 1, simulator=simulator)
    assert result.code == 6, result
    assert not logged_in.pictures


def test_all_takes_every_camera_of_the_account(logged_in, simulator):
    result = logged_in.run("get", "--all", "--json", simulator=simulator)
    assert result.code == 0, result
    assert set(got(result)) == {FRONT_DOOR, NEIGHBOUR, DRIVEWAY, LIVING_ROOM, GARDEN, CABIN}
    assert len(logged_in.pictures) == 6


def test_all_of_an_account_without_cameras_ends_with_6(program, start_simulator):
    simulator = start_simulator("--devices", "empty")
    program.log_in(simulator)
    result = program.run("get", "--all", simulator=simulator)
    assert result.code == 6, result


@pytest.mark.parametrize("name", ["Cabin by the lake", "cabin BY the lake"])
def test_location_takes_the_cameras_of_one_home(logged_in, simulator, name):
    result = logged_in.run("get", "--location", name, "--json", simulator=simulator)
    assert result.code == 0, result
    assert got(result) == [CABIN]


def test_an_unknown_location_ends_with_6_and_lists_the_locations(logged_in, simulator):
    result = logged_in.run("get", "--location", "Castle", simulator=simulator)
    assert result.code == 6, result
    assert "Home — München" in result.stderr
    assert "Cabin by the lake" in result.stderr


def test_without_a_device_the_remembered_one_is_taken(logged_in, simulator):
    logged_in.change_settings(RingDeviceId=int(DRIVEWAY))
    result = logged_in.run("get", "--json", simulator=simulator)
    assert result.code == 0, result
    assert got(result) == [DRIVEWAY]
    assert "ring-devices" not in routes(simulator)


def test_without_a_device_the_only_camera_is_taken(program, start_simulator):
    simulator = start_simulator("--cameras", 1)
    program.log_in(simulator)
    result = program.run("get", "--json", simulator=simulator)
    assert result.code == 0, result
    assert got(result) == ["600000001"]


def test_without_a_device_and_with_several_cameras_they_are_listed(logged_in, simulator):
    result = logged_in.run("get", simulator=simulator)
    assert result.code == 6, result
    assert all(name in result.stderr for name in NAMES)
    assert not logged_in.pictures


def test_several_devices_can_be_given_by_id_and_by_name(logged_in, simulator):
    result = logged_in.run("get", "garden", DRIVEWAY, "Cab", "--json", simulator=simulator)
    assert result.code == 0, result
    assert set(got(result)) == {GARDEN, DRIVEWAY, CABIN}


def test_a_device_that_is_given_twice_is_taken_once(logged_in, simulator):
    result = logged_in.run("get", DRIVEWAY, "Driveway", DRIVEWAY, "--json", simulator=simulator)
    assert result.code == 0, result
    assert got(result) == [DRIVEWAY]


def test_ids_of_64_bits_are_sent_exactly(program, start_simulator):
    simulator = start_simulator("--devices", "awkward")
    program.log_in(simulator)
    for camera in ("9007199254740995", "4294967301"):
        result = program.run("get", camera, "--json", simulator=simulator)
        assert result.code == 0, result
        assert got(result) == [camera]
        assert simulator.requests(f"/snapshots/next/{camera}")


def test_a_failing_camera_does_not_stop_the_others(logged_in, simulator):
    simulator.fault("next", "status:404*", camera=GARDEN)
    simulator.fault("image", "status:404*", camera=GARDEN)
    result = logged_in.run(
        "get", DRIVEWAY, GARDEN, CABIN, "--json", "--retries", 1, simulator=simulator
    )
    assert set(got(result)) == {DRIVEWAY, CABIN}
    assert result.code == 7, result
    failed = next(o for o in result.objects if "error" in o)
    assert failed["id"] == GARDEN
    assert failed["error"]["exit_code"] == 7


@pytest.mark.parametrize("order, code", [((DRIVEWAY, GARDEN, CABIN), 7), ((CABIN, GARDEN), 8)])
def test_the_exit_code_is_that_of_the_first_camera_in_the_order_given(
    logged_in, simulator, order, code
):
    for route in ("next", "image", "timestamps"):
        # The one whose code counts answers last.
        simulator.fault(route, "status:404*", camera=GARDEN)
        simulator.fault(route, "status:503*", camera=CABIN)
    result = logged_in.run("get", *order, "--retries", 1, simulator=simulator)
    assert result.code == code, result


def test_a_slow_camera_does_not_hold_up_the_others(logged_in, simulator):
    simulator.fault("next", "delay:1500", camera=FRONT_DOOR)
    process = logged_in.start("get", FRONT_DOOR, DRIVEWAY, GARDEN, "--json", simulator=simulator)
    start = time.monotonic()
    first = [json.loads(process.stdout.readline())["id"] for _ in range(2)]
    assert time.monotonic() - start < 1.2
    assert set(first) == {DRIVEWAY, GARDEN}
    rest, _ = process.communicate(timeout=20)
    assert json.loads(rest)["id"] == FRONT_DOOR
    assert process.returncode == 0


def test_300_cameras_are_taken_at_a_stroke(program, start_simulator):
    simulator = start_simulator("--cameras", 300, "--picture-size", "160x90")
    program.log_in(simulator)
    result = program.run("get", "--all", simulator=simulator)
    assert result.code == 0, result
    assert len(result.lines) == 300
    assert len(program.pictures) == 300


def test_the_device_list_is_fetched_once_for_many_names(logged_in, simulator):
    result = logged_in.run("get", "front", "garden", "cabin", simulator=simulator)
    assert result.code == 0, result
    assert routes(simulator).count("ring-devices") == 1
