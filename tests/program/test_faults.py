# SPDX-License-Identifier: Apache-2.0
"""The answers of docs/ring-service.md 10 to a snapshot request, and what becomes of them."""

import time

import pytest
from conftest import DRIVEWAY, FRONT_DOOR, Program, Simulator
from pictures import is_whole
from scripted_service import Answer, ScriptedService, picture

PICTURE_ROUTES = ("next", "image", "timestamps")


def get(program, simulator, *options, **more):
    return program.run("get", DRIVEWAY, "--json", *options, simulator=simulator, **more)


def spoil(simulator, *faults, routes=PICTURE_ROUTES):
    for route in routes:
        simulator.fault(route, *faults)


LASTING = [
    ("status:401", 8), ("status:403", 7), ("status:404", 7), ("status:405", 7), ("status:422", 7),
    ("status:406", 8), ("429", 5), ("429:120", 5), ("429-date:120", 5), ("status:408", 8),
    ("status:500", 8), ("status:501", 8), ("status:502", 8), ("status:503", 8), ("status:504", 8),
    ("html", 8), ("html:503", 8), ("empty", 7), ("cut", 7), ("half", 7), ("h264", 7), ("huge", 7),
    ("garbage", 7), ("reset", 8), ("lost-reply", 8), ("asset:7019", 7), ("asset:7050", 7),
    ("asset:7062", 7), ("asset:7063", 7), ("asset:7062+9999", 7), ("asset:9999", 7),
]


@pytest.mark.parametrize("fault, code", LASTING, ids=[f for f, _ in LASTING])
def test_a_lasting_fault_has_its_exit_code_and_leaves_no_file(logged_in, simulator, fault, code):
    for route in PICTURE_ROUTES:
        simulator.fault(route, fault + "*")
    result = get(logged_in, simulator, "--retries", 1)
    assert result.code == code, result
    assert result.objects[0]["error"]["exit_code"] == code
    assert result.objects[0]["error"]["message"]
    assert list(logged_in.work.iterdir()) == []


@pytest.mark.parametrize("fault, code", [("status:404", 7), ("status:503", 8), ("429:120", 5),
                                         ("h264", 7), ("status:401", 8), ("html", 8)])
def test_a_fresh_picture_meets_the_same_faults(logged_in, simulator, fault, code):
    spoil(simulator, fault + "*", routes=(*PICTURE_ROUTES, "update-all"))
    result = get(logged_in, simulator, "--fresh", "--retries", 1, "--wait", "1s")
    assert result.code == code, result
    assert list(logged_in.work.iterdir()) == []


@pytest.mark.parametrize("fault", ["html", "garbage", "h264", "empty"])
def test_a_list_of_capture_times_that_is_none_is_a_passing_fault(logged_in, simulator, fault):
    simulator.fault("next", "status:503*")
    simulator.fault("timestamps", fault, fault)
    result = get(logged_in, simulator, "--fresh", "--wait", "5s")
    assert result.code == 0, result
    assert len(logged_in.pictures) == 1


def test_without_capture_times_the_newest_picture_is_saved_as_not_fresh(logged_in, simulator):
    simulator.fault("next", "status:503*")
    simulator.fault("timestamps", "html*")
    result = get(logged_in, simulator, "--fresh", "--wait", "1s")
    assert result.code == 0, result
    assert result.objects[0]["fresh"] is False


def test_a_picture_of_which_half_is_grey_is_none(logged_in, simulator):
    spoil(simulator, "grey*", routes=("next", "image"))
    result = get(logged_in, simulator, "--retries", 1)
    assert result.code == 7, result
    assert logged_in.pictures == []


PASSING = ["status:404", "status:408", "status:500", "status:503", "429:1", "cut", "reset", "empty",
           "half", "html", "h264", "grey", "garbage", "lost-reply"]


@pytest.fixture(scope="module")
def after_passing_faults(tmp_path_factory):
    """What one run says of cameras that each begin with a fault of their own, by fault."""
    program = Program(tmp_path_factory.mktemp("passing"))
    simulator = Simulator(["--cameras", len(PASSING), "--picture-size", "160x90"])
    program.log_in(simulator)
    cameras = [str(600_000_001 + i) for i in range(len(PASSING))]
    for camera, fault in zip(cameras, PASSING):
        for route in ("next", "image"):
            simulator.fault(route, fault, camera=camera)
    result = program.run("get", *cameras, "--json", simulator=simulator)
    simulator.stop()
    assert result.code == 0, result
    said = {o["id"]: {**o, "file": program.work / o["path"]} for o in result.objects}
    return {fault: said[camera] for camera, fault in zip(cameras, PASSING)}


@pytest.mark.parametrize("fault", PASSING)
def test_a_passing_fault_is_retried_within_the_run(after_passing_faults, fault):
    saved = after_passing_faults[fault]
    assert is_whole(saved["file"].read_bytes())
    # A connection that was used before is replaced once without a word.
    assert saved["attempts"] == 2 or fault in ("reset", "lost-reply")


def test_faults_that_the_device_list_explains_are_7(logged_in, simulator):
    spoil(simulator, "status:503*")
    simulator.set(camera=int(DRIVEWAY), online=False)
    result = get(logged_in, simulator, "--retries", 1)
    assert result.code == 7, result
    assert "offline" in result.objects[0]["error"]["message"]


def test_when_the_device_list_is_down_too_it_is_8(logged_in, simulator):
    spoil(simulator, "status:503*", routes=(*PICTURE_ROUTES, "devices"))
    result = get(logged_in, simulator, "--retries", 1)
    assert result.code == 8, result


