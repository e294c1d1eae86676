"""A valid event, a refused event and the expected answers for each function, and an event for each channel and each form of a
trigger. No event needs an earlier one."""
import base64
import hashlib
import hmac
import json
import os
import time
import uuid

TOKEN_SECRET = "native-run-token-secret-0123456789abcdef"
REQUEST_SECRET = "native-run-request-secret-0123456789abcdef"
DATABASE = "confab"
APP = "__UNI__CONFAB"
BOB_CONNECTION = "connection-of-bob"
# Users with one device, which only this vendor reaches.
VENDORS = ("sns", "webpush", "unipush")
ALICE_AND_CAROL = "single_" + hashlib.md5(b"alice,carol").hexdigest()
BOB_AND_CAROL = "single_" + hashlib.md5(b"bob,carol").hexdigest()
FAR_FUTURE = 4_102_444_800_000


def _base64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def token(uid, secret=TOKEN_SECRET, ahead=0):
    """A token that is valid for two hours, of an issuer whose clock is AHEAD by seconds; each one is different."""
    now = int(time.time()) + ahead
    claims = {"uid": uid, "role": [], "permission": [], "uniIdVersion": "3.3.0", "jti": uuid.uuid4().hex,
              "iat": now, "exp": now + 7200}
    text = ".".join(_base64url(json.dumps(part).encode()) for part in ({"alg": "HS256", "typ": "JWT"}, claims))
    return text + "." + _base64url(hmac.new(secret.encode(), text.encode(), hashlib.sha256).digest())


def url_call(method, params, headers=()):
    """An event of a function URL, payload format 2.0."""
    host = "abcdefghij.lambda-url.eu-central-1.on.aws"
    return {
        "version": "2.0", "routeKey": "$default", "rawPath": "/" + method, "rawQueryString": "", "cookies": [],
        "headers": {"content-type": "application/json", "host": host, "x-client-app-id": APP,
                    "x-client-device-id": "device", "x-client-platform": "web", **dict(headers)},
        "requestContext": {
            "accountId": "anonymous", "apiId": "abcdefghij", "domainName": host, "requestId": str(uuid.uuid4()),
            "stage": "$default", "timeEpoch": int(time.time() * 1000),
            "http": {"method": "POST", "path": "/" + method, "protocol": "HTTP/1.1", "sourceIp": "203.0.113.7",
                     "userAgent": "run-events"}},
        "body": json.dumps(params), "isBase64Encoded": False}


def get_call(method):
    """As a browser calls it: no body."""
    event = url_call(method, {})
    del event["body"]
    event["requestContext"]["http"]["method"] = "GET"
    return event


def by(uid, method, params):
    return url_call(method, params, {"authorization": "Bearer " + token(uid)})


def signed(method, params):
    nonce, now = uuid.uuid4().hex, str(int(time.time() * 1000))
    joined = now + "&".join(f"{key}={params[key]}" for key in sorted(params))
    signature = hmac.new((REQUEST_SECRET + nonce).encode(), joined.encode(), hashlib.sha256).hexdigest().upper()
    return url_call(method, params,
                    {"uni-id-nonce": nonce, "uni-id-timestamp": now, "uni-id-signature": signature})


def socket(route, kind, connection, **more):
    return {"requestContext": {"routeKey": route, "eventType": kind, "connectionId": connection, "stage": "live",
                               "requestId": str(uuid.uuid4())}, "isBase64Encoded": False, **more}


def push_param(payload, strategy=3):
    return {"title": "Alice", "content": "hi", "payload": payload,
            "settings": {"strategy": {"default": strategy}}}


def pair_id(*ids):
    """The id of an invite, or of a request to join."""
    return hashlib.md5(json.dumps(list(ids), separators=(",", ":")).encode()).hexdigest()


