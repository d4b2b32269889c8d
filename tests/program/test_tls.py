# SPDX-License-Identifier: Apache-2.0
"""TLS certificates are always checked, and nothing turns that off."""

import os
import re
import shutil
import socket
import ssl
import threading
import warnings

import pytest
from certificates import Authority, self_signed, server_context
from conftest import CODE, FRONT_DOOR, PASSWORD, USERNAME
from scripted_service import ScriptedService, give_session, picture

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="needs openssl")

COMMANDS = {
    "list": ["list"],
    "get": ["get", FRONT_DOOR, "--retries", "3"],
    "refresh": ["list"],
    "login by token": ["login", "--flow", "token", "--username", USERNAME, "--2fa-code", CODE],
    "login by browser": ["login", "--flow", "browser", "--username", USERNAME, "--2fa-code", CODE],
    "import of a token": ["login", "--refresh-token", "eyJ-a-token-to-import"],
    "watch": ["watch", FRONT_DOOR, "--count", "1"],
}


class Certificates:
    def __init__(self, folder):
        authority = Authority(folder, "authority")
        self.trusted = authority.file
        self.good = authority.server()
        self.wrong_host = authority.server("other", names="DNS:example.test,IP:127.0.0.2")
        self.no_names = authority.server("example.test", names="email:a@example.test")
        self.expired = authority.server("old", end="20200201000000Z")
        self.not_yet_valid = authority.server("new", start="20390101000000Z")
        self.self_signed = self_signed(folder)
        self.unknown_authority = Authority(folder, "stranger").server()
        # A server's certificate does not make its owner an authority.
        self.server_as_authority = Authority(folder, "pretender", signed_by=authority).server()


@pytest.fixture(scope="module")
def certificates(tmp_path_factory):
    return Certificates(tmp_path_factory.mktemp("tls"))


@pytest.fixture
def serve(program):
    """Starts servers with certificates; the program is logged in to them."""
    give_session(program)
    started = []

    def start(whole, **versions):
        server = ScriptedService(tls=server_context(whole, **versions))
        server.on("/snapshots/next/", picture(1790000012345))
        started.append(server)
        return server

    yield start
    for server in started:
        server.stop()


def run(program, server, command="get", **env):
    if command == "refresh":
        program.expire_access_token()
    return program.run(*COMMANDS[command], simulator=server, timeout=30,
                       env={"RING_PASSWORD": PASSWORD, **{k: str(v) for k, v in env.items()}})


def assert_refused(program, server, result, cause, hint):
    assert result.code == 8, result
    assert re.search(cause, result.stderr), result
    assert re.search(hint, result.stderr), result
    # What it says is for people.
    assert not re.search(r"error:0A|SSL routines|routine|OpenSSL|errno", result.stderr), result
    assert server.requests == []
    assert program.pictures == []


def test_a_good_certificate_of_an_authority_that_ssl_cert_file_names_is_accepted(
    program, serve, certificates
):
    server = serve(certificates.good)
    result = run(program, server, SSL_CERT_FILE=certificates.trusted)
    assert result.code == 0, result
    assert len(program.pictures) == 1
    assert server.requests[0].headers["authorization"] == "Bearer scripted-access-token"


REFUSED = {
    "wrong_host": ("certificate of .* is for another name", "network"),
    "no_names": ("certificate of .* is for another name", "network"),
    "expired": ("certificate of .* has expired", r"clock of this machine, which shows 20\d\d-"),
    "not_yet_valid": ("certificate of .* is not valid yet", r"clock of this machine, which shows 20\d\d-"),
    "self_signed": (r"not signed by an authority that this system trusts \(self-signed\)", "SSL_CERT_FILE"),
    "unknown_authority": ("not signed by an authority", "SSL_CERT_FILE"),
    "server_as_authority": ("certificate of .* cannot be trusted|not signed by an authority", "SSL_CERT_FILE"),
}


