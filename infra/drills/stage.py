"""What a drill is played on: packaged functions, a real mongod, peers in the place of AWS, and what alarms would do."""

import json
import os
import threading
import time
from contextlib import ExitStack, contextmanager

import alarms
import events
import lambda_runtime
import mongo
from environment import environment

# CONFAB_FUNCTION_PREFIX without its dash.
STACK = "confab"
TOKEN_ARN = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:token"


class Failed(Exception):
    """Something was not as it must be."""


class Stage:
    """For one drill; functions write into logs of their own."""

    def __init__(self, mongod, peers, command, folder, factor):
        self.mongod, self.peers, self.command, self.folder, self.factor = mongod, peers, command, folder, factor
        self.admin = mongo.Connection(mongod.uri)
        self.scene = events.Scene(self.admin, peers)
        self.points, self.logs = alarms.Points(), []
        self.apply_schema()
        self.began = time.time()
        self.points, self.logs = alarms.Points(), []

    @contextmanager
    def function(self, name, **more):
        """A running function; when it ends, CloudWatch takes the metrics from its log."""
        path = os.path.join(self.folder, f"{name}-{len(self.logs)}.log")
        self.logs.append(path)
        values = {key: value for key, value in {
            **environment(name, self.mongod.uri, self.peers), **more}.items() if value is not None}
        with open(path, "w", encoding="utf-8") as log:
            with lambda_runtime.Function(self.command(name), values, log) as function:
                yield function
        with open(path, encoding="utf-8", errors="replace") as log:
            self.points.read(log.read())

    def apply_schema(self):
        with self.function("applySchema") as function:
            self.expect(events.data(function.send({}, timeout=60)) is not None, "applySchema answers")

    def stated(self, namespace, name, values, period=60, **dimensions):
        """AWS's own metrics are not made here: data points of which the drill says that AWS would have them."""
        for number, value in enumerate(values):
            self.points.add(namespace, name, value, self.began + number * period, **dimensions)
        print(f"  stated: {namespace} {name} {dimensions or ''} = {values}", flush=True)

    def ringing(self, until):
        """As if the drill had begun with a period: errors at the end of one and at the start of the next are not added up."""
        early = self.began % alarms.LONGEST_PERIOD
        return alarms.ringing(self.points.moved(-early), self.began - early, until - early, STACK)

    @staticmethod
    def say(text):
        print("  " + text, flush=True)

    @staticmethod
    def expect(good, what, found=""):
        if not good:
            raise Failed(f"{what}: {str(found)[:400]}")

    @staticmethod
    def status(answer):
        """The HTTP status that a client gets; 502 if the invocation failed."""
        return answer.json["statusCode"] if answer.ok else 502


class Load:
    """Clients that go on calling until the end of the block, each with a process of its own; what they saw."""

    def __init__(self, *calls):
        """CALLS take no argument and return a label of what came of one call."""
        self.calls, self.seen, self.stopped = calls, [], threading.Event()
        self.turns = [threading.Lock() for _ in calls]

    def __enter__(self):
        self.threads = [threading.Thread(target=self._go_on, args=client) for client in zip(self.calls, self.turns)]
        for thread in self.threads:
            thread.start()
        return self

    def _go_on(self, call, turn):
        while not self.stopped.is_set():
            with turn:
                began = time.monotonic()
                try:
                    label = call()
                except Exception as e:  # seen by whoever judges
                    label = f"{type(e).__name__}: {e}"
                self.seen.append((began, label))
            self.stopped.wait(0.1)

    @contextmanager
    def between_calls(self):
        """In the block no call is on its way."""
        with ExitStack() as held:
            for turn in self.turns:
                held.enter_context(turn)
            yield

    def wait_for(self, more, limit=120):
        """Until so many more calls were answered."""
        until, end = len(self.seen) + more, time.monotonic() + limit
        while len(self.seen) < until:
            if time.monotonic() > end:
                raise Failed(f"calls do not go on: {self.seen[-3:]}")
            time.sleep(0.05)

    def labels(self, since=0.0):
        counts = {}
        for began, label in list(self.seen):
            if began >= since:
                counts[label] = counts.get(label, 0) + 1
        return counts

    def __exit__(self, *_):
        self.stopped.set()
        for thread in self.threads:
            thread.join()


class SecretsManager(lambda_runtime.Server):
    """Answers BatchGetSecretValue with what was published last."""

    def __init__(self, secret):
        self.secret, self.reads = secret, 0
        super().__init__(_SecretsHandler)


class _SecretsHandler(lambda_runtime.Handler):
    def do_POST(self):
        self.read_body()
        self.server.reads += 1
        body = json.dumps({"SecretValues": [
            {"ARN": TOKEN_ARN, "Name": "token", "SecretString": json.dumps(self.server.secret)}], "Errors": []})
        self.reply(200, body.encode(), (("Content-Type", "application/x-amz-json-1.1"),))
