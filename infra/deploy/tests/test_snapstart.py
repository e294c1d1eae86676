"""The template of SnapStart, and the versions that it publishes: infra/deploy/test"""

import argparse
import contextlib
import copy
import io
import os
import sys
import unittest
import zipfile
from pathlib import Path
from unittest import mock

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import boto3
import deploy
import limits
import snapstart
import stack as stacks
import versions
from moto import mock_aws
from samcli.yamlhelper import yaml_parse
from stack import Failure, Stack

REGION = "eu-central-1"
TEMPLATE = yaml_parse((snapstart.ROOT / "template.yaml").read_text(encoding="utf-8"))


def converted():
    return snapstart.convert(copy.deepcopy(TEMPLATE))


def expanded(release="1"):
    template = converted()
    template["Parameters"]["Release"] = {**snapstart.RELEASE, "Default": release}
    with contextlib.redirect_stdout(io.StringIO()):
        return limits.expand(template)["Resources"]


def of_type(resources, kind):
    return {name: resource["Properties"] for name, resource in resources.items() if resource["Type"] == kind}


class TemplateTest(unittest.TestCase):
    def setUp(self):
        self.resources = expanded()
        self.functions = of_type(self.resources, "AWS::Lambda::Function")

    def test_every_function_has_a_snapshot_and_its_alias(self):
        aliases = of_type(self.resources, "AWS::Lambda::Alias")
        self.assertEqual({alias["FunctionName"]["Ref"] for alias in aliases.values()}, set(self.functions))
        for name, function in self.functions.items():
            self.assertEqual(function["SnapStart"], {"ApplyOn": "PublishedVersions"}, name)
            self.assertEqual(function["Environment"]["Variables"]["CONFAB_FUNCTION_ALIAS"], "live", name)

    def test_whatever_invokes_a_function_invokes_the_alias(self):
        invokers = [
            *(properties["TargetFunctionArn"] for properties in of_type(self.resources, "AWS::Lambda::Url").values()),
            *(properties["FunctionName"] for properties in of_type(self.resources, "AWS::Lambda::Permission").values()),
            *(properties["FunctionName"] for properties in of_type(self.resources, "AWS::Lambda::EventSourceMapping").values()),
            *(
                target["Arn"]
                for rule in of_type(self.resources, "AWS::Events::Rule").values()
                for target in rule["Targets"]
                if target["Id"] == "sendPushMsg"
            ),
            *(
                integration["IntegrationUri"]["Fn::Sub"][1]["FunctionArn"]
                for integration in of_type(self.resources, "AWS::ApiGatewayV2::Integration").values()
                if integration["IntegrationType"] == "AWS_PROXY"
            ),
        ]
        self.assertGreater(len(invokers), 150)
        for invoker in invokers:
            self.assertRegex(invoker.get("Ref", str(invoker)), r"^\w+Aliaslive$")
        for config in of_type(self.resources, "AWS::Lambda::EventInvokeConfig").values():
            self.assertEqual(config["Qualifier"], "live")

    def test_nothing_but_versions_and_alarms_refers_to_a_function_itself(self):
        def references(node, path):
            if isinstance(node, dict):
                if node.get("Ref") in self.functions or (node.get("Fn::GetAtt") or [None])[0] in self.functions:
                    yield path
                for key, value in node.items():
                    yield from references(value, (*path, key))
            if isinstance(node, list):
                for value in node:
                    yield from references(value, path)

        kinds = {
            self.resources[path[0]]["Type"]
            for path in references({name: resource["Properties"] for name, resource in self.resources.items()}, ())
        }
        self.assertEqual(
            kinds, {"AWS::Lambda::Version", "AWS::Lambda::Alias", "AWS::Lambda::EventInvokeConfig", "AWS::CloudWatch::Alarm"}
        )

    def test_functions_may_invoke_the_alias_alone(self):
        allowed = [
            resource["Fn::Sub"]
            for policy in of_type(self.resources, "AWS::IAM::ManagedPolicy").values()
            for statement in policy["PolicyDocument"]["Statement"]
            if statement.get("Action") == "lambda:InvokeFunction"
            for resource in snapstart._listed(statement["Resource"])
        ]
        self.assertEqual(len(allowed), 3)
        for arn in allowed:
            self.assertRegex(arn, r"(sendMsgToGroup|sendPushMsg):live$|\$\{AWS::StackName\}-\*$")

    def test_another_release_publishes_another_version_of_each_function(self):
        first = set(of_type(self.resources, "AWS::Lambda::Version"))
        second = set(of_type(expanded("2"), "AWS::Lambda::Version"))
        self.assertEqual(len(first), len(self.functions))
        self.assertFalse(first & second)

    def test_a_reference_that_is_not_known_ends_it(self):
        template = copy.deepcopy(TEMPLATE)
        template["Resources"]["FailedPushes"]["Properties"]["Tags"] = [{"Key": "of", "Value": {"Ref": "SendMsg"}}]
        with self.assertRaisesRegex(ValueError, "FailedPushes refers to SendMsg in Properties.Tags.Value"):
            snapstart.convert(template)

    def test_the_rest_is_that_of_the_first_template(self):
        template = converted()
        self.assertEqual(set(template["Resources"]), set(TEMPLATE["Resources"]))
        self.assertEqual(template["Outputs"], TEMPLATE["Outputs"])
        self.assertEqual(template["Conditions"], TEMPLATE["Conditions"])
        changed = [name for name in TEMPLATE["Parameters"] if template["Parameters"][name] != TEMPLATE["Parameters"][name]]
        self.assertEqual(changed, ["Runtime", "MemorySize"])


