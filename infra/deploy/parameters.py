"""Checks values of parameters that CloudFormation accepts and that cannot work. Each failure is one sentence with the name."""

import re

from stack import Failure

ADDRESS = re.compile(r"mongodb(\+srv)?://(?:(?P<user>.*)@)?(?P<hosts>[^@/?]+)(?:/[^?]*)?(?:\?(?P<options>.*))?", re.S)
ENCODED = re.compile(r"([^$:/?#\[\]@%]|%[0-9A-Fa-f]{2})*(:([^$:/?#\[\]@%]|%[0-9A-Fa-f]{2})*)?")
DOCUMENT_DB = re.compile(r"\.docdb\.amazonaws\.com(\.cn)?(:\d+)?$", re.I)
ORIGIN = re.compile(r"https?://[^/?#@\s]+")


def check(parameter):
    """A Failure for the first that cannot work; PARAMETER gives a parameter's value, or an empty text."""
    _check_origins([origin.strip() for origin in parameter("AllowOrigins").split(",")])
    _check_address(parameter("MongodbUri"))
    if parameter("SubnetIds") and not parameter("SecurityGroupIds"):
        raise Failure("The parameter SubnetIds needs SecurityGroupIds, groups that the database admits.")


def _check_origins(origins):
    if "*" in origins and len(origins) > 1:
        raise Failure("The parameter AllowOrigins is either * or a list of origins, not both.")
    wrong = [origin for origin in origins if origin != "*" and not ORIGIN.fullmatch(origin)]
    if wrong:
        raise Failure(f"The parameter AllowOrigins is a list of origins such as https://chat.example, without a path: {wrong[0]}")


def _check_address(address):
    """What the functions check at their start (DatabaseAddress), so that a deployment does not end there. Shows no part of it."""
    if not address:
        return
    parts = ADDRESS.fullmatch(address)
    if parts is None:
        raise Failure("The parameter MongodbUri is no MongoDB address: write it like mongodb://user:password@host:27017/.")
    if not ENCODED.fullmatch(parts["user"] or ""):
        raise Failure(
            "User or password in the parameter MongodbUri has a special character ($ : / ? # [ ] @ %): write it percent-encoded, such as %24 for $."
        )
    hosts, options = parts["hosts"].split(","), (parts["options"] or "").lower().split("&")
    is_document_db = any(DOCUMENT_DB.search(host) for host in hosts)
    if (len(hosts) > 1 or is_document_db) and not parts[1] and not any(o.startswith("replicaset=") for o in options):
        raise Failure("The parameter MongodbUri has no replica set: add replicaSet=<name> to its options, replicaSet=rs0 for Amazon DocumentDB.")
    if is_document_db and "retrywrites=false" not in options:
        raise Failure("The parameter MongodbUri is an address of Amazon DocumentDB: add retryWrites=false to its options.")