class Scene:
    """Alice, Bob (who is connected), Carol and Dave; groups of Alice and Bob; a message that Alice may revoke.

    Bob and Carol are Alice's friends, Carol asks to be Dave's, Dave asks to join a group, Bob
    blocks Carol. What an event changes for good
    has a group or a pair of its own. Users who are called like a vendor have a device that only this vendor reaches.
    """

    def __init__(self, connection, peers):
        self.peers, self.connection = peers, connection
        now = int(time.time() * 1000)
        # The only index that a query names; all others (docs/schema.md) only make queries fast or keys unique.
        self.connection.run(DATABASE, {"createIndexes": "uni-im-msg", "indexes": [
            {"key": {"unread_keys": 1, "seq": 1}, "name": "unread_keys_1_seq_1"}]})
        self.insert("confab-schema", {"_id": "version", "version": 1})
        self.insert("uni-id-users", *(
            {"_id": uid, "username": uid, "nickname": uid, "status": 0, "role": [],
             "avatar_file": {"name": "a.png", "extname": "png", "url": "https://example.com/a.png"},
             "identities": [{"provider": "externalDirectConnect", "uid": "external-" + uid}]}
            for uid in ("alice", "bob", "carol", "dave", *VENDORS)))
        self.insert("uni-id-device", {
            "_id": "d1", "device_key": "bob#phone", "user_id": "bob", "device_id": "phone", "appid": APP,
            "platform": "web", "token_expired": FAR_FUTURE, "connection_id": BOB_CONNECTION, "cid_key": "ws_d1"}, *(
                {"_id": "d-" + uid, "device_key": uid + "#phone", "cid_key": "ws_d-" + uid, "user_id": uid, "device_id": "phone",
                 "appid": APP, "token_expired": FAR_FUTURE, "channel": uid, **address} for uid, address in (
                     ("sns", {"platform": "android", "endpoint": "token-of-sns"}),
                     ("webpush", {"platform": "web", "endpoint": peers.push_service.subscription()}),
                     ("unipush", {"platform": "app", "push_clientid": "cid-of-unipush", "cid_key": "cid-of-unipush"}))))
        groups = ["g1", "transferred", "left", "dissolved", "updated", "joined", "asked", "vendors"]
        self.insert("uni-im-group", *(
            {"_id": group, "create_key": "alice#" + group, "user_id": "alice", "name": group, "join_option": "freeAccess",
             "create_time": now, "update_time": now, "last_seq": 1, "last_n": 1, "last_time": now, "last_msg_note": "hi",
             "avatar_file": {"name": "g.png", "extname": "png", "url": "https://example.com/g.png"}} for group in groups))
        self.insert("uni-im-group-member", *(
            {"_id": f"m-{group}-{uid}", "member_key": f"{group}#{uid}", "group_id": group, "user_id": uid,
             "role": ["creator", "admin"] if uid == "alice" else [], "mute_type": 0,
             "create_time": now, "join_seq": 0, "join_n": 0} for group in groups for uid in ("alice", "bob")), *(
                {"_id": f"m-{uid}", "member_key": f"vendors#{uid}", "group_id": "vendors", "user_id": uid, "role": [],
                 "mute_type": 0, "create_time": now, "join_seq": 0, "join_n": 0} for uid in VENDORS))
        self.insert("uni-im-group-join", {
            "_id": pair_id("asked", "dave"), "group_id": "asked", "user_id": "dave", "message": "please", "state": 0,
            "creat_time": now, "update_time": now})
        self.insert("uni-im-friend", *(
            {"_id": uid + friend, "friend_key": uid + "#" + friend, "user_id": uid, "friend_uid": friend, "create_time": now}
            for one, other in (("alice", "bob"), ("alice", "carol"))
            for uid, friend in ((one, other), (other, one))))
        self.insert("uni-im-friend-invite", {
            "_id": pair_id("carol", "dave"), "from_uid": "carol", "to_uid": "dave", "message": "hi", "state": 0,
            "creat_time": now, "update_time": now})
        self.insert("uni-im-notification", {
            "_id": "notice", "unique_key": "notice", "user_id": "bob", "title": "t", "content": "c", "is_read": False,
            "payload": {"type": "uni-im-notification", "subType": "order"}, "create_time": now})
        chat = ALICE_AND_CAROL
        self.insert("uni-im-conversation", *(
            {"_id": "c-" + uid + "-" + other, "user_key": uid + "#" + conversation, "id": conversation, "user_id": uid,
             "create_time": now, "update_time": now, "read_seq": 0, "read_n": 0,
             **({"type": 1, "friend_uid": other, "last_seq": 1, "last_n": 1, "last_other_n": 0, "last_time": now,
                 "last_msg_note": "hi"} if other != "g1" else {"type": 2, "group_id": "g1"})}
            for uid, other, conversation in (("alice", "g1", "group_g1"), ("bob", "g1", "group_g1"),
                                             ("alice", "carol", chat), ("carol", "alice", chat))), {
            "_id": "c-bob-carol", "user_key": "bob#" + BOB_AND_CAROL, "id": BOB_AND_CAROL, "user_id": "bob", "type": 1,
            "friend_uid": "carol", "create_time": now, "update_time": now, "blocked_time": now, "hidden": True})
        self.insert("uni-im-msg", *(
            {"_id": id, "conversation_id": conversation, "seq": 1, "seq_key": conversation + "#1", "send_key": "alice#" + id,
             "type": "text", "body": "hi " + id, "from_uid": "alice", "appid": APP, "is_read": False, "is_revoke": False,
             "create_time": now, "update_time": now, "n": 1, **to}
            for id, conversation, to in (("revocable", chat, {"to_uid": "carol", "own_n": 1}),
                                         ("in-group", "group_g1", {"group_id": "g1"}))))

    def insert(self, collection, *documents):
        self.connection.run(DATABASE, {"insert": collection, "documents": list(documents)})

    def count(self, collection, query):
        return self.connection.run(DATABASE, {"count": collection, "query": query})["n"]

    def indexes(self, collection):
        return len(self.connection.run(DATABASE, {"listIndexes": collection})["cursor"]["firstBatch"])

    def frames_to_bob(self):
        """Returns and forgets the frames that were posted to Bob's connection since the last call."""
        frames = [frame for connection, frame in self.peers.frames if connection == BOB_CONNECTION]
        self.peers.frames.clear()
        return frames

    def invocations(self):
        """Returns and forgets the invocations since the last call: (name, invocation type, payload)."""
        invocations = self.peers.invocations[:]
        self.peers.invocations.clear()
        return invocations


