#!/usr/bin/env python3
"""Lists the tests that failed in the last Maven build, from the reports of Surefire and Failsafe in this checkout.

  .ci/failed_tests.py              each with the first lines of its failure
  .ci/failed_tests.py --classes    the classes: MODULE <tab> unit|it <tab> CLASS, each once
"""

import argparse
import pathlib
import sys
import xml.etree.ElementTree as ET

KINDS = {"surefire-reports": "unit", "failsafe-reports": "it"}
MOST_LINES = 8


def failures(root):
    """Yields (module, kind, class, test, text) of each failure."""
    for folder, kind in KINDS.items():
        for report in sorted(root.glob(f"**/target/{folder}/TEST-*.xml")):
            module = report.parents[2].relative_to(root).as_posix()
            for case in ET.parse(report).getroot().iter("testcase"):
                for problem in [*case.findall("failure"), *case.findall("error")]:
                    text = problem.text or problem.get("message") or ""
                    # A nested class runs with the class that holds it; a failure before all tests has no name of a test.
                    test_class = (case.get("classname") or case.get("name")).split("$")[0]
                    yield module, kind, test_class, case.get("name"), text


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--classes", action="store_true", help="name the classes alone")
    only_classes = arguments.parse_args().classes
    found = list(failures(pathlib.Path(__file__).resolve().parent.parent))
    if only_classes:
        for line in sorted({"\t".join(failure[:3]) for failure in found}):
            print(line)
        return
    for module, _, test_class, test, text in found:
        print(f"{test_class}.{test} in {module}")
        for line in [line.rstrip() for line in text.splitlines() if line.strip()][:MOST_LINES]:
            print(f"    {line[:300]}")


if __name__ == "__main__":
    sys.exit(main())
