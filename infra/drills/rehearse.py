"""Rehearses on this machine what docs/operations.md asks of operators, and prints what happened.

    infra/drills/rehearse rotate     each secret is changed while two processes of a function are called
    infra/drills/rehearse restore    a backup is restored into an empty database, and the chat goes on

Runs the packaged functions (infra/image/target/function.zip, native or for the JVM) under a small Lambda Runtime API; moto stands
for Secrets Manager, a mongod of this machine for the cluster. Minutes pass by clocks that are put forward. Exit codes: 0 all went
as the document says, 1 it did not.
"""

import argparse
import json
import logging
import os
import re
import subprocess
import sys
import time
import types
import uuid
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

sys.dont_write_bytecode = True
ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "infra/native"))

import boto3
import events
import lambda_runtime
import mongo
import packages
import thaw
import vendors
from bson.raw_bson import RawBSONDocument
from moto.server import ThreadedMotoServer
from pymongo import MongoClient

REGION = "eu-central-1"
MINUTE = 60
SETTINGS = {
    "CONFAB_MONGODB_DATABASE": events.DATABASE, "CONFAB_FUNCTION_PREFIX": "confab-", "CONFAB_CONVERSATION_GRADE": "0",
    "CONFAB_USER_DIRECTORY": "false", "CONFAB_UPLOAD_BUCKET": "uploads", "CONFAB_UPLOAD_PUBLIC_URL": "https://cdn.example.com",
    "CONFAB_TOKEN_EXPIRES_IN": "7200", "CONFAB_PUSH_BUDGET": "5s"}


class Place:
    """Functions of one package, and what is around them; every process is stopped at the end of the block."""

    def __init__(self, package):
        self.package = package

    def __enter__(self):
        self.stack = ExitStack()
        self.folder = self.stack.enter_context(TemporaryDirectory(prefix="confab-rehearsal"))
        self.peers = vendors.Peers(self.folder)
        self.clock = thaw.Clock(self.folder)
        if not self.clock.environment:
            raise SystemExit("A C compiler is missing, without which no minutes can pass.")
        # What signs requests and tokens, and what checks signatures, lives in the same time as the functions.
        events.time = vendors.time = types.SimpleNamespace(time=lambda: time.time() + self.clock.ahead)
        self.unpacked = self.stack.enter_context(packages.Package(self.package))
        self.log = self.stack.enter_context(open(os.path.join(self.folder, "log"), "ab"))
        return self

    def __exit__(self, *_):
        self.stack.close()

    def start(self, name, **environment):
        given = {**SETTINGS, "QUARKUS_FUNQY_EXPORT": name, "CONFAB_PUSH_WEBSOCKET_ENDPOINT": f"http://{self.peers.address}/live",
                 "AWS_ENDPOINT_URL_LAMBDA": f"http://{self.peers.address}", **self.peers.settings(name == "sendPushMsg"),
                 **self.clock.environment, **environment}
        given = {key: value for key, value in given.items() if value is not None}
        return self.stack.enter_context(lambda_runtime.Function(self.unpacked.command, given, self.log))

    def ask(self, function, event):
        """Status and reply of a function with a URL."""
        answer = function.send(event, ahead=self.clock.ahead)
        if not answer.ok:
            return 500, answer.json
        return answer.json.get("statusCode", 200), answer.reply

    def minutes(self, number):
        self.clock.put_forward(number * MINUTE)


