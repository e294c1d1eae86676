"""Makes issuer.json: tokens of an OpenID Connect issuer, signed by joserfc (Python).

    pip install joserfc
    python3 make.py > issuer.json
"""
import json

from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey

ISSUED_AT = 1_767_225_600
CLAIMS = {
    "iss": "https://id.example/realm",
    "aud": ["confab", "another"],
    "sub": "auth0|5f7c8ec7c33c6c004bbafe82",
    "iat": ISSUED_AT,
    "exp": ISSUED_AT + 600,
    "name": "Zoë 林",
    "preferred_username": "zoe@id.example",
    "picture": "https://id.example/zoe.png",
}

keys = {
    "RS256": RSAKey.generate_key(2048, {"kid": "rsa", "alg": "RS256", "use": "sig"}),
    "ES256": ECKey.generate_key("P-256", {"kid": "ec", "alg": "ES256", "use": "sig"}),
}
print(json.dumps({
    "claims": CLAIMS,
    "keys": [key.as_dict(private=False) for key in keys.values()],
    "tokens": {
        algorithm: jwt.encode({"alg": algorithm, "kid": key.kid, "typ": "JWT"}, CLAIMS, key, algorithms=[algorithm])
        for algorithm, key in keys.items()
    },
}, ensure_ascii=False, indent=1))
