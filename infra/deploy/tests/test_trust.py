"""The certificates of the database's authority, downloaded and put into packages: infra/deploy/trust"""

import hashlib
import shutil
import socket
import ssl
import subprocess
import threading
import unittest
import zipfile
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory

TRUST = Path(__file__).resolve().parents[1] / "trust"


class Peer(ThreadingHTTPServer):
    """Takes the place of the bucket of bundles: answers every path with what ``replies`` has for it."""

    daemon_threads = True

    def __init__(self, context=None):
        self.replies = {}
        super().__init__(("127.0.0.1", 0), _Handler)
        if context:
            self.socket = context.wrap_socket(self.socket, server_side=True)
        scheme = "https" if context else "http"
        self.url = f"{scheme}://127.0.0.1:{self.server_port}/"
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def stop(self):
        self.shutdown()
        self.server_close()

    def handle_error(self, request, client_address):
        """A client that does not trust this peer hangs up."""


class _Handler(BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def do_GET(self):
        status, body, promised = self.server.replies.get(self.path[1:], (404, b"<html>no such key</html>", None))
        self.send_response(status)
        self.send_header("Content-Length", str(promised or len(body)))
        self.end_headers()
        self.wfile.write(body)
        self.close_connection = True


class TrustTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.keys = TemporaryDirectory()
        cls.addClassCleanup(cls.keys.cleanup)
        cls.bundle = b""
        for name in ("first", "second"):
            subprocess.run(
                ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
                 "-subj", f"/CN={name}", "-addext", "subjectAltName=IP:127.0.0.1",
                 "-keyout", f"{cls.keys.name}/{name}.key", "-out", f"{cls.keys.name}/{name}.pem"],
                check=True, stderr=subprocess.DEVNULL,
            )
            cls.bundle += Path(cls.keys.name, f"{name}.pem").read_bytes()

    def setUp(self):
        folder = TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name)
        (self.root / "infra/deploy").mkdir(parents=True)
        shutil.copy(TRUST, self.root / "infra/deploy")
        self.kept = self.root / "infra/deploy/ca.pem"
        self.packages = [self.root / f"functions/{name}/target/function.zip" for name in ("health", "logout")]
        for package in self.packages:
            package.parent.mkdir(parents=True)
            with zipfile.ZipFile(package, "w") as archive:
                entry = zipfile.ZipInfo("bootstrap")
                entry.external_attr = 0o100755 << 16
                archive.writestr(entry, b"\x7fELF")
        self.peer = Peer()
        self.addCleanup(self.peer.stop)

    def trust(self, source, **environment):
        return subprocess.run(
            ["python3", self.root / "infra/deploy/trust", source], capture_output=True, text=True, env={"PATH": "/usr/bin:/bin", **environment}
        )

    def states(self):
        return [hashlib.sha256(path.read_bytes()).hexdigest() for path in self.packages]

    def refused(self, source, reason, **environment):
        """Nothing is changed, and the reason is one sentence."""
        before = self.states()
        result = self.trust(source, **environment)
        self.assertEqual(result.returncode, 1, result.stdout)
        self.assertIn(reason, result.stderr)
        self.assertEqual(result.stderr.count("\n"), 1, result.stderr)
        self.assertEqual(self.states(), before)
        self.assertFalse(self.kept.exists())

    def test_right_bundle_is_in_every_package(self):
        self.peer.replies["bundle.pem"] = (200, self.bundle, None)
        result = self.trust(self.peer.url + "bundle.pem")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertIn("2 certificates", result.stdout)
        self.assertIn("2 of them were changed", result.stdout)
        self.assertEqual(self.kept.read_bytes(), self.bundle)
        for package in self.packages:
            with zipfile.ZipFile(package) as archive:
                self.assertEqual(archive.read("ca.pem"), self.bundle)
                self.assertEqual(archive.read("bootstrap"), b"\x7fELF")
                self.assertEqual(archive.getinfo("bootstrap").external_attr >> 16, 0o100755)
                self.assertIsNone(archive.testzip())
        self.assertIn("0 of them were changed", self.trust(str(self.kept)).stdout)

    def test_another_bundle_replaces_it(self):
        for name in ("first", "second"):
            self.assertEqual(self.trust(f"{self.keys.name}/{name}.pem").returncode, 0)
        with zipfile.ZipFile(self.packages[0]) as archive:
            self.assertEqual(archive.namelist().count("ca.pem"), 1)
            self.assertEqual(archive.read("ca.pem"), Path(self.keys.name, "second.pem").read_bytes())

    def test_before_packages_are_built_it_is_kept(self):
        for package in self.packages:
            package.unlink()
        self.peer.replies["bundle.pem"] = (200, self.bundle, None)
        result = self.trust(self.peer.url + "bundle.pem")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertEqual(self.kept.read_bytes(), self.bundle)

    def test_truncated_while_it_was_sent(self):
        """Even where a whole certificate ends."""
        first = Path(self.keys.name, "first.pem").read_bytes()
        self.peer.replies["bundle.pem"] = (200, first, len(self.bundle))
        self.refused(self.peer.url + "bundle.pem", "cannot be downloaded (IncompleteRead)")

    def test_truncated_at_the_other_side_or_changed(self):
        lines = self.bundle.splitlines(keepends=True)
        for content in (self.bundle[:-100], b"".join(lines[:2] + lines[3:])):
            self.peer.replies["bundle.pem"] = (200, content, None)
            self.refused(self.peer.url + "bundle.pem", "certificate that cannot be read")

    def test_an_error_page(self):
        self.peer.replies["page"] = (200, b"<html><body>Service unavailable</body></html>", None)
        self.refused(self.peer.url + "page", "no certificate")
        self.refused(self.peer.url + "missing", "answers 404")

    def test_no_network(self):
        with socket.socket() as nobody:
            nobody.bind(("127.0.0.1", 0))
            self.refused(f"https://127.0.0.1:{nobody.getsockname()[1]}/bundle.pem", "cannot be downloaded")
        self.refused("https://no.such.host.invalid/bundle.pem", "cannot be downloaded")

    def test_by_https_from_a_peer_that_is_trusted_alone(self):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(f"{self.keys.name}/first.pem", f"{self.keys.name}/first.key")
        peer = Peer(context)
        self.addCleanup(peer.stop)
        peer.replies["bundle.pem"] = (200, self.bundle, None)
        self.refused(peer.url + "bundle.pem", "CERTIFICATE_VERIFY_FAILED")
        result = self.trust(peer.url + "bundle.pem", SSL_CERT_FILE=f"{self.keys.name}/first.pem")
        self.assertEqual(result.returncode, 0, result.stderr)

    def test_not_without_tls(self):
        self.refused("http://bundles.example/bundle.pem", "is not https")

    def test_a_file_that_is_not_there(self):
        self.refused(str(self.root / "nowhere.pem"), "cannot be read")


if __name__ == "__main__":
    unittest.main()
