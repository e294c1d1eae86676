"""Runs every fenced command of the documents on deploying: with --dry-run, or against moto, a mongod and a web server here."""

import http.server
import json
import logging
import os
import re
import shutil
import subprocess
import sys
import threading
import unittest
import urllib.request
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "native"))

import boto3
import mongo
from aws_command import aws_command
from documents import commands_of
from moto.server import ThreadedMotoServer

ROOT = Path(__file__).resolve().parents[3]
TOOLS = Path(sys.executable).parent
DOCUMENTS = ("docs/deploy.md", "docs/operations.md", "README.md")
# What README.md shows of a laptop is run by infra/local's own tests.
OF_README = "## Building for Lambda"
NOT_RUN = 2
REGION = "eu-central-1"
DATABASE_TOOL = "infra/database/target/confab-database-runner.jar"
SECONDS = 300
# In the place of infra/image/build: packages that hold nothing.
BUILD = """import sys, zipfile
with zipfile.ZipFile("infra/image/target/function.zip", "w") as archive:
    if "--jvm" in sys.argv:
        archive.writestr("lib/none.jar", b"")
    else:
        archive.writestr("bootstrap", bytes.fromhex("7f454c46") + bytes(14) + bytes([0x3E, 0]))
"""
BUCKETS = {"Web": "web", "Uploads": "uploads"}


def template(buckets):
    resources = {name: {"Type": "AWS::S3::Bucket", "DeletionPolicy": "Retain", "Properties": {"BucketName": bucket}} for name, bucket in buckets.items()}
    return json.dumps({"Resources": {"FailedPushes": {"Type": "AWS::SQS::Queue"}, **resources}})


def every_command():
    found = []
    for name in DOCUMENTS:
        commands = commands_of(ROOT / name, name)
        if name == "README.md":
            start = (ROOT / name).read_text(encoding="utf-8").split(OF_README)[0].count("\n")
            commands = [one for one in commands if one.line > start]
        found += commands
    return found