@pytest.mark.parametrize("fault", REFUSED)
def test_a_certificate_that_is_not_good_is_refused_before_anything_is_sent(
    program, serve, certificates, fault
):
    server = serve(getattr(certificates, fault))
    result = run(program, server, SSL_CERT_FILE=certificates.trusted)
    assert_refused(program, server, result, *REFUSED[fault])


@pytest.mark.parametrize("command", COMMANDS)
def test_no_command_sends_anything_to_a_server_without_a_good_certificate(
    program, serve, certificates, command
):
    server = serve(certificates.wrong_host)
    before = program.settings
    result = run(program, server, command, SSL_CERT_FILE=certificates.trusted)
    assert_refused(program, server, result, "is for another name", "network")
    changed = {k for k, v in program.settings.items() if before.get(k) != v}
    assert changed <= {"RingAccessTokenExpires"}, "the session is kept"


@pytest.mark.parametrize("newest", ["TLSv1", "TLSv1_1"])
def test_a_server_with_old_versions_of_tls_only_is_refused(program, serve, certificates, newest):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        server = serve(certificates.good, oldest=ssl.TLSVersion.TLSv1,
                       newest=getattr(ssl.TLSVersion, newest))
        # The server is what it is meant to be: a client that takes old versions gets on with it.
        lenient = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        lenient.set_ciphers("ALL:@SECLEVEL=0")
        lenient.minimum_version = ssl.TLSVersion.TLSv1
        lenient.check_hostname = False
        lenient.verify_mode = ssl.CERT_NONE
        with socket.create_connection(server.server.server_address) as plain:
            with lenient.wrap_socket(plain) as connection:
                assert connection.version() == newest.replace("_", ".")
    result = run(program, server, SSL_CERT_FILE=certificates.trusted)
    assert_refused(program, server, result, "only versions of TLS that are not safe", "network")


def test_an_answer_that_turns_the_version_down_is_refused(program):
    """A man in the middle who writes the server's first message himself."""
    give_session(program)
    listener = socket.create_server(("127.0.0.1", 0))
    received = []

    def answer(connection):
        with connection:
            received.append(connection.recv(65536))
            hello = b"\x03\x01" + b"\x00" * 32 + b"\x00" + b"\x00\x2f" + b"\x00"
            message = b"\x02" + len(hello).to_bytes(3, "big") + hello
            connection.sendall(b"\x16\x03\x01" + len(message).to_bytes(2, "big") + message)
            while more := connection.recv(65536):
                received.append(more)

    def serve():
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=answer, args=(connection,), daemon=True).start()

    threading.Thread(target=serve, daemon=True).start()
    url = f"https://127.0.0.1:{listener.getsockname()[1]}"
    result = program.run("list", env={"RING_SNAPSHOT_SERVER": url}, timeout=30)
    listener.close()
    assert result.code == 8, result
    assert "only versions of TLS that are not safe" in result.stderr
    assert b"scripted-access-token" not in b"".join(received)


def test_a_server_that_does_not_speak_tls_is_refused(program):
    give_session(program)
    server = ScriptedService()
    url = server.url.replace("http://", "https://")
    result = program.run("list", env={"RING_SNAPSHOT_SERVER": url}, timeout=30)
    server.stop()
    assert result.code == 8, result
    assert "does not speak TLS" in result.stderr
    assert server.requests == []


SWITCHES = {
    "CURL_INSECURE": "1", "CURLOPT_SSL_VERIFYPEER": "0", "INSECURE": "1", "SSL_VERIFY": "false",
    "SSL_NO_VERIFY": "1", "NODE_TLS_REJECT_UNAUTHORIZED": "0", "PYTHONHTTPSVERIFY": "0",
    "GIT_SSL_NO_VERIFY": "true", "RING_SNAPSHOT_INSECURE": "1", "CURL_CA_BUNDLE": "{own}",
    "REQUESTS_CA_BUNDLE": "{own}", "SSL_CERT_DIR": "{folder}", "CURL_HOME": "{folder}",
}


