# SPDX-License-Identifier: Apache-2.0
"""watch --mqtt at a real mosquitto, and what Home Assistant demands of what comes there."""

import json
import re
import signal
import subprocess

import certificates
import documents
import mqtt_broker
import pytest
from conftest import DRIVEWAY, FRONT_DOOR

pytestmark = pytest.mark.skipif(not mqtt_broker.is_available(), reason="needs a server: scripts/fetch-servers")

IMAGE = f"ring-snapshot/{DRIVEWAY}/image"
STATE = f"ring-snapshot/{DRIVEWAY}/state"
TAKE = f"ring-snapshot/{DRIVEWAY}/take"
STATUS = "ring-snapshot/status"
DESCRIPTION = f"homeassistant/device/ring-snapshot_{DRIVEWAY}/config"


@pytest.fixture
def start_broker(tmp_path):
    brokers = []

    def start(**options):
        brokers.append(mqtt_broker.Broker(tmp_path, **options))
        return brokers[-1]

    yield start
    for broker in brokers:
        broker.kill()


@pytest.fixture
def broker(start_broker):
    return start_broker()


@pytest.fixture
def strict_broker(start_broker, tmp_path):
    """Allows what docs/home-assistant.md says that a watch needs, below two prefixes, and the witness its mark."""
    lines = (documents.ROOT / "docs/home-assistant.md").read_text(encoding="utf-8").splitlines()
    first = lines.index("    user ring")
    own = [line.strip() for line in lines[first + 1:lines.index("", first)]]
    more = [line.replace("ring-snapshot/", "cabin/") for line in own]
    file = tmp_path / "access"
    file.write_text("\n".join([f"user {mqtt_broker.USER}", *own, *more, "topic readwrite witness/mark", ""]))
    file.chmod(0o644)
    return start_broker(more=f"acl_file {file}")


@pytest.fixture
def watch(logged_in, simulator):
    """Starts watches that go on until the test is over."""
    processes = []

    def start(broker, *options, cameras=(DRIVEWAY,), prefix=""):
        process = logged_in.start("watch", *cameras, "--every", "10s", "--mqtt", broker.url(prefix), *options,
                                  simulator=simulator, env=broker.environment)
        processes.append(process)
        return process

    yield start
    for process in processes:
        process.kill()
        process.communicate()


def end(process, number=signal.SIGTERM):
    process.send_signal(number)
    return process.communicate(timeout=30)


def state_with_picture(witness, is_wanted=lambda state: True):
    """The first state that tells of a picture and is wanted, once it has come."""
    count = 1
    while True:
        witness.wait_for(STATE, count=count)
        state = json.loads(witness.of(STATE)[count - 1].payload)
        if state["bytes"] and is_wanted(state):
            return state
        count += 1


# What Home Assistant takes, as its documentation of MQTT and of each platform says; one unknown key, and it refuses
# the whole description.
SHARED = {"availability", "availability_mode", "availability_topic", "availability_template", "payload_available",
          "payload_not_available", "state_topic", "command_topic", "qos", "encoding"}
DEVICE = {"identifiers", "connections", "name", "manufacturer", "model", "model_id", "hw_version", "sw_version",
          "serial_number", "suggested_area", "configuration_url", "via_device"}
ENTITY = {"platform", "unique_id", "name", "default_entity_id", "entity_category", "icon", "enabled_by_default",
          "availability", "availability_mode", "json_attributes_topic", "json_attributes_template", "qos", "encoding"}
PLATFORMS = {
    "image": ({"image_topic"}, {"content_type", "image_encoding"}),
    "camera": ({"topic"}, {"image_encoding"}),
    "sensor": ({"state_topic"}, {"value_template", "device_class", "state_class", "unit_of_measurement",
                                 "expire_after", "force_update", "suggested_display_precision"}),
    "binary_sensor": ({"state_topic"}, {"value_template", "device_class", "payload_on", "payload_off", "expire_after"}),
    "button": ({"command_topic"}, {"payload_press", "device_class", "retain"}),
}
# Attributes that Home Assistant keeps for itself.
RESERVED = {"state", "icon", "friendly_name", "entity_picture", "device_class", "unit_of_measurement", "supported_features",
            "assumed_state", "attribution", "name", "available", "unique_id", "device_info", "entity_category",
            "extra_state_attributes", "force_update", "should_poll", "context_recent_time"}
