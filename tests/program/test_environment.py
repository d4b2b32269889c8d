# SPDX-License-Identifier: Apache-2.0
"""What the surroundings of a run do to it."""

import shutil
import socket
import ssl
import subprocess
import time

import pytest
from conftest import FRONT_DOOR, USERNAME
from pictures import is_whole
from scripted_service import ScriptedService, give_session, picture

DEAD = "http://127.0.0.1:9"


@pytest.mark.parametrize("server", [
    "http://example.com", "http://192.168.1.1:8080", "http://10.0.0.1", "http://127.0.0.1.example.com",
    "http://127.0.0.1@example.com", "http://0.0.0.0:1", "http://[2001:db8::1]:80",
    "http://localhost.example.com", "HTTP://EXAMPLE.COM",
])
def test_plain_http_is_for_loopback_addresses_only(program, server):
    give_session(program)
    result = program.run("list", env={"RING_SNAPSHOT_SERVER": server}, timeout=10)
    assert result.code == 2, result
    assert "RING_SNAPSHOT_SERVER" in result.stderr


@pytest.mark.parametrize("server", ["nonsense", "ftp://127.0.0.1", "127.0.0.1:8080", "http://", "https://",
                                    "http://127.0.0.1:99999", "http://127.0.0.1:x", "file:///tmp"])
def test_a_server_that_is_no_address_is_a_usage_error(program, server):
    give_session(program)
    result = program.run("list", env={"RING_SNAPSHOT_SERVER": server}, timeout=10)
    assert result.code == 2, result
    assert "RING_SNAPSHOT_SERVER" in result.stderr


@pytest.mark.parametrize("end", ["", "/"])
def test_a_slash_after_the_address_is_no_matter(logged_in, simulator, end):
    result = logged_in.run("list", env={"RING_SNAPSHOT_SERVER": simulator.url + end})
    assert result.code == 0, result
    assert "Front Door" in result.stdout


@pytest.mark.parametrize("proxies", [
    {"HTTPS_PROXY": DEAD}, {"https_proxy": DEAD},
    {"http_proxy": DEAD, "NO_PROXY": "127.0.0.1"}, {"ALL_PROXY": DEAD, "no_proxy": "*"},
])
def test_a_proxy_that_is_not_meant_is_not_in_the_way(logged_in, simulator, proxies):
    result = logged_in.run("get", FRONT_DOOR, simulator=simulator, env=proxies)
    assert result.code == 0, result
    assert len(logged_in.pictures) == 1


@pytest.mark.parametrize("variable", ["HTTPS_PROXY", "https_proxy"])
def test_a_proxy_is_used(program, service, variable):
    result = program.run(
        "get", FRONT_DOOR, "--retries", 1,
        env={"RING_SNAPSHOT_SERVER": "https://ring.invalid", variable: service.url}, timeout=20,
    )
    assert result.code == 8, result
    assert [r for r in service.requests if r.method == "CONNECT" and "ring.invalid" in r.target]
    assert not [r for r in service.requests if "authorization" in r.headers]


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    if shutil.which("openssl") is None:
        pytest.skip("needs openssl")
    folder = tmp_path_factory.mktemp("tls")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj",
         "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", folder / "key.pem",
         "-out", folder / "cert.pem"], check=True, capture_output=True,
    )
    return folder


@pytest.fixture
def tls_service(program, certificate):
    give_session(program)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate / "cert.pem", certificate / "key.pem")
    server = ScriptedService(tls=context)
    server.on("/snapshots/next/", picture(1790000012345))
    yield server
    server.stop()


def test_a_certificate_that_nobody_vouches_for_is_refused(program, tls_service):
    result = program.run("get", FRONT_DOOR, "--retries", 1, simulator=tls_service)
    assert result.code == 8, result
    assert "certificate" in result.stderr
    assert tls_service.requests == []


def test_ssl_cert_file_names_who_is_trusted(program, tls_service, certificate):
    result = program.run(
        "get", FRONT_DOOR, simulator=tls_service,
        env={"SSL_CERT_FILE": str(certificate / "cert.pem")},
    )
    assert result.code == 0, result
    assert tls_service.requests


@pytest.mark.parametrize("command", [("list",), ("get", FRONT_DOOR), ("get", "--all"), ("get", "Door")])
def test_who_is_not_logged_in_is_told_so(program, simulator, command):
    result = program.run(*command, simulator=simulator)
    assert result.code == 3, result
    assert "ring-snapshot login" in result.stderr
    assert simulator.requests() == []


@pytest.mark.parametrize("command", [("list",), ("get", FRONT_DOOR, "--retries", "1")])
def test_a_server_that_is_not_there_ends_with_8_soon(program, command):
    give_session(program)
    with socket.socket() as taken:  # Bound and not listening: whoever connects is refused.
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}"
        start = time.monotonic()
        result = program.run(*command, env={"RING_SNAPSHOT_SERVER": url})
    assert result.code == 8, result
    assert time.monotonic() - start < 6
    assert result.stderr.startswith("error: ")


def test_a_name_that_cannot_be_resolved_ends_with_8(program):
    give_session(program)
    result = program.run(
        "get", FRONT_DOOR, "--retries", 1, env={"RING_SNAPSHOT_SERVER": "https://ring.invalid"}
    )
    assert result.code == 8, result


def test_the_account_of_the_environment_is_not_needed_with_a_session(logged_in, simulator):
    result = logged_in.run("list", simulator=simulator,
                           env={"RING_USERNAME": USERNAME, "RING_PASSWORD": "wrong"})
    assert result.code == 0, result
    assert "Front Door" in result.stdout
    assert not simulator.requests("/oauth")


def test_a_standard_input_that_is_closed_is_no_matter(logged_in, simulator):
    result = logged_in.run("-c", '"$@" <&-', "sh", logged_in.path, "get", FRONT_DOOR,
                           simulator=simulator, program="/bin/sh")
    assert result.code == 0, result
    assert len(logged_in.pictures) == 1


def test_a_standard_error_that_is_closed_is_no_matter(logged_in, simulator):
    result = logged_in.run("-c", '"$@" 2>&-', "sh", logged_in.path, "get", FRONT_DOOR, "--verbose",
                           simulator=simulator, program="/bin/sh")
    assert result.code == 0, result
    assert len(logged_in.pictures) == 1
    assert is_whole((logged_in.work / logged_in.pictures[0]).read_bytes())
