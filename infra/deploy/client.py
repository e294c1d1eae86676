"""Calls methods of a deployed stack over HTTPS, as clients and back ends do."""

import hashlib
import hmac
import json
import time
import urllib.error
import urllib.request
import uuid

APP_ID = "demo"


class Client:
    def __init__(self, urls, secret=None, app_id=APP_ID):
        self._urls = urls
        self._secret = secret
        self._app_id = app_id

    def call(self, method, params, token=None):
        """The status and the JSON of the reply."""
        headers = {"authorization": f"Bearer {token}"} if token else {}
        return self._post(method, json.dumps(params).encode(), headers)

    def call_signed(self, method, params):
        """The same, signed by the request secret: docs/api/README.md, "Signed requests"."""
        body = json.dumps(params).encode()
        nonce, timestamp = uuid.uuid4().hex, str(int(time.time() * 1000))
        headers = {
            "uni-id-nonce": nonce,
            "uni-id-timestamp": timestamp,
            "uni-id-signature-v2": signature(self._secret, nonce, timestamp, method, body),
        }
        return self._post(method, body, headers)

    def _post(self, method, body, headers):
        request = urllib.request.Request(self._urls[method], data=body, method="POST")
        all_headers = {
            "content-type": "application/json",
            "x-client-app-id": self._app_id,
            "x-client-device-id": "infra-deploy",
            "x-client-platform": "other",
            **headers,
        }
        for name, value in all_headers.items():
            request.add_header(name, value)
        try:
            with urllib.request.urlopen(request, timeout=30) as reply:
                return reply.status, json.load(reply)
        except urllib.error.HTTPError as e:
            text = e.read().decode(errors="replace")
            try:
                return e.code, json.loads(text)
            except ValueError:
                return e.code, {"errCode": f"HTTP {e.code}", "errMsg": text[:200]}


def signature(secret, nonce, timestamp, method, body):
    text = f"{timestamp}\n{method}\n".encode() + body
    return hmac.new((secret + nonce).encode(), text, hashlib.sha256).hexdigest().upper()