def data(answer):
    """The data of a successful reply; None for any other reply."""
    if not answer.ok or answer.json.get("statusCode", 200) != 200 or answer.reply.get("errCode") != 0:
        return None
    return answer.reply.get("data", answer.reply)


class Method:
    """How one function is called and refused, and how its answers are checked."""

    def __init__(self, name, event, good, refused=None, refusal=401, repeatable=True, also=(), label=""):
        """EVENT makes an event from a scene; GOOD checks its answer; ALSO are further (label, event, good)."""
        self.name, self.event, self.good, self.repeatable, self.also = name, event, good, repeatable, also
        self.refused, self.refusal = refused or url_call(name, {}), refusal
        self.title = f"{name}, {label}" if label else name

    def is_refusal(self, answer):
        return answer.json["statusCode"] == self.refusal and answer.reply["errCode"] not in (0, "internal-error")


def _is_renewal(answer):
    reply = data(answer)
    return reply is not None and bool(reply.get("uid")) and reply["newToken"]["token"].count(".") == 2


def _fan_out_invoked(scene, answer):
    calls = scene.invocations()
    return data(answer) is not None and len(calls) == 1 and calls[0][:2] == ("confab-sendMsgToGroup", "Event") \
        and calls[0][2]["pushParam"]["payload"]["data"]["group_id"] == "g1"


def _handed_over(scene, answer):
    calls = scene.invocations()
    return data(answer) is not None and [call[:2] for call in calls] == [("confab-sendPushMsg", "Event")] \
        and calls[0][2]["pushParam"]["push_clientid"] == ["ws_d-sns"] and not any(scene.peers.told().values())


def _message_of(group):
    return {"type": "uni-im", "data": {"_id": uuid.uuid4().hex, "group_id": group, "from_uid": "alice", "type": "text", "body": "hi"}}


def push_by(vendor):
    """A push to a device that only this vendor reaches."""
    return {"pushParam": {**push_param({"type": "custom", "emoji": "😀"}, 1), "user_id": vendor, "request_id": uuid.uuid4().hex}}


def _vendor_case(vendor, shown, also=()):
    """SHOWN checks what the vendor got."""
    def troubled(trouble):
        def event(scene):
            scene.peers.vendors[vendor].trouble.append(trouble)
            return push_by(vendor)
        return event

    def good(scene, answer):
        return pushed_offline(answer) and not scene.peers.vendors[vendor].trouble and shown(scene.peers.told())

    return Method("sendPushMsg", lambda scene: push_by(vendor), good, refusal=403, label=f"channel {vendor}",
                  also=[*also, *((f"in trouble: {trouble}", troubled(trouble), good) for trouble in (429, 503, "cut", "half", "hang"))])


