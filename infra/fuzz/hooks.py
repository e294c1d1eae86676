"""Extends Schemathesis for Confab: existing ids, tokens, and the signatures of back ends."""
import hashlib
import hmac
import json
import os
import random
import time
import uuid

import schemathesis

with open(os.environ["CONFAB_FUZZ_SCENE"], encoding="utf-8") as file:
    SCENE = json.load(file)
REQUEST_SECRET = "confab-local-request-secret"
KINDS = {
    "to_uid": "uid", "user_id": "uid", "friend_uid": "uid", "from_uid": "uid", "uid": "uid", "user_ids": "uid",
    "to_uids": "uid", "call_uid": "uid", "keyword": "uid", "group_id": "group", "group_ids": "group",
    "conversation_id": "conversation", "msgId": "message", "msgIds": "message", "about_msg_id": "message"}
OF_ID = {"handleFriendInvite": "invite", "handleGroupJoin": "request", "getMsgList": "message"}


def real(method, name, value, chance):
    """Replaces an id by an existing one, with some probability."""
    kind = OF_ID.get(method) if name == "_id" else KINDS.get(name)
    if kind is None or random.random() >= chance:
        return value
    known = SCENE["ids"][kind]
    if isinstance(value, str):
        return random.choice(known)
    if isinstance(value, list):
        return [random.choice(known) if isinstance(element, str) else element for element in value]
    return value


def filled(method, params):
    """The reference's example with ids that exist."""
    return {name: real(method, name, value, 1) for name, value in params.items()}


@schemathesis.hook
def map_body(context, body):
    """Makes every other body from the reference's example, with some fields changed; in the others replaces some ids by existing ones."""
    if not isinstance(body, dict):
        return body
    operation = context.operation.definition.raw
    method = operation.get("operationId")
    if random.random() < 0.5:
        return {name: real(method, name, value, 0.5) for name, value in body.items()}
    example = operation["requestBody"]["content"]["application/json"]["example"]
    return {**filled(method, example), **{name: value for name, value in body.items() if random.random() < 0.2}}


def text_of(value):
    return json.dumps(value) if isinstance(value, (bool, float)) else str(value)


def signature(params, nonce, timestamp):
    scalars = {name: value for name, value in params.items() if value is not None and not isinstance(value, (dict, list))}
    joined = "&".join(f"{name}={text_of(scalars[name])}" for name in sorted(scalars, key=lambda name: name.encode("utf-16-be", "surrogatepass")))
    key = (REQUEST_SECRET + nonce).encode()
    return hmac.new(key, (timestamp + joined).encode("utf-8", "replace"), hashlib.sha256).hexdigest().upper()


@schemathesis.hook
def before_call(context, case, kwargs):
    headers = case.headers
    if not any(parameter.name == "uni-id-nonce" for parameter in case.operation.headers):
        headers["Authorization"] = "Bearer " + random.choice(SCENE["tokens"])
        headers["x-client-app-id"] = "fuzz"
        headers["x-client-device-id"] = "fuzz"
    elif isinstance(case.body, dict):
        nonce, timestamp = uuid.uuid4().hex, str(int(time.time() * 1000))
        headers.update({"uni-id-nonce": nonce, "uni-id-timestamp": timestamp,
                        "uni-id-signature": signature(case.body, nonce, timestamp)})
