"""Tests of the deployment tools against moto, which answers like AWS: infra/deploy/test"""

import argparse
import contextlib
import io
import json
import os
import sys
import unittest
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import mock

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import boto3
import client
import packages
import push_app
import stack as stacks
import web
from moto import mock_aws
from stack import Failure, Stack

REGION = "eu-central-1"
OUTPUTS = {
    "SendMsgUrl": "https://aaa.lambda-url.eu-central-1.on.aws/",
    "GetMyInfoUrl": "https://bbb.lambda-url.eu-central-1.on.aws/",
    "WebUrl": "https://d1.cloudfront.net",
    "FilesUrl": "https://d2.cloudfront.net",
    "UploadsUrl": "https://uploads.s3.eu-central-1.amazonaws.com",
    "OnlineChannelUrl": "wss://ccc.execute-api.eu-central-1.amazonaws.com/live",
    "WebBucket": "web",
}
OPTIONS = {"app_id": "demo", "to_app_id": None, "login_url": None, "allowed_parent": None, "oidc_client_id": None, "heartbeat": 240}
PAGE = '<head>\n    <meta charset="utf-8" />\n  </head>'


def stack(**parameters):
    return Stack("confab", REGION, OUTPUTS, parameters)


def options(**more):
    return argparse.Namespace(**{**OPTIONS, **more})


class SignatureTest(unittest.TestCase):
    def test_is_that_of_the_reference(self):
        body = b'{"foo":1,"bar":2,"foo_bar":3,"foobar":4}'
        self.assertEqual(
            client.signature("testSecret", "abc", "1676882808550", "sendMsgByServer", body),
            "85170A638203A3BCEBF4D4223DD58ADAEB29D525A40B6A87FE67635B148975C0",
        )


class ConfigurationTest(unittest.TestCase):
    def test_names_every_method_and_nothing_else(self):
        config = web.configuration(stack(), options())
        self.assertEqual(set(config["endpoint"]), {"sendMsg", "getMyInfo"})
        self.assertEqual(config["auth"], {"kind": "external"})

    def test_pings_as_often_as_the_operator_says_and_before_the_gateway_ends_the_connection(self):
        self.assertEqual(web.configuration(stack(), options())["heartbeatMs"], 240_000)
        self.assertEqual(web.configuration(stack(), options(heartbeat=480))["heartbeatMs"], 480_000)
        self.assertEqual(web.heartbeat("480"), 480)
        for text in ("481", "29"):
            with self.assertRaises(argparse.ArgumentTypeError):
                web.heartbeat(text)

    def test_signs_in_at_the_issuer_if_there_is_one(self):
        config = web.configuration(stack(OidcIssuer="https://issuer.example", OidcAudience="chat"), options())
        self.assertEqual(config["auth"], {"kind": "oidc", "issuer": "https://issuer.example", "clientId": "chat"})

    def test_policy_of_the_page_names_each_host_once(self):
        config = web.configuration(stack(OidcIssuer="https://issuer.example/realm"), options())
        page = web.with_policy(PAGE, config, OUTPUTS["UploadsUrl"])
        policy = page.split('content="')[1].split('"')[0]
        self.assertEqual(
            policy.replace("&#x27;", "'").split(" ")[1:],
            [
                "'self'",
                "https://aaa.lambda-url.eu-central-1.on.aws",
                "https://bbb.lambda-url.eu-central-1.on.aws",
                "https://issuer.example",
                "https://uploads.s3.eu-central-1.amazonaws.com",
                "wss://ccc.execute-api.eu-central-1.amazonaws.com",
            ],
        )

    def test_page_of_the_committed_client_takes_a_policy(self):
        page = (web.ROOT / "infra/web/client/dist/index.html").read_text(encoding="utf-8")
        web.with_policy(page, web.configuration(stack(), options()), OUTPUTS["UploadsUrl"])


