# SPDX-License-Identifier: Apache-2.0
"""What a server that means harm can make the program spend: little time, little memory."""

import gzip
import os
import socket
import sys
import threading
import time
import zlib

import pytest
from conftest import CODE, FRONT_DOOR, PASSWORD, USERNAME, Result
from scripted_service import give_session

# With a good list or picture it takes a tenth of this.
MOST_MEMORY = 160 << 20

COMMANDS = {
    "list": ["list"],
    "get": ["get", FRONT_DOOR, "--retries", "1"],
    "get by name": ["get", "Front", "--retries", "1"],
    "refresh": ["list"],
    "login by token": ["login", "--flow", "token", "--username", USERNAME, "--2fa-code", CODE],
    "login by browser": ["login", "--flow", "browser", "--username", USERNAME, "--2fa-code", CODE],
}


class HostileServer:
    """Answers every request with the same pieces of bytes, until the client goes."""

    def __init__(self, pieces):
        self.pieces = pieces
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        self.requests = 0
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.serve, args=(connection,), daemon=True).start()

    def serve(self, connection):
        with connection:
            try:
                if not connection.recv(65536):
                    return
                self.requests += 1
                for piece in self.pieces():
                    connection.sendall(piece)
            except OSError:
                pass

    def stop(self):
        self.listener.close()


@pytest.fixture
def hostile():
    servers = []

    def start(pieces):
        servers.append(HostileServer(pieces))
        return servers[-1]

    yield start
    for server in servers:
        server.stop()


