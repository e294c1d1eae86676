"""oidc-provider-mock as an issuer for browsers: with CORS, with PKCE checked, and with an ID token whenever a token is renewed.

Usage: issuer.py SECONDS, the life of its tokens. Prints its port; ends when its input does.
"""

import base64
import hashlib
import os
import sys
import threading
from datetime import timedelta
from urllib.parse import parse_qs, urlparse

import flask
import oidc_provider_mock
import werkzeug.serving
from oidc_provider_mock import _app as mock

os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"
life = timedelta(seconds=int(sys.argv[1]))
challenges: dict[str, str] = {}


class Renewal(mock.RefreshTokenGrant):
    # Each is good for one renewal, as issuers do for pages.
    INCLUDE_NEW_REFRESH_TOKEN = True

    def revoke_old_credential(self, refresh_token):
        super().revoke_old_credential(refresh_token)
        mock.storage.remove_refresh_token(refresh_token.token)

    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.register_hook("after_create_token_response", mock.OpenIDCode(False, life).process_token)


mock.RefreshTokenGrant = Renewal
# A page has no secret.
for grant in (mock.AuthorizationCodeGrant, Renewal):
    grant.TOKEN_ENDPOINT_AUTH_METHODS = ["none"]
zhang = oidc_provider_mock.User(sub="zhang", claims={"name": "张三"})
app = oidc_provider_mock.app(access_token_max_age=life, user_claims=(zhang,))


@app.before_request
def check_verifier():
    if flask.request.method == "OPTIONS":
        return "", 204
    code = flask.request.form.get("code")
    if flask.request.path == "/oauth2/token" and code is not None:
        verifier = flask.request.form.get("code_verifier", "")
        digest = hashlib.sha256(verifier.encode()).digest()
        if challenges.pop(code, None) != base64.urlsafe_b64encode(digest).rstrip(b"=").decode():
            return {"error": "invalid_grant", "error_description": "code_verifier"}, 400
    return None


@app.after_request
def open_to_browsers(response):
    code = parse_qs(urlparse(response.headers.get("location", "")).query).get("code")
    if code and flask.request.args.get("code_challenge_method") == "S256":
        challenges[code[0]] = flask.request.args["code_challenge"]
    response.headers["access-control-allow-origin"] = "*"
    response.headers["access-control-allow-headers"] = "*"
    return response


server = werkzeug.serving.make_server("127.0.0.1", 0, app, threaded=True)
print(server.server_port, flush=True)
threading.Thread(target=server.serve_forever, daemon=True).start()
sys.stdin.read()
