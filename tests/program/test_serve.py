# SPDX-License-Identifier: Apache-2.0
"""`serve` as a process: its address, its end, its locks, and clients that behave badly."""

import base64
import hashlib
import http.client
import json
import signal
import socket
import time
import urllib.parse

import pytest
from catalogue import file_of
from pictures import small_picture
from saved_pictures import SavedPictures


@pytest.fixture
def saved(program):
    pictures = SavedPictures(program)
    pictures.add(1000, "Front Door", time.time() - 60)
    yield pictures
    pictures.close()


class Server:
    """A running `serve`."""

    def __init__(self, program, *options, **keywords):
        self.process = program.start("serve", "--listen", "127.0.0.1:0", *options, **keywords)
        self.url = self.process.stdout.readline().decode().strip()
        assert self.url, self.process.stderr.read().decode()
        self.place = urllib.parse.urlsplit(self.url)

    def get(self, target, headers=None, method="GET"):
        connection = http.client.HTTPConnection(self.place.hostname, self.place.port, timeout=20)
        try:
            connection.request(method, target, headers=headers or {})
            answer = connection.getresponse()
            answer.body = answer.read()
            return answer
        finally:
            connection.close()

    def connect(self):
        return socket.create_connection((self.place.hostname, self.place.port), timeout=20)

    def end(self, number=signal.SIGTERM):
        """Seconds until the end, and the exit code."""
        self.process.send_signal(number)
        begin = time.monotonic()
        code = self.process.wait(timeout=20)
        return time.monotonic() - begin, code


@pytest.fixture
def start(program):
    started = []

    def begin(*options, **keywords):
        server = Server(program, *options, **keywords)
        started.append(server)
        return server

    yield begin
    for server in started:
        server.process.kill()
        server.process.communicate()


def basic(text):
    return {"Authorization": "Basic " + base64.b64encode(text.encode()).decode()}


def test_serve_says_where_it_is_and_ends_at_sigterm(start, saved):
    server = start()
    assert server.url == f"http://127.0.0.1:{server.place.port}/"
    assert server.get("/").status == 200
    assert server.get("/cameras/1000/latest.jpg").body == saved.path(2).read_bytes()
    head = server.get("/cameras/1000/latest.jpg", method="HEAD")
    assert (head.status, head.body) == (200, b"")
    assert int(head.headers["Content-Length"]) == saved.path(2).stat().st_size
    with server.connect():
        seconds, code = server.end()
    assert (code, seconds < 2) == (0, True)


def test_ctrl_c_is_not_an_orderly_end(start, saved):
    _, code = start().end(signal.SIGINT)
    assert code == 130


def test_serve_writes_nothing(start, program, saved):
    saved.close()
    before = file_of(program).read_bytes()
    server = start()
    server.get("/api/cameras")
    server.get("/api/cameras/1000/days")
    server.end()
    assert file_of(program).read_bytes() == before
    assert not program.settings_file.exists()


def test_serve_works_before_there_is_a_picture(start):
    server = start()
    assert server.get("/health").body == b'{"status":"ok"}\n'
    assert server.get("/api/cameras").status == 200
    assert server.get("/cameras/1/latest.jpg").status == 404


def test_health_answers_beside_200_idle_connections(start, saved):
    server = start()
    idle = [server.connect() for _ in range(200)]
    for connection in idle[::2]:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: loc")
    begin = time.monotonic()
    assert server.get("/health").status == 200
    assert time.monotonic() - begin < 1
    more = [server.connect() for _ in range(200)]
    assert server.get("/health").status == 200
    for connection in idle + more:
        connection.close()


