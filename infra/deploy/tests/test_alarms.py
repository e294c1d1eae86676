"""Tests of the alarms of template.yaml, and of what evaluates them: infra/deploy/test"""

import io
import json
import os
import sys
import time
import unittest
import zipfile
from pathlib import Path
from unittest import mock

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import alarms
import boto3
from moto import mock_aws
from moto.awslambda.models import EventSourceMapping
from samcli.yamlhelper import yaml_parse

REGION = "eu-central-1"
TEMPLATE = yaml_parse(alarms.TEMPLATE.read_text(encoding="utf-8"))
PERIOD = 60
EMF = (
    '{"_aws":{"Timestamp":600000,"CloudWatchMetrics":[{"Namespace":"Confab","Dimensions":[["stack"]],'
    '"Metrics":[{"Name":"calls"},{"Name":"sns.busy"}]}]},"stack":"chat","calls":1,"sns.busy":7,"method":"sendPushMsg"}'
)


def alarm(**properties):
    return alarms.Alarm("any", {
        "Namespace": "N", "MetricName": "m", "Statistic": "Sum", "Period": PERIOD, "EvaluationPeriods": 3, "Threshold": 0,
        "ComparisonOperator": "GreaterThanThreshold", **properties}, {})


def points(picture):
    """A row of AWS's tables, oldest first: 0 within the threshold, X beyond it, - missing."""
    given = alarms.Points()
    for number, mark in enumerate(picture.split()):
        if mark != "-":
            given.add("N", "m", 1 if mark == "X" else 0, number * PERIOD)
    return given


class EvaluationTest(unittest.TestCase):
    def check(self, rows, **properties):
        for picture, breaching, not_breaching in rows:
            for treatment, expected in (("breaching", breaching), ("notBreaching", not_breaching)):
                with self.subTest(picture=picture, treatment=treatment):
                    judged = alarm(TreatMissingData=treatment, **properties)
                    self.assertEqual(judged.state(points(picture), 4 * PERIOD), expected)

    def test_three_of_three_as_in_the_table_of_aws(self):
        self.check((
            ("0 - X - X", "OK", "OK"), ("- - - - 0", "OK", "OK"), ("- - - - -", "ALARM", "OK"),
            ("0 X X - X", "ALARM", "ALARM"), ("- - X - -", "ALARM", "OK")))

    def test_two_of_three_as_in_the_table_of_aws(self):
        self.check((
            ("0 - X - X", "ALARM", "ALARM"), ("0 0 X 0 X", "ALARM", "ALARM"), ("0 - X - -", "ALARM", "OK"),
            ("- - - - 0", "ALARM", "OK"), ("- - - X -", "ALARM", "OK")), DatapointsToAlarm=2)

    def test_other_treatments_are_refused(self):
        with self.assertRaises(NotImplementedError):
            alarm(TreatMissingData="ignore").state(points("0"), 0)

    def test_a_series_has_exactly_the_dimensions_that_were_asked_for(self):
        given = points("X X X")
        given.add("N", "m", 9, 0, stack="chat")
        judged = alarm(TreatMissingData="notBreaching", Threshold=5)
        self.assertEqual(judged.state(given, 2 * PERIOD), "OK")

    def test_statistics(self):
        given = alarms.Points()
        for value in range(1, 201):
            given.add("N", "m", value, 0)
        for statistic, expected in (("Sum", 20100), ("Maximum", 200), ("Minimum", 1), ("SampleCount", 200), ("p99", 198)):
            self.assertEqual(given.series("N", "m", {}, PERIOD, statistic), {0: expected}, statistic)


