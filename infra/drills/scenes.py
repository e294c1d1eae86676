"""The drills. Each takes a stage, breaks something, mends it, and returns the alarms that must ring."""

import subprocess
import time
import uuid
from contextlib import ExitStack

import events
import mongo
import thaw
from stage import TOKEN_ARN, Failed, Load, SecretsManager

NEW_SECRET = "the-secret-that-comes-next-0123456789abcdef"
FORGED_SECRET = "a-secret-of-nobody-0123456789-0123456789"


def database_gone(stage):
    """The database is away for 60 s (shortened by the factor), killed without warning while clients send."""
    seconds = 60 / stage.factor
    acknowledged = []

    def sender(function):
        pending = {}

        def call():
            text = pending.setdefault("text", events.text(to_uid="bob"))
            answer = function.send(events.by("alice", "sendMsg", text))
            if stage.status(answer) == 200:
                acknowledged.append((pending.pop("text")["unique_id"], answer.reply["data"]["_id"]))
            return stage.status(answer)

        return call

    with ExitStack() as running:
        senders = [running.enter_context(stage.function("sendMsg")) for _ in range(2)]
        lists = running.enter_context(stage.function("getConversationList"))
        calls = [sender(function) for function in senders]
        calls.append(lambda: stage.status(lists.send(events.by("alice", "getConversationList", {}))))
        with Load(*calls) as load:
            load.wait_for(9)
            stage.expect(load.labels().keys() == {200}, "before, every call succeeds", load.labels())
            stage.mongod.process.kill()
            stage.mongod.process.wait()
            gone = time.monotonic()
            time.sleep(seconds)
            during = load.labels(since=gone + 0.5)
            stage.mongod.process = subprocess.Popen(
                stage.mongod.process.args, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            _await_primary(stage)
            back = time.monotonic()
            _await_success(load, back)
            time.sleep(max(0, back + 6 - time.monotonic()))
            load.wait_for(9)
    stage.say(f"away {seconds:.0f} s (60 s / {stage.factor:g}); answers meanwhile: {during}; after: {load.labels(since=back + 6)}")
    stage.expect(set(during) == {500}, "meanwhile clients get 500", during)
    stage.expect(load.labels(since=back + 6).keys() <= {200}, "6 s after the database is back every call succeeds", load.labels(since=back + 6))
    ids = dict(acknowledged)
    for unique_id, message in ids.items():
        stage.expect(stage.scene.count("uni-im-msg", {"_id": message}) == 1, "what was acknowledged is stored", unique_id)
    stored = stage.scene.count("uni-im-msg", {"from_uid": "alice", "to_uid": "bob"})
    stage.say(f"{len(ids)} messages acknowledged, {stored} stored")
    # A sender that was stopped may have stored one that it did not hear of.
    stage.expect(len(ids) <= stored <= len(ids) + len(senders), "nothing is stored twice", stored)
    return ["DatabaseErrorsAlarm", "FunctionErrorsAlarm"]


def _await_primary(stage):
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            stage.admin = mongo.Connection(stage.mongod.uri)
            stage.scene.connection = stage.admin
            if stage.admin.run("admin", {"hello": 1}).get("isWritablePrimary"):
                return
        except (OSError, RuntimeError):
            pass
        time.sleep(0.1)
    raise Failed("mongod did not come back")


def _await_success(load, since):
    end = time.monotonic() + 30
    while 200 not in load.labels(since):
        if time.monotonic() > end:
            raise Failed(f"no call succeeds after the database is back: {load.labels(since)}")
        time.sleep(0.1)


def secret_rotated(stage):
    """The token secret is rotated in two steps, ten minutes apart, under load, while a stranger sends forged tokens."""
    clock = _clock(stage)
    secrets = SecretsManager({"secret": events.TOKEN_SECRET})
    good = [events.TOKEN_SECRET]
    settings = {"CONFAB_TOKEN_SECRET": None, "CONFAB_SECRET_TOKEN": TOKEN_ARN,
                "AWS_ENDPOINT_URL_SECRETS_MANAGER": f"http://{secrets.address}", **clock.environment}

    def client(function):
        def call():
            secret = good[int(time.monotonic() * 10) % len(good)]
            token = events.token("alice", secret, clock.ahead)
            answer = function.send(_with_token(token), ahead=clock.ahead)
            return "good" if stage.status(answer) == 200 else f"refused with {stage.status(answer)}"
        return call

    def stranger(function):
        def call():
            answer = function.send(_with_token(events.token("alice", FORGED_SECRET, clock.ahead)), ahead=clock.ahead)
            return "forged 401" if stage.status(answer) == 401 else f"forged {stage.status(answer)}"
        return call

    def put_forward(load, seconds):
        # A call that is on its way would miss its deadline, or come with a token that has ended.
        with load.between_calls():
            clock.put_forward(seconds)

    with ExitStack() as running:
        functions = [running.enter_context(stage.function("getUsersInfo", **settings)) for _ in range(3)]
        reads_at_start = secrets.reads
        with Load(client(functions[0]), client(functions[1]), stranger(functions[2])) as load:
            load.wait_for(9)
            secrets.secret = {"secret": events.TOKEN_SECRET, "next": NEW_SECRET}
            for _ in range(2):
                put_forward(load, 301)
                load.wait_for(12)
            good.append(NEW_SECRET)  # other processes may sign with it at once
            secrets.secret = {"secret": NEW_SECRET, "previous": events.TOKEN_SECRET}
            load.wait_for(12)
            put_forward(load, 301)
            load.wait_for(12)
            with load.between_calls():
                good.remove(events.TOKEN_SECRET)
            put_forward(load, 7200 + 301)
            secrets.secret = {"secret": NEW_SECRET}
            load.wait_for(12)
            put_forward(load, 301)
            load.wait_for(12)
        stage.say(f"{load.labels()}; {secrets.reads - reads_at_start} reads of the secret by 3 processes")
        stage.expect(load.labels().keys() == {"good", "forged 401"}, "no good token is refused, no forged one accepted", load.labels())
        stage.expect(secrets.reads - reads_at_start <= 3 * 6, "forged tokens cause no reads", secrets.reads)
        answer = functions[0].send(_with_token(events.token("alice", events.TOKEN_SECRET, clock.ahead)), ahead=clock.ahead)
        stage.expect(stage.status(answer) == 401, "the old secret is of no use any more", answer.json)
    stage.expect(stage.points.total("errors.uni-id-check-token-failed") >= load.labels()["forged 401"], "refusals are counted")
    return []


def _with_token(token):
    return events.url_call("getUsersInfo", {"user_ids": []}, {"authorization": "Bearer " + token})


def _clock(stage):
    clock = thaw.Clock(stage.folder)
    if not clock.environment:
        raise Failed("a C compiler is needed, to put clocks forward")
    return clock


def schema_incomplete(stage):
    """A build is deployed before its indexes: it stores nothing, and works within six seconds of their completion."""
    stage.admin.run(events.DATABASE, {"delete": "confab-schema", "deletes": [{"q": {}, "limit": 0}]})
    with stage.function("sendMsg") as send, stage.function("sendPushMsg") as push, stage.function("getConversationList") as lists:
        refused = [send.send(events.by("alice", "sendMsg", events.text(to_uid="bob"))) for _ in range(2)]
        stage.expect([stage.status(answer) for answer in refused] == [503, 503], "a send is refused with 503", refused[0].json)
        stage.expect(refused[0].reply["errCode"] == "not-ready", "with the code not-ready", refused[0].reply)
        stage.expect(not push.send(events.by_name("sendPushMsg").event(stage.scene)).ok, "an internal method fails, so Lambda repeats it")
        stage.expect(stage.status(lists.send(events.by("alice", "getConversationList", {}))) == 200, "what only reads goes on")
        stage.apply_schema()
        applied = time.monotonic()
        while stage.status(answer := send.send(events.by("alice", "sendMsg", events.text(to_uid="bob")))) != 200:
            stage.expect(time.monotonic() - applied < 10, "a send succeeds after applySchema", answer.json)
            time.sleep(0.2)
        stage.say(f"503 before, 200 after {time.monotonic() - applied:.1f} s")
    return ["NotReadyAlarm"]


def throttled_invoker(stage):
    """Lambda throttles: sends to groups cannot hand over. Clients get 500 and repeat; stored once, announced once."""
    stage.peers.throttled = True
    texts = [events.text(group_id="g1") for _ in range(7)]
    with stage.function("sendMsg") as function:
        answers = [function.send(events.by("alice", "sendMsg", text)) for text in texts]
        stage.expect({stage.status(answer) for answer in answers} == {500}, "a send that cannot hand over fails", answers[0].json)
        stage.peers.throttled = False
        stage.scene.invocations()
        again = [function.send(events.by("alice", "sendMsg", text)) for text in texts]
        stage.expect({stage.status(answer) for answer in again} == {200}, "repeated, it succeeds", again[0].json)
        handed_over = [call[0] for call in stage.scene.invocations()]
    stored = stage.scene.count("uni-im-msg", {"group_id": "g1", "from_uid": "alice"})
    stage.say(f"{len(texts)} sends: 500, repeated 200; {stored - 1} stored, {len(handed_over)} handed over")
    stage.expect(stored == len(texts) + 1, "each is stored once", stored)
    stage.expect(handed_over == ["confab-sendMsgToGroup"] * len(texts), "each is announced", handed_over)
    stage.stated("AWS/Lambda", "Throttles", [7])
    return ["FunctionErrorsAlarm", "FunctionThrottlesAlarm"]


def trigger_behind(stage):
    """Changes by other programs reach sendPushMsg 90 s late, three minutes long; they are told nevertheless."""
    clock = _clock(stage)
    with stage.function("sendPushMsg", **clock.environment) as function:
        for minute in range(3):
            age = 90 - clock.ahead  # by the function's clock it is 90 s
            answer = function.send(events.document_db(events.extended_invite(age=age)), ahead=clock.ahead)
            stage.expect(events.data(answer) is not None, "a late change is processed", answer.json)
            stage.expect(len(stage.scene.frames_to_bob()) == 1, f"and told in minute {minute + 1}")
            clock.put_forward(60)
    stage.stated("AWS/Lambda", "IteratorAge", [90_000] * 3, FunctionName="confab-sendPushMsg")
    stage.say(f"{stage.points.total('triggerEvents'):.0f} changes told, the delay of each is counted")
    return ["TriggerBehindAlarm", "TriggerLagAlarm"]


def poison_event(stage):
    """One change of a batch cannot be processed: it is parked, the others are told, and a dead letter names it."""
    stage.scene.insert("uni-id-device", {
        "_id": uuid.uuid4().bytes[:12], "user_id": "carol", "device_key": "carol#poison", "cid_key": "poison"})
    batch = events.document_db(events.extended_invite(), events.extended_invite(to_uid="carol"), events.extended_invite())
    with stage.function("sendPushMsg") as function:
        answer = function.send(batch)
        stage.expect(events.data(answer) is not None, "the batch is not sent again for ever", answer.json)
        stage.expect(len(stage.scene.frames_to_bob()) == 2, "the other changes are told")
        parked = stage.scene.invocations()
        stage.expect([call[0] for call in parked] == ["confab-sendPushMsg"], "the poison one is parked", parked)
        attempts = [function.send(parked[0][2]) for _ in range(3)]
        stage.expect(not any(answer.ok for answer in attempts), "what is parked fails three times, and so becomes a dead letter")
    stage.expect(stage.points.total("triggerEvents") == 3, "each change is counted once", stage.points.total("triggerEvents"))
    stage.say(f"dead letter: {parked[0][2]}")
    stage.stated("AWS/SQS", "ApproximateNumberOfMessagesVisible", [1], QueueName="FailedPushes.QueueName")
    return ["FailedPushesAlarm"]


DRILLS = {
    drill.__name__.replace("_", "-"): drill
    for drill in (database_gone, secret_rotated, schema_incomplete, throttled_invoker, trigger_behind, poison_event)
}