class Rotation:
    """Two processes of sendMsg and one of externalLogin, all with secrets of moto; calls, and how many were refused."""

    def __init__(self, place, uri, moto):
        self.place, self.uri = place, uri
        self.secrets = boto3.client("secretsmanager", region_name=REGION, endpoint_url=moto, aws_access_key_id="t", aws_secret_access_key="t")
        self.arns = {}
        self.values = {name: f"{name}-secret-of-the-first-day-0123456789" for name in ("token", "request", "unipush")}
        self.write("token", {"secret": self.values["token"]})
        self.write("request", {"secret": self.values["request"]})
        self.write("push", {"unipushSecret": vendors.UNIPUSH_SECRET})
        self.write("database", {"uri": uri, "username": "first", "password": "first-password"})
        addresses = {"AWS_ENDPOINT_URL_SECRETS_MANAGER": moto, "CONFAB_SECRET_DATABASE": self.arns["database"]}
        tokens = {**addresses, "CONFAB_SECRET_TOKEN": self.arns["token"]}
        signed = {**tokens, "CONFAB_SECRET_REQUEST": self.arns["request"]}
        self.senders = [place.start("sendMsg", **tokens) for _ in range(2)]
        self.login = place.start("externalLogin", **signed)
        self.register = place.start("externalRegister", **signed)
        pushing = {**addresses, "CONFAB_SECRET_PUSH": self.arns["push"], "CONFAB_UNIPUSH_SECRET": None, "CONFAB_VAPID_PRIVATE_KEY": None}
        self.push = place.start("sendPushMsg", **pushing)
        self.calls, self.refused = 0, []
        self.users = [self.signed_in(self.register, "externalRegister", {"externalUid": name, "nickname": name}) for name in ("ann", "ben")]
        self.old_tokens = []

    def write(self, purpose, value):
        text = json.dumps(value)
        if purpose in self.arns:
            self.secrets.put_secret_value(SecretId=self.arns[purpose], SecretString=text)
        else:
            self.arns[purpose] = self.secrets.create_secret(Name=f"confab-{purpose}", SecretString=text)["ARN"]

    def signed_in(self, function, method, params):
        events.REQUEST_SECRET = self.values["request"]
        status, reply = self.place.ask(function, events.signed(method, params))
        self.judge(f"{method} of {params['externalUid']}", status, reply)
        return (reply or {}).get("uid"), ((reply or {}).get("newToken") or {}).get("token")

    def judge(self, what, status, reply):
        self.calls += 1
        if status != 200:
            self.refused.append(f"{what}: {status} {(reply or {}).get('errCode', reply)}")

    def send(self, token):
        for number, sender in enumerate(self.senders):
            status, reply = self.place.ask(sender, self.message(token))
            self.judge(f"sendMsg, process {number}", status, reply)

    def message(self, token):
        params = {"appId": events.APP, "to_uid": self.users[1][0], "type": "text", "body": "hi", "unique_id": uuid.uuid4().hex}
        return events.url_call("sendMsg", params, {"authorization": "Bearer " + token})

    def minute(self, number=1):
        """A minute with calls: Ann signs in, sends with this and with all earlier tokens; a stranger's token is refused."""
        for _ in range(number):
            self.place.minutes(1)
            _, token = self.signed_in(self.login, "externalLogin", {"externalUid": "ann"})
            self.old_tokens = [*self.old_tokens[-3:], token or ""]
            for one in self.old_tokens:
                self.send(one)
            for sender in self.senders:
                status, reply = self.place.ask(sender, self.message(forged(token or "a.b.c")))
                if status != 401:
                    self.refused.append(f"a forged token got {status}")

    def back_end_signs_tokens_with(self, secret):
        """A token that a back end made itself."""
        self.send(events.token(self.users[0][0], secret))

    def said(self, what):
        refused, self.refused = self.refused, []
        number, self.calls = self.calls, 0
        print(f"  {what}: {number} calls, {len(refused)} refused" + "".join(f"\n      {line}" for line in sorted(set(refused))))
        return len(refused)


def forged(token):
    header, claims, signature = token.split(".")
    return ".".join((header, claims, signature[:-4] + ("AAAA" if signature[-4:] != "AAAA" else "BBBB")))


def rotate(place):
    with MongodWithUsers() as mongod, Moto() as moto:
        place.start("applySchema", CONFAB_MONGODB_URI=mongod.uri_of("root", "root-password")).send({})
        run = Rotation(place, mongod.uri, moto)
        run.minute()
        wrong = run.said("before")
        for purpose in ("token", "request"):
            print(f"{purpose} secret")
            old, new = run.values[purpose], f"{purpose}-secret-of-the-second-day-9876543210"
            run.write(purpose, {"secret": old, "next": new})
            run.minute(10)
            wrong += run.said('{"secret": old, "next": new}, ten minutes')
            run.values[purpose] = new
            if purpose == "token":
                run.back_end_signs_tokens_with(new)
                wrong += run.said("a token that a back end signs with the new one")
            run.write(purpose, {"secret": new, "previous": old})
            run.minute(10)
            wrong += run.said('{"secret": new, "previous": old}, ten minutes')
            if purpose == "token":
                run.back_end_signs_tokens_with(old)
                wrong += run.said("a token signed with the old one, while it verifies")
            run.place.minutes(125)
            run.old_tokens.clear()
            run.write(purpose, {"secret": new})
            run.minute(6)
            wrong += run.said('two hours later {"secret": new}')
        wrong += rotate_login(run, mongod)
        wrong += rotate_uni_push(run, mongod)
        return wrong


