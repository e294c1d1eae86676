"""Takes the place of vendors: Amazon SNS, a browser's push service, and the cloud function for uni-push. Refuses what they refuse."""
import hashlib
import hmac
import json
import ssl
import subprocess
import time
from urllib.parse import parse_qs
from xml.sax.saxutils import escape

import webpush
from lambda_runtime import AwsPeers, Handler, Server

APPLICATION = "arn:aws:sns:eu-central-1:123456789012:app/GCM/confab"
UNIPUSH_SECRET = "native-run-unipush-secret-0123456789abcdef"
# A pair of keys of RFC 8291, appendix A.
VAPID_PUBLIC_KEY = "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8"
VAPID_PRIVATE_KEY = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"


class Sns(Server):
    """Platform endpoints and what is published to them."""

    def __init__(self):
        self.disabled = set()
        super().__init__(_SnsHandler)
        self.forget()

    def forget(self):
        self.calls, self.trouble = [], []

    def answer(self, action, call):
        """The result of a call; ValueError with the code of its refusal."""
        self.calls.append((action, call))
        if action == "CreatePlatformEndpoint" and call["PlatformApplicationArn"] == APPLICATION:
            return {"EndpointArn": APPLICATION.replace(":app/", ":endpoint/") + "/" + call["Token"]}
        token = call.get("EndpointArn", call.get("TargetArn", "")).rpartition("/")[2]
        if action == "SetEndpointAttributes":
            self.disabled.discard(token)
            return {}
        if action == "Publish" and token in self.disabled:
            raise ValueError("EndpointDisabled")
        if action == "Publish" and json.loads(json.loads(call["Message"])["GCM"]):
            return {"MessageId": "message-1"}
        raise ValueError("InvalidParameter")


class _SnsHandler(Handler):
    def do_POST(self):
        call = {name: values[0] for name, values in parse_qs(self.read_body().decode(), keep_blank_values=True).items()}
        action = call.pop("Action")
        if self.in_trouble():
            return
        try:
            result = "".join(f"<{name}>{escape(value)}</{name}>" for name, value in self.server.answer(action, call).items())
            xml, status = f"<{action}Response><{action}Result>{result}</{action}Result></{action}Response>", 200
        except ValueError as e:
            xml, status = f"<ErrorResponse><Error><Type>Sender</Type><Code>{e}</Code><Message>{e}</Message></Error></ErrorResponse>", 400
        self.reply(status, xml.encode(), (("Content-Type", "text/xml"),))


class UniPush(Server):
    """The cloud function of infra/unipush: checks the signature, and knows every client."""

    def __init__(self):
        super().__init__(_UniPushHandler)
        self.forget()

    def forget(self):
        self.messages, self.trouble = [], []


class _UniPushHandler(Handler):
    def do_POST(self):
        call = json.loads(self.read_body())
        if self.in_trouble():
            return None
        if not self.is_ours(call):
            return self.reply(403, b'{"errCode":"uni-id-illegal-request"}')
        message = json.loads(call["push"])
        if len(message["title"]) >= 20 or len(message["content"]) >= 50:
            return self.reply(502, b'{"errCode":"uni-push-failed"}')
        self.server.messages.append(message)
        result = {cid: "successed_online" for cid in message["push_clientid"]}
        self.reply(200, json.dumps({"errCode": 0, "errMsg": "", "data": {"task": result}}).encode(), (("Content-Type", "application/json"),))

    def is_ours(self, call):
        timestamp = self.headers["uni-id-timestamp"]
        text = timestamp + "&".join(f"{name}={call[name]}" for name in sorted(call))
        good = hmac.new((UNIPUSH_SECRET + self.headers["uni-id-nonce"]).encode(), text.encode(), hashlib.sha256).hexdigest().upper()
        return hmac.compare_digest(good, self.headers["uni-id-signature"]) and abs(time.time() * 1000 - int(timestamp)) < 20_000


class PushService(Server):
    """A browser's push service, by https, and the browser behind it."""

    def __init__(self, folder):
        self.certificate = f"{folder}/push-service.pem"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
                        "-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1",
                        "-keyout", f"{folder}/push-service.key", "-out", self.certificate], check=True, stderr=subprocess.DEVNULL)
        super().__init__(_PushServiceHandler, self._tls(folder))
        self.forget()

    def _tls(self, folder):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate, f"{folder}/push-service.key")
        return context

    def forget(self):
        self.shown, self.trouble = [], []

    def subscription(self):
        """What JSON.stringify of a browser's subscription gives."""
        keys = {"p256dh": webpush.P256DH, "auth": webpush.AUTH}
        return json.dumps({"endpoint": f"https://{self.address}/send/browser", "expirationTime": None, "keys": keys})


class _PushServiceHandler(Handler):
    def do_POST(self):
        body = self.read_body()
        if self.in_trouble():
            return None
        try:
            claims = webpush.claims(self.headers["Authorization"])
            if claims["aud"] != f"https://{self.server.address}" or not claims["sub"].startswith("mailto:"):
                raise ValueError("the signature is for another service")
        except (ValueError, LookupError):
            return self.reply(403)
        if self.headers["Content-Encoding"] != "aes128gcm" or not self.headers["TTL"].isdigit():
            return self.reply(400)
        self.server.shown.append(json.loads(webpush.decrypt(body)))
        self.reply(201)


class Peers(AwsPeers):
    """Everything that a function calls: the services of AWS, and the vendors."""

    def __init__(self, folder):
        self.sns, self.push_service, self.uni_push = Sns(), PushService(folder), UniPush()
        self.vendors = {"sns": self.sns, "webpush": self.push_service, "unipush": self.uni_push}
        super().__init__()

    def forget(self):
        super().forget()
        self.told()

    def told(self):
        """Returns and forgets what each vendor was told since the last call."""
        told = {"sns": self.sns.calls, "webpush": self.push_service.shown, "unipush": self.uni_push.messages}
        for vendor in self.vendors.values():
            vendor.forget()
        return told

    def settings(self, has_secrets):
        """As template.yaml gives them to all functions, and to those that push to vendors."""
        common = {"CONFAB_PUSH_SNS_ANDROID": APPLICATION, "CONFAB_VAPID_PUBLIC_KEY": VAPID_PUBLIC_KEY,
                  "CONFAB_UNIPUSH_URL": f"http://{self.uni_push.address}/push"}
        secrets = {"CONFAB_VAPID_PRIVATE_KEY": VAPID_PRIVATE_KEY, "CONFAB_VAPID_SUBJECT": "mailto:operator@example.com",
                   "CONFAB_UNIPUSH_SECRET": UNIPUSH_SECRET, "CONFAB_PUSH_SNS_ENDPOINT": f"http://{self.sns.address}",
                   # Web push is called on the internet only; a test peer is allowed on a laptop.
                   "CONFAB_LOCAL": "true",
                   "CONFAB_PUSH_WEBPUSH_TEST_PEER": f"{self.push_service.address},{self.push_service.certificate}"}
        return {**common, **secrets} if has_secrets else common