@mock_aws
class UploadTest(unittest.TestCase):
    def setUp(self):
        os.environ["AWS_DEFAULT_REGION"] = REGION
        self.s3 = boto3.client("s3")
        self.s3.create_bucket(Bucket="web", CreateBucketConfiguration={"LocationConstraint": REGION})

    def names(self):
        return sorted(entry["Key"] for entry in self.s3.list_objects_v2(Bucket="web")["Contents"])

    def test_hashed_names_are_kept_and_others_asked_for(self):
        web.upload("web", {"app-AbCdEf12.js": b"1", "index.html": b"<html>", "manifest.webmanifest": b"{}"})
        script = self.s3.head_object(Bucket="web", Key="app-AbCdEf12.js")
        page = self.s3.head_object(Bucket="web", Key="index.html")
        self.assertIn("immutable", script["CacheControl"])
        self.assertEqual(script["ContentType"], "text/javascript; charset=utf-8")
        self.assertEqual(page["CacheControl"], "no-cache")
        self.assertEqual(
            self.s3.head_object(Bucket="web", Key="manifest.webmanifest")["ContentType"], "application/manifest+json"
        )

    def test_no_name_of_the_committed_client_is_kept_for_ever(self):
        web.upload("web", {"chunk-MainPage.js": b"1"}, hashed=False)
        self.assertEqual(self.s3.head_object(Bucket="web", Key="chunk-MainPage.js")["CacheControl"], "no-cache")

    def test_old_files_stay_for_thirty_days_after_they_were_replaced(self):
        day = 24 * 3600
        with mock.patch("web.time.time", return_value=1_000 * day):
            web.upload("web", {"app-11111111.js": b"1", "index.html": b"1"})
        for today, expected in ((1_100, True), (1_130, True), (1_131, False)):
            with mock.patch("web.time.time", return_value=today * day):
                web.upload("web", {"app-22222222.js": b"2", "index.html": b"2"})
            self.assertEqual("app-11111111.js" in self.names(), expected, today)

    def test_a_file_that_returns_is_current_again(self):
        day = 24 * 3600
        for today, name in ((1, "app-11111111.js"), (2, "app-22222222.js"), (3, "app-11111111.js"), (60, "app-11111111.js")):
            with mock.patch("web.time.time", return_value=today * day):
                web.upload("web", {name: b"x"})
        self.assertEqual(self.names(), ["app-11111111.js", "retired.json"])

    def test_whole_client_is_uploaded(self):
        said = []
        with TemporaryDirectory() as folder:
            Path(folder, "index.html").write_text(PAGE, encoding="utf-8")
            Path(folder, "sw.js").write_text("//", encoding="utf-8")
            web.deploy(stack(AllowOrigins="https://other.example"), options(), Path(folder), False, said.append)
        config = json.load(self.s3.get_object(Bucket="web", Key="config.json")["Body"])
        self.assertEqual(config["endpoint"]["sendMsg"], OUTPUTS["SendMsgUrl"])
        self.assertIn("add https://d1.cloudfront.net", said[-1])


class FindTest(unittest.TestCase):
    @mock_aws
    def test_a_stack_that_is_not_there(self):
        os.environ["AWS_DEFAULT_REGION"] = REGION
        self.assertIsNone(stacks.find("confab"))
        with self.assertRaisesRegex(Failure, "infra/deploy/run --stack confab"):
            stacks.require("confab")


class PackagesTest(unittest.TestCase):
    def check(self, content, runtime="provided.al2023", architecture="x86_64"):
        with TemporaryDirectory() as folder:
            path = Path(folder, "function.zip")
            with zipfile.ZipFile(path, "w") as archive:
                for name, data in content.items():
                    archive.writestr(name, data)
            packages.check_one("function.zip", path, runtime, architecture)

    @staticmethod
    def elf(machine):
        return b"\x7fELF" + bytes(14) + machine.to_bytes(2, "little")

    def test_native_package_of_the_right_machine(self):
        self.check({"bootstrap": self.elf(0x3E)})
        self.check({"bootstrap": self.elf(0xB7)}, architecture="arm64")

    def test_wrong_machine(self):
        with self.assertRaisesRegex(Failure, "for arm64, but the parameter Architecture is x86_64"):
            self.check({"bootstrap": self.elf(0xB7)})

    def test_no_bootstrap(self):
        with self.assertRaisesRegex(Failure, "Runtime=provided.al2023"):
            self.check({"lib/confab.jar": b""})

    def test_native_package_for_the_jvm(self):
        with self.assertRaisesRegex(Failure, "Runtime=java17"):
            self.check({"bootstrap": self.elf(0x3E)}, runtime="java17")

    def test_no_zip(self):
        with TemporaryDirectory() as folder:
            path = Path(folder, "function.zip")
            path.write_bytes(b"no zip")
            with self.assertRaisesRegex(Failure, "no zip file"):
                packages.check_one("function.zip", path, "java17", "x86_64")