def answer(body=b"", *headers):
    lines = ["HTTP/1.1 200 OK", "Content-Type: application/json", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def whole(body, *headers):
    return answer(body, f"Content-Length: {len(body)}", *headers)


def for_ever(first, piece):
    def pieces():
        yield first
        while True:
            yield piece

    return pieces


def chunk(data):
    return f"{len(data):x}\r\n".encode() + data + b"\r\n"


def packed(unit, mebibytes):
    """So many MiB of `unit` again and again, by gzip: a thousandth of that."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    block = unit * ((1 << 20) // len(unit))
    return b"".join([packer.compress(block) for _ in range(mebibytes)] + [packer.flush()])


def bombs():
    yield "zeros", packed(b"\0", 256)
    yield "blanks", packed(b" ", 256)
    yield "brackets", packed(b"[", 256)
    yield "numbers", gzip.compress(b'{"doorbots":[' + b"0," * 5_000_000 + b"0]}")
    yield "objects", gzip.compress(b'{"doorbots":[' + b'{"id":1},' * 1_500_000 + b"{}]}")
    yield "one long text", gzip.compress(b'{"a":"' + b"x" * 40_000_000 + b'"}')


BOMBS = dict(bombs())


def is_sanitized(file):
    return b"__asan_init" in file.read_bytes() or b"__tsan_init" in file.read_bytes()


def run(program, server, command):
    """Runs to the end; the result and the most memory that the process had, in bytes."""
    give_session(program)
    if command == "refresh":
        program.expire_access_token()
    out, err = program.folder / "out", program.folder / "err"
    with out.open("wb") as stdout, err.open("wb") as stderr:
        process = program.start(*COMMANDS[command], simulator=server, stdout=stdout, stderr=stderr,
                                env={"RING_PASSWORD": PASSWORD})
    too_long = threading.Timer(60, process.kill)
    too_long.start()
    _, status, usage = os.wait4(process.pid, 0)
    too_long.cancel()
    process.returncode = os.waitstatus_to_exitcode(status)
    result = Result(process, out.read_bytes(), err.read_bytes())
    assert server.requests > 0
    assert process.returncode in (7, 8), result
    assert result.stderr.startswith("error: "), result
    assert len(result.stderr) < 1000
    assert program.pictures == []
    assert program.settings["RingRefreshToken"] == "scripted-refresh-token", "the session is kept"
    unit = 1 if sys.platform == "darwin" else 1024
    if not is_sanitized(program.path):
        assert usage.ru_maxrss * unit < MOST_MEMORY, result
    return result


@pytest.mark.parametrize("command", [c for c in COMMANDS if c != "get"])
@pytest.mark.parametrize("bomb", BOMBS)
def test_a_small_answer_that_unpacks_to_a_huge_one_costs_little(program, hostile, command, bomb):
    server = hostile(lambda: [whole(BOMBS[bomb], "Content-Encoding: gzip")])
    result = run(program, server, command)
    assert result.code == 8, result


@pytest.mark.parametrize("command", COMMANDS)
def test_an_answer_without_an_end_is_cut_off(program, hostile, command):
    server = hostile(for_ever(answer(b"", "Transfer-Encoding: chunked"), chunk(b" " * 60_000)))
    run(program, server, command)


@pytest.mark.parametrize("command", ["get", "login by token"])
@pytest.mark.parametrize("line", [b"Set-Cookie: sid=1; Path=/\r\n", b"X: " + b"y" * 9000 + b"\r\n"],
                         ids=["cookies", "long lines"])
def test_headers_without_an_end_are_not_collected(program, hostile, command, line):
    server = hostile(for_ever(b"HTTP/1.1 200 OK\r\n", line))
    # Some versions of libcurl report this as an answer that broke off.
    assert run(program, server, command).code in (7, 8)


# Runs a command and tells the most memory that it had, on its standard output. Not this process
# itself: what is started counts the memory of who started it as its own.
MEASURE = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def memory_of_get(program, server):
    give_session(program)
    measured = program.run("-c", MEASURE, program.path, "get", FRONT_DOOR, "--retries", "1",
                           simulator=server, program=sys.executable)
    return int(measured.stdout) * (1 if sys.platform == "darwin" else 1024)


# What the program accepts for a picture.
LIMIT = 32 << 20


@pytest.mark.parametrize("encoding", ["chunks", "until the end"])
def test_an_answer_beyond_its_limit_takes_no_more_memory_than_the_limit_and_a_tenth(
    program, hostile, encoding
):
    if is_sanitized(program.path):
        pytest.skip("sanitizers take memory of their own")
    piece = b"x" * (1 << 20)
    small = hostile(lambda: [whole(b"x")])
    if encoding == "chunks":
        large = hostile(lambda: [answer(b"", "Transfer-Encoding: chunked"), *[chunk(piece)] * 96])
    else:
        large = hostile(lambda: [answer(), *[piece] * 96])
    more = memory_of_get(program, large) - memory_of_get(program, small)
    assert LIMIT / 2 < more < LIMIT * 1.1 + (1 << 20)


def test_an_answer_that_is_announced_beyond_its_limit_is_not_waited_for(program, hostile):
    over = threading.Event()

    def pieces():
        yield answer(b"", f"Content-Length: {96 << 20}")
        over.wait(60)

    server = hostile(pieces)
    give_session(program)
    result = program.run("get", FRONT_DOOR, "--retries", "1", simulator=server, timeout=30)
    over.set()
    assert result.code == 7, result
    assert "is larger than 32 MiB" in result.stderr


def test_a_redirect_from_page_to_page_ends(program, hostile):
    pages = iter(range(10_000))
    server = hostile(lambda: [
        f"HTTP/1.1 302 Found\r\nLocation: /page/{next(pages)}\r\nContent-Length: 0\r\n"
        "Connection: close\r\n\r\n".encode()
    ])
    for command in ("list", "get", "login by browser"):
        before = server.requests
        run(program, server, command)
        # Each request becomes six at most. Explaining a picture's failure takes two lists, tried
        # three times each, and two lists of homes.
        assert server.requests - before <= 6 * (2 + 2 * 3 + 2) + 1


@pytest.mark.parametrize("pause", ["9" * 400, "31536000", "-1", "1e9", "Fri, 31 Dec 9999 23:59:59 GMT"])
@pytest.mark.parametrize("command", ["list", "get", "refresh", "login by token", "login by browser"])
def test_a_pause_without_measure_is_not_waited_for(program, hostile, command, pause):
    server = hostile(lambda: [
        b"HTTP/1.1 429 Too Many Requests\r\nDate: Mon, 21 Sep 2026 14:13:33 GMT\r\nConnection: close\r\n"
        + f"Retry-After: {pause}\r\nContent-Length: 0\r\n\r\n".encode()
    ])
    give_session(program)
    if command == "refresh":
        program.expire_access_token()
    start = time.monotonic()
    result = program.run(*COMMANDS[command], simulator=server, timeout=30,
                         env={"RING_PASSWORD": PASSWORD})
    assert result.code in (5, 8), result
    assert time.monotonic() - start < 15
    assert "Traceback" not in result.stderr and pause[:20] not in result.stderr
