# SPDX-License-Identifier: Apache-2.0
"""What fails by HTTP/2 is tried by HTTP/1.1 at last."""

import shutil

import http2_peer
import pytest
from certificates import Authority
from conftest import FRONT_DOOR
from http2_peer import Http2Peer
from scripted_service import Answer, ScriptedService, give_session, picture

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="needs openssl")

FAILURES = {
    "a stream that is reset": http2_peer.reset(http2_peer.PROTOCOL_ERROR),
    "a stream that is refused": http2_peer.reset(http2_peer.REFUSED_STREAM),
    "enhance your calm": http2_peer.reset(http2_peer.ENHANCE_YOUR_CALM),
    "a connection that is given up": http2_peer.go_away(http2_peer.ENHANCE_YOUR_CALM),
    "a connection that ends with the request on it": http2_peer.go_away(0, last_stream=2**31 - 1),
    "an answer that breaks off": http2_peer.begin_then_reset(http2_peer.INTERNAL_ERROR),
    "frames that make no sense": http2_peer.garbage,
}


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tls")
    return Authority(folder, "authority")


@pytest.fixture(scope="module")
def certificate(authority):
    return authority.server()


@pytest.fixture
def service():
    service = ScriptedService()
    service.on("/snapshots/next/", picture(1790000012345))
    yield service
    service.stop()


@pytest.fixture
def peer(service, certificate):
    started = []

    def start(fail):
        started.append(Http2Peer(service, certificate, fail))
        return started[-1]

    yield start
    for each in started:
        each.stop()


def run(program, peer, authority, *command):
    give_session(program)
    return program.run(*command, simulator=peer, env={"SSL_CERT_FILE": str(authority.file)})


@pytest.mark.parametrize("failure", FAILURES)
def test_a_picture_that_fails_by_http_2_comes_by_http_1(program, service, peer, authority, failure):
    front = peer(FAILURES[failure])
    result = run(program, front, authority, "get", FRONT_DOOR, "--retries", "2")
    assert result.code == 0, result
    assert front.requests > 0, "it was tried by HTTP/2 first"
    assert len(program.pictures) == 1
    # By HTTP/1.1 the first request is answered.
    assert len(service.requests) == 1


def test_a_login_whose_renewal_fails_by_http_2_is_renewed_by_http_1(program, service, peer, authority):
    tokens = {"access_token": "new", "refresh_token": "next", "expires_in": 3600}
    service.on("/oauth/token", Answer(tokens))
    front = peer(http2_peer.reset(http2_peer.ENHANCE_YOUR_CALM))
    give_session(program)
    program.expire_access_token()
    # Only the renewal lasts until its last try: the pictures have one.
    result = program.run("get", FRONT_DOOR, "--retries", "1", simulator=front,
                         env={"SSL_CERT_FILE": str(authority.file)})
    assert result.code == 8, result
    assert program.settings["RingRefreshToken"] == "next"
    assert len(service.to("/oauth/token")) == 1
    assert service.to("/snapshots/") == []


def test_the_list_of_cameras_that_fails_by_http_2_comes_by_http_1(program, service, peer, authority):
    front = peer(http2_peer.reset(http2_peer.PROTOCOL_ERROR))
    result = run(program, front, authority, "list")
    assert result.code == 0, result
    assert "Front Door" in result.stdout
    assert service.requests != []


def test_one_try_alone_stays_with_http_2(program, service, peer, authority):
    front = peer(http2_peer.reset(http2_peer.PROTOCOL_ERROR))
    result = run(program, front, authority, "get", FRONT_DOOR, "--retries", "1")
    assert result.code == 8, result
    # Its failure is explained by the list of cameras, which is tried three times.
    assert service.to("/snapshots/") + service.to("/clients_api/snapshots/") == []
