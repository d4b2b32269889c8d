# SPDX-License-Identifier: Apache-2.0
"""What ring-client-api has to see when it takes the simulator for Ring. The text of each check is its name."""

import base64
import json

from home import CODE, USER, expect

FRONT_DOOR, DRIVEWAY, NEIGHBOUR, BOAT_HOUSE = 31000417, 518000222, 31000418, 518000401
WIDTH, HEIGHT = 320, 180
# Fast cameras, and refresh tokens that end as soon as they are replaced.
QUICK = ("--capture-delay-wired", "0.1", "--capture-delay-battery", "0.3")
STRICT = ("--grace", "0")

OWNED = [
    ("Home — München", [
        {"id": FRONT_DOOR, "name": "Front Door", "kind": "doorbell_oyster", "model": "Doorbell 4",
         "battery": 83, "doorbell": True, "offline": False},
        {"id": DRIVEWAY, "name": "Driveway", "kind": "floodlight_v2", "model": "Floodlight Cam",
         "battery": None, "doorbell": False, "offline": False},
        {"id": 518000301, "name": "Living Room", "kind": "stickup_cam_mini", "model": "Indoor Cam",
         "battery": None, "doorbell": False, "offline": False},
        {"id": 518000302, "name": "Garden", "kind": "stickup_cam_lunar", "model": "Stick Up Cam",
         "battery": 57, "doorbell": False, "offline": False},
    ]),
    ("Cabin by the lake", [
        {"id": 518000303, "name": "Cabin", "kind": "cocoa_camera", "model": "Stick Up Cam",
         "battery": 100, "doorbell": False, "offline": False},
    ]),
]
CHECKS = []


def check(*options, refusal=None):
    """Adds a check that wants a simulator with these options. No request may be one that the simulator does
    not know, but for those that it is to answer with the status `refusal`."""

    def add(function):
        CHECKS.append((function, options, refusal))
        return function

    return add


def expect_whole_picture(picture, camera):
    """A JPEG from its first marker to its last, of that camera, and with the time it came with."""
    data = base64.b64decode(picture["base64"])
    expect(data[:2] == b"\xff\xd8" and data[-2:] == b"\xff\xd9", f"not whole: {len(data)} bytes")
    at, size, comment, scanned = 2, None, "", False
    while not scanned:
        expect(data[at] == 0xFF, f"no marker at byte {at}")
        marker, length = data[at + 1], int.from_bytes(data[at + 2:at + 4], "big")
        segment = data[at + 4:at + 2 + length]
        if marker == 0xC0:
            size = (int.from_bytes(segment[3:5], "big"), int.from_bytes(segment[1:3], "big"))
        elif marker == 0xFE:
            comment = segment.decode()
        scanned = marker == 0xDA
        at += 2 + length
    expect(size == (WIDTH, HEIGHT), f"size {size}")
    expect(len(data) - at > 1000, f"{len(data) - at} bytes of picture data")
    words = f"ring-simulator: camera {camera} captured {picture['capture_time_ms']}"
    expect(comment == words, comment, f"wanted: {words}")


def unwrap(token):
    """Ring's own refresh token and the hardware id, out of what the client keeps."""
    kept = json.loads(base64.b64decode(token))
    expect(kept["rt"] and kept["hid"], "no refresh token or hardware id in what the client keeps")
    return kept["rt"], kept["hid"]


@check()
def reaches_nobody_else(home):
    """no connection to anybody but the simulator"""
    answer = home.good("elsewhere")
    expect(answer == {"refused": "not a host of the simulator: elsewhere.example:443"}, answer)


@check()
def logs_in_by_code(home):
    """a login by e-mail, password and code, after a wrong code"""
    login = home.good("login", **USER, codes=["000000", CODE])
    expect(login["prompt"] == "Please enter the code sent to +1xxxxxxxx89 via sms", login["prompt"])
    expect("2-factor" in login["refused"][0], login["refused"])
    expect(login["refused"][1:] == ["Verification Code is invalid or expired"], login["refused"])
    expect(len(login["rotations"]) == 1, f"{len(login['rotations'])} events")
    expect(login["rotations"][0]["newRefreshToken"] == login["refreshToken"], "another token in the event")
    expect([entry["status"] for entry in home.requests()] == [412, 400, 200], home.requests())
    unwrap(login["refreshToken"])


@check("--two-factor", "none")
def logs_in_without_code(home):
    """a login without a code where the account wants none"""
    login = home.good("login", **USER, codes=[])
    expect(login["refused"] == [] and login["refreshToken"], login["refused"])


@check("--two-factor", "totp")
def logs_in_by_authenticator(home):
    """a login by the code of an authenticator"""
    login = home.good("login", **USER, codes=[CODE])
    expect(login["prompt"] == "Please enter the code from your authenticator app", login["prompt"])
    expect(login["refreshToken"], "no token")


