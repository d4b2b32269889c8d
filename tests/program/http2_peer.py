# SPDX-License-Identifier: Apache-2.0
"""A server before a ScriptedService that agrees on HTTP/2 and then fails by it.

Frames as RFC 9113 has them. Of the client's it reads no more than it has to: which streams it opens.
"""

import socket
import ssl
import struct
import threading
import urllib.parse

from certificates import server_context

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
HEADERS, RST_STREAM, SETTINGS, GOAWAY = 1, 3, 4, 7
PROTOCOL_ERROR, INTERNAL_ERROR, REFUSED_STREAM, ENHANCE_YOUR_CALM = 1, 2, 7, 11


def frame(kind, payload=b"", stream=0, flags=0):
    return struct.pack(">I", len(payload))[1:] + bytes([kind, flags]) + struct.pack(">I", stream) + payload


def reset(error):
    """Answers each request by a reset of its stream."""
    return lambda stream: frame(RST_STREAM, struct.pack(">I", error), stream)


def go_away(error, last_stream=0):
    """Answers the first request by the end of the connection."""
    return lambda stream: frame(GOAWAY, struct.pack(">II", last_stream, error)) + END


def begin_then_reset(error):
    """Sends the status 200, by its place in the static table, and then a reset."""
    return lambda stream: (
        frame(HEADERS, b"\x88", stream, flags=4) + frame(RST_STREAM, struct.pack(">I", error), stream)
    )


def garbage(_stream):
    """Sends what is no frame of HTTP/2."""
    return frame(HEADERS, b"\xff" * 40, 0, flags=4)


END = b"\0end"


class Http2Peer:
    """`fail`: the frames that answer a request over HTTP/2. Requests over HTTP/1.1 go to `service`."""

    def __init__(self, service, certificate, fail):
        self.fail = fail
        self.behind = urllib.parse.urlsplit(service.url).netloc.rsplit(":", 1)
        self.context = server_context(certificate)
        self.context.set_alpn_protocols(["h2", "http/1.1"])
        self.requests = 0
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"https://127.0.0.1:{self.listener.getsockname()[1]}"
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.serve, args=(connection,), daemon=True).start()

    def serve(self, connection):
        try:
            with self.context.wrap_socket(connection, server_side=True) as secure:
                if secure.selected_alpn_protocol() == "h2":
                    self.fail_by_http2(secure)
                else:
                    self.pass_on(secure)
        except (OSError, EOFError):
            pass

    def fail_by_http2(self, connection):
        stream = connection.makefile("rb")
        assert stream.read(len(PREFACE)) == PREFACE
        connection.sendall(frame(SETTINGS))
        while head := stream.read(9):
            payload = stream.read(int.from_bytes(head[:3], "big"))
            del payload
            kind, number = head[3], int.from_bytes(head[5:], "big")
            if kind == SETTINGS and not head[4]:
                connection.sendall(frame(SETTINGS, flags=1))
            if kind == HEADERS:
                self.requests += 1
                answer = self.fail(number)
                connection.sendall(answer.removesuffix(END))
                if answer.endswith(END):
                    connection.unwrap()
                    return

    def pass_on(self, connection):
        with socket.create_connection(self.behind) as service:
            threading.Thread(target=self.copy, args=(service, connection), daemon=True).start()
            self.copy(connection, service)

    @staticmethod
    def copy(source, sink):
        try:
            while data := source.recv(65536):
                sink.sendall(data)
            sink.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass

    def stop(self):
        self.listener.close()
