"""What a process finds that Lambda froze for 20 minutes: clocks that have jumped, and connections that have ended."""
import asyncio
import mmap
import os
import shutil
import signal
import socket
import struct
import subprocess
import threading
import time

MINUTES = 20
HERE = os.path.dirname(os.path.abspath(__file__))


class Clock:
    """Clocks of a process that can be put forward; ``None`` where no C compiler is."""

    def __init__(self, folder):
        self.environment, self.ahead = {}, 0
        compiler = shutil.which("cc") or shutil.which("gcc")
        if not compiler:
            return
        library, path = os.path.join(folder, "clock.so"), os.path.join(folder, "ahead")
        if not os.path.exists(library):
            subprocess.run([compiler, "-O1", "-shared", "-fPIC", "-o", library, os.path.join(HERE, "clock.c"), "-ldl", "-lpthread"],
                           check=True)
        with open(path, "wb") as file:
            file.write(bytes(8))
        with open(path, "r+b") as file:
            self.seconds = mmap.mmap(file.fileno(), 8)
        self.environment = {"LD_PRELOAD": library, "CLOCK_AHEAD": path}

    def put_forward(self, seconds):
        if self.environment:
            self.ahead += seconds
            self.seconds[:] = struct.pack("@l", self.ahead)


class Proxy:
    """Passes connections on to a server, and can end all of them at once without a goodbye."""

    def __init__(self, host, port):
        self.target, self.pairs = (host, port), set()
        self.loop = asyncio.new_event_loop()
        ready = threading.Event()
        threading.Thread(target=self._run, args=(ready,), daemon=True).start()
        ready.wait()

    def _run(self, ready):
        asyncio.set_event_loop(self.loop)
        server = self.loop.run_until_complete(asyncio.start_server(self._connected, "127.0.0.1", 0))
        self.port = server.sockets[0].getsockname()[1]
        ready.set()
        self.loop.run_forever()

    async def _connected(self, reader, writer):
        other_reader, other_writer = await asyncio.open_connection(*self.target)
        self.pairs.add((writer, other_writer))
        await asyncio.gather(self._copy(reader, other_writer), self._copy(other_reader, writer))
        self.pairs.discard((writer, other_writer))

    @staticmethod
    async def _copy(reader, writer):
        try:
            while data := await reader.read(65536):
                writer.write(data)
                await writer.drain()
        except OSError:
            pass
        writer.close()

    def open(self):
        """How many connections there are."""
        return len(self.pairs)

    def cut(self):
        """Resets every connection, as a network does that has forgotten them; returns how many."""
        return asyncio.run_coroutine_threadsafe(self._cut(), self.loop).result(5)

    async def _cut(self):
        pairs = list(self.pairs)
        for pair in pairs:
            for writer in pair:
                writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                writer.transport.abort()
        return len(pairs)


def still_open(proxies, patience=5):
    """How many connections a function has that was told to close them; a proxy hears of it a little later."""
    end = time.monotonic() + patience
    while time.monotonic() < end and any(proxy.open() for proxy in proxies):
        time.sleep(0.05)
    return sum(proxy.open() for proxy in proxies)


def freeze(function, clock, proxies):
    """Stops a function, lets 20 minutes pass for it, and goes on; returns the connections that it has lost meanwhile."""
    os.kill(function.process.pid, signal.SIGSTOP)
    cut = sum(proxy.cut() for proxy in proxies)
    clock.put_forward(MINUTES * 60)
    time.sleep(0.2)
    os.kill(function.process.pid, signal.SIGCONT)
    return cut