@check(*STRICT)
def goes_on_in_a_new_process(home):
    """the refresh token works in a new process, which gets the account's profile"""
    renewed = home.good("renew", refreshToken=home.log_in(), times=0)
    expect(renewed["profile"]["email"] == USER["email"], renewed["profile"])
    expect(renewed["profile"]["last_name"] == "Öztürk-O'Neil", renewed["profile"])


@check(*STRICT)
def rotates_tokens(home):
    """each renewal rotates the token and is told by an event; the newest token goes on, older ones are dead"""
    first = home.log_in()
    rotations = home.good("renew", refreshToken=first, times=3)["rotations"]
    expect(len(rotations) == 3, f"{len(rotations)} events")
    expect(home.state()["refreshes"] == 3, home.state()["refreshes"])
    chain = [first, *(rotation["newRefreshToken"] for rotation in rotations)]
    expect([rotation["oldRefreshToken"] for rotation in rotations] == chain[:-1], "the events make no chain")
    ring_tokens, hardware_ids = zip(*map(unwrap, chain))
    expect(len(set(ring_tokens)) == 4, "a token came twice")
    expect(len(set(hardware_ids)) == 1, "the hardware id changed")
    home.refused("renew", refreshToken=chain[0], times=1, words="Refresh token is not valid")
    expect(home.state()["refused_refreshes"] == 1, "the old token was not refused")
    home.good("renew", refreshToken=chain[-1], times=1)


@check()
def lists_the_home(home):
    """locations and cameras with their names, ids, kinds and batteries"""
    locations = home.good("locations", refreshToken=home.log_in())
    seen = [(location["name"], location["cameras"]) for location in locations]
    expect(seen == OWNED, seen)
    expect(locations[0]["chimes"] == [{"id": 7001, "name": "Hall chime"}], locations[0]["chimes"])


@check("--cameras", "100")
def lists_many_cameras(home):
    """all cameras of a home of a hundred"""
    locations = home.good("locations", refreshToken=home.log_in())
    ids = sorted(camera["id"] for location in locations for camera in location["cameras"])
    expect(ids == list(range(600000001, 600000101)), ids)


# The 404 is how the client learns that it needs one.
@check("--require-session", refusal=404)
def makes_a_session(home):
    """a session, which the client makes when a 404 asks for one"""
    locations = home.good("locations", refreshToken=home.log_in())
    expect(len(locations) == 2 and home.state()["sessions_created"] >= 1, home.state())


@check(*QUICK)
def takes_wired_pictures(home):
    """a stored and a fresh picture of a wired camera, both whole"""
    take_two_pictures(home, DRIVEWAY)


@check(*QUICK)
def takes_battery_pictures(home):
    """a stored and a fresh picture of a battery camera, both whole"""
    take_two_pictures(home, FRONT_DOOR)


def take_two_pictures(home, camera):
    before = home.camera_state(camera)
    stored, fresh = home.good("pictures", refreshToken=home.log_in(), camera=camera)
    expect_whole_picture(stored, camera)
    expect(stored["capture_time_ms"] == before["capture_time_ms"], "not the picture that was stored")
    expect_whole_picture(fresh, camera)
    expect(fresh["capture_time_ms"] > stored["capture_time_ms"], "the second picture is not newer")
    expect(home.camera_state(camera)["captures"] > before["captures"], "the camera took no picture")


@check()
def takes_pictures_as_users_do(home):
    """a picture by getSnapshot(), and the same by its uuid"""
    uuid = home.camera_state(FRONT_DOOR)["snapshot_uuid"]
    picture = home.good("snapshot", refreshToken=home.log_in(), camera=FRONT_DOOR)
    expect_whole_picture(picture, FRONT_DOOR)
    stored = home.good("byUuid", refreshToken=home.log_in(), camera=FRONT_DOOR, uuid=uuid)
    expect(stored["base64"] == picture["base64"], "another picture by its uuid")


@check()
def has_the_neighbours_camera(home):
    """a camera that a neighbour shares, in the older list, and its picture"""
    shared = home.good("shared", refreshToken=home.log_in(), camera=NEIGHBOUR)
    expect(shared["listed"] == [{"id": NEIGHBOUR, "name": "Neighbour", "kind": "jbox_v1"}], shared["listed"])
    expect_whole_picture(shared["picture"], NEIGHBOUR)


@check("--devices", "shared")
def has_shared_cameras_only(home):
    """an account with shared cameras only: the older list is empty, the newer one has them and their pictures"""
    expect(home.good("locations", refreshToken=home.log_in()) == [], "a location in the older list")
    newer = home.good("newer", refreshToken=home.log_in(), camera=DRIVEWAY)
    expect(newer["homes"] == [name for name, _ in OWNED], newer["homes"])
    names = {device["name"] for device in newer["devices"]}
    expect({camera["name"] for _, cameras in OWNED for camera in cameras} < names, names)
    expect(not any(device["owned"] for device in newer["devices"]), newer["devices"])
    expect_whole_picture(newer["picture"], DRIVEWAY)


