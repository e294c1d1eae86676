"""Parameters that cannot work end a deployment before it begins, each in one sentence with its name: infra/deploy/test"""

import contextlib
import io
import os
import sys
import unittest
from pathlib import Path
from unittest import mock

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import boto3
import deploy
import network
from moto import mock_aws
from stack import Failure, Stack

REGION = "eu-central-1"


class ParametersTest(unittest.TestCase):
    def refused(self, *parameters):
        errors = io.StringIO()
        given = [option for parameter in parameters for option in ("--set", parameter)]
        with contextlib.redirect_stderr(errors), contextlib.redirect_stdout(io.StringIO()), mock.patch("deploy.Deployment.build") as build:
            build.side_effect = Failure("accepted")
            self.assertEqual(deploy.main(["--dry-run", "--package", "as-is", *given]), 1)
        said = errors.getvalue().strip()
        self.assertEqual(said.count("\n"), 0)
        return said

    def test_values_that_cannot_work(self):
        for parameter, reason in (
            ("AllowOrigins=*,https://chat.example", "AllowOrigins is either"),
            ("AllowOrigins=https://chat.example,*", "AllowOrigins is either"),
            ("AllowOrigins=https://chat.example/", "AllowOrigins is a list of origins"),
            ("MongodbUri=http://host", "MongodbUri is no MongoDB address"),
            ("MongodbUri=mongodb://u:hush@a:1,b:2/", "MongodbUri has no replica set"),
            ("MongodbUri=mongodb://u:hush@c.docdb.amazonaws.com/?retryWrites=false", "MongodbUri has no replica set"),
            ("MongodbUri=mongodb://u:hu$sh@a:1/", "password in the parameter MongodbUri"),
            ("MongodbUri=mongodb://u:hu@sh@a:1/", "password in the parameter MongodbUri"),
            ("MongodbUri=mongodb://u:hush@c.docdb.amazonaws.com/?replicaSet=rs0", "retryWrites=false"),
            ("SubnetIds=subnet-1", "SubnetIds needs SecurityGroupIds"),
            ("Runtime=java11", "Runtime is one of"),
            ("MaxFreinds=7", "no parameter MaxFreinds"),
        ):
            with self.subTest(parameter):
                said = self.refused(parameter)
                self.assertIn(reason, said)
                self.assertNotIn("hush", said)

    def test_values_that_work(self):
        for parameter in (
            "AllowOrigins=*",
            "AllowOrigins=https://chat.example,http://localhost:5173",
            "MongodbUri=mongodb://u:p%24@a:1,b:2/?replicaSet=rs0",
            "MongodbUri=mongodb://localhost/?tls=true",
            "MongodbUri=mongodb+srv://u:p@cluster.example.net/",
        ):
            with self.subTest(parameter):
                self.assertEqual(self.refused(parameter), "accepted")


@mock_aws
class NetworkTest(unittest.TestCase):
    def setUp(self):
        os.environ["AWS_DEFAULT_REGION"] = REGION
        self.ec2 = boto3.client("ec2")
        self.vpc = self.ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
        self.subnet = self.ec2.create_subnet(VpcId=self.vpc, CidrBlock="10.0.1.0/24")["Subnet"]["SubnetId"]
        self.table = self.ec2.create_route_table(VpcId=self.vpc)["RouteTable"]["RouteTableId"]
        self.values = {"SubnetIds": self.subnet, "SecurityGroupIds": "sg-1"}

    def check(self, **more):
        return network.check(lambda name: {**self.values, **more}.get(name, ""))

    def refusal(self, **more):
        with self.assertRaises(Failure) as refused:
            self.check(**more)
        said = str(refused.exception)
        self.assertTrue(said.startswith(f"The parameter SubnetIds: functions in {self.subnet} could not reach "), said)
        return said.split("could not reach ")[1]

    def associate(self):
        self.ec2.associate_route_table(RouteTableId=self.table, SubnetId=self.subnet)

    def nat(self):
        address = self.ec2.allocate_address(Domain="vpc")["AllocationId"]
        gateway = self.ec2.create_nat_gateway(SubnetId=self.subnet, AllocationId=address)["NatGateway"]["NatGatewayId"]
        self.ec2.create_route(RouteTableId=self.table, DestinationCidrBlock="0.0.0.0/0", NatGatewayId=gateway)

    def endpoint(self, service):
        self.ec2.create_vpc_endpoint(
            VpcId=self.vpc, ServiceName=f"com.amazonaws.{REGION}.{service}", VpcEndpointType="Interface",
            SubnetIds=[self.subnet], PrivateDnsEnabled=True,
        )

    def test_without_a_vpc_nothing_is_asked(self):
        self.assertEqual(network.check(lambda name: ""), "functions are not in a VPC")

    def test_no_way_out(self):
        said = self.refusal()
        self.assertTrue(said.startswith("Lambda, Secrets Manager, API Gateway (the online channel); give"), said)

    def test_everything_that_the_parameters_need_is_named(self):
        said = self.refusal(
            DocumentDbCluster="arn", PushSnsIos="arn", VapidPublicKey="key", UnipushUrl="https://u", OidcIssuer="https://i"
        )
        for name in ("STS", "SNS", "web push (VapidPublicKey)", "uni-push (UnipushUrl)", "OidcIssuer"):
            self.assertIn(name, said)

    def test_nat(self):
        self.nat()
        self.refusal()
        self.associate()
        self.assertEqual(self.check(), "1 subnets reach what functions call")

    def test_an_internet_gateway_is_no_way_for_functions(self):
        gateway = self.ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
        self.ec2.attach_internet_gateway(InternetGatewayId=gateway, VpcId=self.vpc)
        self.ec2.create_route(RouteTableId=self.table, DestinationCidrBlock="0.0.0.0/0", GatewayId=gateway)
        self.associate()
        self.refusal()

    def test_endpoints_serve_all_but_what_the_internet_alone_has(self):
        self.endpoint("lambda")
        self.assertTrue(self.refusal().startswith("Secrets Manager, API Gateway"))
        self.endpoint("secretsmanager")
        self.assertTrue(self.refusal().startswith("API Gateway (the online channel); give its route table a route to a NAT gateway ("))

    def test_a_subnet_that_is_not_there(self):
        with self.assertRaisesRegex(Failure, "parameter SubnetIds cannot be looked at"):
            self.check(SubnetIds="subnet-00000000")


@mock_aws
class KeptParametersTest(unittest.TestCase):
    def test_a_subnet_of_an_earlier_deployment_is_looked_at(self):
        os.environ["AWS_DEFAULT_REGION"] = REGION
        kept = Stack("confab", REGION, {}, {"SubnetIds": "subnet-00000000", "SecurityGroupIds": "sg-1"})
        given = deploy.Deployment(mock.Mock(package="as-is", set=[], stack="confab"), {})
        with mock.patch("stack.find", return_value=kept), self.assertRaisesRegex(Failure, "SubnetIds"):
            given.check_network()


if __name__ == "__main__":
    unittest.main()
