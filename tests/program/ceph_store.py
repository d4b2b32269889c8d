# SPDX-License-Identifier: Apache-2.0
"""Another real object store for tests: the gateway of Ceph, as "scripts/fetch-servers ceph" unpacks it.

Unlike Swift it knows If-None-Match. It speaks Swift's interface as well, by which tests look into its buckets.
"""

import os
import subprocess
import uuid

from object_store import ACCESS_KEY, ACCOUNT, SECRET_KEY, SERVERS, Store, free_ports

ROOT = SERVERS / "ceph"
#: Whether tests are to go to this store.
IS_CHOSEN = os.environ.get("RING_SNAPSHOT_OBJECT_STORE") == "ceph"

CONFIGURATION = """[global]
fsid = {cluster}
mon host = v2:127.0.0.1:{monitor}
public addr = 127.0.0.1
auth cluster required = cephx
auth service required = cephx
auth client required = cephx
keyring = {folder}/keyring
run dir = {folder}
admin socket =
log file =
log to stderr = true
err to stderr = true
mon data = {folder}/monitor
mon data avail crit = 0
osd data = {folder}/disk
osd objectstore = memstore
osd pool default size = 1
osd pool default pg num = 1
osd pool default pg autoscale mode = off
osd crush chooseleaf type = 0
mon allow pool size one = true
mon max pg per osd = 1000
plugin dir = {library}/ceph
erasure code dir = {library}/ceph/erasure-code
osd class dir = {library}/rados-classes
rgw frontends = beast endpoint=127.0.0.1:{port}
rgw bucket quota ttl = 0
"""


def is_available():
    return (ROOT / "complete").exists()


def library():
    return next((ROOT / "usr/lib").glob("*-linux-gnu*"))


class Ceph(Store):
    """A monitor, a disk in memory and the gateway."""

    def environment(self):
        places = (library(), library() / "ceph", ROOT / "lib" / library().name)
        return {"LD_LIBRARY_PATH": ":".join(map(str, places))}

    def start(self):
        monitor, self.port = free_ports(2)
        cluster = str(uuid.uuid4())
        for name in ("monitor", "disk"):
            (self.folder / name).mkdir()
        self.configuration = self.folder / "ceph.conf"
        self.configuration.write_text(CONFIGURATION.format(
            cluster=cluster, monitor=monitor, port=self.port, folder=self.folder, library=library()))
        keys, monitors, disks = (self.folder / name for name in ("keyring", "monitors", "disks"))
        for name, more in (("mon.", ["--create-keyring"]), ("osd.0", []), ("client.admin", []), ("client.gateway", [])):
            allowed = [word for what in ("mon", "osd") for word in ("--cap", what, "allow *")]
            self.call_tool("ceph-authtool", keys, *more, "--gen-key", "-n", name, *allowed)
        self.call_tool("monmaptool", "--create", "--fsid", cluster, "--addv", "a", f"[v2:127.0.0.1:{monitor}]", monitors)
        self.call_tool("osdmaptool", "--createsimple", "1", disks)
        self.call_tool("ceph-mon", *self.named("mon.a"), "--mkfs", "--monmap", monitors, "--osdmap", disks)
        self.run_daemon("ceph-mon", "mon.a")
        self.call_tool("ceph-osd", *self.named("osd.0"), "--mkfs")
        self.run_daemon("ceph-osd", "osd.0")
        self.run_daemon("radosgw", "client.gateway")
        user = ("--uid", ACCOUNT, "--secret", SECRET_KEY)
        self.call_tool("radosgw-admin", *self.named("client.admin"), "user", "create", "--display-name", ACCOUNT,
                       "--access-key", ACCESS_KEY, *user)
        self.call_tool("radosgw-admin", *self.named("client.admin"), "subuser", "create", "--subuser", ACCESS_KEY,
                       "--access", "full", "--key-type", "swift", *user)
        self.wait_for([self.port])

    def named(self, name):
        return ["-c", self.configuration, "-n", name]

    def call_tool(self, name, *words):
        subprocess.run([ROOT / "usr/bin" / name, *words], check=True, env=self.environment(), timeout=120,
                       stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def run_daemon(self, program, name):
        self.run([ROOT / "usr/bin" / program, *self.named(name), "-f"])
