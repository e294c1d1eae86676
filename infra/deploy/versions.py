"""Deletes published versions of a stack's functions that no alias names, but for the newest of them.

Lambda keeps a copy of the package for each version, and packages for the JVM publish one with each deployment (docs/operations.md).
"""

import argparse
import sys
from dataclasses import dataclass

import boto3
import stack as stacks
from botocore.exceptions import BotoCoreError, ClientError
from stack import Failure, command


@dataclass(frozen=True)
class Version:
    function: str
    number: int
    size: int


def functions(stack):
    """The names of the stack's functions."""
    pages = boto3.client("cloudformation", region_name=stack.region).get_paginator("list_stack_resources")
    return sorted(
        resource["PhysicalResourceId"]
        for page in pages.paginate(StackName=stack.name)
        for resource in page["StackResourceSummaries"]
        if resource["ResourceType"] == "AWS::Lambda::Function"
    )


def unnamed(client, function, keep):
    """The versions that may be deleted, oldest first: those that no alias names, but for the newest KEEP of them."""
    named = set()
    for page in client.get_paginator("list_aliases").paginate(FunctionName=function):
        for alias in page["Aliases"]:
            named |= {alias["FunctionVersion"], *alias.get("RoutingConfig", {}).get("AdditionalVersionWeights", {})}
    found = [
        Version(function, int(version["Version"]), version["CodeSize"])
        for page in client.get_paginator("list_versions_by_function").paginate(FunctionName=function)
        for version in page["Versions"]
        if version["Version"] != "$LATEST" and version["Version"] not in named
    ]
    found.sort(key=lambda version: version.number)
    return found[: len(found) - keep] if keep else found


def clean_up(stack, keep, dry_run, say):
    """Deletes them, or says with a dry run what would be deleted. May be cut off, and run again."""
    if stack.status.endswith("_IN_PROGRESS"):
        raise Failure(f"The stack {stack.name} is just being changed ({stack.status}): wait until that has ended.")
    client = boto3.client("lambda", region_name=stack.region)
    try:
        versions = [version for function in functions(stack) for version in unnamed(client, function, keep)]
        for version in versions:
            if dry_run:
                say(f"{version.function} {version.number}: {version.size / 1e6:.1f} MB")
            else:
                client.delete_function(FunctionName=version.function, Qualifier=str(version.number))
    except (BotoCoreError, ClientError) as e:
        raise Failure(f"Lambda refused: {e}") from e
    megabytes = sum(version.size for version in versions) / 1e6
    return f"{len(versions)} versions, {megabytes:.0f} MB {'would be' if dry_run else 'were'} deleted"


@command
def main(arguments=None):
    parser = argparse.ArgumentParser(prog="infra/deploy/versions", description=__doc__)
    parser.add_argument("--stack", default="confab", help="name of the stack (%(default)s)")
    parser.add_argument("--keep", type=int, default=1, help="versions of each function that are kept beside those that an alias names (%(default)s)")
    parser.add_argument("--dry-run", action="store_true", help="only say which")
    options = parser.parse_args(arguments)
    if options.keep < 0:
        raise Failure("--keep is 0 or more.")
    print(clean_up(stacks.require(options.stack), options.keep, options.dry_run, print))


if __name__ == "__main__":
    sys.exit(main())