def test_one_interface_that_answers_makes_it_7(logged_in, simulator):
    simulator.fault("next", "status:503*")
    simulator.fault("image", "status:404*")
    result = get(logged_in, simulator, "--retries", 1)
    assert result.code == 7, result


def test_an_endless_body_is_cut_off(logged_in, simulator):
    spoil(simulator, "huge*", routes=("next", "image"))
    start = time.monotonic()
    result = get(logged_in, simulator, "--retries", 1)
    assert result.code == 7, result
    assert "large" in result.objects[0]["error"]["message"]
    assert time.monotonic() - start < 10


def test_a_camera_that_is_being_updated_is_named_so(logged_in, simulator):
    spoil(simulator, "asset:7062*")
    result = get(logged_in, simulator, "--retries", 1)
    assert "update" in result.objects[0]["error"]["message"]


def test_capture_times_are_matched_by_camera_and_not_by_order(logged_in, simulator):
    stored = {str(c["id"]): c["capture_time_ms"] for c in simulator.state()["cameras"]}
    simulator.fault("next", "no-time*")
    simulator.fault("timestamps", "shuffled*")
    result = logged_in.run("get", DRIVEWAY, FRONT_DOOR, "--json", simulator=simulator)
    assert result.code == 0, result
    assert result.objects[0]["captured_at"] != result.objects[1]["captured_at"]
    for o in result.objects:
        age_ms = simulator.state()["time_ms"] - stored[o["id"]]
        assert o["age_seconds"] == pytest.approx(age_ms / 1000, abs=5)


FOREIGN_SECRETS = ("authorization", "hardware_id", "cookie", "2fa-code")


@pytest.fixture
def elsewhere():
    """A server of another origin, which has a picture everywhere."""
    server = ScriptedService()
    server.on("/", picture(1790000012345))
    yield server
    server.stop()


@pytest.mark.parametrize("route", ["next", "image"])
def test_a_redirect_to_another_origin_carries_no_secret(logged_in, simulator, elsewhere, route):
    if route == "image":
        simulator.fault("next", "status:404*")
    simulator.fault(route, f"redirect:{elsewhere.url}/picture.jpg*")
    result = get(logged_in, simulator, "--retries", 1)
    assert result.code == 0, result
    assert len(elsewhere.requests) == 1
    assert not set(elsewhere.requests[0].headers) & set(FOREIGN_SECRETS)
    sent = next(r for r in simulator.requests() if r["route"] == route)
    assert {"authorization", "hardware_id"} <= {n.lower() for n in sent["header_names"]}


def test_a_redirect_of_the_device_list_carries_no_secret(logged_in, simulator, elsewhere):
    elsewhere.on("/list", Answer({"doorbots": []}))
    simulator.fault("devices", f"redirect:{elsewhere.url}/list*")
    logged_in.run("list", simulator=simulator)
    assert elsewhere.requests
    assert not set(elsewhere.requests[0].headers) & set(FOREIGN_SECRETS)


def test_a_redirect_back_from_another_origin_carries_no_secret(logged_in, simulator, elsewhere):
    elsewhere.on("/there", Answer(b"", 302, {"Location": f"{simulator.url}/snapshots/next/1"}))
    simulator.fault("next", f"redirect:{elsewhere.url}/there")
    get(logged_in, simulator, "--retries", 1)
    assert elsewhere.requests
    back = simulator.requests("/snapshots/next/1")
    assert all("authorization" not in [n.lower() for n in r["header_names"]] for r in back)


def test_a_redirect_within_the_origin_keeps_the_session(logged_in, simulator):
    simulator.fault("next", f"redirect:{simulator.url}/snapshots/next/{FRONT_DOOR}")
    result = get(logged_in, simulator, "--retries", 1)
    assert result.code == 0, result
    assert simulator.requests(f"/snapshots/next/{FRONT_DOOR}")


def test_a_refresh_is_never_redirected_to_another_origin(logged_in, simulator, elsewhere):
    logged_in.expire_access_token()
    simulator.fault("token", f"redirect:{elsewhere.url}/token*")
    result = get(logged_in, simulator, "--retries", 1)
    assert result.code == 8, result
    assert elsewhere.requests == []


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://127.0.0.1:1/x", "gopher://x", "//",
                                    "http://", "data:image/jpeg,x", "%00"])
def test_a_redirect_to_what_is_no_web_address_is_not_followed(logged_in, simulator, target):
    spoil(simulator, f"redirect:{target}*", routes=("next", "image"))
    result = get(logged_in, simulator, "--retries", 1)
    assert result.code in (7, 8), result
    assert logged_in.pictures == []


def test_redirects_that_go_round_in_circles_end(program, service):
    service.on("/snapshots/next/", lambda r: Answer(b"", 302, {"Location": r.target}))
    service.on("/clients_api/snapshots/image/", lambda r: Answer(b"", 302, {"Location": r.target}))
    result = program.run("get", FRONT_DOOR, "--retries", 1, simulator=service, timeout=20)
    assert result.code in (7, 8), result
    assert len(service.requests) < 60


def test_every_request_has_a_limit_of_time(logged_in, simulator):
    # A cached picture of an interface that never answers: the other one has it within seconds.
    simulator.fault("next", "hang*")
    start = time.monotonic()
    result = get(logged_in, simulator)
    assert result.code == 0, result
    assert time.monotonic() - start < 10
    assert len(logged_in.pictures) == 1
