# SPDX-License-Identifier: Apache-2.0
"""Who this installation is to Ring: its hardware id and the name of its session."""

import socket
import uuid

import pytest
from conftest import CODE, DRIVEWAY, PASSWORD, USERNAME


def log_in(program, simulator, *options, input=None):
    return program.run(
        "login", "--username", USERNAME, *options,
        simulator=simulator, env={"RING_PASSWORD": PASSWORD}, input=input,
    )


def test_the_hardware_id_is_made_at_first_login_and_kept_over_logout_and_login(
    program, simulator
):
    program.log_in(simulator)
    hardware_id = program.settings["RingHardwareId"]
    assert uuid.UUID(hardware_id).int != 0
    assert program.run("logout").code == 0
    program.log_in(simulator)
    assert program.settings["RingHardwareId"] == hardware_id


def test_two_installations_have_different_hardware_ids(program, simulator):
    program.log_in(simulator)
    first = program.settings["RingHardwareId"]
    program.settings_file.unlink()
    program.log_in(simulator)
    assert program.settings["RingHardwareId"] != first


def test_an_attempt_without_code_keeps_the_hardware_id_for_the_next(program, simulator):
    assert log_in(program, simulator).code == 4
    assert log_in(program, simulator, "--2fa-code", CODE).code == 0
    assert len({r["headers"]["hardware_id"] for r in simulator.requests()}) == 1


@pytest.mark.parametrize("flow", ["token", "browser"])
def test_the_hardware_id_goes_with_every_request_but_for_pages(program, simulator, flow):
    assert log_in(program, simulator, "--flow", flow, input=CODE + "\n").code == 0
    program.expire_access_token()
    assert program.run("get", DRIVEWAY, "--fresh", simulator=simulator).code == 0
    assert program.works(simulator)
    pages = simulator.requests("/oauth/v2")
    requests = [r for r in simulator.requests() if r not in pages]
    routes = {r["route"] for r in requests}
    assert {"token", "session", "ring-devices", "v3-devices", "next"} <= routes
    expected = program.settings["RingHardwareId"]
    assert {r["headers"].get("hardware_id") for r in requests} == {expected}
    # A browser sends no such header; the page that needs the id has it in its query.
    assert bool(pages) == (flow == "browser")
    assert all("hardware_id" not in r["header_names"] for r in pages)


def test_the_forms_of_the_browser_flow_say_which_page_they_come_from(program, simulator):
    assert log_in(program, simulator, "--flow", "browser", input=CODE + "\n").code == 0
    forms = [r for r in simulator.requests("/oauth/v2") if r["method"] == "POST"]
    assert [r["route"] for r in forms] == ["signin", "verify"]
    assert all({"origin", "referer"} <= set(r["header_names"]) for r in forms)


def test_the_session_is_registered_under_a_name_that_the_user_recognises(program, simulator):
    assert log_in(program, simulator, "--2fa-code", CODE).code == 0
    [session] = simulator.requests("/clients_api/session")
    values = session["body"]["values"]
    assert values["device.metadata.device_model"] == f"ring-snapshot on {socket.gethostname()}"
    assert values["device.hardware_id"] == program.settings["RingHardwareId"]
    assert values["device.os"] == "android"
    assert values["device.metadata.api_version"] == 11


def test_a_first_token_that_ring_refuses_is_healed_by_a_refresh(program, simulator):
    simulator.fault("session", "status:401")
    assert log_in(program, simulator, "--flow", "browser", input=CODE + "\n").code == 0
    assert simulator.grants == ["authorization_code", "refresh_token"]
    assert program.works(simulator)
    assert simulator.grants == ["authorization_code", "refresh_token"]


@pytest.mark.parametrize("status", [403, 406, 500])
def test_a_session_that_ring_refuses_costs_no_login(program, simulator, status):
    simulator.fault("session", f"status:{status}*")
    assert log_in(program, simulator, "--2fa-code", CODE).code == 0
    assert program.works(simulator)