class ReleaseTest(unittest.TestCase):
    def release(self, *given, stack=None, package=b"1"):
        options = argparse.Namespace(package="jvm", set=list(given), stack="confab", dry_run=True)
        with mock.patch("packages.digests", return_value=[package.hex()]):
            return deploy.Deployment(options, {}).release(stack)

    def test_changes_with_packages_and_parameters_new_or_kept(self):
        kept = Stack("confab", REGION, {}, {"MaxFriends": "7", "MongodbUri": "****", "Release": "abc"})
        releases = [
            self.release(),
            self.release(package=b"2"),
            self.release("MaxFriends=8"),
            self.release(stack=kept),
            self.release("MaxFriends=9", stack=kept),
        ]
        self.assertEqual(len(set(releases)), len(releases))
        for release in releases:
            self.assertRegex(release, "^[0-9a-f]{16}$")

    def test_is_the_same_for_the_same_and_contains_no_secret(self):
        deployed = Stack("confab", REGION, {}, {"MaxFriends": "8", "MongodbUri": "****", "Release": "abc"})
        first = self.release("MaxFriends=8", "MongodbUri=mongodb://user:password@host/")
        self.assertEqual(first, self.release(stack=deployed))
        self.assertEqual(first, self.release("MaxFriends=8", "MongodbUri=mongodb://another/"))


@mock_aws
class VersionsTest(unittest.TestCase):
    def setUp(self):
        os.environ["AWS_DEFAULT_REGION"] = REGION
        self.client = boto3.client("lambda")
        role = boto3.client("iam").create_role(RoleName="r", AssumeRolePolicyDocument="{}")["Role"]["Arn"]
        for name in ("confab-sendMsg", "confab-health", "other"):
            self.client.create_function(
                FunctionName=name, Runtime="java21", Role=role, Handler="h::h", Code={"ZipFile": self.package(name)}
            )
        patch = mock.patch("versions.functions", return_value=["confab-health", "confab-sendMsg"])
        patch.start()
        self.addCleanup(patch.stop)

    @staticmethod
    def package(text):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            archive.writestr("code", text)
        return buffer.getvalue()

    def publish(self, function, count):
        for number in range(count):
            self.client.update_function_code(FunctionName=function, ZipFile=self.package(f"{function} {number}"))
            self.client.publish_version(FunctionName=function)

    def numbers(self, function):
        found = self.client.list_versions_by_function(FunctionName=function)["Versions"]
        return [version["Version"] for version in found]

    def clean_up(self, keep=1, dry_run=False, status="UPDATE_COMPLETE"):
        said = []
        return versions.clean_up(Stack("confab", REGION, {}, {}, status), keep, dry_run, said.append), said

    def test_what_no_alias_names_is_deleted_but_for_the_newest(self):
        self.publish("confab-sendMsg", 5)
        self.publish("other", 3)
        self.client.create_alias(FunctionName="confab-sendMsg", Name="live", FunctionVersion="5")
        self.client.create_alias(FunctionName="confab-sendMsg", Name="old", FunctionVersion="2")
        message, _ = self.clean_up()
        self.assertEqual(self.numbers("confab-sendMsg"), ["$LATEST", "2", "4", "5"])
        self.assertEqual(len(self.numbers("other")), 4)
        self.assertRegex(message, "^2 versions, 0 MB were deleted")
        self.assertRegex(self.clean_up()[0], "^0 versions")
        self.clean_up(keep=0)
        self.assertEqual(self.numbers("confab-sendMsg"), ["$LATEST", "2", "5"])

    def test_a_version_that_takes_a_part_of_the_calls_is_named(self):
        self.publish("confab-health", 3)
        self.client.create_alias(
            FunctionName="confab-health", Name="live", FunctionVersion="3", RoutingConfig={"AdditionalVersionWeights": {"1": 0.1}}
        )
        self.clean_up(keep=0)
        self.assertEqual(self.numbers("confab-health"), ["$LATEST", "1", "3"])

    def test_dry_run_deletes_nothing(self):
        self.publish("confab-sendMsg", 3)
        message, said = self.clean_up(keep=0, dry_run=True)
        self.assertRegex(message, "^3 versions, 0 MB would be deleted")
        self.assertEqual([line.split(":")[0] for line in said], ["confab-sendMsg 1", "confab-sendMsg 2", "confab-sendMsg 3"])
        self.assertEqual(len(self.numbers("confab-sendMsg")), 4)

    def test_not_while_the_stack_is_being_changed(self):
        with self.assertRaisesRegex(Failure, "UPDATE_IN_PROGRESS"):
            self.clean_up(status="UPDATE_IN_PROGRESS")


@mock_aws
class FunctionsOfAStackTest(unittest.TestCase):
    def test_are_those_of_the_stack_alone(self):
        os.environ["AWS_DEFAULT_REGION"] = REGION
        role = {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {}}}
        function = {
            "Type": "AWS::Lambda::Function",
            "Properties": {
                "FunctionName": "confab-sendMsg", "Runtime": "java21", "Handler": "h::h", "Code": {"ZipFile": "x"}, "Role": {"Fn::GetAtt": ["Role", "Arn"]},
            },
        }
        body = {"Resources": {"Role": role, "SendMsg": function}}
        boto3.client("cloudformation").create_stack(StackName="confab", TemplateBody=str(body).replace("'", '"'))
        self.assertEqual(versions.functions(stacks.require("confab")), ["confab-sendMsg"])


if __name__ == "__main__":
    unittest.main()
