"""Deploys Confab into your AWS account: builds, checks, deploys, completes the database's indexes, and lets two users chat.

Every step may be repeated: run the command again after whatever stopped it. With --dry-run nothing of AWS is asked or changed.
"""

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import boto3
import network
import packages
import parameters
import snapstart
import stack as stacks
import tomlkit
import versions
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from client import Client
from samcli.yamlhelper import yaml_parse
from stack import Failure
from user import sign_in

ROOT = Path(__file__).resolve().parents[2]
TOOLS = Path(sys.executable).parent
SAM = str(TOOLS / "sam")
HEALTH_SECONDS = 120
KEPT_VERSIONS = 1


class Deployment:
    def __init__(self, options, configuration):
        self._options = options
        self._configuration = configuration
        self._has_snapshots = options.package == "jvm" or options.package == "as-is" and self._given().get("Runtime") in snapstart.RUNTIMES
        template = yaml_parse((ROOT / "template.yaml").read_text(encoding="utf-8"))
        self._template = snapstart.convert(template) if self._has_snapshots else template

    @property
    def name(self):
        return self._options.stack or self._configuration.get("stack_name") or "confab"

    def overrides(self):
        """Parameters that are not left to the template: those of samconfig.toml, and of the command."""
        overrides = self._given()
        unknown = [name for name in overrides if name not in self._template["Parameters"]]
        if unknown:
            raise Failure(f"template.yaml has no parameter {unknown[0]}.")
        self._check_value("Runtime", overrides)
        return overrides

    def _given(self):
        given = [*self._configuration.get("parameter_overrides", []), *self._options.set]
        return dict(item.split("=", 1) for item in given if "=" in item)

    def _check_value(self, name, overrides):
        allowed = self._template["Parameters"][name]["AllowedValues"]
        if overrides.get(name, allowed[0]) not in allowed:
            raise Failure(f"The parameter {name} is one of {', '.join(allowed)} for --package {self._options.package}.")

    def parameter(self, name):
        return str(self.overrides().get(name, self._template["Parameters"][name].get("Default", "")))

    def steps(self):
        before = [
            ("Check the tools", self.check_tools),
            ("Build the packages", self.build),
            ("Check the packages", self.check_packages),
            ("Check the template", self.check_template),
        ]
        if self._options.dry_run:
            return before
        return before + [
            *([] if self._options.no_network_check else [("Check the network", self.check_network)]),
            ("Complete the indexes, if the stack exists", self.indexes_before),
            ("Deploy", self.deploy),
            ("Complete the indexes of a new stack", self.indexes_after),
            ("Wait for health", self.health),
            ("Let two users chat", self.chat),
            ("Deploy the web client", self.web),
            *([("Delete versions that nothing names", self.clean_up)] if self._has_snapshots else []),
        ]

    def run(self):
        steps = self.steps()
        began = time.monotonic()
        for number, (title, step) in enumerate(steps, 1):
            print(f"[{number}/{len(steps)}] {title}", flush=True)
            said = step()
            if said:
                print(f"      {said}", flush=True)
        print(f"Done in {time.monotonic() - began:.0f} s.")
        if self._options.dry_run:
            print("Nothing was deployed. Without --dry-run these follow: indexes, sam deploy, health, two users chat, web client.")
        else:
            stack = self._stack()
            addresses = {"web": stack.output("WebUrl"), "socket": stack.output("OnlineChannelUrl"), "endpoint": stack.urls()}
            print(json.dumps(addresses, indent=2))

    # ---- Before anything of AWS is touched.

    def check_tools(self):
        if shutil.which("java") is None:
            raise Failure("java is missing: install a JDK 17.")
        if self._options.package == "native" and self.parameter("Runtime") != "provided.al2023":
            raise Failure("--package native needs the parameter Runtime=provided.al2023.")
        parameters.check(self.parameter)
        if self._options.dry_run:
            return None
        try:
            return f"account {boto3.client('sts').get_caller_identity()['Account']}"
        except (BotoCoreError, ClientError) as e:
            raise Failure(f"No AWS account: set AWS_PROFILE and AWS_REGION. ({e})") from e

    def build(self):
        kind = self._options.package
        if kind == "as-is":
            return "--package as-is: those in functions/*/target are taken"
        environment = self._for_native_builds() if kind == "native" else None
        self._call([sys.executable, "infra/image/build", *(["--jvm"] if kind == "jvm" else [])], environment)
        self._call(["infra/image/use"])
        if (ROOT / "infra/deploy/ca.pem").is_file():
            self._call(["infra/deploy/trust", "infra/deploy/ca.pem"])
        return None

    def _for_native_builds(self):
        home = subprocess.run(["infra/native/builder"], cwd=ROOT, capture_output=True, text=True)
        if home.returncode == 0:
            return {**os.environ, "GRAALVM_HOME": home.stdout.strip()}
        if shutil.which("docker") is None and shutil.which("podman") is None:
            raise Failure(f"{home.stderr.strip()} Docker or Podman would do as well. Or deploy JVM packages: --package jvm.")
        return None

    def check_packages(self):
        count, distinct, megabytes = packages.check(ROOT, self.parameter("Runtime"), self.parameter("Architecture"))
        packages.require(ROOT, self.parameter("MongodbCa"))
        return f"{count} functions, {distinct} packages, {megabytes:.0f} MB"

    def check_template(self):
        environment = {**os.environ, "SAM_CLI_TELEMETRY": "0"}
        environment.setdefault("AWS_DEFAULT_REGION", os.environ.get("AWS_REGION", "us-east-1"))
        template = "template.yaml"
        if self._has_snapshots:
            template = snapstart.NAME
            snapstart.write()
        self._call([SAM, "validate", "--lint", "--template", template], environment)
        self._call([sys.executable, "infra/deploy/limits.py", template])
        # It would end by recommending commands that do less than this one.
        self._call([SAM, "build", "--template", template], environment, quiet=True)

    # ---- In the account.

    def check_network(self):
        stack = stacks.find(self.name)
        values = {**({} if stack is None else stack.parameters), **self.overrides()}
        return network.check(lambda name: values.get(name) or self.parameter(name))

    def indexes_before(self):
        stack = stacks.find(self.name)
        if stack is None:
            return "this is the first deployment: they are made after it"
        self._complete_indexes(packages.package(ROOT, "apply-schema"))
        return None

    def deploy(self):
        command = [SAM, "deploy", "--config-file", str(ROOT / "samconfig.toml"), "--config-env", self._options.config_env]
        command += ["--stack-name", self.name, "--no-fail-on-empty-changeset", "--no-confirm-changeset"]
        overrides = [f"{name}={value}" for name, value in self.overrides().items()]
        if self._has_snapshots:
            overrides.append(f"Release={self.release(stacks.find(self.name))}")
        if overrides:
            command += ["--parameter-overrides", *overrides]
        self._call(command + self._options.sam)

    def release(self, stack):
        """Another value if anything of the functions has changed: packages, template, or a parameter, new or kept from before. No
        secret is part of it: functions do not have them in their environment, and a stack shows this value."""
        secret = {name for name, parameter in self._template["Parameters"].items() if parameter.get("NoEcho")}
        before = {} if stack is None else stack.parameters
        values = {**before, **self.overrides()}
        values = {name: value for name, value in values.items() if name not in secret and name != "Release"}
        whole = hashlib.sha256(json.dumps([self._template, sorted(values.items())], default=str).encode())
        for digest in packages.digests(ROOT):
            whole.update(digest.encode())
        return whole.hexdigest()[:16]

    def clean_up(self):
        return versions.clean_up(self._stack(), KEPT_VERSIONS, False, print)

    def indexes_after(self):
        status, reply = self._client().call("health", {})
        if status == 200:
            return "they are complete"
        self._complete_indexes(None)
        return None

    def _complete_indexes(self, package):
        """From this machine if it knows the database's address, otherwise by applySchema, with its new code if a package is given."""
        if os.environ.get("CONFAB_MONGODB_URI"):
            self._call(["infra/database/run", "apply", "--database", self.parameter("MongodbDatabase")])
        else:
            self._apply_inside(package)

    def _apply_inside(self, package):
        functions = boto3.client("lambda", config=Config(read_timeout=900, retries={"total_max_attempts": 1}))
        function = f"{self.name}-applySchema"
        if package is not None:
            functions.update_function_code(FunctionName=function, ZipFile=package.read_bytes())
            functions.get_waiter("function_updated_v2").wait(FunctionName=function)
        for _ in range(20):
            reply = functions.invoke(FunctionName=function, Payload=b"{}")
            report = json.load(reply["Payload"])
            data = report.get("data", report)
            if data.get("complete"):
                return
            if data.get("different") or data.get("duplicates") or "FunctionError" in reply:
                raise Failure(f"The indexes could not be completed (docs/deploy.md, The database): {json.dumps(report)[:2000]}")
            print("      it goes on: large indexes take longer than one invocation", flush=True)
        raise Failure("The indexes are not complete yet. Run this again.")

    def health(self):
        end = time.monotonic() + HEALTH_SECONDS
        client = self._client()
        while True:
            status, reply = client.call("health", {})
            if status == 200:
                return f"build {reply['data']['build']}, schema {reply['data']['schema']}"
            if time.monotonic() > end:
                raise Failure(f"health answers {status} {reply.get('errCode')} {json.dumps(reply.get('data', {}))}: see docs/operations.md.")
            time.sleep(5)

    def chat(self):
        stack = self._stack()
        client = Client(stack.urls(), stack.request_secret())
        first, first_token = sign_in(client, "smoke-first")
        second, second_token = sign_in(client, "smoke-second")
        text = f"deployed {time.strftime('%Y-%m-%d %H:%M:%S', time.gmtime())} UTC"
        message = {"to_uid": second, "type": "text", "body": text, "unique_id": text}
        status, reply = client.call("sendMsg", message, first_token)
        if status == 403:
            self._befriend(client, second, first_token, second_token)
            status, reply = client.call("sendMsg", message, first_token)
        if status != 200:
            raise Failure(f"sendMsg answered {status} {reply.get('errCode')} {reply.get('errMsg', '')}")
        conversation = reply["data"]["conversation_id"]
        status, reply = client.call("getMsgList", {"conversation_id": conversation, "limit": 1}, second_token)
        if status != 200 or text not in json.dumps(reply):
            raise Failure(f"The message did not arrive: getMsgList answered {status} {json.dumps(reply)[:300]}")
        return f"“{text}” was sent and read"

    def _befriend(self, client, second, first_token, second_token):
        """Where only friends may write to each other (ConversationGrade)."""
        _, invite = client.call("addFriendInvite", {"to_uid": second}, first_token)
        if invite.get("errCode") == 0:
            client.call("handleFriendInvite", {"_id": invite["data"]["_id"], "state": 100}, second_token)

    def web(self):
        self._call(["infra/web/deploy", "--stack", self.name])

    # ---- Means.

    def _stack(self):
        return stacks.require(self.name)

    def _client(self):
        return Client(self._stack().urls())

    def _call(self, command, environment=None, quiet=False):
        shown = [str(Path(command[0]).name) if command[0].startswith(str(TOOLS)) else command[0], *command[1:]]
        print("      + " + " ".join(part if len(part) < 80 else part[:77] + "..." for part in shown), flush=True)
        output = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT} if quiet else {}
        done = subprocess.run(command, cwd=ROOT, env=environment, text=True, **output)
        if done.returncode != 0:
            raise Failure((f"{done.stdout}\n" if quiet else "") + f"{shown[0]} failed; its output is above.")