@pytest.mark.parametrize("with_authority", [False, True], ids=["self-signed", "wrong host"])
def test_no_switch_turns_the_check_off(program, serve, certificates, with_authority):
    folder = program.home
    own = certificates.self_signed
    for name in (".curlrc", "curlrc", "_curlrc"):
        (folder / name).write_text("insecure\nproxy-insecure\n")
    (folder / ".netrc").write_text("machine 127.0.0.1 login kim password netrc-secret\n")
    (folder / ".netrc").chmod(0o600)
    (folder / "openssl.cnf").write_text(
        "openssl_conf = a\n[a]\nssl_conf = b\n[b]\nsystem_default = c\n[c]\n"
        "MinProtocol = TLSv1\nVerifyMode = None\nCipherString = ALL:@SECLEVEL=0\n"
    )
    program.change_settings(Insecure=True, VerifyCertificates=False)
    env = {name: value.format(own=own, folder=folder) for name, value in SWITCHES.items()}
    env["OPENSSL_CONF"] = folder / "openssl.cnf"
    env["XDG_CONFIG_HOME"] = folder
    if with_authority:
        env["SSL_CERT_FILE"] = certificates.trusted
    server = serve(certificates.wrong_host if with_authority else own)
    for command in ("get", "login by token"):
        result = run(program, server, command, **env)
        assert result.code == 8, result
        assert "certificate" in result.stderr
    assert server.requests == []


@pytest.mark.parametrize("option", ["--insecure", "-k", "--no-check-certificate", "--cacert=x"])
def test_no_option_turns_the_check_off(program, serve, certificates, option):
    server = serve(certificates.self_signed)
    assert program.run("list", option, simulator=server).code == 2
    assert server.requests == []


def test_a_password_for_other_programs_is_never_sent(program, serve, certificates):
    (program.home / ".netrc").write_text("default login kim password netrc-secret\n")
    (program.home / ".netrc").chmod(0o600)
    server = serve(certificates.good)
    assert run(program, server, SSL_CERT_FILE=certificates.trusted).code == 0
    assert {r.headers["authorization"] for r in server.requests} == {"Bearer scripted-access-token"}


def test_ssl_cert_file_is_trusted_instead_of_the_system_s_certificates(program, serve, certificates,
                                                                       tmp_path):
    server = serve(certificates.good)
    other = Authority(tmp_path, "other").file
    result = run(program, server, SSL_CERT_FILE=other)
    assert_refused(program, server, result, "not signed by an authority", "SSL_CERT_FILE")


@pytest.mark.parametrize("content", [None, b"", b"no certificate", b"\xff\x00\x01", "folder",
                                     b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"],
                         ids=["missing", "empty", "text", "bytes", "folder", "damaged"])
def test_an_ssl_cert_file_that_cannot_be_used_is_named(program, serve, certificates, content, tmp_path):
    server = serve(certificates.good)
    file = tmp_path / "own.pem"
    if content == "folder":
        file.mkdir()
    elif content is not None:
        file.write_bytes(content)
    result = run(program, server, SSL_CERT_FILE=file)
    assert_refused(program, server, result, re.escape(str(file)), "SSL_CERT_FILE")


@pytest.mark.skipif(os.geteuid() == 0, reason="root can read every file")
def test_an_ssl_cert_file_that_may_not_be_read_is_named(program, serve, certificates, tmp_path):
    server = serve(certificates.good)
    file = tmp_path / "own.pem"
    file.write_bytes(certificates.trusted.read_bytes())
    file.chmod(0)
    result = run(program, server, SSL_CERT_FILE=file)
    assert_refused(program, server, result, re.escape(str(file)), "SSL_CERT_FILE")


def test_the_certificate_of_a_proxy_is_checked_as_well(program, serve, certificates):
    proxy = serve(certificates.wrong_host)
    result = program.run(
        "list", timeout=30,
        env={"RING_SNAPSHOT_SERVER": "https://ring.invalid", "HTTPS_PROXY": proxy.url,
             "SSL_CERT_FILE": str(certificates.trusted)},
    )
    assert result.code == 8, result
    assert "certificate" in result.stderr
    assert proxy.requests == []
