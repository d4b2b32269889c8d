# SPDX-License-Identifier: Apache-2.0
"""The simulator serves clients of other people, and hears from them what it should."""

import pytest
from conftest import CODE, DRIVEWAY, FRONT_DOOR, PASSWORD, USERNAME
from other_clients import BrowserClient, PythonRingDoorbell, RingClientApi, RingSnapshotDownload

# Those of the account that live on a battery, which python-ring-doorbell cannot make take pictures.
BATTERY_CAMERAS = {int(FRONT_DOOR), 518000302, 518000303}
CLIENTS = [RingClientApi, PythonRingDoorbell, RingSnapshotDownload, BrowserClient]
QUICK = (
    "--picture-size", "160x90", "--capture-delay-wired", 0.05, "--capture-delay-battery", 0.1,
    "--csrf", "next-data",
)


def client_of(kind, simulator):
    client = kind(simulator.url)
    client.log_in(USERNAME, PASSWORD, CODE)
    return client


@pytest.fixture(params=CLIENTS, ids=lambda kind: kind.__name__)
def kind(request):
    return request.param


def test_a_client_logs_in_lists_its_cameras_and_gets_pictures(kind, start_simulator):
    client = client_of(kind, start_simulator(*QUICK))
    cameras = client.cameras()
    assert {int(FRONT_DOOR), int(DRIVEWAY)} <= set(cameras)
    for camera in cameras:
        picture = client.picture(camera)
        if kind is PythonRingDoorbell and camera in BATTERY_CAMERAS:
            assert picture is None
            continue
        assert picture.startswith(b"\xff\xd8\xff") and picture.endswith(b"\xff\xd9")


def test_a_client_goes_on_with_the_refresh_token(kind, start_simulator):
    client = client_of(kind, start_simulator(*QUICK, "--grace", 0))
    for _ in range(3):
        before = client.tokens["refresh_token"]
        client.refresh()
        assert client.tokens["refresh_token"] != before
        assert client.cameras()


def test_a_client_registers_its_hardware_id_where_that_is_asked_for(kind, start_simulator):
    simulator = start_simulator(*QUICK, "--require-session")
    client = client_of(kind, simulator)
    assert int(DRIVEWAY) in client.cameras()
    assert client.picture(int(DRIVEWAY))
    assert simulator.state()["sessions_created"] == 1


@pytest.mark.parametrize("kind", [RingClientApi, BrowserClient], indirect=True)
def test_a_client_that_renews_at_401_survives_a_revoked_access(kind, start_simulator):
    simulator = start_simulator(*QUICK)
    client = client_of(kind, simulator)
    simulator.set(revoke_access_tokens=True)
    assert client.cameras()
    assert simulator.state()["refreshes"] == 1


@pytest.mark.parametrize("kind", [RingSnapshotDownload], indirect=True)
def test_a_client_without_user_agent_is_refused_where_one_is_required(kind, start_simulator):
    simulator = start_simulator(*QUICK, "--require-user-agent")
    with pytest.raises(AssertionError):
        client_of(kind, simulator)
    assert {request["status"] for request in simulator.requests("/oauth/token")} == {406}


@pytest.mark.parametrize("kind", [RingClientApi, PythonRingDoorbell, RingSnapshotDownload])
def test_only_the_pages_are_left_where_the_password_grant_is_refused(kind, start_simulator):
    simulator = start_simulator(*QUICK, "--refuse-token-flow")
    with pytest.raises((AssertionError, ValueError)):
        client_of(kind, simulator)
    assert client_of(BrowserClient, simulator).cameras()