PLAIN_ID = re.compile(r"[a-zA-Z0-9_-]+")


def check_availability(description):
    assert not {"availability_topic"} & description.keys() or "availability" not in description
    for place in description.get("availability", []):
        assert place.keys() <= {"topic", "payload_available", "payload_not_available", "value_template"}
        assert place["topic"] and not set("+#") & set(place["topic"])
    assert description.get("availability_mode", "latest") in {"all", "any", "latest"}


def check_component(component):
    platform = component["platform"]
    required, optional = PLATFORMS[platform]
    assert required <= component.keys(), component
    assert component.keys() <= ENTITY | required | optional, component
    assert PLAIN_ID.fullmatch(component["unique_id"])
    assert component["name"] is None or component["name"].strip()
    entity = component.get("default_entity_id")
    assert entity is None or re.fullmatch(platform + r"\.[a-z0-9_]+", entity), entity
    assert component.get("entity_category", "diagnostic") == "diagnostic"
    if component.get("device_class") == "timestamp":
        assert not {"unit_of_measurement", "state_class"} & component.keys()
    check_availability(component)


def check_description(topic, payload):
    """Everything that Home Assistant checks, or that makes it leave a device out."""
    prefix, kind, node, last = topic.split("/")
    assert (prefix, kind, last) == ("homeassistant", "device", "config") and PLAIN_ID.fullmatch(node)
    description = json.loads(payload)
    assert {"device", "origin", "components"} <= description.keys() <= {"device", "origin", "components"} | SHARED
    assert description["device"].keys() <= DEVICE
    assert description["device"]["identifiers"] and description["device"]["name"].strip()
    assert description["origin"]["name"] and description["origin"].keys() <= {"name", "sw", "url"}
    check_availability(description)
    assert description["components"]
    for key, component in description["components"].items():
        assert PLAIN_ID.fullmatch(key)
        check_component(component)
    return description


def test_the_validator_finds_what_home_assistant_refuses():
    good = {"device": {"identifiers": ["a"], "name": "A"}, "origin": {"name": "b"},
            "components": {"x": {"platform": "button", "unique_id": "u", "name": "X", "command_topic": "t"}}}
    topic = "homeassistant/device/a/config"
    check_description(topic, json.dumps(good))
    button = good["components"]["x"]
    for bad in ({"~": "ring"}, {"retain": True}, {"origin": {}}, {"device": {"name": "A"}},
                {"components": {"x y": button}}, {"components": {"x": {**button, "object_id": "x"}}},
                {"components": {"x": {**button, "default_entity_id": "image.x"}}},
                {"availability": [{"topic": "a/+"}]}, {"availability": [], "availability_topic": "a"}):
        with pytest.raises((AssertionError, KeyError)):
            check_description(topic, json.dumps({**good, **bad}))


def test_every_camera_is_a_device_that_home_assistant_takes(logged_in, simulator, broker):
    result = logged_in.run("watch", "--all", "--count", "1", "--mqtt", broker.url(), simulator=simulator,
                           env=broker.environment)
    assert result.code == 0, result
    retained = broker.retained()
    assert retained[STATUS] == b"offline"
    described = [topic for topic in retained if topic.startswith("homeassistant/")]
    assert len(described) == len(result.lines)
    unique = set()
    for topic in described:
        description = check_description(topic, retained[topic])
        ids = [component["unique_id"] for component in description["components"].values()]
        assert not unique & set(ids) and len(set(ids)) == len(ids)
        unique |= set(ids)
        for component in description["components"].values():
            for key in ("image_topic", "topic", "state_topic", "json_attributes_topic"):
                assert component.get(key, STATUS) in retained, (topic, component)
            if "json_attributes_topic" in component:
                assert not RESERVED & json.loads(retained[component["json_attributes_topic"]]).keys()
        for place in description["availability"]:
            assert retained[place["topic"]] in (b"online", b"offline")
    batteries = json.loads(retained[DESCRIPTION.replace(DRIVEWAY, FRONT_DOOR)])["components"]
    assert "battery" in batteries and "battery" not in json.loads(retained[DESCRIPTION])["components"]


