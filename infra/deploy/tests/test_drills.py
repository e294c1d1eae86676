"""Tests of what drills (infra/drills) consist of; the drills themselves need packaged functions, and are run by .ci/run."""

import re
import sys
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
sys.path[len(sys.path):] = [str(ROOT / "infra" / folder) for folder in ("drills", "native")]

import alarms
from scenes import DRILLS
from stage import Failed, Load


class DocumentTest(unittest.TestCase):
    def test_every_drill_is_described_with_alarms_that_exist(self):
        text = (ROOT / "docs/operations.md").read_text(encoding="utf-8")
        rows = re.findall(r"^\| `([a-z-]+)` \|.*\| ([^|]+) \|$", text.split("## Drills")[1].split("## Metrics")[0], re.MULTILINE)
        self.assertEqual([name for name, _ in rows], list(DRILLS))
        for name, ringing in rows:
            self.assertLessEqual(set(re.findall(r"\[(\w+)\]", ringing)), set(alarms.alarms("chat")), name)


class LoadTest(unittest.TestCase):
    def test_what_calls_come_to_is_counted(self):
        with Load(lambda: 200, lambda: 1 / 0) as load:
            load.wait_for(4)
        self.assertEqual(load.labels().keys(), {200, "ZeroDivisionError: division by zero"})
        self.assertEqual(load.labels(since=float("inf")), {})

    def test_calls_that_do_not_go_on_fail_the_drill(self):
        with self.assertRaises(Failed), Load() as load:
            load.wait_for(1, limit=0.1)


if __name__ == "__main__":
    unittest.main()
