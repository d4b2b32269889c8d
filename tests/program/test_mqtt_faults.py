# SPDX-License-Identifier: Apache-2.0
"""Publishing to a real mosquitto that is away, silent, slow, cuts connections, refuses or dies."""

import contextlib
import signal
import subprocess
import threading
import time

import certificates
import mqtt_broker
import object_store
import proof
import pytest
import way_faults
from conftest import DRIVEWAY

pytestmark = pytest.mark.skipif(not mqtt_broker.is_available(), reason="needs a server: scripts/fetch-servers")

IMAGE = f"ring-snapshot/{DRIVEWAY}/image"
STATE = f"ring-snapshot/{DRIVEWAY}/state"
STATUS = "ring-snapshot/status"


@pytest.fixture
def simulator(start_simulator):
    return start_simulator("--picture-size", "1280x720")


@pytest.fixture
def start_broker(tmp_path):
    with contextlib.ExitStack() as stack:
        def start(**options):
            broker = mqtt_broker.Broker(tmp_path, **options)
            stack.callback(broker.kill)
            return broker

        yield start


@pytest.fixture
def broker(start_broker):
    return start_broker()


class Watch:
    """A watch of one camera that publishes, and what it says."""

    def __init__(self, program, simulator, url, *options, **environment):
        self.program = program
        self.said = []
        self.changed = threading.Condition()
        environment = {"RING_SNAPSHOT_MQTT_PASSWORD": mqtt_broker.PASSWORD, **environment}
        self.process = program.start("watch", DRIVEWAY, "--every", "10s", "--fresh", "--mqtt", url, *options,
                                     simulator=simulator, env=environment, stdout=subprocess.DEVNULL, text=True)
        self.reader = threading.Thread(target=self.read, daemon=True)
        self.reader.start()

    def read(self):
        for line in self.process.stderr:
            with self.changed:
                self.said.append(line)
                self.changed.notify_all()

    def wait_for(self, words, seconds=90):
        with self.changed:
            assert self.changed.wait_for(lambda: self.count(words) > 0, seconds), self.said

    def count(self, words):
        return sum(words in line for line in self.said)

    def wait_for_picture(self, known=0):
        """Waits until more pictures than `known` are saved."""
        end = time.monotonic() + 60
        while len(self.pictures) <= known:
            assert time.monotonic() < end and self.process.poll() is None, self.said
            time.sleep(0.05)

    @property
    def pictures(self):
        return [(self.program.work / name).read_bytes() for name in self.program.pictures if name.suffix == ".jpg"]

    def kill(self):
        self.process.kill()
        self.process.wait()
        self.reader.join(20)

    def end(self):
        """Ends as services are ended; the exit code."""
        self.process.terminate()
        try:
            return self.process.wait(timeout=30)
        finally:
            self.kill()


@pytest.fixture
def watch(logged_in, simulator):
    with contextlib.ExitStack() as stack:
        def start(url, *options, **environment):
            started = Watch(logged_in, simulator, url, *options, **environment)
            stack.callback(started.kill)
            return started

        yield start


class Fault(way_faults.Fault):
    """What goes wrong between a watch and its broker."""

    #: What comes of it, in docs/reliability.md.
    outcome = "the newest picture is there when it is over"
    #: Further lines of the broker's configuration.
    configuration = ""
    environment = {}
    #: Whether the watch goes on to publish when the fault is healed.
    is_overcome = True
    #: Whether there is something between the two, which does not pass on how the broker ends connections.
    is_on_the_way = True


class Refused(way_faults.Refused, Fault):
    words = "cannot connect to localhost:"


class Silent(way_faults.Silent, Fault):
    words = "does not answer an MQTT login"


class Cut(way_faults.Cut, Fault):
    words = "broke off"


class Slow(way_faults.Slow, Fault):
    pass


class WrongLogin(Fault):
    title = "the login is wrong"
    words = "refuses the login"
    environment = {"RING_SNAPSHOT_MQTT_PASSWORD": "another-one"}
    outcome = "nothing; tried again every ten minutes"
    # The next try is ten minutes later.
    is_overcome = False


