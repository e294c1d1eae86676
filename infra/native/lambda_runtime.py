"""The environment of a packaged function on Lambda: the Runtime API, and recorders for the AWS services that it calls."""
import json
import os
import queue
import subprocess
import threading
import time
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote

RUNTIME = "/2018-06-01/runtime/"


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1

    def log_message(self, *_):
        pass

    def read_body(self):
        if "chunked" not in self.headers.get("Transfer-Encoding", ""):
            return self.rfile.read(int(self.headers.get("Content-Length") or 0))
        body = b""
        while True:
            size = int(self.rfile.readline().split(b";")[0], 16)
            body += self.rfile.read(size)
            self.rfile.readline()
            if size == 0:
                return body

    def reply(self, status, body=b"", headers=()):
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, str(value))
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def in_trouble(self):
        """Answers as the server's trouble says; False if it has none."""
        trouble = self.server.trouble.pop(0) if self.server.trouble else self.server.lasting_trouble
        if isinstance(trouble, int):
            self.reply(trouble, b"{}", (("Content-Type", "application/json"),))
        elif trouble:
            if trouble == "hang":
                time.sleep(30)
            if trouble == "half":
                self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{")
            self.close_connection = True
        return trouble is not None


class Server(ThreadingHTTPServer):
    """``trouble`` is what happens to the next requests instead of an answer, ``lasting_trouble`` to all others: a status, "cut" (no
    answer), "half" (its beginning) or "hang" (none for 30 seconds)."""

    daemon_threads = True

    def __init__(self, handler, tls=None):
        self.trouble, self.lasting_trouble = [], None
        super().__init__(("127.0.0.1", 0), handler)
        if tls:
            self.socket = tls.wrap_socket(self.socket, server_side=True)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def address(self):
        return f"127.0.0.1:{self.server_port}"

    def handle_error(self, request, client_address):
        """Ignores connections that a killed function has left half read."""


class RuntimeApi(Server):
    """Sends events to one function and receives its answers."""

    def __init__(self):
        self.first_next_at = None
        self.asked = threading.Event()
        # A process that is to be copied says so, and goes on when it has been (SnapStart).
        self.at_checkpoint, self.may_go_on = threading.Event(), threading.Event()
        self.events, self.answers = queue.Queue(), {}
        super().__init__(_RuntimeHandler)


class _RuntimeHandler(Handler):
    def do_GET(self):
        api = self.server
        if self.path == RUNTIME + "restore/next":
            api.at_checkpoint.set()
            api.may_go_on.wait()
            return self.reply(200)
        if self.path != RUNTIME + "invocation/next":
            return self.reply(404)
        if not api.asked.is_set():
            api.first_next_at = time.monotonic()
            api.asked.set()
        request_id, event, deadline = api.events.get()
        self.reply(200, event, (
            ("Content-Type", "application/json"),
            ("Lambda-Runtime-Aws-Request-Id", request_id),
            ("Lambda-Runtime-Deadline-Ms", deadline),
            ("Lambda-Runtime-Trace-Id", "Root=1-00000000-000000000000000000000000;Sampled=0"),
            ("Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:eu-central-1:123456789012:function:confab")))

    def do_POST(self):
        body = self.read_body()
        self.reply(202, b'{"status":"OK"}')
        path = self.path.removeprefix(RUNTIME).split("/")
        if len(path) == 3 and path[0] == "invocation" and path[1] in self.server.answers:
            self.server.answers[path[1]].put((path[2] == "response", body))
        elif path in (["init", "error"], ["restore", "error"]):
            self.server.asked.set()


class AwsPeers(Server):
    """Takes the place of Lambda and API Gateway for the AWS clients: accepts and records every request. Trouble is that of frames;
    while ``throttled``, Lambda refuses invocations."""

    def __init__(self):
        super().__init__(_PeersHandler)
        self.forget()

    def forget(self):
        self.invocations, self.frames, self.ended, self.trouble, self.throttled = [], [], [], [], False


class _PeersHandler(Handler):
    def do_POST(self):
        body, path = self.read_body(), unquote(self.path)
        if "/functions/" in path and self.server.throttled:
            return self.reply(429, b'{"Type":"User","message":"Rate Exceeded.","Reason":"CallerRateLimitExceeded"}', (
                ("Content-Type", "application/json"), ("x-amzn-ErrorType", "TooManyRequestsException")))
        if "/functions/" in path:
            name = path.split("/functions/")[1].split("/")[0]
            self.server.invocations.append((name, self.headers.get("X-Amz-Invocation-Type"), json.loads(body)))
            return self.reply(202)
        if self.in_trouble():
            return
        self.server.frames.append((path.rpartition("/")[2], json.loads(body)))
        self.reply(200)

    def do_DELETE(self):
        self.server.ended.append(unquote(self.path).rpartition("/")[2])
        self.reply(204)


class Answer:
    def __init__(self, ok, body, millis):
        self.ok, self.millis = ok, millis
        self.json = json.loads(body) if body.strip() else None

    @property
    def reply(self):
        """The body, if the answer is that of a function URL or a WebSocket route; otherwise the answer itself."""
        body = (self.json or {}).get("body")
        return json.loads(body) if isinstance(body, str) else self.json


class Function:
    """A running function; killed without warning at the end of the block, as Lambda does."""

    def __init__(self, command, environment, log):
        self.command, self.environment, self.log = command, environment, log

    def __enter__(self):
        self.start()
        self._await(self.api.asked)
        if self.api.first_next_at is None:
            self._await_end()
            self.__exit__()
            raise RuntimeError("reported that its start failed")
        self.start_millis = (self.api.first_next_at - self.began) * 1000
        return self

    def start(self):
        self.api = RuntimeApi()
        environment = {
            "PATH": os.environ.get("PATH", ""), "AWS_REGION": "eu-central-1", "AWS_LAMBDA_FUNCTION_NAME": "confab",
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "512", "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
            "AWS_ACCESS_KEY_ID": "local", "AWS_SECRET_ACCESS_KEY": "local", "AWS_SESSION_TOKEN": "local",
            "DISABLE_SIGNAL_HANDLERS": "true", **self.environment, "AWS_LAMBDA_RUNTIME_API": self.api.address}
        self.began = time.monotonic()
        self.process = subprocess.Popen(
            self.command, env=environment, stdout=self.log, stderr=subprocess.STDOUT)

    def _await(self, said):
        while not said.wait(0.02):
            if self.process.poll() is not None:
                raise RuntimeError(f"ended with {self.process.returncode} before it asked for an event")
            if time.monotonic() - self.began > 60:
                self.__exit__()
                raise RuntimeError("did not ask for an event within 60 s")

    def _await_end(self):
        """A process that reports a failed start says why after that, and ends by itself."""
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            pass

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        self.api.shutdown()

    def send(self, event, timeout=30, ahead=0):
        """Sends one event (an object, or raw text) and waits for its answer; the function's clock is AHEAD by seconds."""
        request_id = str(uuid.uuid4())
        data = event if isinstance(event, str) else json.dumps(event, ensure_ascii=False)
        answers = self.api.answers[request_id] = queue.Queue()
        began = time.monotonic()
        self.api.events.put((request_id, data.encode(), int((time.time() + ahead + timeout) * 1000)))
        try:
            ok, body = answers.get(timeout=timeout)
        except queue.Empty:
            raise RuntimeError(f"no answer within {timeout} s: it hangs") from None
        return Answer(ok, body, (time.monotonic() - began) * 1000)

    def status(self, field):
        """A number of /proc/…/status, such as VmRSS (in KiB) or Threads."""
        with open(f"/proc/{self.process.pid}/status") as lines:
            return next(int(line.split()[1]) for line in lines if line.startswith(field + ":"))

    def processor_millis(self):
        """Processor time of its running threads, which varies less than elapsed time on a busy machine."""
        threads = f"/proc/{self.process.pid}/task"
        nanos = 0
        for thread in os.listdir(threads):
            with open(f"{threads}/{thread}/schedstat") as numbers:
                nanos += int(numbers.read().split()[0])
        return nanos / 1e6


class CopiedFunction(Function):
    """A function for the JVM that is started as with SnapStart; in the block it waits for its memory to be copied."""

    def __init__(self, command, environment, log):
        # Lambda's runtime names its own interface for this so.
        super().__init__([command[0], "-Dorg.crac.Core.Compat=com.amazonaws.services.lambda.crac", *command[1:]],
                         {**environment, "AWS_LAMBDA_INITIALIZATION_TYPE": "snap-start"}, log)

    def __enter__(self):
        self.start()
        self._await(self.api.at_checkpoint)
        return self

    def go_on(self):
        """Lets it go on as a copy; returns the milliseconds until it asks for an event."""
        began = time.monotonic()
        self.api.may_go_on.set()
        self._await(self.api.asked)
        if self.api.first_next_at is None:
            raise RuntimeError("reported that its copy cannot be used")
        return (self.api.first_next_at - began) * 1000
