"""Signs requests as a back end in Python would: python3 make.py > python.json. Shares no code with the product."""
import hashlib
import hmac
import json

SECRET = "confab-test-request-secret-0123456789abcdef"
TIMESTAMP = "1767225600000"


class Written(str):
    """A number as it stands in the text."""


def sign(key, text):
    return hmac.new(key.encode(), text, hashlib.sha256).hexdigest().upper()


def shown(value):
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def vector(number, method, body, secret=SECRET, nonce=None, timestamp=TIMESTAMP):
    nonce = nonce or f"python-{number}"
    call = json.loads(body.removeprefix("\ufeff"), parse_int=Written, parse_float=Written)
    params = call.get("params", call)
    params = params[0] if isinstance(params, list) else params
    signed = {k: v for k, v in params.items() if isinstance(v, (str, bool))}
    ordered = sorted(signed, key=lambda name: name.encode("utf-16-be"))
    joined = "&".join(f"{name}={shown(signed[name])}" for name in ordered)
    return {
        "method": method,
        "secret": secret,
        "nonce": nonce,
        "timestamp": timestamp,
        "body": body,
        "signature": sign(secret + nonce, (timestamp + joined).encode()),
        "signatureV2": sign(secret + nonce, f"{timestamp}\n{method}\n{body}".encode()),
    }


BODIES = [
    '{"externalUid":"py-0","client_create_time":1732816000.1234}',
    '{"externalUid":"py-1","a":1.0,"b":1e3,"c":1.50E+2,"d":-0.0,"e":-0,"f":1e-7,"g":123456789012345678}',
    '{"externalUid":"py-2","nickname":"\\u6797 \\ud83d\\ude00","z":true,"\\ud83d\\ude00":1,"\\uff5e":2,"n":null,"l":[1.5],"o":{"x":1.5}}',
    '{ "params" : [ { "externalUid" : "py-3", "x" : 2.50 }, { "x" : 1 } ], "clientInfo" : { "appId" : "a" } }',
    '{"params":{"externalUid":"py-4","x":2.50,"y":[[1.25]]},"clientInfo":{"x":1.1}}',
    '\ufeff{"externalUid":"py-5","nickname":"Zoë","x":1.10}',
]

print(json.dumps([vector(i, "externalRegister", body) for i, body in enumerate(BODIES)], indent=1))
