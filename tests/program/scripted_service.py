# SPDX-License-Identifier: Apache-2.0
"""A second stand-in for the Ring service, for answers that the simulator never gives.

It knows nothing by itself: a test says what each route answers. Written from docs/ring-service.md.
"""

import contextlib
import datetime
import http.server
import json
import socket
import threading
import time
import urllib.parse

from conftest import FRONT_DOOR
from pictures import small_picture

NO_DATE = object()

DEVICE = {
    "id": int(FRONT_DOOR),
    "description": "Front Door",
    "kind": "doorbell_oyster",
    "location_id": "loc-1",
    "owned": True,
    "alerts": {"connection": "online"},
    "battery_life": "83",
    "settings": {"motion_detection_enabled": True},
}


def http_date(seconds):
    moment = datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc)
    return moment.strftime("%a, %d %b %Y %H:%M:%S GMT")


def now_ms():
    return int(time.time() * 1000)


class Answer:
    """`date`: the header as text, NO_DATE for none, nothing for the true one."""

    def __init__(self, body=b"", status=200, headers=None, date=None):
        self.body = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.status = status
        self.headers = dict(headers or {})
        self.headers.setdefault(
            "Content-Type", "image/jpeg" if isinstance(body, bytes) else "application/json"
        )
        self.date = date


def picture(captured_ms=None, note="", **options):
    """A picture as the modern interface sends it."""
    headers = {} if captured_ms is None else {"x-time-millis": str(captured_ms)}
    return Answer(small_picture(note or str(captured_ms)), headers=headers, **options)


class Request:
    def __init__(self, method, target, headers, body):
        parts = urllib.parse.urlsplit(target)
        self.method = method
        self.target = target
        self.path = parts.path
        self.query = dict(urllib.parse.parse_qsl(parts.query))
        self.headers = {name.lower(): value for name, value in headers}
        self.body = body

    @property
    def wakes(self):
        """Whether it asks a camera for a new picture."""
        return self.query.get("extras") == "force" or self.path.endswith("/update_all")


class ScriptedService:
    """Answers each route with an Answer, or with what a function makes of the request."""

    def __init__(self, tls=None):
        self.requests = []
        self.connections = 0
        self.changed = threading.Condition()
        self.answers = {
            "/snapshots/next/": Answer(b"", 404),
            "/clients_api/snapshots/image/": Answer(b"no snapshot", 404),
            "/clients_api/snapshots/timestamps": Answer({"timestamps": []}),
            "/clients_api/snapshots/update_all": Answer(b"", 204),
            "/clients_api/ring_devices": Answer({"doorbots": [DEVICE]}),
            "/device_info/v3/devices": Answer({"devices": []}),
            "/devices/v1/locations": Answer({"user_locations": None}),
            "/location_info/v3/locations": Answer({"user_locations": None}),
        }
        self.date = None
        service = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def handle_any(self):
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                request = Request(self.command, self.path, self.headers.items(), body)
                service.requests.append(request)
                answer = service.answer(request)
                self.send_response_only(answer.status)
                date = answer.date if answer.date is not None else service.date
                if date is not NO_DATE:
                    self.send_header("Date", date or http_date(time.time()))
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                if answer.status != 204:
                    self.send_header("Content-Length", str(len(answer.body)))
                self.end_headers()
                if answer.status != 204:
                    self.wfile.write(answer.body)

            do_GET = do_POST = do_PUT = do_CONNECT = handle_any

            def log_message(self, *_):
                pass

        class Server(http.server.ThreadingHTTPServer):
            daemon_threads = True

            def process_request(self, request, client_address):
                with service.changed:
                    service.connections += 1
                super().process_request(request, client_address)

            def process_request_thread(self, request, client_address):
                super().process_request_thread(request, client_address)
                with service.changed:
                    service.connections -= 1
                    service.changed.notify_all()

            def handle_error(self, *_):
                pass  # The program may leave at any time.

        self.server = Server(("127.0.0.1", 0), Handler)
        scheme = "http"
        if tls is not None:
            self.server.socket = tls.wrap_socket(self.server.socket, server_side=True)
            scheme = "https"
        self.url = f"{scheme}://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def answer(self, request):
        for start, answer in self.answers.items():
            if request.path.startswith(start):
                return answer(request) if callable(answer) else answer
        return Answer({"error": "Not Found"}, 404)

    def on(self, start, answer):
        """What requests whose path starts like this are answered from now on."""
        self.answers.pop(start, None)
        self.answers = {start: answer, **self.answers}

    def has_devices(self, *devices, **lists):
        """The device list: doorbells, or lists by name."""
        defaults = [{**DEVICE, **device} for device in devices]
        self.on("/clients_api/ring_devices", Answer({"doorbots": defaults, **lists}))

    def has_capture_time(self, captured_ms, camera=FRONT_DOOR):
        entry = {"timestamp": captured_ms, "doorbot_id": int(camera)}
        self.on("/clients_api/snapshots/timestamps", Answer({"timestamps": [entry]}))

    def wait_until_idle(self):
        """Until all that programs which have ended sent is among the requests: a run that has heard
        enough leaves while some of its questions are still on their way."""
        with socket.create_connection(self.server.server_address) as last:
            last.shutdown(socket.SHUT_WR)
            with contextlib.suppress(ConnectionResetError):  # Of a service with TLS.
                last.recv(1)  # Ends when its turn came, after all that were before it.
        with self.changed:
            assert self.changed.wait_for(lambda: self.connections == 0, 60)

    def to(self, start):
        return [request for request in list(self.requests) if request.path.startswith(start)]

    def stop(self):
        self.server.shutdown()
        self.server.server_close()


def give_session(program, **settings):
    """Settings with an access token that is good for an hour: no login service is needed."""
    program.write_settings(
        RingRefreshToken="scripted-refresh-token",
        RingAccessToken="scripted-access-token",
        RingAccessTokenExpires=int(time.time()) + 3600,
        RingAccessTokenLife=3600,
        RingHardwareId="5b1f6a0e-7c2d-4a58-9d3e-0f1a2b3c4d5e",
        **settings,
    )
