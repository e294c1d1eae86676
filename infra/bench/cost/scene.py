"""The users, devices and groups of the scenarios, and what is called in them."""
import itertools
import time
import uuid

import events

ONLINE_OF_TEN = 2
SINGLES = 10
SIZES = (50, 500, 5000)
CHANNELS = ("none", "sns", "unipush")
BATCH = 1000
FRIENDS = 200


class Scene:
    """Alice, and for each channel ten users whom she writes to and three groups; two of ten are connected, the others have a device that only this channel reaches."""

    def __init__(self, connection):
        self.connection = connection
        self.now = int(time.time() * 1000)
        self.numbers, self.friends = itertools.count(), itertools.count()
        self.users(["alice"], "none", online=0)
        for channel in CHANNELS:
            self.users([f"{channel}-{i}" for i in range(SINGLES)], channel, ONLINE_OF_TEN)
            for size in SIZES:
                members = [f"{channel}-{size}-{i}" for i in range(size - 1)]
                self.users(members, channel, ONLINE_OF_TEN)
                self.group(f"{channel}-{size}", ["alice", *members])
        self.users([f"invited-{i}" for i in range(FRIENDS)], "none", ONLINE_OF_TEN)

    def insert(self, collection, documents):
        for at in range(0, len(documents), BATCH):
            self.connection.run(events.DATABASE, {"insert": collection, "documents": documents[at:at + BATCH]})

    def users(self, uids, channel, online):
        self.insert("uni-id-users", [
            {"_id": uid, "username": uid, "nickname": uid, "status": 0, "role": [],
             "identities": [{"provider": "externalDirectConnect", "uid": "external-" + uid}]} for uid in uids])
        devices = []
        for i, uid in enumerate(uids):
            reached = {"platform": "web", "connection_id": "connection-of-" + uid} if i % 10 < online else self.vendor(channel, uid)
            if reached:
                devices.append({"_id": "d-" + uid, "device_key": uid + "#phone", "cid_key": "ws_d-" + uid, "user_id": uid,
                                "device_id": "phone", "appid": events.APP, "token_expired": events.FAR_FUTURE, **reached})
        if devices:
            self.insert("uni-id-device", devices)

    @staticmethod
    def vendor(channel, uid):
        return {"none": None,
                "sns": {"platform": "android", "channel": "sns", "endpoint": "token-of-" + uid},
                "unipush": {"platform": "app", "channel": "unipush", "push_clientid": "cid-of-" + uid, "cid_key": "cid-of-" + uid}}[channel]

    def group(self, group, members):
        self.insert("uni-im-group", [{
            "_id": group, "create_key": "alice#" + group, "user_id": "alice", "name": group, "join_option": "freeAccess",
            "create_time": self.now, "update_time": self.now, "member_count": len(members), "last_seq": 0, "last_n": 0,
            "last_time": self.now, "last_msg_note": ""}])
        self.insert("uni-im-group-member", [
            {"_id": f"m-{next(self.numbers):08d}", "member_key": f"{group}#{uid}", "group_id": group, "user_id": uid,
             "role": ["creator", "admin"] if uid == "alice" else [], "mute_type": 0, "create_time": self.now,
             "active_time": self.now, "join_seq": 0, "join_n": 0} for uid in members])

    # ---- What is called.

    @staticmethod
    def text(**to):
        return ("sendMsg", events.by("alice", "sendMsg", {
            "appId": events.APP, "type": "text", "body": "See you at eight, then?", "unique_id": uuid.uuid4().hex, **to}))

    def singles(self, channel):
        return [self.text(to_uid=f"{channel}-{i}") for i in range(SINGLES)]

    def to_group(self, channel, size):
        return [self.text(group_id=f"{channel}-{size}")]

    def open(self):
        """A client starts: it connects, reads its list, and leaves."""
        connection = uuid.uuid4().hex
        return [("wsConnect", events.socket("$connect", "CONNECT", connection, queryStringParameters={
                    "token": events.token("none-5"), "appId": events.APP, "deviceId": "laptop", "platform": "web"}, headers={})),
                ("getConversationList", events.by("none-5", "getConversationList", {})),
                ("wsDisconnect", events.socket("$disconnect", "DISCONNECT", connection))]

    def read(self):
        """A user opens a chat and reads it."""
        chat = {"conversation_id": "group_none-500"}
        return [("getMsgList", events.by("none-500-3", "getMsgList", chat)),
                ("clearUnreadCount", events.by("none-500-3", "clearUnreadCount", chat))]

    def invites(self):
        """Alice invites ten users, who accept."""
        calls = []
        for uid in (f"invited-{next(self.friends)}" for _ in range(SINGLES)):
            calls += [("addFriendInvite", events.by("alice", "addFriendInvite", {"to_uid": uid})),
                      ("handleFriendInvite", events.by(uid, "handleFriendInvite", {"_id": events.pair_id("alice", uid), "state": 100}))]
        return calls

    def ping(self):
        """Answered by a function, as it was before; now API Gateway answers it."""
        return [("wsMessage", events.socket("ping", "MESSAGE", "connection-of-none-0", body='{"action":"ping"}'))]