class World:
    """A copy of the project with packages that are as good as none, and everything that a command calls."""

    def __init__(self, folder):
        self.root, self.commands = Path(folder, "confab"), Path(folder, "bin")
        self.commands.mkdir()
        self.copy()
        logging.getLogger("werkzeug").setLevel(logging.ERROR)
        self.moto = ThreadedMotoServer(port=0, verbose=False)
        self.moto.start()
        self.aws = f"http://127.0.0.1:{self.moto.get_host_and_port()[1]}"
        self.environment = {
            **os.environ, "AWS_ENDPOINT_URL": self.aws, "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_REGION": REGION, "AWS_DEFAULT_REGION": REGION, "SAM_CLI_TELEMETRY": "0", "AWS_PAGER": "",
            "PATH": f"{self.commands}:{os.environ['PATH']}"}
        self.truststore = self.serve_certificates(folder)
        self.stubs()
        self.words = self.account()

    def copy(self):
        names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True).stdout.decode().split("\0")
        for name in filter(None, names):
            if (ROOT / name).is_file():
                (self.root / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(ROOT / name, self.root / name)
        package = self.root / "infra/image/target/function.zip"
        package.parent.mkdir()
        (self.root / "infra/image/build").write_text(BUILD, encoding="utf-8")
        self.script(self.root / "infra/native/builder", "echo /nowhere")
        for command in ([sys.executable, "infra/image/build"], ["infra/image/use"]):
            subprocess.run(command, cwd=self.root, check=True, stdout=subprocess.DEVNULL)
        if (ROOT / DATABASE_TOOL).exists():
            (self.root / DATABASE_TOOL).parent.mkdir()
            (self.root / DATABASE_TOOL).symlink_to(ROOT / DATABASE_TOOL)
        (self.root / "AuthKey_ABC123DEFG.p8").write_text("-----BEGIN PRIVATE KEY-----", encoding="utf-8")
        (self.root / "service-account.json").write_text('{"type": "service_account"}', encoding="utf-8")
        (self.root / "push.json").write_text('{"pushParam": {}}', encoding="utf-8")
        (self.root / "secret.json").write_text('{"secret": "0123456789abcdef0123456789abcdef"}', encoding="utf-8")

    @staticmethod
    def script(path, text):
        path.write_text(f"#!/usr/bin/env bash\nset -eu\n{text}\n", encoding="utf-8")
        path.chmod(0o755)

    def serve_certificates(self, folder):
        certificates = Path(folder, "certificates")
        (certificates / REGION).mkdir(parents=True)
        bundle = certificates / REGION / f"{REGION}-bundle.pem"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=test", "-addext",
                        "basicConstraints=critical,CA:TRUE", "-keyout", os.devnull, "-out", bundle], check=True, stderr=subprocess.DEVNULL)

        class Quiet(http.server.SimpleHTTPRequestHandler):
            def log_message(self, *_):
                pass

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), lambda *given: Quiet(*given, directory=str(certificates)))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{server.server_port}"

    def stubs(self):
        """The real tools, which check their options themselves; only what they call is here."""
        self.script(self.commands / "sam", f'yes | {TOOLS / "sam"} "$@"')
        aws = aws_command()
        if aws:
            self.script(self.commands / "aws", f'exec {aws} "$@"')

    def client(self, service):
        return boto3.client(service, region_name=REGION, endpoint_url=self.aws, aws_access_key_id="test", aws_secret_access_key="test")

    def account(self):
        """What the documents take for granted; the words in the place of which it stands."""
        # Other tests of this process have left something.
        for path, data in (("reset", b""), ("config", b'{"lambda": {"use_docker": false}}')):
            request = urllib.request.Request(f"{self.aws}/moto-api/{path}", data, {"Content-Type": "application/json"}, method="POST")
            urllib.request.urlopen(request).close()
        role = self.client("iam").create_role(RoleName="any", AssumeRolePolicyDocument="{}")["Role"]["Arn"]
        for name in ("applySchema", "sendPushMsg"):
            self.client("lambda").create_function(FunctionName=f"confab-{name}", Role=role, Runtime="provided.al2023", Handler="any",
                                                  Code={"ZipFile": (self.root / "infra/image/target/function.zip").read_bytes()})
        for stack, buckets in (("confab", BUCKETS), ("confab-dev", {})):
            self.client("cloudformation").create_stack(StackName=stack, TemplateBody=template(buckets))
        self.client("logs").create_log_group(logGroupName="/confab/confab")
        self.client("logs").create_log_stream(logGroupName="/confab/confab", logStreamName="one")
        for bucket in BUCKETS.values():
            self.client("s3").put_object(Bucket=bucket, Key="a", Body=b"a")
        secret = self.client("secretsmanager").create_secret(Name="any", SecretString='{"secret": "hush"}')["ARN"]
        queue = self.client("sqs").create_queue(QueueName="FailedPushes")["QueueUrl"]
        source = self.client("lambda").create_event_source_mapping(
            FunctionName="confab-sendPushMsg", EventSourceArn=f"arn:aws:sqs:{REGION}:123456789012:FailedPushes")["UUID"]
        return {"https://truststore.pki.rds.amazonaws.com": self.truststore, "<WebBucket>": "web", "<UploadsBucket>": "uploads", "<ARN>": secret, "arn:aws:secretsmanager:…": secret,
                "<FailedPushesUrl>": queue, "<UUID>": source}

    def trust_the_template(self):
        """From now on a deployment looks at its parameters and packages only: the template was checked, and is the same each time."""
        (self.root / "infra/deploy/limits.py").write_text("", encoding="utf-8")
        command = self.root / "infra/deploy/deploy.py"
        command.write_text(command.read_text(encoding="utf-8").replace('SAM = str(TOOLS / "sam")', 'SAM = "true"'), encoding="utf-8")

    def close(self):
        self.moto.stop()


def runnable(text, words):
    """With --dry-run where a command has it, and with what stands for words like <ARN>."""
    for word, value in words.items():
        text = text.replace(word, value)
    return re.sub(r"^(infra/deploy/run\b(?!.*--dry-run))", r"\1 --dry-run", text, flags=re.M)


class DocumentsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = TemporaryDirectory(prefix="confab-documents")
        cls.addClassCleanup(cls.folder.cleanup)
        cls.world = World(cls.folder.name)
        cls.addClassCleanup(cls.world.close)

    def test_every_fenced_command_runs(self):
        self.assertGreater(len(every_command()), 8)
        with mongo.Server() as mongod:
            for commands in every_command():
                if not commands.not_run:
                    with self.subTest(str(commands)):
                        self.run_one(commands, mongod.uri)
                    if "infra/deploy/run" in commands.text and "--package jvm" not in commands.text:
                        self.world.trust_the_template()

    def run_one(self, commands, uri):
        if "aws " in commands.text and not (self.world.commands / "aws").exists():
            self.skipTest("AWS's command line is run on Linux on x86-64 only")
        if "infra/database/run" in commands.text and not (self.world.root / DATABASE_TOOL).exists() and "CI" not in os.environ:
            self.skipTest(f"{DATABASE_TOOL} is not built: ./mvnw package -pl infra/database -am -DskipTests")
        text = runnable(commands.text, {**self.world.words, "mongodb://…": uri})
        done = subprocess.run(["bash", "-euo", "pipefail", "-c", text], cwd=self.world.root, env=self.world.environment,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=SECONDS)
        self.assertEqual(done.returncode, 0, f"\n{text}\n{done.stdout[-3000:]}")

    def test_those_that_are_not_run_are_counted(self):
        marked = [f"{one}: {one.not_run}" for one in every_command() if one.not_run]
        self.assertEqual(len(marked), NOT_RUN, marked)


if __name__ == "__main__":
    unittest.main()
