# SPDX-License-Identifier: Apache-2.0
"""ring-simulator behind servers that speak TLS and HTTP/2, with certificates of a CA made for the run."""

import json
import pathlib
import socket
import subprocess
import time
import urllib.request

HOST = "localhost"


class Authority:
    """A certificate authority that nobody trusts who is not told to."""

    def __init__(self, folder, name):
        self.folder = pathlib.Path(folder)
        self.certificate = self.folder / f"{name}.pem"
        self.key = self.folder / f"{name}.key"
        openssl(
            "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30",
            "-subj", f"/CN={name}", "-keyout", self.key, "-out", self.certificate,
        )

    def issue(self, host, *more_hosts):
        """The certificate and the key of a server of that name, or of those names."""
        certificate, key = self.folder / f"{host}.pem", self.folder / f"{host}.key"
        request, extensions = self.folder / f"{host}.csr", self.folder / f"{host}.ext"
        openssl(
            "req", "-newkey", "rsa:2048", "-nodes", "-subj", f"/CN={host}",
            "-keyout", key, "-out", request,
        )
        names = ",".join(f"DNS:{name}" for name in (host, *more_hosts))
        extensions.write_text(
            f"subjectAltName={names}\nbasicConstraints=critical,CA:FALSE\n"
            "extendedKeyUsage=serverAuth\n"
        )
        openssl(
            "x509", "-req", "-in", request, "-CA", self.certificate, "-CAkey", self.key,
            "-CAcreateserial", "-days", "30", "-extfile", extensions, "-out", certificate,
        )
        return certificate, key


def openssl(*arguments):
    subprocess.run(["openssl", *map(str, arguments)], check=True, capture_output=True)


class Simulator:
    """A running ring-simulator and its control interface."""

    def __init__(self, program, *options):
        self.process = subprocess.Popen(
            [program, "--picture-size", "320x180", "--quiet", *options], stdout=subprocess.PIPE
        )
        self.url = self.process.stdout.readline().decode().strip().removeprefix("listening on ")
        self.port = int(self.url.rsplit(":", 1)[1])

    def control(self, method, path, body=None):
        """What the control interface answers."""
        request = urllib.request.Request(
            f"{self.url}/simulator/{path}",
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json"},
        )
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        text = opener.open(request, timeout=20).read()
        return json.loads(text) if text else None

    def fault(self, route, *faults):
        self.control("POST", "faults", {"route": route, "faults": list(faults)})

    def stop(self):
        self.process.terminate()
        self.process.wait()


class Front:
    """nghttpx before the simulator: TLS of the given versions, HTTP/2 where the client wants it."""

    def __init__(self, folder, simulator, certificate, key, versions=("TLSv1.2", "TLSv1.3")):
        self.port = free_port()
        self.url = f"https://{HOST}:{self.port}"
        self._log = pathlib.Path(folder) / f"front-{self.port}.log"
        self.process = subprocess.Popen(
            [
                "nghttpx", "--conf=/dev/null", "--workers=1", "--errorlog-file=/dev/null",
                f"--frontend=127.0.0.1,{self.port}", f"--backend=127.0.0.1,{simulator.port}",
                f"--tls-min-proto-version={versions[0]}", f"--tls-max-proto-version={versions[-1]}",
                f"--accesslog-file={self._log}", "--accesslog-format=$ssl_protocol $alpn $status",
                str(key), str(certificate),
            ],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
        wait_for_port(self.port)

    def forget(self):
        self._log.write_text("")

    def seen(self):
        """What came since forget(): pairs of the TLS version and the kind of HTTP."""
        lines = self._log.read_text().splitlines() if self._log.exists() else []
        return {tuple(line.split()[:2]) for line in lines}

    def stop(self):
        self.process.terminate()
        self.process.wait()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for_port(port):
    end = time.monotonic() + 30
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.05)


class Service:
    """The simulator and all servers before it."""

    def __init__(self, folder, simulator_program):
        self.authority = Authority(folder, "verification-ca")
        self.other_authority = Authority(folder, "other-ca")
        own = self.own = self.authority.issue(HOST)
        wrong = self.authority.issue("elsewhere.example")
        self.simulator = Simulator(simulator_program)
        self.any_tls = Front(folder, self.simulator, *own)
        self.only_12 = Front(folder, self.simulator, *own, versions=("TLSv1.2",))
        self.only_13 = Front(folder, self.simulator, *own, versions=("TLSv1.3",))
        self.wrong_host = Front(folder, self.simulator, *wrong)

    def stop(self):
        for part in (self.any_tls, self.only_12, self.only_13, self.wrong_host, self.simulator):
            part.stop()
