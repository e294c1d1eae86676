"""Tells what CloudWatch's alarms of template.yaml would do with given data points, by the rules that AWS documents.

Sources: AWS, "Alarm evaluation", "Configuring how CloudWatch alarms treat missing data", "Using metric math",
"Specification: Embedded metric format". What the template does not use is refused, not guessed.
"""

import ast
import json
import math
import operator
from collections import defaultdict
from pathlib import Path

from samcli.yamlhelper import yaml_parse

TEMPLATE = Path(__file__).resolve().parents[2] / "template.yaml"
COMPARISONS = {
    "GreaterThanThreshold": operator.gt,
    "GreaterThanOrEqualToThreshold": operator.ge,
    "LessThanThreshold": operator.lt,
    "LessThanOrEqualToThreshold": operator.le,
}
STATISTICS = {
    "Sum": sum,
    "Maximum": max,
    "Minimum": min,
    "Average": lambda values: sum(values) / len(values),
    "SampleCount": len,
    "p99": lambda values: sorted(values)[math.ceil(len(values) * 0.99) - 1],
}
OPERATORS = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv}
# Alarms look a little further back than they must, for data points in the place of missing ones.
MORE_PERIODS = 2
# In seconds; all others divide it.
LONGEST_PERIOD = 300


class Points:
    """Data points of metrics, as CloudWatch keeps them: a name in a namespace with exactly these dimensions."""

    def __init__(self):
        self.points = defaultdict(list)

    def add(self, namespace, name, value, at, **dimensions):
        """AT in seconds."""
        self.points[namespace, name, frozenset(dimensions.items())].append((at, value))

    def read(self, log):
        """Takes the metrics from lines of a function's log, as CloudWatch does; returns how many lines had some."""
        count = 0
        for line in log.splitlines():
            if not line.startswith('{"_aws"'):
                continue
            entry = json.loads(line)
            at = entry["_aws"]["Timestamp"] / 1000
            for directive in entry["_aws"]["CloudWatchMetrics"]:
                for keys in directive["Dimensions"]:
                    dimensions = {key: str(entry[key]) for key in keys}
                    for metric in directive["Metrics"]:
                        self.add(directive["Namespace"], metric["Name"], entry[metric["Name"]], at, **dimensions)
            count += 1
        return count

    def moved(self, seconds):
        """The same, as if all had been that much later."""
        later = Points()
        for key, points in self.points.items():
            later.points[key] = [(at + seconds, value) for at, value in points]
        return later

    def total(self, name):
        return sum(value for key, points in self.points.items() if key[1] == name for _, value in points)

    def series(self, namespace, name, dimensions, period, statistic):
        """The metric by period: the number of the period, and the value of those that have data."""
        by_period = defaultdict(list)
        for at, value in self.points.get((namespace, name, frozenset(dimensions.items())), ()):
            by_period[int(at // period)].append(value)
        return {number: STATISTICS[statistic](values) for number, values in by_period.items()}


class Alarm:
    """An alarm of the template, for a stack of a name; what the stack does not have is called as its resource."""

    def __init__(self, name, properties, names):
        self.name, self.properties, self.names = name, properties, names

    def state(self, points, at):
        """OK or ALARM at a time (seconds), if all periods up to that of AT are looked at."""
        return "ALARM" if self._breaching(points, int(at // self.period)) else "OK"

    def rings(self, points, first, last):
        """Whether it is in state ALARM at any time between."""
        period = self.period
        return any(self._breaching(points, number) for number in range(int(first // period), int(last // period) + 1))

    @property
    def period(self):
        given = self.properties
        periods = {given["Period"]} if "Period" in given else {
            query["MetricStat"]["Period"] for query in given["Metrics"] if "MetricStat" in query}
        (period,) = periods
        return period

    def _breaching(self, points, now):
        given = self.properties
        wanted = given["EvaluationPeriods"]
        series = self._series(points, range(now - wanted - MORE_PERIODS + 1, now + 1))
        compare = COMPARISONS[given["ComparisonOperator"]]
        # The newest data points count, and the periods before them if some are missing.
        found = [series[number] for number in sorted(series) if now - wanted - MORE_PERIODS < number <= now][-wanted:]
        breaching = sum(compare(value, given["Threshold"]) for value in found)
        missing = wanted - len(found)
        treatment = given["TreatMissingData"]
        if treatment not in ("breaching", "notBreaching"):
            raise NotImplementedError(f"{self.name}: TreatMissingData {treatment}")
        if treatment == "breaching":
            breaching += missing
        return breaching >= given.get("DatapointsToAlarm", wanted)

    def _series(self, points, periods):
        given = self.properties
        if "Metrics" not in given:
            statistic = given.get("Statistic", given.get("ExtendedStatistic"))
            return self._metric(points, given, given["Period"], statistic)
        known = {}
        queries = {query["Id"]: query for query in given["Metrics"]}

        def named(name):
            if name not in known:
                query = queries[name]
                if "Expression" in query:
                    known[name] = _math(ast.parse(query["Expression"], mode="eval").body, named, periods)
                else:
                    stat = query["MetricStat"]
                    known[name] = self._metric(points, stat["Metric"], stat["Period"], stat["Stat"])
            return known[name]

        (watched,) = [query["Id"] for query in given["Metrics"] if query.get("ReturnData", True)]
        return named(watched)

    def _metric(self, points, metric, period, statistic):
        dimensions = {one["Name"]: self._text(one["Value"]) for one in metric.get("Dimensions", ())}
        return points.series(metric["Namespace"], metric["MetricName"], dimensions, period, statistic)

    def _text(self, value):
        if not isinstance(value, dict):
            return str(value)
        ((function, argument),) = value.items()
        if function == "Ref":
            return self.names.get(argument, argument)
        if function == "Fn::GetAtt":
            return ".".join(argument) if isinstance(argument, list) else argument
        if function == "Fn::Select":
            return self._text(argument[1]["Fn::Split"][1])
        raise NotImplementedError(f"{self.name}: {function}")


def _math(node, named, periods):
    """An expression of CloudWatch's metric math over series, as far as the template uses it."""
    if isinstance(node, ast.Constant):
        return node.value
    if isinstance(node, ast.Name):
        return named(node.id)
    if isinstance(node, ast.BinOp):
        apply = OPERATORS[type(node.op)]
        left, right = (_math(side, named, periods) for side in (node.left, node.right))
        if not isinstance(left, dict):
            return {number: apply(left, value) for number, value in right.items()}
        if not isinstance(right, dict):
            return {number: apply(value, right) for number, value in left.items()}
        return {number: apply(left[number], right[number]) for number in left.keys() & right.keys()}
    if isinstance(node, ast.Call) and node.func.id == "FILL":
        series, value = (_math(argument, named, periods) for argument in node.args)
        return {**dict.fromkeys(periods, value), **series}
    if isinstance(node, ast.Call) and node.func.id == "MAX" and isinstance(node.args[0], ast.List):
        several = [_math(element, named, periods) for element in node.args[0].elts]
        return {number: max(one[number] for one in several if number in one) for number in set().union(*several)}
    raise NotImplementedError(ast.dump(node))


def alarms(stack, path=TEMPLATE):
    """All alarms of the template, by name."""
    resources = yaml_parse(Path(path).read_text(encoding="utf-8"))["Resources"]
    names = {"AWS::StackName": stack}
    for name, resource in resources.items():
        function = resource.get("Properties", {}).get("FunctionName")
        if isinstance(function, dict) and "Fn::Sub" in function:
            names[name] = function["Fn::Sub"].replace("${AWS::StackName}", stack)
    return {
        name: Alarm(name, resource["Properties"], names)
        for name, resource in resources.items()
        if resource["Type"] == "AWS::CloudWatch::Alarm"
    }


def ringing(points, first, last, stack):
    """The names of the alarms that are in state ALARM at any time between, in order; those on silence are left out."""
    return sorted(
        name for name, alarm in alarms(stack).items()
        if alarm.properties["TreatMissingData"] != "breaching" and alarm.rings(points, first, last))