@mock_aws
class RequestSecretTest(unittest.TestCase):
    def setUp(self):
        os.environ["AWS_DEFAULT_REGION"] = REGION

    def test_a_secret_of_the_operators_own(self):
        arn = boto3.client("secretsmanager").create_secret(Name="own", SecretString='{"secret":"s"}')["ARN"]
        self.assertEqual(stack(RequestSecretArn=arn).request_secret(), "s")

    def test_the_secret_that_the_template_makes(self):
        arn = boto3.client("secretsmanager").create_secret(Name="made", SecretString='{"secret":"t"}')["ARN"]
        with mock.patch.object(Stack, "_made", lambda stack, logical: {"RequestSecrets": arn}[logical]):
            self.assertEqual(stack(RequestSecretArn="").request_secret(), "t")

    def test_no_secret_is_a_sentence(self):
        with self.assertRaisesRegex(Failure, "CONFAB_REQUEST_AUTH_SECRET"):
            stack(RequestSecretArn=f"arn:aws:secretsmanager:{REGION}:123456789012:secret:gone").request_secret()


@mock_aws
class PushAppTest(unittest.TestCase):
    def setUp(self):
        os.environ["AWS_DEFAULT_REGION"] = REGION
        self.folder = TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def file(self, name, text):
        path = Path(self.folder.name, name)
        path.write_text(text, encoding="utf-8")
        return str(path)

    def run_command(self, *arguments):
        output, errors = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(output), contextlib.redirect_stderr(errors):
            code = push_app.main(list(arguments))
        return code, output.getvalue() + errors.getvalue()

    def ios(self, key_id, *more):
        key = self.file("key.p8", "-----BEGIN PRIVATE KEY-----")
        return self.run_command("ios", "--key", key, "--key-id", key_id, "--team-id", "T", "--bundle-id", "com.example.chat", *more)

    def test_twice_is_one_application_with_the_newer_key(self):
        first, again = self.ios("KEY1"), self.ios("KEY2")
        self.assertEqual(first, again)
        self.assertTrue(first[1].startswith("PushSnsIos=arn:aws:sns:"))
        arn = first[1].strip().split("=")[1]
        attributes = boto3.client("sns").get_platform_application_attributes(PlatformApplicationArn=arn)["Attributes"]
        self.assertEqual(attributes["PlatformPrincipal"], "KEY2")
        self.assertEqual(self.run_command("list")[1].count("\n"), 1)

    def test_each_platform_has_its_parameter(self):
        account = self.file("account.json", '{"type": "service_account"}')
        self.assertTrue(self.ios("K", "--sandbox")[1].startswith("PushSnsIosSandbox="))
        self.assertTrue(self.run_command("android", "--service-account", account)[1].startswith("PushSnsAndroid="))

    def test_files_that_are_something_else(self):
        self.assertEqual(self.run_command("android", "--service-account", self.file("a.json", "[]"))[0], 1)
        self.assertEqual(self.run_command("android", "--service-account", "/nowhere")[0], 1)
        self.assertIn("service account", self.run_command("android", "--service-account", self.file("b.json", "x"))[1])

    def test_keys_of_web_push_have_the_lengths_that_the_template_asks_for(self):
        import re

        template = Path(__file__).resolve().parents[3] / "template.yaml"
        text = self.run_command("vapid")[1]
        for line in text.splitlines()[:2]:
            name, value = line.split("=", 1)
            pattern = re.search(rf"^  {name}:.*?AllowedPattern: '([^']+)'", template.read_text(), re.S | re.M).group(1)
            self.assertRegex(value, pattern)


class HelpTest(unittest.TestCase):
    def test_every_command_explains_itself(self):
        import deploy
        import user

        for command in (deploy, user, web):
            output = io.StringIO()
            with contextlib.redirect_stdout(output), self.assertRaises(SystemExit) as end:
                command.main(["--help"])
            self.assertEqual(end.exception.code, 0)
            self.assertIn("--stack", output.getvalue())

    def test_unknown_environment_is_named(self):
        import deploy

        errors = io.StringIO()
        with contextlib.redirect_stderr(errors):
            self.assertEqual(deploy.main(["--config-env", "stage", "--dry-run"]), 1)
        self.assertIn("it has dev, prod", errors.getvalue())


if __name__ == "__main__":
    unittest.main()