def rotate_login(run, mongod):
    print("database's login, with a second user")
    mongod.add_user("second", "second-password")
    run.write("database", {"uri": run.uri, "username": "second", "password": "second-password"})
    run.minute(10)
    wrong = run.said("the second user in the secret, ten minutes")
    mongod.drop_user("first")
    run.minute(2)
    wrong += run.said("the first user is gone")
    print("database's login, with one user")
    mongod.change_password("second", "third-password")
    run.minute()
    run.said("the password is changed, the secret is not yet")
    run.write("database", {"uri": run.uri, "username": "second", "password": "third-password"})
    run.minute(2)
    run.said("the secret is written, two minutes")
    run.minute(6)
    return wrong + run.said("then")


def rotate_uni_push(run, mongod):
    print("secret of uni-push")
    place, (ben, _) = run.place, run.users[1]
    mongod.admin[events.DATABASE]["uni-id-device"].insert_one({
        "_id": "phone", "device_key": ben + "#phone", "cid_key": "cid-of-ben", "user_id": ben, "device_id": "phone", "appid": events.APP,
        "token_expired": events.FAR_FUTURE, "channel": "unipush", "platform": "app", "push_clientid": "cid-of-ben"})

    def pushed(what):
        event = {"pushParam": {**events.push_param({"type": "custom"}, 1), "user_id": ben, "request_id": uuid.uuid4().hex}}
        waiting, attempts = [event], 0
        while waiting and attempts < 5:
            place.peers.told(), place.peers.invocations.clear()
            answer = run.push.send(waiting.pop(), ahead=place.clock.ahead)
            told, attempts = len(place.peers.told()["unipush"]), attempts + 1
            print(f"  {what}, attempt {attempts}: {'told' if told else 'not told'}" + ("" if answer.ok else f", {answer.json}"))
            waiting += [payload for _, _, payload in place.peers.invocations]
            if told:
                return 0
            place.minutes(6)
            run.write("push", {"unipushSecret": vendors.UNIPUSH_SECRET})
        return 1

    wrong = pushed("before")
    vendors.UNIPUSH_SECRET = "unipush-secret-of-the-second-day-9876543210"
    print("  the cloud function has the new one, the secret is written before the second attempt")
    return wrong + pushed("after")


class Moto:
    def __enter__(self):
        logging.getLogger("werkzeug").setLevel(logging.ERROR)
        self.server = ThreadedMotoServer(port=0, verbose=False)
        self.server.start()
        return f"http://127.0.0.1:{self.server.get_host_and_port()[1]}"

    def __exit__(self, *_):
        self.server.stop()


class MongodWithUsers(mongo.Server):
    """A mongod that lets nobody in without a password."""

    admin = None

    def __enter__(self):
        self.key = TemporaryDirectory(prefix="confab-key")
        path = Path(self.key.name, "key")
        path.write_text("a0key0of0the0members0of0the0set0", encoding="utf-8")
        path.chmod(0o600)
        self.options = ("--keyFile", str(path))
        super().__enter__()
        with MongoClient(self.uri) as nobody:
            nobody.admin.command("createUser", "root", pwd="root-password", roles=["root"])
        self.admin = MongoClient(self.uri, username="root", password="root-password")
        self.add_user("first", "first-password")
        return self

    def __exit__(self, *given):
        if self.admin:
            self.admin.close()
        super().__exit__(*given)
        self.key.cleanup()

    def add_user(self, name, password):
        self.admin.admin.command("createUser", name, pwd=password, roles=[{"role": "readWrite", "db": events.DATABASE}])

    def drop_user(self, name):
        self.admin.admin.command("dropUser", name)

    def change_password(self, name, password):
        self.admin.admin.command("updateUser", name, pwd=password)

    def uri_of(self, name, password):
        return self.uri.replace("mongodb://", f"mongodb://{name}:{password}@")


# ---- A backup.


def backup(uri, folder):
    """Each collection as mongodump writes it: the documents' bytes, one after the other. Indexes are not part of it."""
    with MongoClient(uri, document_class=RawBSONDocument) as client:
        database = client[events.DATABASE]
        for name in database.list_collection_names():
            with open(Path(folder, name + ".bson"), "wb") as file:
                for document in database[name].find():
                    file.write(document.raw)


def restore_into(uri, folder):
    """Writes them into an empty database, and returns how many."""
    number = 0
    with MongoClient(uri) as client:
        for path in sorted(Path(folder).glob("*.bson")):
            with open(path, "rb") as file:
                documents = [RawBSONDocument(raw) for raw in _each(file)]
            if documents:
                client[events.DATABASE][path.stem].insert_many(documents)
            number += len(documents)
    return number


