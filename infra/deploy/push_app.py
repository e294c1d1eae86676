"""Makes what pushes to closed apps need, and prints the parameters of template.yaml for it.

Platform applications of Amazon SNS cannot be made by CloudFormation. Running a command again renews the credentials of the
application that is there; its devices stay registered.
"""

import argparse
import base64
import json
import sys
from pathlib import Path

import boto3
from botocore.exceptions import BotoCoreError, ClientError
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from stack import Failure, command

PARAMETERS = {"APNS": "PushSnsIos", "APNS_SANDBOX": "PushSnsIosSandbox", "GCM": "PushSnsAndroid"}


def make(sns, name, platform, attributes):
    """The ARN of the application, which has these credentials now."""
    arn = next((a for a in arns(sns) if a.endswith(f":app/{platform}/{name}")), None)
    if arn is None:
        return sns.create_platform_application(Name=name, Platform=platform, Attributes=attributes)["PlatformApplicationArn"]
    sns.set_platform_application_attributes(PlatformApplicationArn=arn, Attributes=attributes)
    return arn


def arns(sns):
    pages = sns.get_paginator("list_platform_applications").paginate()
    return [a["PlatformApplicationArn"] for page in pages for a in page["PlatformApplications"]]


def ios(options):
    key = read(options.key)
    if "PRIVATE KEY" not in key:
        raise Failure(f"{options.key} is no signing key of Apple (AuthKey_….p8).")
    return {
        "PlatformCredential": key,
        "PlatformPrincipal": options.key_id,
        "ApplePlatformTeamID": options.team_id,
        "ApplePlatformBundleID": options.bundle_id,
    }


def android(options):
    text = read(options.service_account)
    try:
        account = json.loads(text)
    except ValueError:
        account = None
    if not isinstance(account, dict) or account.get("type") != "service_account":
        raise Failure(f"{options.service_account} is no service account's JSON of Firebase (Project settings, Service accounts).")
    return {"PlatformCredential": text}


def vapid():
    """A key pair for web push (RFC 8292), as browsers and template.yaml take it: the public and the private key."""
    key = ec.generate_private_key(ec.SECP256R1())
    point = key.public_key().public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
    return base64url(point), base64url(key.private_numbers().private_value.to_bytes(32, "big"))


def base64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def read(path):
    try:
        return Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as e:
        raise Failure(f"{path} cannot be read: {e}") from e


def run(options):
    if options.command == "vapid":
        public, private = vapid()
        print(f"VapidPublicKey={public}\nVapidPrivateKey={private}")
        print("Keep both: with another pair, all browsers must subscribe again.", file=sys.stderr)
        return
    sns = boto3.client("sns")
    if options.command == "list":
        for arn in arns(sns):
            platform = arn.split(":app/")[1].split("/")[0]
            enabled = sns.get_platform_application_attributes(PlatformApplicationArn=arn)["Attributes"].get("Enabled", "true")
            print(f"{PARAMETERS.get(platform, platform)}={arn}{'' if enabled == 'true' else '  (disabled)'}")
        return
    if options.command == "ios":
        platform, attributes = "APNS_SANDBOX" if options.sandbox else "APNS", ios(options)
    else:
        platform, attributes = "GCM", android(options)
    print(f"{PARAMETERS[platform]}={make(sns, options.name, platform, attributes)}")


@command
def main(arguments=None):
    parser = argparse.ArgumentParser(prog="infra/deploy/push-app", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    apple = commands.add_parser("ios", help="pushes to iOS, with a signing key of Apple")
    apple.add_argument("--name", default="confab")
    apple.add_argument("--key", required=True, help="file AuthKey_….p8")
    apple.add_argument("--key-id", required=True, help="ten characters, in the name of that file")
    apple.add_argument("--team-id", required=True, help="ten characters, in Apple's developer account")
    apple.add_argument("--bundle-id", required=True, help="the app's, such as com.example.chat")
    apple.add_argument("--sandbox", action="store_true", help="for builds from Xcode")
    google = commands.add_parser("android", help="pushes to Android, with a service account of Firebase")
    google.add_argument("--name", default="confab")
    google.add_argument("--service-account", required=True, help="its JSON file")
    commands.add_parser("vapid", help="a new key pair for web push")
    commands.add_parser("list", help="the platform applications that are there")
    try:
        run(parser.parse_args(arguments))
    except (ClientError, BotoCoreError) as e:
        raise Failure(f"AWS refused: {e}") from e


if __name__ == "__main__":
    sys.exit(main())
