"""Packaged functions as Lambda runs them, with a counter on everything that somebody is paid for."""
import json
import math
import tempfile
import time
from pathlib import Path

import events
import lambda_runtime
import vendors
from bill import Counts

PREFIX = "confab-"
# What the driver says to keep a connection, and what this program asks, is no command of a method.
NOT_COUNTED = {"hello", "isMaster", "ismaster", "ping", "serverStatus", "endSessions", "buildInfo", "saslStart", "saslContinue"}


class Cloud:
    """Lambda, API Gateway and vendors around the functions of one package; a database of its own. Every function is warm."""

    def __init__(self, package, mongod, admin, settings, share, lambda_costs):
        self.package, self.mongod, self.admin, self.settings = package, mongod, admin, settings
        self.prefix = share.prefix if share else []
        self.memory, self.platform_log = lambda_costs["megabytes"], lambda_costs["log_bytes_an_invocation"]
        self.running, self.millis = {}, {}

    def __enter__(self):
        self.folder = tempfile.TemporaryDirectory(prefix="confab-cost")
        self.peers = vendors.Peers(self.folder.name)
        self.log = Path(self.folder.name, "functions.log")
        self.output = self.log.open("ab")
        self.changes = Changes(self.admin, self.settings["CONFAB_MONGODB_DATABASE"])
        return self

    def __exit__(self, *_):
        for function in self.running.values():
            function.__exit__()
        self.output.close()
        self.folder.cleanup()

    def function(self, name):
        if name not in self.running:
            environment = {**self.settings, "QUARKUS_FUNQY_EXPORT": name, "CONFAB_MONGODB_URI": self.mongod.uri,
                           "CONFAB_PUSH_WEBSOCKET_ENDPOINT": f"http://{self.peers.address}/live",
                           "AWS_ENDPOINT_URL_LAMBDA": f"http://{self.peers.address}",
                           **self.peers.settings(name in ("sendPushMsg", "sendMsgToGroup"))}
            self.running[name] = lambda_runtime.Function(self.prefix + self.package.command, environment, self.output).__enter__()
        return self.running[name]

    def uncounted(self, calls):
        """Carries out calls and what follows from them: connections are opened, code is loaded, endpoints are made."""
        for name, event in calls:
            self._run(name, event, Counts())
        self._tell_triggers(Counts())
        self.peers.forget()

    def count(self, calls):
        """What these calls of clients cost, and everything that follows from them."""
        calls = list(calls)
        self._quiet()
        self.peers.forget()
        counts = Counts()
        commands, log = self._commands(), self.log.stat().st_size
        for name, event in calls:
            self._run(name, event, counts)
        self._tell_triggers(counts)
        self._quiet()
        counts["commands"] = self._commands() - commands
        counts["log_bytes"] = self.log.stat().st_size - log + counts["invocations"] * self.platform_log
        self._posts(counts)
        return counts

    def _run(self, name, event, counts):
        waiting = [(name, event)]
        while waiting:
            name, event = waiting.pop(0)
            answer = self.function(name).send(event)
            if not answer.ok or (answer.json or {}).get("statusCode", 200) != 200:
                raise SystemExit(f"{name} failed: {json.dumps(answer.json)[:500]}")
            counts["invocations"] += 1
            millis = math.ceil(answer.millis)
            counts["gigabyte_seconds"] += millis / 1000 * self.memory / 1024
            self.millis.setdefault(name, []).append(millis)
            if isinstance((answer.json or {}).get("body"), str):
                counts["internet_bytes"] += len(answer.json["body"].encode())
            waiting += [(called.removeprefix(PREFIX), payload) for called, _, payload in self.peers.invocations]
            self.peers.invocations.clear()

    def _tell_triggers(self, counts):
        """Each change that a trigger hears of is an event, and an invocation that finds nothing left to do."""
        while changes := self.changes.since_last():
            counts["trigger_events"] += len(changes)
            for change in changes:
                self._run("sendPushMsg", events.of_atlas(change), counts)

    def _posts(self, counts):
        frames = [json.dumps(frame, ensure_ascii=False, separators=(",", ":")).encode() for _, frame in self.peers.frames]
        counts["posts"] = sum(max(1, math.ceil(len(frame) / 32768)) for frame in frames)
        counts["internet_bytes"] += sum(map(len, frames))
        told = self.peers.told()
        counts["sns_requests"] = len(told["sns"])
        counts["sns_deliveries"] = sum(action == "Publish" for action, _ in told["sns"])
        counts["unipush_calls"], counts["webpush_posts"] = len(told["unipush"]), len(told["webpush"])

    def _commands(self):
        every = self.admin.run("admin", {"serverStatus": 1, "metrics": 1})["metrics"]["commands"]
        # A change stream of this program reads by aggregate and getMore, so these are corrected by what it asked.
        return sum(numbers["total"] for name, numbers in every.items()
                   if isinstance(numbers, dict) and "total" in numbers and name not in NOT_COUNTED) - self.changes.asked

    def _quiet(self):
        """Until no command comes any more: a function may still be at work when it has answered."""
        before, now = -1, self._commands()
        while now != before:
            time.sleep(0.1)
            before, now = now, self._commands()


class Changes:
    """The changes of the database that a source of triggers would hand on, by the match of infra/triggers/filters.json."""

    def __init__(self, connection, database):
        match = json.loads(Path(__file__, "../../../triggers/filters.json").resolve().read_text(encoding="utf-8"))["match"]
        self.connection, self.database, self.match, self.asked = connection, database, match, 0
        self.from_now()

    def from_now(self):
        stream = {"$changeStream": {"fullDocument": "updateLookup"}}
        reply = self._run({"aggregate": 1, "pipeline": [stream, {"$match": self.match}], "cursor": {}})
        self.cursor, self.seen = reply["cursor"]["id"], reply["cursor"]["firstBatch"]

    def since_last(self):
        """Those that have come; reads until there are no more."""
        changes, self.seen = self.seen, []
        while True:
            batch = self._run({"getMore": self.cursor, "collection": "$cmd.aggregate", "maxTimeMS": 500})["cursor"]["nextBatch"]
            if not batch:
                return [self._plain(change) for change in changes]
            changes += batch

    @staticmethod
    def _plain(change):
        """As Atlas writes it without Extended JSON: the time of the change as an object."""
        seconds, increment = divmod(change["clusterTime"], 1 << 32)
        kept = ("_id", "operationType", "ns", "documentKey", "fullDocument", "updateDescription")
        return {**{name: change[name] for name in kept if name in change}, "clusterTime": {"T": seconds, "I": increment}}

    def _run(self, command):
        self.asked += 1
        return self.connection.run(self.database, command)
