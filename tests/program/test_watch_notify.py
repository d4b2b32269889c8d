# SPDX-License-Identifier: Apache-2.0
"""watch --notify against a server of its own; what the messages say is in tests/unit/cli/watch."""

import base64
import http.server
import json
import threading
import urllib.parse

import pytest
from catalogue import recorded
from conftest import DRIVEWAY, FRONT_DOOR
from test_watch import begin, end, wait_until

TOKEN = "tk_f3Pq81rZ0Wm5"


class MessageServer:
    """Keeps what is sent to it; answers with the statuses given, then with 200."""

    def __init__(self, *statuses):
        self.heard = []
        waiting = list(statuses)
        server = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                parts = urllib.parse.urlsplit(self.path)
                server.heard.append({
                    "method": self.command,
                    "path": parts.path,
                    "query": dict(urllib.parse.parse_qsl(parts.query)),
                    "headers": {name.lower(): value for name, value in self.headers.items()},
                    "body": body,
                })
                self.send_response(waiting.pop(0) if waiting else 200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            do_PUT = do_POST

            def log_message(self, *arguments):
                pass

        self._http = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.host = f"127.0.0.1:{self._http.server_port}"
        threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True).start()

    def close(self):
        self._http.shutdown()
        self._http.server_close()


@pytest.fixture
def message_server():
    servers = []

    def start(*statuses):
        servers.append(MessageServer(*statuses))
        return servers[-1]

    yield start
    for server in servers:
        server.close()


def break_pictures(simulator):
    for route in ("next", "image", "timestamps"):
        simulator.fault(route, "status:503*")


def test_a_camera_that_fails_is_told_once_to_every_target(logged_in, simulator, message_server):
    ntfy, hook = message_server(), message_server()
    break_pictures(simulator)
    result = logged_in.run(
        "watch", "Front Door", "--count", 1, "--notify", f"ntfy://{ntfy.host}/home-7Hq2",
        "--notify", f"http://{hook.host}/hook/1", simulator=simulator,
        env={"RING_SNAPSHOT_NOTIFY_TOKEN": TOKEN, "RING_PASSWORD": "demo-password"},
    )
    assert result.code == 8, result
    [message] = ntfy.heard
    assert (message["method"], message["path"]) == ("POST", "/home-7Hq2")
    assert message["query"] == {"title": "Front Door fails", "tags": "warning"}
    assert b"503" in message["body"]
    [call] = hook.heard
    fields = json.loads(call["body"])
    assert (call["path"], call["headers"]["content-type"]) == ("/hook/1", "application/json")
    assert (fields["event"], fields["id"]) == ("failing", FRONT_DOOR)
    assert fields["error"]["code"] == "service_unavailable"
    for heard in (message, call):
        assert heard["headers"]["authorization"] == f"Bearer {TOKEN}"
        assert not {"hardware_id", "cookie"} & heard["headers"].keys()
    assert TOKEN not in result.stdout + result.stderr
    assert "home-7Hq2" not in result.stdout + result.stderr


def test_that_it_works_again_is_told_with_the_picture(logged_in, simulator, message_server):
    hook = message_server()
    logged_in.run("get", DRIVEWAY, simulator=simulator)
    [saved] = recorded(logged_in)
    break_pictures(simulator)
    process = logged_in.start(
        "watch", DRIVEWAY, "--every", "10s", "--notify", f"http://{hook.host}/hook",
        "--notify-picture", simulator=simulator,
    )
    wait_until(lambda: hook.heard, 30)
    for route in ("next", "image", "timestamps"):
        simulator.fault(route)
    wait_until(lambda: len(hook.heard) > 1, 30)
    end(process)
    told = [json.loads(call["body"]) for call in hook.heard]
    assert [fields["event"] for fields in told] == ["failing", "recovered"]
    with open(saved["path"], "rb") as file:
        assert base64.b64decode(told[0]["picture"]) == file.read()


def test_a_message_that_could_not_be_sent_is_sent_before_the_end(
    logged_in, simulator, message_server
):
    hook = message_server(503)
    break_pictures(simulator)
    process = logged_in.start(
        "watch", DRIVEWAY, "--every", "10s", "--notify", f"http://{hook.host}/hook",
        simulator=simulator,
    )
    wait_until(lambda: hook.heard, 30)
    code, _ = end(process)
    assert code == 0
    assert [json.loads(call["body"])["event"] for call in hook.heard] == ["failing", "failing"]


def test_a_server_that_is_silent_holds_up_no_picture(logged_in, simulator):
    listener = http.server.HTTPServer(("127.0.0.1", 0), http.server.BaseHTTPRequestHandler)
    try:
        # It takes the connection, and never reads from it.
        simulator.fault("next", "status:503*", camera=FRONT_DOOR)
        simulator.fault("image", "status:503*", camera=FRONT_DOOR)
        simulator.fault("timestamps", "status:503*", camera=FRONT_DOOR)
        process = begin(
            logged_in, simulator, "--all", "--notify",
            f"http://127.0.0.1:{listener.server_port}/hook",
        )
        wait_until(lambda: len(logged_in.pictures) == 5)
        code, seconds = end(process)
        assert code == 0
        assert seconds < 15
    finally:
        listener.server_close()


@pytest.mark.parametrize("status, code", [(200, 0), (401, 8), (503, 8)])
def test_the_test_message_is_sent_and_its_answer_told(
    logged_in, simulator, message_server, status, code
):
    hook = message_server(status)
    result = logged_in.run(
        "watch", "--notify", f"http://{hook.host}/hook/secret-part", "--notify-test",
        simulator=simulator,
    )
    assert result.code == code, result
    [call] = hook.heard
    assert json.loads(call["body"])["event"] == "test"
    assert "secret-part" not in result.stdout + result.stderr
    if status == 401:
        assert "RING_SNAPSHOT_NOTIFY_TOKEN" in result.stderr
