"""Expands template.yaml as AWS does, and compares the result with CloudFormation's and Lambda's limits.

    python infra/deploy/limits.py [TEMPLATE]

Needs the packages of aws-sam-cli. Prints a table; exit code 1 if a bound is exceeded. The bounds leave room below the limits
of AWS (500 resources, 200 outputs, 4 KB of environment, 1 MB of template). SnapStart adds two resources a function.
"""

import json
import os
import sys

from samcli.yamlhelper import yaml_parse
from samtranslator.parser import parser
from samtranslator.translator.translator import Translator

LONGEST = {  # the longest legal value of a parameter that has no length of its own
    "MongodbCa": 40,
    "CustomerServiceUids": 400,
    "OidcIssuer": 120,
    "OidcAudience": 64,
    "OidcJwksUrl": 160,
    "PushSnsIos": 120,
    "PushSnsIosSandbox": 120,
    "PushSnsAndroid": 120,
    "VapidPublicKey": 87,
    "VapidSubject": 80,
    "UnipushUrl": 160,
}
LONGEST_OTHER = 110  # a reference to a resource, such as the ARN of a secret or a URL of API Gateway


class NoPolicies:
    """AWS's own policies by name, as SAM asks for them."""

    def load(self):
        return {}

    def __call__(self):
        return {}


def expand(template):
    os.environ.setdefault("AWS_DEFAULT_REGION", "eu-central-1")
    names = {
        name: f"arn:aws:iam::aws:policy/service-role/{name}"
        for name in ("AWSLambdaBasicExecutionRole", "AWSLambdaVPCAccessExecutionRole")
    }
    values = {
        name: parameter.get("Default", "x" * parameter.get("MinLength", 20))
        for name, parameter in template["Parameters"].items()
    }
    for resource in template["Resources"].values():
        properties = resource.get("Properties", {})
        if "CodeUri" in properties:
            properties["CodeUri"] = "s3://bucket/function.zip"
    return Translator(names, parser.Parser()).translate(template, values)


def environment_bytes(template, variables):
    def length(value):
        if isinstance(value, dict):
            name = value.get("Ref", "")
            parameter = template["Parameters"].get(name)
            if parameter is None:
                return LONGEST_OTHER
            if name in LONGEST:
                return LONGEST[name]
            return max(len(str(parameter.get(key, ""))) for key in ("Default", "MaxValue"))
        return len(str(value))

    return sum(len(name) + length(value) for name, value in variables.items())


def main():
    path = sys.argv[1] if len(sys.argv) > 1 else "template.yaml"
    with open(path, encoding="utf-8") as file:
        text = file.read()
    expanded = expand(yaml_parse(text))
    source = yaml_parse(text)
    functions = [r for r in expanded["Resources"].values() if r["Type"] == "AWS::Lambda::Function"]
    has_versions = any(r["Type"] == "AWS::Lambda::Version" for r in expanded["Resources"].values())
    rows = [
        ("resources", len(expanded["Resources"]), 480 if has_versions else 360),
        ("outputs", len(expanded["Outputs"]), 180),
        ("parameters", len(source["Parameters"]), 180),
        (
            "bytes of environment, longest values",
            max(environment_bytes(source, f["Properties"]["Environment"]["Variables"]) for f in functions),
            4000,
        ),
        ("bytes of template", len(json.dumps(expanded, separators=(",", ":"))), 800_000),
        (
            "alarms",
            sum(r["Type"] == "AWS::CloudWatch::Alarm" for r in expanded["Resources"].values()),
            15,
        ),
    ]
    for name, value, bound in rows:
        print(f"{name:40}{value:>10,} {'≤' if value <= bound else '> TOO MANY:'} {bound:,}")
    print(f"{'functions':40}{len(functions):>10,}")
    return any(value > bound for _, value, bound in rows)


if __name__ == "__main__":
    sys.exit(main())