def _push_in_trouble(trouble):
    """A push to Bob's connection, the first post of which fares badly."""
    def event(scene):
        scene.peers.forget()
        scene.peers.trouble.append(trouble)
        return {"pushParam": {**push_param({"type": "custom"}), "user_id": "bob", "request_id": uuid.uuid4().hex}}
    return event


def _delivered_later(scene, answer):
    return list(next(iter(data(answer).values())).values()) == ["successed_online"] and len(scene.frames_to_bob()) == 1 \
        and not scene.peers.trouble


def _refused_by_channel(scene, answer):
    return data(answer) is not None and "successed_online" not in next(iter(data(answer).values()), {}).values() \
        and not scene.frames_to_bob() and not scene.peers.trouble and not scene.invocations()


def pushed_offline(answer):
    return list(next(iter(data(answer).values())).values()) == ["successed_offline"]


def _sns_shown(told):
    action, call = told["sns"][-1]
    message = json.loads(json.loads(call["Message"])["GCM"])["fcmV1Message"]["message"]
    return action == "Publish" and message["notification"] == {"title": "Alice", "body": "hi"} \
        and json.loads(message["data"]["payload"])["emoji"] == "😀"


def _webpush_shown(told):
    return [(push["title"], push["payload"]["emoji"]) for push in told["webpush"]] == [("Alice", "😀")]


def _unipush_shown(told):
    return [(push["push_clientid"], push["title"], push["payload"]["emoji"]) for push in told["unipush"]] \
        == [(["cid-of-unipush"], "Alice", "😀")]


def _disabled_endpoint(scene):
    scene.peers.sns.disabled.add("token-of-sns")
    return {"pushParam": {**push_param({"type": "custom"}, 1), "user_id": "sns", "request_id": uuid.uuid4().hex}}


def _sns_repaired(scene, answer):
    return pushed_offline(answer) and [action for action, _ in scene.peers.told()["sns"]] \
        == ["Publish", "CreatePlatformEndpoint", "SetEndpointAttributes", "Publish"]


def _invite(text, number):
    now = int(time.time() * 1000)
    return {"_id": text(uuid.uuid4().hex[:24]), "from_uid": "erin", "to_uid": "bob", "message": "hello", "state": number(0),
            "creat_time": number(now), "update_time": number(now)}


def _insertion(collection, document, time_of_change):
    return {"_id": {"_data": uuid.uuid4().hex}, "operationType": "insert", "ns": {"db": "confab", "coll": collection},
            "clusterTime": time_of_change, "documentKey": {"_id": document["_id"]}, "fullDocument": document}


def extended_invite(to_uid="bob", age=0):
    """An invite that another program stored AGE seconds ago."""
    document = _invite(lambda text: {"$oid": text},
                       lambda number: {"$numberInt" if number < 2**31 else "$numberLong": str(number)})
    document["to_uid"] = to_uid
    return _insertion("uni-im-friend-invite", document, {"$timestamp": {"t": int(time.time()) - age, "i": 1}})


def _plain_invite():
    return _insertion("uni-im-friend-invite", _invite(str, int), {"T": int(time.time()), "I": 1})


def document_db(*events):
    """Amazon DocumentDB's event source, and a laptop's pump."""
    return {"eventSourceArn": "arn:aws:rds:eu-central-1:123456789012:cluster:confab", "eventSource": "aws:docdb",
            "events": [{"event": event} for event in events]}


def of_atlas(change):
    """A trigger of MongoDB Atlas, through EventBridge."""
    return {"version": "0", "id": str(uuid.uuid4()), "detail-type": "MongoDB Database Trigger for confab.uni-im-friend-invite",
            "source": "aws.partner/mongodb.com/stitch.trigger/65f1c8a2b7e4d90012ab34cd", "account": "123456789012",
            "region": "eu-central-1", "resources": [], "detail": change}


