# SPDX-License-Identifier: Apache-2.0
"""doctor says why a secure connection does not come about, with real certificates."""

import shutil
import ssl
import subprocess

import pytest
from doctor_runs import examine
from scripted_service import ScriptedService, give_session, now_ms, picture

ROOT_SETUP = """
[ca]
default_ca = here
[here]
database = {folder}/index
serial = {folder}/serial
new_certs_dir = {folder}
default_md = sha256
policy = any
copy_extensions = copy
unique_subject = no
[any]
commonName = supplied
[req]
distinguished_name = name
[name]
"""
LONG_AGO = ("20200101000000Z", "20200201000000Z")
NOT_YET = ("20980101000000Z", "20990101000000Z")
NOW = ("20200101000000Z", "20990101000000Z")


class Authority:
    """Makes certificates of any kind."""

    def __init__(self, folder):
        self.folder = folder
        (folder / "index").touch()
        (folder / "serial").write_text("1000\n")
        (folder / "setup").write_text(ROOT_SETUP.format(folder=folder))
        self.openssl("genrsa", "-out", "root.key", "2048")
        self.openssl("req", "-x509", "-new", "-key", "root.key", "-subj", "/CN=Nobody", "-days", "30",
                     "-addext", "basicConstraints=critical,CA:TRUE", "-out", "root.pem",
                     config=False)

    def openssl(self, *arguments, config=True):
        extra = ["-config", "setup"] if config and arguments[0] in ("req", "ca") else []
        subprocess.run(["openssl", *arguments, *extra], check=True, capture_output=True,
                       cwd=self.folder)

    def sign(self, name, address="127.0.0.1", dates=NOW, by_itself=False):
        self.openssl("genrsa", "-out", f"{name}.key", "2048")
        self.openssl("req", "-new", "-key", f"{name}.key", "-subj", f"/CN={name}", "-addext",
                     f"subjectAltName=IP:{address}", "-out", f"{name}.csr")
        signer = (["-selfsign", "-keyfile", f"{name}.key"] if by_itself
                  else ["-cert", "root.pem", "-keyfile", "root.key"])
        self.openssl("ca", "-batch", "-notext", *signer, "-startdate", dates[0], "-enddate", dates[1],
                     "-in", f"{name}.csr", "-out", f"{name}.pem")
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.folder / f"{name}.pem", self.folder / f"{name}.key")
        return context

    @property
    def root(self):
        return str(self.folder / "root.pem")


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    if shutil.which("openssl") is None:
        pytest.skip("needs openssl")
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def serve(program):
    """Starts a service with a certificate; the program has a session."""
    give_session(program)
    started = []

    def start(tls):
        server = ScriptedService(tls=tls)
        server.on("/snapshots/next/", lambda _: picture(now_ms() - 90_000))
        started.append(server)
        return server

    yield start
    for server in started:
        server.stop()


def test_a_certificate_that_is_trusted_is_ok(program, authority, serve):
    server = serve(authority.sign("good"))
    found = examine(program, simulator=server, env={"SSL_CERT_FILE": authority.root})
    assert found.code == 0, found
    assert found["certificates"]["state"] == "ok"
    assert "SSL_CERT_FILE" in found["certificates"]["message"]


@pytest.mark.parametrize("name, how, message, hint", [
    ("expired", {"dates": LONG_AGO}, "has expired", "clock shows 20"),
    ("future", {"dates": NOT_YET}, "not valid yet", "set the clock"),
    ("elsewhere", {"address": "127.0.0.2"}, "another host's certificate", "sign-in page"),
])
def test_what_is_wrong_with_a_certificate_is_told(program, authority, serve, name, how, message, hint):
    server = serve(authority.sign(name, **how))
    found = examine(program, simulator=server, env={"SSL_CERT_FILE": authority.root})
    assert found.code == 8, found
    assert found["certificates"]["state"] == "not_ok"
    assert message in found["certificates"]["message"]
    assert hint in found["certificates"]["hint"]
    assert {found[check]["state"] for check in ("clock", "connection", "login")} == {"skipped"}
    assert server.requests == []


@pytest.mark.parametrize("by_itself, message", [
    (True, "self-signed"), (False, "signed by somebody unknown"),
])
def test_a_certificate_that_nobody_vouches_for_is_told(program, authority, serve, by_itself, message):
    server = serve(authority.sign(f"stranger-{by_itself}", by_itself=by_itself))
    found = examine(program, simulator=server, env={"SSL_CERT_FILE": None})
    assert found.code == 8, found
    assert message in found["certificates"]["message"]
    assert server.requests == []


@pytest.mark.parametrize("content, message", [
    (None, "no such file"), ("", "no certificates"), ("folder", "a folder"),
])
def test_a_file_of_certificates_that_cannot_be_used_is_told(program, authority, serve, tmp_path,
                                                            content, message):
    path = tmp_path / "certificates.pem"
    if content == "folder":
        path.mkdir()
    elif content is not None:
        path.write_text(content)
    server = serve(authority.sign(f"unused-{content}"))
    found = examine(program, simulator=server, env={"SSL_CERT_FILE": str(path)})
    assert found.code == 8, found
    assert message in found["certificates"]["message"]
    assert "SSL_CERT_FILE" in found["certificates"]["hint"]
