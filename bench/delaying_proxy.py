# SPDX-License-Identifier: Apache-2.0
"""A TCP proxy that lets every byte take half a round trip in each direction.

A connection is taken at once, as the loopback does it, so the round trip that setting one up costs on
a real way is added to the first bytes that the client sends.
"""

import asyncio
import threading


class DelayingProxy:
    """Runs in a thread of its own between a free port of 127.0.0.1 and the port `target`."""

    def __init__(self, target):
        self.target = target
        self.round_trip = 0.0
        self.connections = 0
        self.tls_handshakes = 0
        self._loop = asyncio.new_event_loop()
        self._tasks = set()
        ready = threading.Event()
        self._thread = threading.Thread(target=self._run, args=[ready], daemon=True)
        self._thread.start()
        ready.wait()

    def count_anew(self):
        self.connections = self.tls_handshakes = 0

    def stop(self):
        asyncio.run_coroutine_threadsafe(self._cancel_all(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    async def _cancel_all(self):
        running = list(self._tasks)
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)

    def _run(self, ready):
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(
            asyncio.start_server(self._serve, "127.0.0.1", 0, backlog=1024))
        self.port = server.sockets[0].getsockname()[1]
        ready.set()
        self._loop.run_forever()

    async def _serve(self, reader, writer):
        self.connections += 1
        opened = self._loop.time() + self.round_trip
        try:
            front_reader, front_writer = await asyncio.open_connection("127.0.0.1", self.target)
        except OSError:
            writer.close()
            return
        for task in (self._carry(reader, front_writer, opened, True),
                     self._carry(front_reader, writer, opened, False)):
            # Whoever holds no reference to a task may lose it.
            running = self._loop.create_task(task)
            self._tasks.add(running)
            running.add_done_callback(self._tasks.discard)

    async def _carry(self, reader, writer, opened, from_client):
        """Hands on what `reader` gives, each piece at its own time, in order."""
        last = 0.0
        first = True
        while True:
            try:
                data = await reader.read(65536)
            except OSError:
                data = b""
            if first and from_client:
                # A TLS record of the kind "handshake".
                self.tls_handshakes += data[:1] == b"\x16"
            first = False
            due = max(self._loop.time(), opened) + self.round_trip / 2
            last = max(last, due)
            if self.round_trip > 0:
                self._loop.call_at(last, self._write, writer, data)
            else:
                self._write(writer, data)
            if not data:
                return

    @staticmethod
    def _write(writer, data):
        if writer.is_closing():
            return
        if data:
            writer.write(data)
        else:
            writer.close()