class TemplateTest(unittest.TestCase):
    def test_with_no_data_only_the_check_that_must_report_rings(self):
        silent = {name for name, one in alarms.alarms("chat").items() if one.state(alarms.Points(), 6000) == "ALARM"}
        self.assertEqual(silent, {"EventSourceAlarm"})

    def test_push_failures_are_those_of_the_worst_channel(self):
        given = alarms.Points()
        self.assertEqual(given.read("\n".join(["something else", EMF, EMF])), 2)
        self.assertEqual(given.total("sns.busy"), 14)
        self.assertEqual(alarms.ringing(given, 600, 600, "chat"), [])
        given.add("Confab", "sns.refused", 6, 610, stack="chat")
        given.add("Confab", "webPush.refused", 20, 610, stack="chat")
        self.assertEqual(alarms.ringing(given, 600, 600, "chat"), [])
        given.add("Confab", "webPush.busy", 1, 610, stack="chat")
        self.assertEqual(alarms.ringing(given, 600, 600, "chat"), ["PushFailuresAlarm"])
        self.assertEqual(alarms.ringing(given, 600, 600, "another"), [])
        self.assertEqual(alarms.ringing(given, 900, 900, "chat"), [])

    def test_calls_that_are_answered_with_an_error_are_errors_too(self):
        for namespace, name, dimensions in (("AWS/Lambda", "Errors", {}), ("Confab", "errors.internal-error", {"stack": "chat"})):
            given = alarms.Points()
            given.add(namespace, name, 5, 0, **dimensions)
            self.assertEqual(alarms.ringing(given, 0, 0, "chat"), [])
            given.add(namespace, name, 1, 299, **dimensions)
            self.assertEqual(alarms.ringing(given, 0, 0, "chat"), ["FunctionErrorsAlarm"])

    def test_errors_of_two_periods_are_not_added_up(self):
        given = alarms.Points()
        for at in (290, 299, 299, 300, 301, 310):
            given.add("Confab", "errors.internal-error", 1, at, stack="chat")
        self.assertEqual(alarms.ringing(given, 0, 900, "chat"), [])
        self.assertEqual(alarms.ringing(given.moved(-290), 0, 900, "chat"), ["FunctionErrorsAlarm"])

    def test_every_period_divides_the_longest(self):
        periods = {one.period for one in alarms.alarms("chat").values()}
        self.assertEqual({alarms.LONGEST_PERIOD % period for period in periods}, {0})
        self.assertIn(alarms.LONGEST_PERIOD, periods)

    def test_connections_are_judged_by_their_share(self):
        given = alarms.Points()
        for minute in range(5):
            for name, value in (("DatabaseConnectionsMax", 401), ("DatabaseConnectionsLimit", 500)):
                given.add("AWS/DocDB", name, value, 60 * minute, DBClusterIdentifier="DocumentDbCluster")
        self.assertEqual(alarms.ringing(given, 0, 60, "chat"), [])
        self.assertEqual(alarms.ringing(given, 0, 240, "chat"), ["ConnectionsAlarm"])

    def test_alarms_of_one_function_name_it(self):
        given = alarms.Points()
        for minute in range(3):
            given.add("AWS/Lambda", "AsyncEventAge", 61_000, 60 * minute, FunctionName="chat-sendMsgToGroup")
        self.assertEqual(alarms.ringing(given, 0, 180, "chat"), ["GroupBacklogAlarm"])


@mock_aws(config={"stepfunctions": {"execute_state_machine": True}})
class EventSourceCheckTest(unittest.TestCase):
    """The state machine of the template runs in moto, which looks at its own event source."""

    def setUp(self):
        os.environ["AWS_DEFAULT_REGION"] = REGION
        role = boto3.client("iam").create_role(RoleName="any", AssumeRolePolicyDocument="{}", Path="/")["Role"]["Arn"]
        queue = boto3.client("sqs").create_queue(QueueName="changes")["QueueUrl"]
        source = boto3.client("sqs").get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        code = io.BytesIO()
        with zipfile.ZipFile(code, "w") as archive:
            archive.writestr("bootstrap", "")
        self.functions = boto3.client("lambda")
        self.functions.create_function(
            FunctionName="chat-sendPushMsg", Runtime="provided.al2023", Role=role, Handler="any", Code={"ZipFile": code.getvalue()})
        self.mapping = self.functions.create_event_source_mapping(FunctionName="chat-sendPushMsg", EventSourceArn=source)["UUID"]
        definition = TEMPLATE["Resources"]["EventSourceCheck"]["Properties"]["DefinitionString"]["Fn::Sub"]
        for name, value in (("AWS::Partition", "aws"), ("AWS::StackName", "chat"), ("DocumentDbChanges", self.mapping)):
            definition = definition.replace("${" + name + "}", value)
        json.loads(definition)
        # AWS names parameters as its SDK for Java does; moto as that for Python does.
        definition = definition.replace('"Uuid"', '"UUID"')
        self.steps = boto3.client("stepfunctions")
        self.machine = self.steps.create_state_machine(name="check", definition=definition, roleArn=role)["stateMachineArn"]

    def checked(self):
        """What the check tells CloudWatch."""
        execution = self.steps.start_execution(stateMachineArn=self.machine)["executionArn"]
        for _ in range(600):
            status = self.steps.describe_execution(executionArn=execution)
            if status["status"] != "RUNNING":
                break
            time.sleep(0.1)
        self.assertEqual(status["status"], "SUCCEEDED", status)
        return boto3.client("cloudwatch").get_metric_data(
            StartTime=time.time() - 600, EndTime=time.time() + 600, ScanBy="TimestampDescending",
            MetricDataQueries=[{"Id": "m", "MetricStat": {"Period": 60, "Stat": "Maximum", "Metric": {
                "Namespace": "Confab", "MetricName": "eventSourceStopped",
                "Dimensions": [{"Name": "stack", "Value": "chat"}]}}}])["MetricDataResults"][0]["Values"][0]

    def test_a_source_that_is_enabled_is_no_cause_for_alarm(self):
        self.assertEqual(self.checked(), 0)

    def test_a_source_that_is_disabled_is_told(self):
        self.functions.update_event_source_mapping(UUID=self.mapping, Enabled=False)
        self.assertEqual(self.checked(), 1)

    def test_a_source_with_a_problem_is_told(self):
        def configuration(mapping):
            return {**known(mapping), "LastProcessingResult": "PROBLEM: Authentication failed"}

        known = EventSourceMapping.get_configuration
        with mock.patch.object(EventSourceMapping, "get_configuration", configuration):
            self.assertEqual(self.checked(), 1)


if __name__ == "__main__":
    unittest.main()