def test_the_picture_and_its_facts_stay_with_the_broker(logged_in, watch, broker):
    with broker.witness() as witness:
        process = watch(broker)
        image = witness.wait_for(IMAGE)
        state = state_with_picture(witness)
        witness.wait_for(STATUS, b"online")
        end(process)
        witness.wait_for(STATUS, b"offline")
    assert process.returncode == 0
    saved = logged_in.work / logged_in.pictures[0]
    assert image.payload == saved.read_bytes()
    assert state["path"] == str(saved) and state["bytes"] == len(image.payload) and state["error"] is None
    assert broker.retained()[IMAGE] == image.payload


def test_a_killed_program_is_offline_and_the_next_one_publishes_what_was_saved(logged_in, simulator, watch, broker):
    with broker.witness() as witness:
        process = watch(broker)
        witness.wait_for(IMAGE)
        before = state_with_picture(witness)
        end(process, signal.SIGKILL)
        witness.wait_for(STATUS, b"offline")
    picture = broker.retained()[IMAGE]
    for topic in (IMAGE, STATE):
        subprocess.run(broker.client("mosquitto_pub", "-t", topic, "-q", "1", "-n", "-r"), check=True,
                       env=mqtt_broker.environment())
    for route in ("next", "image", "timestamps"):
        simulator.fault(route, "status:503*")
    with broker.witness() as witness:
        watch(broker, "--retries", "1")
        assert witness.wait_for(IMAGE).payload == picture
        state = state_with_picture(witness)
    assert state["captured_at"] == before["captured_at"] and state["fresh"] is None


def test_a_broker_that_was_killed_and_has_forgotten_all_gets_it_back(watch, broker):
    with broker.witness() as witness:
        watch(broker)
        picture = witness.wait_for(IMAGE).payload
        state_with_picture(witness)
    broker.kill()
    for file in broker.folder.glob("*.db*"):
        file.unlink()
    broker.start()
    with broker.witness() as witness:
        assert witness.wait_for(IMAGE).payload == picture
        witness.wait_for(STATUS, b"online")
        check_description(DESCRIPTION, witness.wait_for(DESCRIPTION).payload)


def test_a_press_takes_a_fresh_picture_and_a_retained_one_does_not(simulator, watch, broker):
    broker.publish(TAKE, b"PRESS", retain=True)
    with broker.witness() as witness:
        watch(broker)
        assert state_with_picture(witness)["fresh"] is False
        broker.publish(TAKE, b"PRESS")
        state_with_picture(witness, lambda state: state["fresh"])
    forced = [request for request in simulator.requests("/snapshots/next") if "force" in json.dumps(request)]
    assert len(forced) == 1


def test_home_assistant_is_told_again_when_it_has_started(watch, broker):
    with broker.witness() as witness:
        watch(broker)
        state_with_picture(witness)
        known, images = len(witness.of(DESCRIPTION)), len(witness.of(IMAGE))
        broker.publish("homeassistant/status", b"online")
        witness.wait_for(DESCRIPTION, count=known + 1)
        # Pictures are large, and Home Assistant has them from the broker.
        assert not [each for each in witness.of(IMAGE)[images:]]


def test_a_camera_that_is_no_longer_watched_is_taken_back(logged_in, simulator, watch, strict_broker):
    broker = strict_broker
    for _ in range(2):
        result = logged_in.run("watch", "--all", "--count", "1", "--mqtt", broker.url(), simulator=simulator,
                               env=broker.environment)
        assert result.code == 0, result
    gone = DESCRIPTION.replace(DRIVEWAY, FRONT_DOOR)
    with broker.witness() as witness:
        watch(broker)
        witness.wait_for(gone, b"")
        witness.wait_for(f"ring-snapshot/{FRONT_DOOR}/state", b"")
    assert not [topic for topic in broker.retained() if FRONT_DOOR in topic]
    assert broker.retained()[DESCRIPTION]


def test_a_camera_that_another_watch_has_taken_over_stays_a_device(logged_in, simulator, watch, strict_broker):
    broker = strict_broker
    for cameras, prefix in (("--all",), ""), ((FRONT_DOOR,), "cabin"):
        result = logged_in.run("watch", *cameras, "--count", "1", "--mqtt", broker.url(prefix), simulator=simulator,
                               env=broker.environment)
        assert result.code == 0, result
    with broker.witness() as witness:
        watch(broker)
        witness.wait_for(f"ring-snapshot/{FRONT_DOOR}/state", b"")
    retained = broker.retained()
    assert not [topic for topic in retained if topic.startswith(f"ring-snapshot/{FRONT_DOOR}/")]
    assert f"cabin/{FRONT_DOOR}/state" in retained
    description = json.loads(retained[DESCRIPTION.replace(DRIVEWAY, FRONT_DOOR)])
    assert {"topic": "cabin/status"} in description["availability"]


