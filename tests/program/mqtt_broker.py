# SPDX-License-Identifier: Apache-2.0
"""A real MQTT broker for tests: mosquitto, as scripts/fetch-servers unpacks it, with its own clients as witnesses."""

import contextlib
import os
import pathlib
import queue
import secrets
import signal
import subprocess
import threading

from object_store import SERVERS, free_ports

ROOT = SERVERS / "mosquitto"
USER = "cameras"
PASSWORD = "testing-the-messages"

CONFIGURATION = """{user}
listener {port} 127.0.0.1
allow_anonymous false
password_file {folder}/passwords
persistence true
persistence_location {folder}/
autosave_on_changes true
autosave_interval 1
log_dest stderr
log_type all
{more}
"""


def is_available():
    return (ROOT / "complete").exists()


def environment():
    library = next((ROOT / "usr/lib").glob("*-linux-gnu*"))
    return {"PATH": os.environ.get("PATH", ""), "LD_LIBRARY_PATH": str(library)}


class Broker:
    """A running broker with one user, on a free port, the same one after each start.

    `certificate` is a file with a certificate, its chain and its key: then it speaks TLS. `more` are further lines of
    its configuration.
    """

    def __init__(self, folder, certificate=None, authority=None, more=""):
        self.folder = pathlib.Path(folder) / "broker"
        self.folder.mkdir()
        self.authority = authority
        self.process = None
        if certificate is not None:
            more += f"\ncertfile {certificate}\nkeyfile {certificate}\n"
        self.set_password(PASSWORD)
        # Another process may take a port that is free now.
        for attempt in range(5):
            self.port = free_ports(1)[0]
            user = "user root" if os.geteuid() == 0 else ""
            (self.folder / "conf").write_text(
                CONFIGURATION.format(port=self.port, folder=self.folder, user=user, more=more))
            try:
                return self.start()
            except AssertionError:
                if attempt == 4:
                    raise

    @property
    def scheme(self):
        return "mqtts" if self.authority else "mqtt"

    def url(self, prefix="", user=USER, port=None):
        return f"{self.scheme}://{user}@localhost:{port or self.port}" + (f"/{prefix}" if prefix else "")

    @property
    def environment(self):
        """What the program is told of the broker."""
        return {"RING_SNAPSHOT_MQTT_PASSWORD": PASSWORD}

    def set_password(self, password):
        """For the next start, or after reload()."""
        file = self.folder / "passwords"
        file.unlink(missing_ok=True)
        subprocess.run([ROOT / "usr/bin/mosquitto_passwd", "-b", "-c", file, USER, password], env=environment(),
                       check=True, capture_output=True)
        file.chmod(0o644)

    def start(self):
        assert self.process is None
        self.process = subprocess.Popen([ROOT / "usr/sbin/mosquitto", "-c", self.folder / "conf"], env=environment(),
                                        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                                        text=True, errors="replace")
        self.log = []
        self.lines = queue.Queue()
        self.reader = threading.Thread(target=self.read_log, args=(self.process.stderr,), daemon=True)
        self.reader.start()
        try:
            self.wait_for_log(" running")
        except AssertionError:
            self.kill()
            raise

    def read_log(self, pipe):
        for line in pipe:
            self.log.append(line)
            self.lines.put(line)
        self.lines.put(None)

    def wait_for_log(self, words, seconds=30):
        """Waits for a line with these words after the last one that was waited for."""
        while True:
            try:
                line = self.lines.get(timeout=seconds)
            except queue.Empty:
                line = None
            assert line is not None, f"{words!r} is not in: {''.join(self.log)}"
            if words in line:
                return line

    def end(self, number):
        if self.process is not None:
            self.process.send_signal(number)
            self.process.wait(timeout=20)
            self.reader.join(20)
            self.process = None

    def kill(self):
        self.end(signal.SIGKILL)

    def stop(self):
        self.end(signal.SIGTERM)

    def reload(self):
        """Reads the passwords anew."""
        self.process.send_signal(signal.SIGHUP)

    def client(self, name, *options):
        words = [ROOT / "usr/bin" / name, "-h", "localhost", "-p", self.port, "-u", USER, "-P", PASSWORD]
        words += ["--cafile", self.authority] if self.authority else []
        return [str(word) for word in [*words, *options]]

    def publish(self, topic, payload, retain=False):
        subprocess.run(self.client("mosquitto_pub", "-t", topic, "-q", "1", "-s", *(["-r"] if retain else [])),
                       input=payload, env=environment(), check=True, timeout=30)

    @contextlib.contextmanager
    def witness(self, topics="#"):
        """Whoever is told of all messages to these topics while this lasts, retained ones first."""
        witness = Witness(self, topics)
        try:
            yield witness
        finally:
            witness.end()

    def retained(self, topics="#"):
        """What the broker keeps: the payload of each topic."""
        # The witness's own message comes after all that is retained.
        mark = "witness/mark"
        with self.witness(topics) as witness:
            self.publish(mark, b"here")
            witness.wait_for(mark)
            return {message.topic: message.payload for message in witness.messages if message.retained}


class Message:
    def __init__(self, line):
        retained, topic, payload = line.rstrip("\n").split("\t")
        self.retained = retained == "1"
        self.topic = topic
        self.payload = bytes.fromhex(payload)

    def __repr__(self):
        return f"<{self.topic}: {self.payload[:80]!r}{' retained' if self.retained else ''}>"


class Witness:
    """mosquitto_sub, which tells of messages as they come."""

    def __init__(self, broker, topics):
        self.messages = []
        self.changed = threading.Condition()
        name = f"witness-{secrets.token_hex(4)}"
        words = broker.client("mosquitto_sub", "-i", name, "-q", "1", "-t", topics, "-t", "witness/mark",
                              "-F", "%r\t%t\t%x")
        self.process = subprocess.Popen(words, env=environment(), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                        stderr=subprocess.DEVNULL, text=True)
        self.reader = threading.Thread(target=self.read, daemon=True)
        self.reader.start()
        # It tells nobody when it has subscribed, but the broker does.
        broker.wait_for_log(f"Sending SUBACK to {name}")

    def read(self):
        for line in self.process.stdout:
            with self.changed:
                self.messages.append(Message(line))
                self.changed.notify_all()

    def wait_for(self, topic, payload=None, count=1, seconds=30):
        """The newest message to `topic`, with this payload if there is one, once there are so many."""
        def found():
            fitting = [each for each in self.messages
                       if each.topic == topic and payload in (None, each.payload)]
            return fitting[-1] if len(fitting) >= count else None

        with self.changed:
            assert self.changed.wait_for(lambda: found() is not None, seconds), (topic, self.messages)
            return found()

    def of(self, topic):
        with self.changed:
            return [each for each in self.messages if each.topic == topic]

    def end(self):
        self.process.kill()
        self.process.wait()
        self.reader.join(20)