@check("--devices", "mixed")
def has_cameras_of_both_lists(home):
    """an account with both: its own in the older list, a friend's in the newer one and their pictures"""
    token = home.log_in()
    seen = [(location["name"], location["cameras"]) for location in home.good("locations", refreshToken=token)]
    expect(seen == OWNED, seen)
    newer = home.good("newer", refreshToken=home.log_in(), camera=BOAT_HOUSE)
    expect("Nana's farm" in newer["homes"], newer["homes"])
    friends = {"id": BOAT_HOUSE, "name": "Boat House", "kind": "stickup_cam_mini_v3", "owned": False}
    expect(friends in newer["devices"], newer["devices"])
    expect_whole_picture(newer["picture"], BOAT_HOUSE)


@check()
def answers_the_rest(home):
    """health, settings, events, videos, footage and mode of a camera and its home"""
    answers = home.good("around", refreshToken=home.log_in(), camera=FRONT_DOOR)
    wrong = {name: answer for name, answer in answers.items() if isinstance(answer, dict) and "error" in answer}
    expect(not wrong, wrong)
    expect(answers["health"]["id"] == FRONT_DOOR, answers["health"])
    expect(answers["health"]["battery_percentage"] == "83", answers["health"])
    expect(answers["settings"]["motion_settings"]["motion_detection_enabled"] is True, answers["settings"])
    for events in (answers["events"]["events"], answers["homeEvents"]["events"]):
        expect(len(events) == 5, f"{len(events)} events")
    expect("video_search" in answers["videos"], answers["videos"])
    expect("data" in answers["footages"], answers["footages"])
    expect(answers["mode"]["mode"] == "disarmed" and answers["mode"]["readOnly"], answers["mode"])
    expect(answers["switchesModes"] is False, "it would switch a mode that is read-only")


@check()
def switches_motion_detection(home):
    """a camera whose motion detection the client switches off takes no picture any more"""
    token = home.good("switchMotion", refreshToken=home.log_in(), camera=DRIVEWAY, on=False)["refreshToken"]
    expect(home.camera_state(DRIVEWAY)["motion_detection"] is False, home.camera_state(DRIVEWAY))
    home.refused("snapshot", refreshToken=token, camera=DRIVEWAY, words="Motion detection is disabled for Driveway")


@check(refusal=422)
def refuses_empty_puts(home):
    """a PUT without a body, by which this version switches a floodlight, is refused with 422, as Ring does"""
    home.refused("switchLight", refreshToken=home.log_in(), camera=DRIVEWAY, status=422)


@check()
def knows_offline_cameras(home):
    """a camera that is offline is refused by the client itself"""
    home.change(camera=DRIVEWAY, online=False)
    words = "Cannot fetch snapshot for Driveway because it is offline"
    home.refused("snapshot", refreshToken=home.log_in(), camera=DRIVEWAY, words=words)


@check()
def refuses_wrong_passwords(home):
    """a wrong password, and too many codes, are errors of the login"""
    login = home.good("login", email=USER["email"], password="wrong", codes=[])
    expect("Verify that your email and password are correct" in login["refused"][0], login["refused"])
    home.simulator.fault("token", "throttled-description")
    login = home.good("login", **USER, codes=[])
    expect("requested too many 2fa codes" in login["refused"][0], login["refused"])


@check()
def renews_after_401(home):
    """an access token that Ring refuses is renewed, and the request repeated"""
    home.simulator.fault("ring-devices", "status:401")
    locations = home.good("locations", refreshToken=home.log_in())
    expect(len(locations) == 2 and home.state()["refreshes"] == 2, home.state()["refreshes"])


@check()
def tells_errors_of_lists(home):
    """an outage of the device list or of the locations is an error with its status"""
    for route in ("ring-devices", "v1-locations"):
        home.simulator.fault(route, "status:503")
        home.refused("locations", refreshToken=home.log_in(), status=503)


@check()
def tells_errors_of_pictures(home):
    """no picture, an outage and a broken transfer are errors of the picture, with their status"""
    for fault, wanted in (("status:404", {"status": 404}), ("status:500", {"status": 500}), ("cut", {})):
        home.simulator.fault("next", fault)
        home.refused("snapshot", refreshToken=home.log_in(), camera=DRIVEWAY, **wanted)


@check("--refuse-refresh")
def tells_refused_renewals(home):
    """a renewal that Ring answers with 406 is an error"""
    home.refused("renew", refreshToken=home.log_in(), times=1, words="Refresh token is not valid")