@pytest.mark.parametrize(
    ("request_head", "status"),
    [
        (b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\nhi", 405),
        (b"GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n", 403),
        (b"GET / HTTP/1.1\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"x" * 20000 + b"\r\n\r\n", 431),
        (b"\x16\x03\x01\x02\x00\x01\n\n", 400),
        (b"GET /../../etc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n", 404),
    ],
)
def test_odd_requests_are_refused(start, saved, request_head, status):
    with start().connect() as connection:
        connection.sendall(request_head)
        answer = connection.makefile("rb").read1(65536)
    assert answer.startswith(f"HTTP/1.1 {status} ".encode()), answer
    assert b"Content-Security-Policy: default-src 'none'" in answer


def test_requests_on_one_connection_are_answered_in_order(start, saved):
    with start().connect() as connection:
        connection.sendall(b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n" * 3)
        connection.shutdown(socket.SHUT_WR)
        answers = connection.makefile("rb").read()
    assert answers.count(b"HTTP/1.1 200 OK") == 3


def test_a_password_is_needed_for_others(program, saved):
    for options in (["--listen", "0.0.0.0:0"], ["--host", "a.example"], ["--base-path", "/x"],
                    ["--frame-ancestor", "http://ha.local:8123"]):
        result = program.run("serve", *options)
        assert result.code == 2, (options, result)
        assert "a password is needed" in result.stderr
        assert "--set-password" in result.stderr


def write_old_record(program):
    """What versions before the catalogue recorded of one picture; its file."""
    picture = program.work / "old.jpg"
    picture.write_bytes(small_picture("old"))
    old = program.settings_file.with_name("Settings.json.pictures")
    old.parent.mkdir(exist_ok=True)
    old.write_text(json.dumps({
        "path": str(picture), "id": "1000", "name": "Front Door", "captured_ms": int(time.time() * 1000) - 60_000,
        "size": picture.stat().st_size, "sha256": hashlib.sha256(picture.read_bytes()).hexdigest(),
    }) + "\n")
    return old


def test_the_record_of_before_is_taken_over_and_shown(program, start):
    old = write_old_record(program)
    server = start()
    [camera] = json.loads(server.get("/api/cameras").body)["cameras"]
    assert (camera["name"], camera["pictures"]) == ("Front Door", 1)
    assert not old.exists()
    assert old.with_name(old.name + ".imported").exists()


def test_a_damaged_catalogue_is_left_for_others_to_set_aside(program, start, saved):
    saved.close()
    old = write_old_record(program)
    file_of(program).write_bytes(b"noise" * 5000)
    server = start()
    assert server.get("/health").status == 503
    assert file_of(program).read_bytes() == b"noise" * 5000
    assert old.exists()


def test_a_port_that_is_taken_is_told(program, start, saved):
    server = start()
    result = program.run("serve", "--listen", f"127.0.0.1:{server.place.port}")
    assert result.code == 9
    assert "another program uses that port; choose one with --listen" in result.stderr


def test_a_password_is_stored_hashed_and_asked_for(program, start, saved):
    result = program.run("serve", "--set-password", input="correct horse\ncorrect horse\n")
    assert result.code == 0, result
    page = program.settings_file.with_name("Settings.json.page")
    assert page.stat().st_mode & 0o777 == 0o600
    assert "pbkdf2-sha256$600000$" in page.read_text()
    assert "horse" not in page.read_text()
    server = start("--host", "cameras.example", "--verbose")
    assert server.get("/").status == 401
    assert server.get("/", basic("ring:wrong")).status == 401
    assert server.get("/", basic("ring:correct horse")).status == 200
    assert server.get("/", {"Host": "cameras.example", **basic("ring:correct horse")}).status == 200
    assert server.get("/health").status == 200
    server.end()
    log = server.process.stderr.read().decode()
    assert "GET /: 200" in log
    assert "horse" not in log


def test_two_passwords_that_differ_change_nothing(program):
    result = program.run("serve", "--set-password", input="one\ntwo\n")
    assert result.code == 2
    assert not program.settings_file.with_name("Settings.json.page").exists()


def test_a_key_opens_the_page_until_it_is_revoked(program, start, saved):
    program.run("serve", "--set-password", input="secret\nsecret\n")
    made = program.run("serve", "--new-key", "tablet")
    [key] = made.lines
    assert len(key) == 22
    assert program.run("serve", "--new-key", "tablet").code == 2
    server = start("--verbose")
    answer = server.get(f"/?key={key}&columns=2")
    assert (answer.status, answer.headers["Location"]) == (303, "./?columns=2")
    cookie = answer.headers["Set-Cookie"].split(";")[0]
    assert server.get("/", {"Cookie": cookie}).status == 200
    picture = server.get(f"/cameras/1000/latest.jpg?key={key}")
    assert (picture.status, picture.headers["Cross-Origin-Resource-Policy"]) == (200, "cross-origin")
    assert program.run("serve", "--revoke-key", "panel").code == 2
    assert program.run("serve", "--revoke-key", "tablet").code == 0
    assert server.get("/", {"Cookie": cookie}).status == 401
    server.end()
    assert key not in server.process.stderr.read().decode()


def test_a_password_file_takes_the_place_of_the_stored_one(program, start, saved, tmp_path):
    (tmp_path / "password").write_text("from a file\n")
    server = start("--password-file", tmp_path / "password", "--base-path", "/cam")
    assert server.url.endswith("/cam/")
    assert server.get("/cam/", basic("ring:from a file")).status == 200
    assert server.get("/cam/").status == 401


def test_no_password_lets_everybody_in(start, saved):
    server = start("--host", "cameras.example", "--no-password")
    assert server.get("/", {"Host": "cameras.example", "X-Forwarded-For": "1.2.3.4"}).status == 200


def test_devices_are_named_as_elsewhere(program, start, saved):
    saved.add(2000, "Garage", time.time())
    server = start("front")
    assert b"Garage" not in server.get("/api/cameras").body
    result = program.run("serve", "kitchen", "--listen", "127.0.0.1:0")
    assert result.code == 6, result


def test_the_service_manager_hears_of_the_start_and_the_end(program, start, saved, tmp_path):
    address = str(tmp_path / "notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(address)
        manager.settimeout(20)
        server = start(env={"NOTIFY_SOCKET": address, "WATCHDOG_USEC": "300000"})
        messages = [manager.recv(4096).decode() for _ in range(4)]
        assert any(message.startswith("READY=1\n") for message in messages)
        assert messages.count("WATCHDOG=1") >= 2
        server.end()


@pytest.mark.parametrize(
    "options",
    [["--listen", "example.com:80"], ["--base-path", "cam"], ["--base-path", "/a;b"], ["--host", "a b"],
     ["--frame-ancestor", "*"], ["--frame-ancestor", "http://a; script-src *"], ["--set-password", "--new-key", "a"],
     ["--no-password", "--password-file", "x"]],
)
def test_options_that_say_nothing_sensible_are_refused(program, options):
    assert program.run("serve", *options).code == 2