def test_a_wrong_password_is_said_once_and_the_pictures_are_saved(logged_in, simulator, broker):
    result = logged_in.run("watch", DRIVEWAY, "--count", "2", "--every", "10s", "--mqtt", broker.url(),
                           simulator=simulator, env={"RING_SNAPSHOT_MQTT_PASSWORD": "hush-hush"})
    assert result.code == 0, result
    assert result.stderr.count("refuse") == 1 and "hush" not in result.stderr
    assert logged_in.pictures


def test_a_password_without_a_user_is_said_to_need_one(logged_in, simulator, broker):
    url = f"mqtt://localhost:{broker.port}"
    result = logged_in.run("watch", DRIVEWAY, "--count", "1", "--mqtt", url, simulator=simulator,
                           env=broker.environment)
    assert result.code == 0, result
    assert result.stderr.count("the password needs a user in the address: mqtt://USER@HOST") == 1
    assert mqtt_broker.PASSWORD not in result.stderr


@pytest.mark.parametrize("place", ["a port without TLS", "a port for HTTP"])
def test_a_short_run_says_that_nothing_was_published(logged_in, simulator, broker, place):
    url = broker.url().replace("mqtt:", "mqtts:")
    if place == "a port for HTTP":
        url = broker.url(port=simulator.url.rpartition(":")[2])
    result = logged_in.run("watch", DRIVEWAY, "--count", "1", "--mqtt", url, simulator=simulator,
                           env=broker.environment)
    assert result.code == 0, result
    assert logged_in.pictures
    assert result.stderr.count("publish") == 1 and "localhost" in result.stderr
    assert not broker.retained()


def test_a_service_publishes_with_what_was_saved_and_doctor_logs_in_there(logged_in, simulator, broker, tmp_path):
    def run(*arguments):
        result = logged_in.run(*arguments, simulator=simulator)
        assert result.code == 0, result
        return result

    file = tmp_path / "broker-password"
    file.write_text(mqtt_broker.PASSWORD)
    run("watch", DRIVEWAY, "--count", "1", "--mqtt", broker.url(), "--mqtt-password-file", str(file), "--save")
    assert "the broker accepts the connection" in run("doctor").stdout
    plan = run("service", "install", "--print").stdout
    assert "--mqtt" not in plan and mqtt_broker.PASSWORD not in plan
    with broker.witness(STATE) as witness:
        run("watch", "--count", "1")
        # The first one is what the broker retained.
        witness.wait_for(STATE, count=2)
    broker.set_password("another-one")
    file.write_text("another-one")
    broker.stop()
    broker.start()
    run("watch", "--count", "1", "--mqtt-password-file", str(file), "--save")
    assert "the broker accepts the connection" in run("doctor").stdout


def test_doctor_logs_in_and_says_what_is_wrong(logged_in, simulator, broker):
    def doctor(**environment):
        result = logged_in.run("doctor", "--json", simulator=simulator, env={**broker.environment, **environment})
        return next(finding for finding in result.objects if finding["check"] == "mqtt")

    logged_in.change_settings(Mqtt=broker.url())
    assert doctor()["state"] == "ok"
    wrong = doctor(RING_SNAPSHOT_MQTT_PASSWORD="hush-hush")
    assert wrong["state"] == "not_ok" and wrong["exit_code"] == 9 and "hush" not in json.dumps(wrong)
    assert "password" in wrong["message"] + wrong["hint"]
    broker.stop()
    assert "refused" in doctor()["message"]


def test_tls_trusts_the_file_that_is_named_and_nobody_else(logged_in, simulator, watch, start_broker, tmp_path):
    authority = certificates.Authority(tmp_path, "authority")
    broker = start_broker(certificate=authority.server(), authority=authority.file)
    logged_in.change_settings(Mqtt=broker.url())
    result = logged_in.run("doctor", "--json", simulator=simulator, env=broker.environment)
    refused = next(finding for finding in result.objects if finding["check"] == "mqtt")
    assert refused["state"] == "not_ok" and "certificate" in refused["message"]
    with broker.witness() as witness:
        watch(broker, "--mqtt-ca", authority.file)
        witness.wait_for(IMAGE)