def _each(file):
    while size := file.read(4):
        yield size + file.read(int.from_bytes(size, "little") - 4)


class Chat:
    """Ann and Ben on one database."""

    def __init__(self, place, uri):
        given = {"CONFAB_MONGODB_URI": uri, "CONFAB_TOKEN_SECRET": events.TOKEN_SECRET, "CONFAB_REQUEST_AUTH_SECRET": events.REQUEST_SECRET}
        self.place = place
        self.functions = {name: place.start(name, **given) for name in ("sendMsg", "getMsgList", "getConversationList")}

    def call(self, uid, method, params):
        status, reply = self.place.ask(self.functions[method], events.by(uid, method, params))
        return status, reply

    def send(self, body):
        """The text is its own unique_id, so that the same text again is a repeat."""
        status, reply = self.call("ann", "sendMsg", {"appId": events.APP, "to_uid": "ben", "type": "text", "body": body, "unique_id": body})
        return (reply["data"]["seq"], reply["data"]["_id"]) if status == 200 else (status, reply.get("errCode"))

    def read(self):
        _, reply = self.call("ben", "getConversationList", {})
        one = reply["data"][0]
        _, messages = self.call("ben", "getMsgList", {"conversation_id": one["id"]})
        return one["unread_count"], sorted(message["seq"] for message in messages["data"])


def tool(command, uri, *more):
    """infra/database/run, and its exit code."""
    done = subprocess.run(["infra/database/run", command, "--uri", uri, *more], cwd=ROOT, capture_output=True, text=True)
    lines = [re.sub(r"\s+", " ", line) for line in (done.stdout + done.stderr).strip().splitlines() if line.strip()]
    return done.returncode, lines


def restore(place):
    wrong = 0

    def expect(what, found, wanted):
        nonlocal wrong
        wrong += found != wanted
        print(f"  {what}: {found}" + ("" if found == wanted else f", but {wanted} was expected"))

    with mongo.Server() as first, mongo.Server() as second, TemporaryDirectory(prefix="confab-backup") as folder:
        tool("apply", first.uri)
        with MongoClient(first.uri) as client:
            client[events.DATABASE]["uni-id-users"].insert_many([
                {"_id": uid, "username": uid, "nickname": uid, "status": 0, "role": []} for uid in ("ann", "ben")])
        print("before")
        chat = Chat(place, first.uri)
        sent = [chat.send(f"message {number}") for number in (1, 2, 3)]
        expect("numbers of three messages", [seq for seq, _ in sent], [1, 2, 3])
        backup(first.uri, folder)
        print(f"  backup: {sum(path.stat().st_size for path in Path(folder).iterdir()):,} bytes")
        expect("a message after the backup", chat.send("message 4")[0], 4)
        print("restored into an empty database")
        print(f"  {restore_into(second.uri, folder)} documents")
        for command, code in (("check", 1), ("apply", 0), ("check", 0)):
            found, lines = tool(command, second.uri)
            expect(f"infra/database/run {command}, exit code", found, code)
            print(f"      {lines[-1]}")
        print("the functions have the new address")
        chat = Chat(place, second.uri)
        expect("Ben's unread count, and what he reads", chat.read(), (3, [1, 2, 3]))
        expect("message 3 again is the stored one", chat.send("message 3"), sent[2])
        expect("message 4, which was lost, sent again by its client", chat.send("message 4")[0], 4)
        expect("a new message", chat.send("message 5")[0], 5)
        expect("Ben's unread count, and what he reads", chat.read(), (5, [1, 2, 3, 4, 5]))
    return wrong


def main():
    parser = argparse.ArgumentParser(prog="infra/drills/rehearse", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["rotate", "restore"])
    parser.add_argument("--package", default=str(ROOT / "infra/image/target/function.zip"), help="function.zip of all functions (%(default)s)")
    options = parser.parse_args()
    if not os.path.exists(options.package):
        print(f"There is no {options.package}: infra/image/build makes it, with --jvm if there is no GraalVM.", file=sys.stderr)
        return 1
    began = time.monotonic()
    with Place(options.package) as place:
        wrong = {"rotate": rotate, "restore": restore}[options.what](place)
    print(f"{'all as expected' if not wrong else f'{wrong} NOT as expected'}, {time.monotonic() - began:.0f} s")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
