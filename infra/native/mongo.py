"""A minimal MongoDB client: starts a server for a run, and talks to it (BSON in OP_MSG) with the standard library only."""
import os
import random
import shutil
import socket
import ssl
import struct
import subprocess
import tempfile
import time
from urllib.parse import urlsplit

OP_MSG = 2013


def _element(name, value):
    key = name.encode() + b"\0"
    if isinstance(value, bool):
        return b"\x08" + key + bytes([value])
    if isinstance(value, int):
        return b"\x12" + key + struct.pack("<q", value)
    if isinstance(value, float):
        return b"\x01" + key + struct.pack("<d", value)
    if isinstance(value, bytes) and len(value) == 12:  # an ObjectId
        return b"\x07" + key + value
    if isinstance(value, str):
        text = value.encode() + b"\0"
        return b"\x02" + key + struct.pack("<i", len(text)) + text
    if isinstance(value, dict):
        return b"\x03" + key + encode(value)
    if isinstance(value, (list, tuple)):
        return b"\x04" + key + encode({str(i): item for i, item in enumerate(value)})
    if value is None:
        return b"\x0a" + key
    raise TypeError(f"no BSON for {type(value).__name__}")


def encode(document):
    body = b"".join(_element(name, value) for name, value in document.items())
    return struct.pack("<i", len(body) + 5) + body + b"\0"


FIXED = {0x01: ("<d", 8), 0x08: ("<?", 1), 0x09: ("<q", 8), 0x10: ("<i", 4), 0x11: ("<Q", 8), 0x12: ("<q", 8)}


def decode(data, at=0):
    """The document at an offset; ids, binaries and decimals as bytes."""
    end = at + struct.unpack_from("<i", data, at)[0] - 1
    at += 4
    document = {}
    while at < end:
        kind = data[at]
        stop = data.index(b"\0", at + 1)
        name, at = data[at + 1:stop].decode(), stop + 1
        if kind in FIXED:
            form, size = FIXED[kind]
            value = struct.unpack_from(form, data, at)[0]
        elif kind == 0x0A:
            value, size = None, 0
        elif kind == 0x02:
            size = 4 + struct.unpack_from("<i", data, at)[0]
            value = data[at + 4:at + size - 1].decode()
        elif kind in (0x03, 0x04):
            size = struct.unpack_from("<i", data, at)[0]
            value = decode(data, at)
            value = list(value.values()) if kind == 0x04 else value
        elif kind in (0x05, 0x07, 0x13):
            size = {0x05: 5 + struct.unpack_from("<i", data, at)[0] if kind == 0x05 else 0, 0x07: 12, 0x13: 16}[kind]
            value = data[at:at + size]
        else:
            raise ValueError(f"BSON type {kind:#x} of {name}")
        document[name] = value
        at += size
    return document


class Connection:
    """One connection to one server, for one thread."""

    def __init__(self, uri):
        address = urlsplit(uri).netloc.rsplit("@", 1)[-1].split(",")[0]
        host, _, port = address.partition(":")
        self.socket = socket.create_connection((host, int(port or 27017)), timeout=30)
        if "tls=true" in uri:
            blind = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
            blind.check_hostname, blind.verify_mode = False, ssl.CERT_NONE
            self.socket = blind.wrap_socket(self.socket)

    def run(self, database, command):
        body = struct.pack("<i", 0) + b"\0" + encode({**command, "$db": database})
        self.socket.sendall(struct.pack("<iiii", 16 + len(body), 1, 0, OP_MSG) + body)
        size = struct.unpack("<i", self._read(4))[0]
        reply = decode(self._read(size - 4), 12 + 4 + 1)
        if reply.get("ok") != 1.0:
            raise RuntimeError(f"{next(iter(command))}: {reply.get('errmsg')}")
        return reply

    def _read(self, size):
        data = b""
        while len(data) < size:
            part = self.socket.recv(size - len(data))
            if not part:
                raise ConnectionError("the server closed the connection")
            data += part
        return data


def binary():
    """The mongod in CONFAB_TEST_MONGOD, on the PATH, or downloaded by the tests."""
    for candidate in (os.environ.get("CONFAB_TEST_MONGOD"), shutil.which("mongod"),
                      os.path.expanduser("~/.cache/confab/mongod")):
        if candidate and os.access(candidate, os.X_OK):
            return candidate
    raise SystemExit("no mongod found: set CONFAB_TEST_MONGOD to its path, or run the tests once, which download one")


def free_port():
    """A port that nobody listens on, and that the system does not choose for connections that go out: a drill starts a server on
    its port again, after half a minute in which functions have tried to connect."""
    while True:
        port = random.randrange(20_000, 32_768)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
                return port
            except OSError:
                pass


class Server:
    """A replica set of one member; it is stopped and its folder removed at the end of the block."""

    def __init__(self, *options):
        self.options = options

    def __enter__(self):
        self.folder = tempfile.mkdtemp(prefix="confab-mongod")
        port = free_port()
        self.uri = f"mongodb://127.0.0.1:{port}/?replicaSet=confab{'&tls=true' if '--tlsMode' in self.options else ''}"
        self.process = subprocess.Popen(
            [binary(), "--dbpath", self.folder, "--port", str(port), "--bind_ip", "127.0.0.1", "--nounixsocket",
             "--replSet", "confab", "--oplogSize", "64", "--wiredTigerCacheSizeGB", "0.25", "--quiet", *self.options],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        members = [{"_id": 0, "host": f"127.0.0.1:{port}"}]
        initiated, limit = False, time.monotonic() + 60
        while time.monotonic() < limit and self.process.poll() is None:
            try:
                connection = Connection(self.uri)
                if not initiated:
                    connection.run("admin", {"replSetInitiate": {"_id": "confab", "members": members}})
                    initiated = True
                if connection.run("admin", {"hello": 1}).get("isWritablePrimary"):
                    return self
            except (OSError, RuntimeError):
                pass
            time.sleep(0.1)
        self.__exit__()
        raise SystemExit("mongod did not become primary")

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)
