# SPDX-License-Identifier: Apache-2.0
"""A real object store for tests: OpenStack Swift with its S3 middleware, as scripts/fetch-servers unpacks it.

It checks signatures, hashes of bodies, regions and clocks. What is in its buckets is looked at by Swift's own
interface, which shares nothing with the one that the program uses. ceph_store.py has another one.
"""

import contextlib
import fcntl
import json
import os
import pathlib
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request

SERVERS = pathlib.Path(os.environ.get("RING_SNAPSHOT_SERVERS", "build/servers")).resolve()
ROOT = SERVERS / "swift"
STARTER = pathlib.Path(__file__).with_name("swift_server.py")
ACCOUNT = "test"
USER = "tester"
ACCESS_KEY = f"{ACCOUNT}:{USER}"
SECRET_KEY = "testing-the-uploads"
REGION = "us-east-1"

PROXY = """[DEFAULT]
bind_ip = 127.0.0.1
bind_port = {port}
workers = 0
swift_dir = {folder}
log_level = ERROR
user = {user}
[pipeline:main]
pipeline = catch_errors proxy-logging cache listing_formats s3api tempauth copy container-quotas bulk slo dlo proxy-logging proxy-server
[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
[filter:catch_errors]
use = egg:swift#catch_errors
[filter:proxy-logging]
use = egg:swift#proxy_logging
access_log_level = ERROR
[filter:cache]
use = egg:swift#memcache
memcache_servers = 127.0.0.1:{memcached}
[filter:listing_formats]
use = egg:swift#listing_formats
[filter:s3api]
use = egg:swift#s3api
s3_acl = false
location = {region}
[filter:tempauth]
use = egg:swift#tempauth
user_{account}_{name} = {key} .admin
user_{account}_reader = {key}
[filter:copy]
use = egg:swift#copy
[filter:container-quotas]
use = egg:swift#container_quotas
[filter:bulk]
use = egg:swift#bulk
[filter:slo]
use = egg:swift#slo
[filter:dlo]
use = egg:swift#dlo
"""

STORAGE = """[DEFAULT]
bind_ip = 127.0.0.1
bind_port = {port}
workers = 0
swift_dir = {folder}
devices = {folder}/devices
mount_check = false
log_level = ERROR
user = {user}
fallocate_reserve = 0
disable_fallocate = true
[pipeline:main]
pipeline = {kind}-server
[app:{kind}-server]
use = egg:swift#{kind}
"""

RINGS = """
import sys
from swift.common.ring import RingBuilder
folder = sys.argv[1]
for kind, port in zip(("account", "container", "object"), sys.argv[2:]):
    builder = RingBuilder(1, 1, 0)
    builder.add_dev({"id": 0, "region": 1, "zone": 1, "weight": 1, "ip": "127.0.0.1", "port": int(port),
                     "device": "d"})
    builder.rebalance()
    builder.get_ring().save(f"{folder}/{kind}.ring.gz")
"""


def is_available():
    return (ROOT / "complete").exists()


def free_ports(count):
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


@contextlib.contextmanager
def shared(kind, folder):
    """One store of a kind for all processes that name the same folder, until the last of them ends."""
    state = folder / "store.json"
    with open(folder / "store.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        known = json.loads(state.read_text()) if state.exists() else None
        store = kind(known)
        state.write_text(json.dumps({**store.state, "users": (known or {"users": 0})["users"] + 1}))
    try:
        yield store
    finally:
        with open(folder / "store.lock", "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            known = json.loads(state.read_text())
            known["users"] -= 1
            if known["users"] == 0:
                state.unlink()
                store.stop()
            else:
                state.write_text(json.dumps(known))


class Store:
    """A running store. Its buckets are made by make_bucket() and are the caller's own.

    `known` is the state of one that another process has started.
    """

    def __init__(self, known=None):
        self.processes = []
        self.token = None
        if known is not None:
            self.folder = pathlib.Path(known["folder"])
            self.port, self.pids = known["port"], known["pids"]
            return
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="ring-snapshot-store-"))
        self.pids = []
        try:
            self.start()
        except BaseException:
            self.stop()
            raise

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def run(self, words):
        log = open(self.folder / "log", "ab")
        self.processes.append(subprocess.Popen(words, env=self.environment(), stdin=subprocess.DEVNULL, stdout=log,
                                               stderr=log, cwd=self.folder))
        self.pids.append(self.processes[-1].pid)
        log.close()

    def wait_for(self, ports):
        end = time.monotonic() + 60
        for port in ports:
            while True:
                assert all(each.poll() is None for each in self.processes), self.log
                try:
                    socket.create_connection(("127.0.0.1", port), 1).close()
                    break
                except OSError:
                    assert time.monotonic() < end, self.log
                    time.sleep(0.05)

    @property
    def state(self):
        return {"folder": str(self.folder), "port": self.port, "pids": self.pids}

    @property
    def log(self):
        return (self.folder / "log").read_text(errors="replace")

    def stop(self):
        for pid in self.pids:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        for process in self.processes:
            process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def call(self, method, path, headers=None, body=None):
        """A request of Swift's own interface."""
        if self.token is None:
            answer = self.open(urllib.request.Request(f"{self.url}/auth/v1.0", headers={
                "X-Auth-User": ACCESS_KEY, "X-Auth-Key": SECRET_KEY}))
            self.token, self.place = answer.headers["X-Auth-Token"], answer.headers["X-Storage-Url"]
        return self.open(urllib.request.Request(
            f"{self.place}/{urllib.parse.quote(path)}", method=method, data=body,
            headers={"X-Auth-Token": self.token, **(headers or {})}))

    def open(self, request):
        return urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=30)

    def make_bucket(self):
        bucket = Bucket(self, f"pictures-{secrets.token_hex(4)}")
        bucket.make()
        return bucket


