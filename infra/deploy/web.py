"""Puts the web client into the bucket of a deployed stack, with the addresses of that stack.

With Node.js the client is built, with names that change with their content and may be kept by browsers for ever; without, the
committed infra/web/client/dist is taken, which browsers ask for again at each visit. Files of older versions stay for 30 days,
because open pages still load parts of them.
"""

import argparse
import html
import json
import mimetypes
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

import boto3
import stack as stacks
from stack import Failure, command

ROOT = Path(__file__).resolve().parents[2]
KEPT_SECONDS = 30 * 24 * 3600
RETIRED = "retired.json"
FOR_EVER = "public, max-age=31536000, immutable"
ASK_FIRST = "no-cache"
HASHED = re.compile(r"-[A-Za-z0-9_-]{8}\.(js|css)$")  # as Vite names files; other names may look the same by chance
LAST = ("index.html", "sw.js", "config.json")
HEARTBEAT_SECONDS = 240
# The client asks no later than this, because API Gateway ends a connection that was idle for 600 s.
LONGEST_HEARTBEAT_SECONDS = 480


def build(log):
    """The folder with the client's files, and whether their names change with their content."""
    dist = ROOT / "infra/web/client/dist"
    if shutil.which("npm") is None:
        log("npm is missing: the committed client is taken")
        return dist, False
    web = ROOT / "infra/web"
    out = ROOT / "infra/web/client/target"
    environment = {**os.environ, "CONFAB_WEB_HASHED": "true"}
    log("building the client")
    for command in (["npm", "ci", "--no-audit", "--no-fund"], ["npm", "run", "build", "-w", "client", "--", "--outDir", str(out), "--emptyOutDir"]):
        done = subprocess.run(command, cwd=web, env=environment, capture_output=True, text=True)
        if done.returncode != 0:
            raise Failure(f"{' '.join(command[:3])} failed:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return out, True


def configuration(stack, options):
    """What the client reads at its start: docs/deploy.md, The web client."""
    issuer = stack.parameters.get("OidcIssuer")
    if issuer:
        auth = {"kind": "oidc", "issuer": issuer, "clientId": options.oidc_client_id or stack.parameters.get("OidcAudience")}
    else:
        auth = {"kind": "external"}
        if options.login_url:
            auth["loginUrl"] = options.login_url
        if options.allowed_parent:
            auth["allowedParents"] = options.allowed_parent
    config = {
        "endpoint": stack.urls(),
        "socket": stack.output("OnlineChannelUrl"),
        "files": stack.output("FilesUrl") + "/",
        "appId": options.app_id,
        "heartbeatMs": options.heartbeat * 1000,
        "auth": auth,
    }
    if options.to_app_id:
        config["toAppId"] = options.to_app_id
    return config


def with_policy(page, config, uploads):
    """The page, with a policy that names each address to which it may connect. As a header it would be too long."""
    addresses = [*config["endpoint"].values(), config["socket"], uploads]
    if config["auth"]["kind"] == "oidc":
        addresses.append(config["auth"]["issuer"])
    origins = sorted({f"{urlsplit(a).scheme}://{urlsplit(a).netloc}" for a in addresses})
    policy = html.escape("connect-src 'self' " + " ".join(origins), quote=True)
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy}" />'
    changed, count = re.subn(r"(<meta charset=[^>]*>)", rf"\1\n    {meta}", page, count=1)
    if count != 1:
        raise Failure("The client's index.html has no <meta charset>.")
    return changed


def upload(bucket, files, hashed=True):
    """Puts the files, those last that name the others, and deletes what has not been part of a version for 30 days."""
    s3 = boto3.client("s3")
    for name in sorted(files, key=lambda name: (name in LAST, name)):
        put(s3, bucket, name, files[name], FOR_EVER if hashed and HASHED.search(name) else ASK_FIRST)
    now = int(time.time())
    retired = {name: since for name, since in read_retired(s3, bucket).items() if name not in files}
    for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket):
        for entry in page.get("Contents", []):
            if entry["Key"] not in files and entry["Key"] != RETIRED:
                retired.setdefault(entry["Key"], now)
    old = sorted(name for name, since in retired.items() if now - since > KEPT_SECONDS)
    for name in old:
        s3.delete_object(Bucket=bucket, Key=name)
        del retired[name]
    put(s3, bucket, RETIRED, json.dumps(retired, indent=1, sort_keys=True).encode(), ASK_FIRST)
    return len(files), len(retired), len(old)


def put(s3, bucket, name, content, cache):
    kind = "application/manifest+json" if name.endswith(".webmanifest") else mimetypes.guess_type(name)[0]
    if kind in ("text/javascript", "application/javascript", "text/css", "text/html"):
        kind = kind.replace("application", "text") + "; charset=utf-8"
    s3.put_object(Bucket=bucket, Key=name, Body=content, CacheControl=cache, ContentType=kind or "application/octet-stream")


def read_retired(s3, bucket):
    try:
        return json.load(s3.get_object(Bucket=bucket, Key=RETIRED)["Body"])
    except s3.exceptions.NoSuchKey:
        return {}


def heartbeat(text):
    seconds = int(text)
    if not 30 <= seconds <= LONGEST_HEARTBEAT_SECONDS:
        raise argparse.ArgumentTypeError(f"{text} is not between 30 and {LONGEST_HEARTBEAT_SECONDS} seconds")
    return seconds


def deploy(stack, options, folder, hashed, log):
    files = {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    if "index.html" not in files:
        raise Failure(f"{folder} has no index.html.")
    config = configuration(stack, options)
    files["config.json"] = json.dumps(config, separators=(",", ":")).encode()
    files["index.html"] = with_policy(files["index.html"].decode(), config, stack.output("UploadsUrl")).encode()
    put_files, kept, deleted = upload(stack.output("WebBucket"), files, hashed)
    log(f"{put_files} files are there, {kept} of older versions are kept, {deleted} were deleted")
    origin = stack.output("WebUrl")
    log(origin)
    allowed = stack.parameters.get("AllowOrigins", "*")
    if allowed != "*" and origin not in allowed.split(","):
        log(f"AllowOrigins is {allowed}: add {origin}, or browsers will refuse all calls of the client")


@command
def main(arguments=None):
    parser = argparse.ArgumentParser(prog="infra/web/deploy", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stack", default="confab", help="name of the stack (%(default)s)")
    parser.add_argument("--app-id", default="demo", help="the app id of the client; the same as that of the apps it talks with, because pushes go to devices of a message's app only (%(default)s)")
    parser.add_argument("--to-app-id", help="instead: the app to whose devices the client's messages are pushed")
    parser.add_argument("--login-url", help="page of yours that signs users in, and comes back to ?return= with #token=")
    parser.add_argument("--allowed-parent", action="append", metavar="ORIGIN", help="origin of a page that shows the client in a frame and hands it a token; may be repeated")
    parser.add_argument("--oidc-client-id", help="client id at the OpenID Connect issuer; the audience if left out")
    parser.add_argument("--heartbeat", type=heartbeat, default=HEARTBEAT_SECONDS, metavar="SECONDS", help="how often an open client pings; seldom is cheaper, often notices a dead connection sooner (%(default)s)")
    options = parser.parse_args(arguments)

    def log(line):
        print(f"      {line}", flush=True)

    stack = stacks.require(options.stack)
    deploy(stack, options, *build(log), log)


if __name__ == "__main__":
    sys.exit(main())
