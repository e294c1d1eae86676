"""Checks that functions in a VPC can reach what they call, before a deployment and not by its first time-outs."""

import boto3
from botocore.exceptions import BotoCoreError, ClientError
from stack import Failure

HINT = "give its route table a route to a NAT gateway{endpoints} (docs/deploy.md#in-a-vpc)"


def endpoints_for(parameter):
    """What is called that can have an endpoint in the VPC: the end of the service's name, and what it is called."""
    wanted = {"lambda": "Lambda", "secretsmanager": "Secrets Manager"}
    if parameter("DocumentDbCluster"):
        wanted["sts"] = "STS"
    if any(parameter(name) for name in ("PushSnsIos", "PushSnsIosSandbox", "PushSnsAndroid")):
        wanted["sns"] = "SNS"
    return wanted


def internet_for(parameter):
    """What is called that only the internet has. API Gateway's endpoints are for private APIs, and WebSocket APIs are public."""
    wanted = ["API Gateway (the online channel)"]
    if parameter("VapidPublicKey"):
        wanted.append("web push (VapidPublicKey)")
    if parameter("UnipushUrl"):
        wanted.append("uni-push (UnipushUrl)")
    if parameter("OidcIssuer"):
        wanted.append("the issuer of tokens (OidcIssuer)")
    return wanted


def check(parameter):
    """A Failure in one sentence for the first subnet that lacks a way to something; PARAMETER gives a parameter's value."""
    subnets = [subnet.strip() for subnet in parameter("SubnetIds").split(",") if subnet.strip()]
    if not subnets:
        return "functions are not in a VPC"
    if not parameter("SecurityGroupIds"):
        raise Failure("The parameter SubnetIds needs SecurityGroupIds, groups that the database admits.")
    try:
        ec2 = boto3.client("ec2")
        found = ec2.describe_subnets(SubnetIds=subnets)["Subnets"]
        for subnet in found:
            _check_subnet(ec2, subnet["SubnetId"], subnet["VpcId"], parameter)
    except (BotoCoreError, ClientError) as e:
        raise Failure(f"The subnets of the parameter SubnetIds cannot be looked at: {e}") from e
    return f"{len(found)} subnets reach what functions call"


def _check_subnet(ec2, subnet, vpc, parameter):
    if _has_way_out(ec2, subnet, vpc):
        return
    there = _endpoints(ec2, vpc)
    missing = [title for service, title in endpoints_for(parameter).items() if service not in there]
    hint = HINT.format(endpoints=f", or make VPC endpoints with private DNS names for {', '.join(missing)} at least" if missing else "")
    unreachable = ", ".join([*missing, *internet_for(parameter)])
    raise Failure(f"The parameter SubnetIds: functions in {subnet} could not reach {unreachable}; {hint}.")


def _has_way_out(ec2, subnet, vpc):
    """Whether packets to the internet go to anything but an internet gateway, for which functions have no public address."""
    tables = ec2.describe_route_tables(Filters=[{"Name": "vpc-id", "Values": [vpc]}])["RouteTables"]
    own = [table for table in tables if any(a.get("SubnetId") == subnet for a in table["Associations"])]
    main = [table for table in tables if any(a.get("Main") for a in table["Associations"])]
    return any(
        route.get("DestinationCidrBlock") == "0.0.0.0/0"
        and route.get("State") != "blackhole"
        and not route.get("GatewayId", "").startswith("igw-")
        for table in own or main
        for route in table["Routes"]
    )


def _endpoints(ec2, vpc):
    pages = ec2.get_paginator("describe_vpc_endpoints").paginate(Filters=[{"Name": "vpc-id", "Values": [vpc]}])
    return {
        endpoint["ServiceName"].rpartition(".")[2]
        for page in pages
        for endpoint in page["VpcEndpoints"]
        if endpoint["VpcEndpointType"] == "Interface" and endpoint.get("PrivateDnsEnabled")
    }