class Swift(Store):
    def environment(self):
        library = next((ROOT / "usr/lib").glob("*-linux-gnu*"))
        return {"PATH": os.environ.get("PATH", ""), "LD_LIBRARY_PATH": str(library), "PYTHONNOUSERSITE": "1",
                "PYTHONPATH": str(ROOT / "usr/lib/python3/dist-packages")}

    def start(self):
        (self.folder / "devices/d").mkdir(parents=True, exist_ok=True)
        self.port, memcached, *storage = free_ports(5)
        (self.folder / "swift.conf").write_text("[swift-hash]\nswift_hash_path_suffix = tests\n")
        subprocess.run(["/usr/bin/python3", "-c", RINGS, self.folder, *map(str, storage)], check=True,
                       env=self.environment(), stdout=subprocess.DEVNULL)
        self.run([ROOT / "usr/bin/memcached", "-l", "127.0.0.1", "-p", str(memcached), "-U", "0", "-m", "16",
                  *(["-u", "root"] if os.geteuid() == 0 else [])])
        user = subprocess.run(["id", "-un"], capture_output=True, text=True, check=True).stdout.strip()
        for kind, port in zip(("account", "container", "object"), storage):
            self.run_server(kind, STORAGE.format(kind=kind, port=port, folder=self.folder, user=user))
        self.run_server("proxy", PROXY.format(port=self.port, memcached=memcached, folder=self.folder, user=user,
                                              region=REGION, account=ACCOUNT, name=USER, key=SECRET_KEY))
        self.wait_for([self.port, memcached, *storage])

    def run_server(self, kind, text):
        conf = self.folder / f"{kind}-server.conf"
        conf.write_text(text)
        self.run(["/usr/bin/python3", STARTER, ROOT / f"usr/bin/swift-{kind}-server", self.folder / "swift.conf",
                  conf])


class Way:
    """A way to a store that can be made bad: a port that passes bytes on."""

    def __init__(self, port):
        self.target = port
        #: None, "cut" in the middle of what is sent, "slow", or "silent".
        self.fault = None
        self.port = 0
        self.open()
        self.url = f"http://127.0.0.1:{self.port}"

    def open(self):
        """Takes connections, at the same address each time."""
        self.listener = socket.create_server(("127.0.0.1", self.port))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.serve, args=(client,), daemon=True).start()

    def serve(self, client):
        with client, contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.target)) as server:
            back = threading.Thread(target=self.pass_on, args=(server, client), daemon=True)
            back.start()
            sent = 0
            while data := client.recv(4096):
                sent += len(data)
                if self.fault == "silent" or (self.fault == "cut" and sent > 2000):
                    if self.fault == "cut":
                        client.shutdown(socket.SHUT_RDWR)
                        return
                    continue
                if self.fault == "slow":
                    time.sleep(0.1)
                server.sendall(data)
            server.shutdown(socket.SHUT_WR)
            back.join(10)

    def pass_on(self, source, target):
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                target.sendall(data)
            target.shutdown(socket.SHUT_WR)

    def close(self):
        """Refuses connections from now on."""
        with contextlib.suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()


class Bucket:
    """A bucket as Swift itself shows it."""

    def __init__(self, store, name):
        self.store = store
        self.name = name

    @property
    def environment(self):
        """What the program is told of the store."""
        return {"AWS_ACCESS_KEY_ID": ACCESS_KEY, "AWS_SECRET_ACCESS_KEY": SECRET_KEY, "AWS_REGION": REGION,
                "AWS_ENDPOINT_URL_S3": self.store.url}

    def url(self, prefix=""):
        return f"s3://{self.name}" + (f"/{prefix}" if prefix else "")

    @property
    def keys(self):
        with self.store.call("GET", self.name, {"Accept": "application/json"}) as answer:
            text = answer.read()
        return [each["name"] for each in json.loads(text)] if text else []

    def read(self, key):
        with self.store.call("GET", f"{self.name}/{key}") as answer:
            return answer.read()

    def facts(self, key):
        """Its headers, among them the metadata."""
        with self.store.call("HEAD", f"{self.name}/{key}") as answer:
            return {name.lower(): value for name, value in answer.headers.items()}

    def put(self, key, body):
        self.store.call("PUT", f"{self.name}/{key}", body=body).close()

    def make(self):
        self.store.call("PUT", self.name).close()

    def drop(self):
        """Deletes the bucket, which is empty."""
        self.store.call("DELETE", self.name).close()

    def delete(self, key):
        self.store.call("DELETE", f"{self.name}/{key}").close()

    def limit(self, count):
        """Takes no more than so many bytes from now on."""
        self.store.call("POST", self.name, {"X-Container-Meta-Quota-Bytes": str(count)}).close()


if __name__ == "__main__":
    swift = Swift()
    bucket = swift.make_bucket()
    print("\n".join(f"export {name}={value}" for name, value in bucket.environment.items()))
    print(f"# {bucket.url()}", flush=True)
    try:
        sys.stdin.read()
    finally:
        swift.stop()
