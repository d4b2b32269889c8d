# SPDX-License-Identifier: Apache-2.0
"""ring-simulator behind TLS and HTTP/2, at a distance that can be chosen."""

import json
import os
import pathlib
import socket
import subprocess
import time
import urllib.request

from delaying_proxy import DelayingProxy

FIRST_CAMERA = 600000001
TOKEN = "a-refresh-token-for-measuring"


def make_certificates(folder):
    """An authority and a certificate of 127.0.0.1 that it signed, both good for a day."""

    def openssl(*arguments):
        subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)

    key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    openssl("req", "-x509", *key, "-keyout", "ca.key", "-out", "ca.pem", "-days", "1",
            "-subj", "/CN=A private authority")
    openssl("req", *key, "-keyout", "front.key", "-out", "front.csr", "-subj", "/CN=127.0.0.1")
    (folder / "front.ext").write_text("subjectAltName=IP:127.0.0.1\n")
    openssl("x509", "-req", "-in", "front.csr", "-CA", "ca.pem", "-CAkey", "ca.key",
            "-CAcreateserial", "-out", "front.pem", "-days", "1", "-extfile", "front.ext")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Front:
    """A simulator with `cameras` cameras and what stands before it; stop() ends all of it."""

    def __init__(self, simulator, folder, cameras, capture_delay=1):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(parents=True)
        self.cameras = cameras
        self._simulator = subprocess.Popen(
            [simulator, "--quiet", "--cameras", str(cameras), "--refresh-token", TOKEN,
             "--grace", "-1", "--capture-delay-wired", str(capture_delay),
             "--capture-delay-battery", str(capture_delay)],
            stdout=subprocess.PIPE)
        first = self._simulator.stdout.readline().decode().strip()
        self.control_url = first.removeprefix("listening on ")
        make_certificates(self.folder)
        port = free_port()
        self._tls = subprocess.Popen(
            ["nghttpx", "--conf=/dev/null", "--workers=1", "--log-level=ERROR",
             f"--frontend=127.0.0.1,{port}",
             f"--backend=127.0.0.1,{self.control_url.rsplit(':', 1)[1]}",
             self.folder / "front.key", self.folder / "front.pem"],
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        self._wait_for(port)
        self.proxy = DelayingProxy(port)
        self.url = f"https://127.0.0.1:{self.proxy.port}"

    def _wait_for(self, port):
        end = time.monotonic() + 20
        while self._tls.poll() is None and time.monotonic() < end:
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                return
            except OSError:
                time.sleep(0.02)
        self._tls.terminate()
        raise SystemExit("nghttpx does not start: " + self._tls.stderr.read().decode())

    def environment(self):
        """What a client of this server runs with; nothing of ours that could disturb it."""
        return {"PATH": os.environ["PATH"], "HOME": str(self.folder), "TZ": "UTC", "LC_ALL": "C.UTF-8",
                "RING_SNAPSHOT_SERVER": self.url, "SSL_CERT_FILE": str(self.folder / "ca.pem"),
                "RING_SNAPSHOT_SETTINGS": str(self.folder / "Settings.json")}

    def call(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.control_url + path, data, method=method)
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(request, timeout=60) as answer:
            text = answer.read()
        return json.loads(text) if text else None

    def count_anew(self):
        self.call("DELETE", "/simulator/requests")
        self.proxy.count_anew()

    def requests(self):
        return self.call("GET", "/simulator/requests")

    def newest_capture_ms(self):
        """When the first camera's newest picture was captured."""
        cameras = self.call("GET", "/simulator/state")["cameras"]
        return next(c for c in cameras if c["id"] == FIRST_CAMERA)["capture_time_ms"]

    def capture_anew(self):
        """Gives the first camera a picture a second newer than its last one."""
        self.call("POST", "/simulator/state",
                  {"camera": FIRST_CAMERA, "capture_time_ms": self.newest_capture_ms() + 1000})

    def stop(self):
        self.proxy.stop()
        for process in (self._tls, self._simulator):
            process.terminate()
            process.wait()