def _row(scene):
    """A new row of the inbox, as the pump of a laptop's embedded database tells it: by its id alone."""
    _id = uuid.uuid4().hex
    scene.insert("confab-inbox", {"_id": _id, "kind": "message", "document": {
        "from_uid": "alice", "to_uid": "bob", "type": "text", "body": "by the inbox", "appId": APP}})
    return document_db({"_id": {"_data": "found-" + _id}, "operationType": "insert",
                        "ns": {"db": "confab", "coll": "confab-inbox"}, "documentKey": {"_id": _id}})


def _row_carried_out(scene, answer):
    bodies = [frame["data"]["payload"]["data"]["body"] for frame in scene.frames_to_bob()]
    return data(answer) is not None and bodies == ["by the inbox"]


def _trigger_case(label, event, good):
    return Method("sendPushMsg", event, good, refusal=403, label="trigger " + label)


def _invite_pushed(scene, answer):
    frames = scene.frames_to_bob()
    return data(answer) is not None and [frame["data"]["payload"]["subType"] for frame in frames] == ["uni-im-friend-invite"]


def _all_vendors_told(scene, answer):
    told = scene.peers.told()
    return data(answer)["devices"] == 4 and told["sns"][-1][0] == "Publish" and len(told["webpush"]) == len(told["unipush"]) == 1


def text(**to):
    return {"appId": APP, "type": "text", "body": "hi", "unique_id": uuid.uuid4().hex, **to}


def _done(scene, answer):
    return data(answer) == {}


def _lists(field, *values):
    """Checks a list by one field of its elements."""
    return lambda scene, answer: [element.get(field) for element in data(answer)] == list(values)


def _client(name, uid, params, good=_done, **more):
    return Method(name, lambda scene: by(uid, name, params), good, **more)