def read_configuration(environment):
    path = ROOT / "samconfig.toml"
    document = tomlkit.parse(path.read_text(encoding="utf-8"))
    if environment not in document:
        known = ", ".join(name for name in document if name != "version")
        raise Failure(f"samconfig.toml has no environment {environment}; it has {known}.")
    return document[environment].get("deploy", {}).get("parameters", {})


def main(arguments=None):
    parser = argparse.ArgumentParser(prog="infra/deploy/run", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--config-env", default="dev", help="the environment of samconfig.toml (%(default)s)")
    parser.add_argument("--stack", help="name of the stack; without it, that of samconfig.toml")
    parser.add_argument("--package", choices=["native", "jvm", "as-is"], default="native", help="what to build for all functions: one native image; one package for the JVM, started from snapshots; or nothing (%(default)s)")
    parser.add_argument("--set", action="append", default=[], metavar="PARAMETER=VALUE", help="a parameter of template.yaml, instead of samconfig.toml's; may be repeated")
    parser.add_argument("--dry-run", action="store_true", help="do all that needs no account, and say what would follow")
    parser.add_argument("--no-network-check", action="store_true", help="do not look whether the subnets of SubnetIds have routes to what functions call")
    parser.add_argument("sam", nargs="*", metavar="-- OPTION", help="further options for sam deploy, behind --")
    options = parser.parse_args(arguments)
    try:
        Deployment(options, read_configuration(options.config_env)).run()
    except Failure as e:
        print(f"\n{e}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. Run it again to go on.", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
