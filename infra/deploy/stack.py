"""What a deployed stack tells about itself."""

import functools
import json
import os
import sys
from dataclasses import dataclass

import boto3
from botocore.exceptions import BotoCoreError, ClientError

REQUEST_SECRET = "CONFAB_REQUEST_AUTH_SECRET"


class Failure(Exception):
    """Ends the command with its message, which says what to do."""


def command(main):
    """The main function of a command: returns its exit code, 1 if a Failure ended it."""

    @functools.wraps(main)
    def ended(arguments=None):
        try:
            main(arguments)
        except Failure as e:
            print(e, file=sys.stderr)
            return 1
        return 0

    return ended


@dataclass(frozen=True)
class Stack:
    name: str
    region: str
    outputs: dict
    parameters: dict
    status: str = "CREATE_COMPLETE"

    def output(self, name):
        if name not in self.outputs:
            raise Failure(f"The stack {self.name} has no output {name}: deploy this version first (infra/deploy/run).")
        return self.outputs[name]

    def urls(self):
        """The URL of each method that clients call."""
        return {
            name[0].lower() + name[1 : -len("Url")]: url
            for name, url in self.outputs.items()
            if name.endswith("Url") and ".lambda-url." in url
        }

    def request_secret(self):
        """The secret with which back ends sign their requests."""
        if os.environ.get(REQUEST_SECRET):
            return os.environ[REQUEST_SECRET]
        try:
            secrets = boto3.client("secretsmanager", region_name=self.region)
            value = secrets.get_secret_value(SecretId=self.parameters.get("RequestSecretArn") or self._made("RequestSecrets"))
            return json.loads(value["SecretString"])["secret"]
        except (BotoCoreError, ClientError, ValueError, KeyError) as e:
            raise Failure(f"The request secret cannot be read ({e}); or set {REQUEST_SECRET} to it.") from e

    def _made(self, logical):
        """The id of a resource that the template makes."""
        found = boto3.client("cloudformation", region_name=self.region).describe_stack_resource(
            StackName=self.name, LogicalResourceId=logical
        )
        return found["StackResourceDetail"]["PhysicalResourceId"]


def find(name):
    """The stack with this name, or None if it was never deployed."""
    try:
        session = boto3.Session()
        if session.region_name is None:
            raise Failure("No region: set AWS_REGION, or a profile with a region (AWS_PROFILE).")
        found = session.client("cloudformation").describe_stacks(StackName=name)["Stacks"][0]
    except ClientError as e:
        if "does not exist" in str(e):
            return None
        raise Failure(f"CloudFormation refused: {e}") from e
    except BotoCoreError as e:
        raise Failure(f"AWS cannot be reached: {e}") from e
    return Stack(
        name,
        session.region_name,
        {o["OutputKey"]: o["OutputValue"] for o in found.get("Outputs", [])},
        {p["ParameterKey"]: p["ParameterValue"] for p in found.get("Parameters", [])},
        found["StackStatus"],
    )


def require(name):
    stack = find(name)
    if stack is None:
        raise Failure(f"There is no stack {name} in this region: deploy it with infra/deploy/run --stack {name}.")
    return stack
