"""Writes the template of a deployment whose functions start from snapshots (Lambda SnapStart), for packages for the JVM.

    infra/deploy/run --package jvm           writes and uses it
    python infra/deploy/snapstart.py [FILE]  writes it, as template-jvm.yaml if no file is named

It is template.yaml with a published version and the alias "live" for each function; whatever invokes a function names the alias,
because only published versions have snapshots. What refers to a function in a way that is unknown here ends the command.
"""

import sys
from pathlib import Path

from samcli.yamlhelper import yaml_dump, yaml_parse

ROOT = Path(__file__).resolve().parents[2]
NAME = "template-jvm.yaml"
ALIAS = "live"
RUNTIMES = ["java25", "java21"]
HEAD = "# Written by infra/deploy/snapstart.py from template.yaml, which is the one to change.\n"
# Versions are published when this changes: SAM itself does not see that a parameter has another value.
RELEASE = {
    "Type": "String",
    "Default": "",
    "AllowedPattern": "^[0-9a-f]*$",
    "Description": "Another value with each deployment that changes anything, so that new versions are published. infra/deploy/run gives it.",
}


def convert(template):
    """Changes a parsed template.yaml into that of SnapStart."""
    resources = template["Resources"]
    functions = {name for name, resource in resources.items() if resource["Type"] == "AWS::Serverless::Function"}
    for name in resources.keys() - functions:
        resources[name] = _refer(resources[name], functions, name)
    for name in functions:
        resources[name] = _refer(resources[name], functions, name)
        resources[name]["Properties"]["AutoPublishCodeSha256"] = {"Ref": "Release"}
    shared = template["Globals"]["Function"]
    shared["SnapStart"] = {"ApplyOn": "PublishedVersions"}
    shared["AutoPublishAlias"] = ALIAS
    shared["Environment"]["Variables"]["CONFAB_FUNCTION_ALIAS"] = ALIAS
    parameters = template["Parameters"]
    parameters["Release"] = RELEASE
    parameters["Runtime"].update(Default=RUNTIMES[0], AllowedValues=RUNTIMES, Description="Java of Lambda.")
    parameters["MemorySize"]["Default"] = 1024
    return template


def _refer(resource, functions, name):
    """The resource, with the alias in the place of each function that it has invoked."""
    if resource["Type"] in ("AWS::Lambda::Permission", "AWS::Lambda::EventSourceMapping"):
        properties = resource["Properties"]
        invoked = properties["FunctionName"].get("Ref")
        if invoked not in functions:
            raise ValueError(f"{name} has a FunctionName that is no !Ref of a function.")
        properties["FunctionName"] = {"Ref": f"{invoked}.Alias"}
    return _walk(resource, functions, name, ())


def _walk(node, functions, name, path):
    if isinstance(node, list):
        return [_walk(item, functions, name, path) for item in node]
    if not isinstance(node, dict):
        return node
    invoked = _invoked(node)
    if invoked in functions:
        return {"Ref": f"{invoked}.Alias"}
    if node.get("Ref") in functions and "Dimensions" not in path:
        raise ValueError(f"{name} refers to {node['Ref']} in {'.'.join(path)}: snapstart.py must know whether that is an invocation.")
    if "lambda:InvokeFunction" in _listed(node.get("Action")) and "Effect" in node:
        return {**node, "Resource": [_alias(function) for function in _listed(node["Resource"])]}
    return {key: _walk(value, functions, name, (*path, key)) for key, value in node.items()}


def _listed(value):
    return value if isinstance(value, list) else [value]


def _invoked(node):
    """The function whose ARN this is."""
    attribute = node.get("Fn::GetAtt", "")
    parts = attribute.split(".") if isinstance(attribute, str) else attribute
    return parts[0] if len(parts) == 2 and parts[1] == "Arn" else None


def _alias(function):
    """The right to invoke one function becomes that to invoke its alias; a pattern stays, because it is one for both."""
    text = function["Fn::Sub"]
    return function if text.endswith("*") else {"Fn::Sub": f"{text}:{ALIAS}"}


def write(path=ROOT / NAME):
    template = convert(yaml_parse((ROOT / "template.yaml").read_text(encoding="utf-8")))
    path.write_text(HEAD + yaml_dump(template), encoding="utf-8")
    return template


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / NAME)
