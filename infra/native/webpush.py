"""What a browser and its push service do with a push (RFC 8188, 8291, 8292), written from the standards, with Python alone.

The keys are those of RFC 8291, appendix A, whose example is decrypted whenever this file is loaded.
"""
import base64
import hashlib
import hmac
import json
import time

P256DH = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
AUTH = "BTBZMqHH6r4Tts7J_aSIgg"
_PRIVATE = "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"
_EXAMPLE = ("DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A"
            "_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN")

# The curve P-256 (FIPS 186-4).
_P = 2**256 - 2**224 + 2**192 + 2**96 - 1
_N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
_B = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
_G = (0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
      0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5)


def decode(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _add(one, other):
    if one is None or other is None:
        return one or other
    (x1, y1), (x2, y2) = one, other
    if x1 == x2 and (y1 + y2) % _P == 0:
        return None
    slope = (3 * x1 * x1 - 3) * pow(2 * y1, -1, _P) if one == other else (y2 - y1) * pow(x2 - x1, -1, _P)
    x = (slope * slope - x1 - x2) % _P
    return x, (slope * (x1 - x) - y1) % _P


def _times(number, point):
    result = None
    while number:
        if number & 1:
            result = _add(result, point)
        point, number = _add(point, point), number >> 1
    return result


def _point(data):
    x, y = int.from_bytes(data[1:33], "big"), int.from_bytes(data[33:], "big")
    if len(data) != 65 or data[0] != 4 or (y * y - x**3 + 3 * x - _B) % _P:
        raise ValueError("no point of P-256")
    return x, y


def _is_signed_by(key, text, signature):
    """ECDSA with SHA-256."""
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    inverse = pow(s, -1, _N)
    digest = int.from_bytes(hashlib.sha256(text).digest(), "big")
    found = _add(_times(digest * inverse % _N, _G), _times(r * inverse % _N, _point(key)))
    return found is not None and found[0] % _N == r


def claims(authorization):
    """The claims of the header Authorization of a push (RFC 8292); ValueError if the signature is wrong or over."""
    scheme, _, rest = authorization.partition(" ")
    parts = dict(part.strip().split("=", 1) for part in rest.split(","))
    head, body, signature = parts["t"].split(".")
    if scheme.lower() != "vapid" or not _is_signed_by(decode(parts["k"]), f"{head}.{body}".encode(), decode(signature)):
        raise ValueError("the push is not signed")
    found = json.loads(decode(body))
    if not time.time() < found["exp"] < time.time() + 24 * 3600:
        raise ValueError("the signature is valid for too short or too long a time")
    return found


def _xtime(byte):
    return (byte << 1) ^ (0x11B if byte & 0x80 else 0)


def _sbox():
    """The inverse of each byte in GF(2^8), then the affine step of AES."""
    exps, value = [], 1
    for _ in range(255):
        exps.append(value)
        value ^= _xtime(value)
    box = []
    for byte in range(256):
        inverse = 0 if byte == 0 else exps[-exps.index(byte) % 255]
        spread = inverse | inverse << 8
        turned = [spread >> (8 - turn) & 0xFF for turn in range(5)]
        box.append(turned[0] ^ turned[1] ^ turned[2] ^ turned[3] ^ turned[4] ^ 0x63)
    return box


_SBOX = _sbox()


def _round_keys(key):
    words, round_constant = [list(key[i:i + 4]) for i in range(0, 16, 4)], 1
    for i in range(4, 44):
        word = words[-1]
        if i % 4 == 0:
            word = [_SBOX[byte] for byte in word[1:] + word[:1]]
            word[0] ^= round_constant
            round_constant = _xtime(round_constant)
        words.append([one ^ other for one, other in zip(words[-4], word)])
    return [sum(words[i:i + 4], []) for i in range(0, 44, 4)]


def _mixed(column):
    whole = column[0] ^ column[1] ^ column[2] ^ column[3]
    return [byte ^ whole ^ _xtime(byte ^ column[(row + 1) % 4]) for row, byte in enumerate(column)]


def _aes(keys, block):
    state = [one ^ other for one, other in zip(block, keys[0])]
    for number, key in enumerate(keys[1:], 1):
        state = [_SBOX[state[(i + 4 * (i % 4)) % 16]] for i in range(16)]
        if number < 10:
            state = sum((_mixed(state[i:i + 4]) for i in range(0, 16, 4)), [])
        state = [one ^ other for one, other in zip(state, key)]
    return bytes(state)


def _ghash(key, data):
    result = 0
    for i in range(0, len(data), 16):
        result ^= int.from_bytes(data[i:i + 16], "big")
        product, factor = 0, key
        for bit in range(127, -1, -1):
            if result >> bit & 1:
                product ^= factor
            factor = (factor >> 1) ^ (0xE1 << 120 if factor & 1 else 0)
        result = product
    return result


def _aes_gcm(key, nonce, sealed):
    """Decrypts AES-128-GCM; ValueError if the tag is wrong."""
    keys, text, tag = _round_keys(key), sealed[:-16], sealed[-16:]

    def stream(counter):
        return _aes(keys, nonce + counter.to_bytes(4, "big"))

    padded = text + bytes(-len(text) % 16) + bytes(8) + (8 * len(text)).to_bytes(8, "big")
    hashed = _ghash(int.from_bytes(_aes(keys, bytes(16)), "big"), padded)
    if hashed ^ int.from_bytes(stream(1), "big") != int.from_bytes(tag, "big"):
        raise ValueError("the tag of the encrypted push is wrong")
    return b"".join(bytes(one ^ other for one, other in zip(text[i:i + 16], stream(2 + i // 16)))
                    for i in range(0, len(text), 16))


def _hmac(key, data):
    return hmac.new(key, data, hashlib.sha256).digest()


def decrypt(body):
    """The text of an encrypted push of one record; ValueError if it is not meant for the keys above."""
    salt, length = body[:16], body[20]
    sender, sealed = body[21:21 + length], body[21 + length:]
    shared = _times(int.from_bytes(decode(_PRIVATE), "big"), _point(sender))[0].to_bytes(32, "big")
    info = b"WebPush: info\0" + decode(P256DH) + sender
    prk = _hmac(salt, _hmac(_hmac(decode(AUTH), shared), info + b"\1"))
    key = _hmac(prk, b"Content-Encoding: aes128gcm\0\1")[:16]
    nonce = _hmac(prk, b"Content-Encoding: nonce\0\1")[:12]
    text = _aes_gcm(key, nonce, sealed).rstrip(b"\0")
    if text[-1:] != b"\2":
        raise ValueError("no end of a last record")
    return text[:-1].decode()


if decrypt(decode(_EXAMPLE)) != "When I grow up, I want to be a watermelon":
    raise AssertionError("the example of RFC 8291 is not decrypted")