METHODS = [
    Method("health",
           lambda scene: get_call("health"),
           lambda scene, answer: data(answer)["database"] == "ok" and data(answer)["schema"] >= 1,
           refused=url_call("health", []), refusal=400),
    Method("addFriendInvite",
           lambda scene: by("alice", "addFriendInvite", {"to_uid": "dave", "message": "hello"}),
           lambda scene, answer: len(data(answer)["_id"]) == 32),
    Method("chooseUserIntoGroup",
           lambda scene: by("alice", "chooseUserIntoGroup", {"user_ids": ["bob", "carol"], "unique_id": uuid.uuid4().hex}),
           lambda scene, answer: bool(data(answer)["group_id"])
           and [call[0] for call in scene.invocations()] == ["confab-sendMsgToGroup"]),
    Method("clearUnreadCount",
           lambda scene: by("bob", "clearUnreadCount", {"conversation_id": "group_g1"}),
           lambda scene, answer: data(answer) == {}),
    Method("externalLogin",
           lambda scene: signed("externalLogin", {"externalUid": "external-dave"}),
           lambda scene, answer: _is_renewal(answer) and data(answer)["uid"] == "dave", refusal=403),
    Method("externalRegister",
           lambda scene: signed("externalRegister", {"externalUid": uuid.uuid4().hex, "nickname": "Eve"}),
           lambda scene, answer: _is_renewal(answer) and scene.count("uni-id-users", {"_id": data(answer)["uid"]}) == 1,
           refusal=403),
    Method("getConversationList",
           lambda scene: by("alice", "getConversationList", {}),
           lambda scene, answer: any(item["group_info"][0]["avatar_file"]["extname"] == "png"
                                     for item in data(answer) if item["_id"] and item.get("group_id") == "g1")),
    Method("getMsgList",
           lambda scene: by("alice", "getMsgList", {"conversation_id": ALICE_AND_CAROL}),
           lambda scene, answer: "revocable" in [message["_id"] for message in data(answer)]),
    Method("getUsersInfo",
           lambda scene: by("alice", "getUsersInfo", {"user_ids": ["bob", "nobody"]}),
           lambda scene, answer: [(user["_id"], user["avatar_file"]["extname"]) for user in data(answer)] == [("bob", "png")]),
    Method("logout",
           lambda scene: by("dave", "logout", {}),
           lambda scene, answer: data(answer) == {}),
    Method("refreshToken",
           lambda scene: by("alice", "refreshToken", {}),
           lambda scene, answer: _is_renewal(answer)),
    Method("revokeMsg",
           lambda scene: by("alice", "revokeMsg", {"msgId": "revocable"}),
           lambda scene, answer: data(answer) == {}
           and scene.count("uni-im-msg", {"_id": "revocable", "is_revoke": True}) == 1),
    Method("sendMsg",
           lambda scene: by("alice", "sendMsg", text(to_uid="bob")),
           lambda scene, answer: scene.count("uni-im-msg", {"_id": data(answer)["_id"], "seq": data(answer)["seq"]}) == 1
           and [frame["data"]["payload"]["data"]["_id"] for frame in scene.frames_to_bob()] == [data(answer)["_id"]],
           also=(("to a group", lambda scene: by("alice", "sendMsg", text(group_id="g1")), _fan_out_invoked),
                 ("to a vendor's device", lambda scene: by("alice", "sendMsg", text(to_uid="sns")), _handed_over))),
    Method("sendMsgToGroup",
           lambda scene: {"appId": APP, "pushParam": {
               **push_param(_message_of("g1")), "request_id": uuid.uuid4().hex}},
           lambda scene, answer: data(answer)["devices"] == 1 and len(scene.frames_to_bob()) == 1, refusal=403,
           also=(("to vendors", lambda scene: {"appId": APP, "pushParam": {
               **push_param(_message_of("vendors"), 1), "request_id": uuid.uuid4().hex}}, _all_vendors_told),)),
    Method("sendPushMsg",
           lambda scene: {"pushParam": {**push_param({"type": "custom"}), "user_id": "bob", "request_id": uuid.uuid4().hex}},
           lambda scene, answer: list(next(iter(data(answer).values())).values()) == ["successed_online"]
           and len(scene.frames_to_bob()) == 1, refusal=403,
           also=[(f"to a channel in trouble: {trouble}", _push_in_trouble(trouble), _delivered_later) for trouble in (429, 500, "cut", "hang")]
           + [("too large for the channel", _push_in_trouble(413), _refused_by_channel)]),
    _vendor_case("sns", _sns_shown, (("an endpoint is disabled", _disabled_endpoint, _sns_repaired),)),
    _vendor_case("webpush", _webpush_shown),
    _vendor_case("unipush", _unipush_shown),
    _trigger_case("of Atlas", lambda scene: of_atlas(_plain_invite()), _invite_pushed),
    _trigger_case("of Atlas, Extended JSON", lambda scene: of_atlas(extended_invite()), _invite_pushed),
    _trigger_case("of DocumentDB", lambda scene: document_db(extended_invite()), _invite_pushed),
    _trigger_case("of a laptop's pump: inbox", _row, _row_carried_out),
    Method("setPushCid",
           lambda scene: by("carol", "setPushCid", {"pushClientId": "cid-of-carol"}),
           lambda scene, answer: data(answer) == {} and scene.count("uni-id-device", {"push_clientid": "cid-of-carol"}) == 1),
    _client("blockUser", "alice", {"user_id": "dave"}),
    _client("getBlockList", "bob", {}, _lists("_id", "carol")),
    _client("unblockUser", "alice", {"user_id": "dave"}),
    _client("createConversation", "alice", {"to_uid": "bob"}, lambda scene, answer: data(answer)["friend_uid"] == "bob"),
    _client("updateConversation", "alice", {"conversation_id": "group_g1", "pinned": True, "draft": "…"}),
    _client("searchMsg", "alice", {"keyword": "in-group", "conversation_id": "group_g1"}, _lists("_id", "in-group")),
    _client("getMsgReaders", "alice", {"msgId": "in-group"}, lambda scene, answer: data(answer)["read_count"] in (0, 1)),
    _client("forwardMsg", "alice", {"msgIds": ["in-group"], "to_uids": ["carol"], "appId": APP},
            lambda scene, answer: data(answer)[0]["conversation_id"] == ALICE_AND_CAROL),
    _client("removeConversation", "bob", {"conversation_id": "group_updated"}),
    _client("deleteMsg", "bob", {"msgId": "in-group"}),
    _client("getUploadUrl", "alice", {"conversation_id": "group_g1", "name": "a.png", "size": 10, "contentType": "image/png"},
            lambda scene, answer: data(answer)["upload"]["url"].startswith("https://")),
    _client("getFriendList", "alice", {}, lambda scene, answer: {one["friend_uid"] for one in data(answer)} == {"bob", "carol"}),
    _client("updateFriend", "alice", {"friend_uid": "bob", "mark": "Bobby"}),
    _client("removeFriend", "alice", {"friend_uid": "carol"}, repeatable=False),
    _client("getFriendInviteList", "dave", {"state": 0}, lambda scene, answer: len(data(answer)) >= 1),
    _client("handleFriendInvite", "dave", {"_id": pair_id("carol", "dave"), "state": 100}),
    _client("getGroupList", "bob", {"group_id": "g1"}, _lists("group_id", "g1")),
    _client("getGroupMemberList", "bob", {"group_id": "g1"}, _lists("user_id", "alice", "bob")),
    _client("updateGroup", "alice", {"group_id": "updated", "name": "renamed", "notification": "hello"}),
    _client("updateGroupMember", "alice", {"group_id": "updated", "user_id": "bob", "mute_type": 1}),
    _client("transferGroup", "alice", {"group_id": "transferred", "user_id": "bob"}, repeatable=False),
    _client("removeGroupMember", "alice", {"group_id": "left", "user_ids": ["bob"]}, repeatable=False),
    _client("dissolveGroup", "alice", {"group_id": "dissolved"}, repeatable=False),
    _client("joinGroup", "dave", {"group_id": "joined"}, lambda scene, answer: data(answer) == {"state": 100}, repeatable=False),
    _client("getGroupJoinList", "alice", {"group_id": "asked"}, _lists("user_id", "dave")),
    _client("handleGroupJoin", "alice", {"_id": pair_id("asked", "dave"), "state": 100}),
    _client("getNotificationList", "bob", {"type": "order"}, _lists("_id", "notice")),
    _client("updateNotification", "bob", {"_id": "notice", "is_read": True, "state": "confirm"}),
    _client("searchUsers", "alice", {"keyword": "bob"}, _lists("_id", "bob")),
    _client("searchGroups", "alice", {"keyword": "joined"}, _lists("_id", "joined")),
    _client("getUserList", "alice", {}, lambda scene, answer: answer.reply["errCode"] == "no-permission"),
    _client("updateMyInfo", "dave", {"nickname": "Dave", "avatar_file": {"url": "https://example.com/d.png"}}),
    Method("sendMsgByServer",
           lambda scene: signed("sendMsgByServer", {"from_uid": "alice", **text(to_uid="bob")}),
           lambda scene, answer: data(answer)["seq"] >= 1, refusal=403),
    Method("updateUserInfoByExternal",
           lambda scene: signed("updateUserInfoByExternal", {"uid": "dave", "nickname": "David"}),
           lambda scene, answer: answer.reply["errCode"] == 0, refusal=403),
    Method("wsConnect",
           lambda scene: socket("$connect", "CONNECT", "connection-of-carol", queryStringParameters={
               "token": token("carol"), "appId": APP, "deviceId": "laptop", "platform": "web"}, headers={}),
           lambda scene, answer: answer.json["statusCode"] == 200
           and scene.count("uni-id-device", {"connection_id": "connection-of-carol"}) == 1,
           refused=socket("$connect", "CONNECT", "connection-of-nobody", headers={})),
    Method("wsDisconnect",
           lambda scene: socket("$disconnect", "DISCONNECT", "connection-of-carol"),
           lambda scene, answer: answer.json["statusCode"] == 200
           and scene.count("uni-id-device", {"connection_id": "connection-of-carol"}) == 0, refusal=403),
    Method("wsMessage",
           lambda scene: socket("$default", "MESSAGE", BOB_CONNECTION, body='{"action":"ping"}'),
           lambda scene, answer: answer.reply["type"] == "pong", refusal=403),
    # The last: the scene was stored without its indexes.
    Method("applySchema",
           lambda scene: {},
           lambda scene, answer: data(answer)["change_streams"] == "no_switch"
           and scene.indexes("uni-im-msg") > 2, refusal=403, repeatable=False),
]


def _has(required, is_list):
    """Checks that data have the fields that their schema requires."""
    def good(scene, answer):
        elements = data(answer) if is_list else [data(answer)]
        return all(set(required) <= element.keys() for element in elements)
    return good


# The methods that have no case above, called as in their examples (written by infra/api/write).
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "plain.json"), encoding="utf-8") as _plain:
    METHODS += [_client(case["method"], case["as"], case["params"], _has(case["required"], case["list"]))
                for case in json.load(_plain)]


def by_name(name):
    return next(method for method in METHODS if method.name == name)
