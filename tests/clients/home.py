# SPDX-License-Identifier: Apache-2.0
"""A simulator that clients take for Ring: they ask for Ring's hosts by HTTPS, and reach it."""

import json
import os
import pathlib
import subprocess

import front

HERE = pathlib.Path(__file__).resolve().parent
HOSTS = ("oauth.ring.com", "api.ring.com", "app-snaps.ring.com", "prd-api-us.prd.rings.solutions")
# A client that waits for something that does not come is ended after so many seconds.
PATIENCE = 90


class Failed(Exception):
    """A check that did not see what it wanted to see."""


def expect(condition, *shown):
    if not condition:
        raise Failed(" | ".join(str(text) for text in shown) or "not as expected")


class Certificates:
    """An authority made for the run, and what it issued for all of Ring's hosts."""

    def __init__(self, folder):
        self.folder = folder
        self.authority = front.Authority(folder, "clients-ca")
        self.certificate, self.key = self.authority.issue(*HOSTS)


class Home:
    """A simulator with `options` behind TLS, and the clients of `clients` that run against it."""

    def __init__(self, program, certificates, clients, *options):
        self._certificates = certificates
        self._clients = clients
        self.simulator = front.Simulator(program, *options)
        try:
            self._front = front.Front(
                certificates.folder, self.simulator, certificates.certificate, certificates.key
            )
        except BaseException:
            self.simulator.stop()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._front.stop()
        self.simulator.stop()

    def run(self, step, **given):
        """What came of a step of ring_client_api.mjs, done by a process of its own."""
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(self._certificates.folder),
            "TZ": "UTC",
            "LC_ALL": "C.UTF-8",
            "NODE_EXTRA_CA_CERTS": str(self._certificates.authority.certificate),
            "SIMULATOR_FRONT_PORT": str(self._front.port),
            "SIMULATOR_FRONT_HOSTS": " ".join(HOSTS),
            "CLIENTS_FOLDER": str(self._clients),
        }
        command = ["node", "--require", HERE / "lead_to_simulator.cjs", HERE / "ring_client_api.mjs", step]
        ended = subprocess.run(
            command, input=json.dumps(given).encode(), env=environment, capture_output=True,
            timeout=PATIENCE, check=False,
        )
        expect(ended.returncode == 0, f"{step}: exit {ended.returncode}", ended.stderr.decode()[-2000:])
        return json.loads(ended.stdout)

    def good(self, step, **given):
        """What a step got."""
        answer = self.run(step, **given)
        expect("error" not in answer, f"{step}: {answer}")
        return answer["result"]

    def refused(self, step, *, words="", status=None, **given):
        """Wants the step to end with an error of the client that has `words` and that HTTP status."""
        answer = self.run(step, **given)
        expect("error" in answer, f"{step}: no error, but {str(answer)[:300]}")
        expect(words in answer["error"], f"{step}: {answer['error']}", f"wanted: {words}")
        expect(answer.get("status") == status, f"{step}: {answer}", f"wanted: status {status}")

    def log_in(self):
        """A refresh token, as the client wraps it."""
        return self.good("login", **USER, codes=[CODE])["refreshToken"]

    def state(self):
        return self.simulator.control("GET", "state")

    def camera_state(self, camera):
        return next(entry for entry in self.state()["cameras"] if entry["id"] == camera)

    def requests(self):
        return self.simulator.control("GET", "requests")

    def change(self, **members):
        self.simulator.control("POST", "state", members)


USER = {"email": "demo@example.com", "password": "demo-password"}
CODE = "123456"