class TooLarge(Fault):
    title = "the broker takes no message as large as the picture"
    words = "so it is left out"
    is_long = True
    # More than any message has but the picture.
    configuration = "max_packet_size 15000"
    outcome = "everything but the picture is there"
    # The broker stays as it is.
    is_overcome = False
    is_on_the_way = False


FAULTS = (Refused, Cut, Slow, WrongLogin, Silent, TooLarge)


@pytest.mark.parametrize("kind", [kind for kind in FAULTS if proof.is_complete() or not kind.is_long],
                         ids=lambda kind: kind.__name__)
def test_a_fault_is_told_once_and_holds_up_no_camera(start_broker, watch, kind):
    broker = start_broker(more=kind.configuration)
    way = object_store.Way(broker.port)
    fault = kind(broker, way)
    publishing = watch(broker.url(port=way.port if kind.is_on_the_way else broker.port), **kind.environment)
    # Two rounds take ten seconds more.
    publishing.wait_for_picture(known=1 if proof.is_complete() else 0)
    if kind.words:
        publishing.wait_for(kind.words)
    fault.heal()
    with broker.witness(f"ring-snapshot/{DRIVEWAY}/#") as witness:
        if kind is TooLarge:
            witness.wait_for(STATE)
        if kind.is_overcome:
            assert witness.wait_for(IMAGE, seconds=60).payload in publishing.pictures
    assert publishing.end() == 0
    way.close()
    assert publishing.count(kind.words) == (1 if kind.words else len(publishing.said)), publishing.said
    assert (IMAGE in broker.retained()) == kind.is_overcome
    assert broker.retained().get(STATUS, b"offline") == b"offline"
    assert mqtt_broker.PASSWORD not in "".join(publishing.said)
    record(fault.title, proof.told(publishing.said, kind.words), fault.outcome)


def record(fault, said, outcome):
    proof.record("mqtt", fault, {"fault": fault, "said": said, "outcome": outcome})


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGKILL], ids=["restarted", "killed"])
def test_a_broker_that_comes_back_has_everything_again(broker, watch, end):
    publishing = watch(broker.url())
    with broker.witness(IMAGE) as witness:
        witness.wait_for(IMAGE)
    broker.end(end)
    (broker.folder / "mosquitto.db").unlink(missing_ok=True)
    broker.start()
    with broker.witness("ring-snapshot/#") as witness:
        witness.wait_for(STATUS, b"online")
        assert witness.wait_for(IMAGE).payload in publishing.pictures
        assert publishing.end() == 0
        witness.wait_for(STATUS, b"offline")
    assert publishing.count("cannot connect") <= 1
    assert not publishing.count("broke off"), publishing.said
    what = "restarted" if end == signal.SIGTERM else "killed"
    record(f"the broker is {what}, and has forgotten everything", proof.told(publishing.said, "cannot connect"),
           "everything is there again")


def test_a_watch_that_is_killed_is_told_to_be_offline_and_the_next_one_takes_over(broker, watch):
    first = watch(broker.url())
    with broker.witness("ring-snapshot/#") as witness:
        witness.wait_for(STATUS, b"online")
        witness.wait_for(IMAGE)
        first.kill()
        witness.wait_for(STATUS, b"offline")
    assert broker.retained()[IMAGE] in first.pictures
    second = watch(broker.url())
    with broker.witness("ring-snapshot/#") as witness:
        witness.wait_for(STATUS, b"online")
        assert broker.retained()[IMAGE] in first.pictures
    assert second.end() == 0
    assert broker.retained()[STATUS] == b"offline"
    record("the watch is killed", "", "the broker says that it is offline; the picture stays")


def test_tls_checks_the_certificate_of_the_broker(tmp_path, start_broker, watch):
    authority = certificates.Authority(tmp_path, "authority")
    broker = start_broker(certificate=authority.server(), authority=authority.file)
    trusting = watch(broker.url(), "--mqtt-ca", authority.file)
    with broker.witness(IMAGE) as witness:
        assert witness.wait_for(IMAGE).payload in trusting.pictures
    assert trusting.end() == 0 and not trusting.count("broker"), trusting.said
    doubting = watch(broker.url())
    words = "is not signed by an authority that this system trusts"
    doubting.wait_for(words)
    doubting.wait_for_picture()
    assert doubting.end() == 0
    record("the certificate is of an unknown authority", proof.told(doubting.said, words), "nothing")
