"""Breaks what a deployment depends on, on this machine, and says which alarms of template.yaml ring.

    infra/drills/run                            every drill, on the package of all functions (infra/image/target/function.zip)
    infra/drills/run --functions poison-event   one, on the functions' own packages (functions/*/target/function.zip)

Packaged functions run as on Lambda, with a real mongod; Lambda, API Gateway, Secrets Manager and vendors are replaced. Alarms are
judged by the rules that AWS documents: those on metrics of Confab by the lines that the functions really wrote, those on AWS's own
metrics by data points that the drill states. Exit code 1 if something is not as it must be, or if an alarm is silent that must
ring, or rings that must not. docs/operations.md#drills says what each means. Needs Python, openssl, a C compiler, Java for JVM
packages, and a mongod: the one in CONFAB_TEST_MONGOD, on the PATH, or downloaded by the tests.
"""

import argparse
import contextlib
import os
import re
import sys
import tempfile
import time

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
sys.path[:0] = [HERE, os.path.join(HERE, "..", "native")]
sys.path.append(os.path.join(HERE, "..", "deploy"))

import mongo  # noqa: E402
import packages  # noqa: E402
import vendors  # noqa: E402
from scenes import DRILLS  # noqa: E402
from stage import Failed, Stage  # noqa: E402


class Packages:
    """How functions are started: from one package for all, or each from its own."""

    def __init__(self, shared):
        self.shared, self.opened = shared, contextlib.ExitStack()
        self.known = {}

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.opened.close()

    def path(self, name):
        words = re.sub("([A-Z])", r"-\1", name).lower()
        return self.shared or os.path.join(ROOT, "functions", words, "target", "function.zip")

    def command(self, name):
        path = self.path(name)
        if path not in self.known:
            self.known[path] = self.opened.enter_context(packages.Package(path))
        return self.known[path].command


def play(name, command, factor, keep):
    """Runs one drill; returns whether all was as it must be."""
    drill = DRILLS[name]
    print(f"{name}: {drill.__doc__}", flush=True)
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="confab-drill") as folder, mongo.Server() as mongod:
        if keep:
            folder = os.path.join(keep, name)
            os.makedirs(folder, exist_ok=True)
        stage = Stage(mongod, vendors.Peers(folder), command, folder, factor)
        try:
            expected = sorted(drill(stage))
        except (Failed, RuntimeError) as e:
            print(f"  FAILED: {e}", flush=True)
            return False
        # Clocks may have been put forward.
        ringing = stage.ringing(until=time.time() + 600)
    good = ringing == expected
    print(f"  {'ALARM' if ringing else 'no alarm'}: {' '.join(ringing)}"
          f"{'' if good else '  FAILED: expected ' + (' '.join(expected) or 'none')}  ({time.monotonic() - began:.0f} s)", flush=True)
    return good


def main():
    parser = argparse.ArgumentParser(prog="infra/drills/run", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("drill", nargs="*", help="one of: " + ", ".join(DRILLS))
    parser.add_argument("--package", metavar="ZIP", default=os.path.join(ROOT, "infra", "image", "target", "function.zip"),
                        help="the package of all functions, native or for the JVM")
    parser.add_argument("--functions", action="store_true", help="use each function's own package instead")
    parser.add_argument("--factor", type=float, default=2, help="the database is away for 60 s divided by this (2)")
    parser.add_argument("--logs", metavar="FOLDER", help="keep the logs of functions there")
    given = parser.parse_args()
    unknown = [name for name in given.drill if name not in DRILLS]
    if unknown:
        parser.error(f"no drill {unknown[0]}: there are {', '.join(DRILLS)}")
    with Packages(None if given.functions else given.package) as started:
        if not os.path.exists(started.path("sendMsg")):
            parser.error(f"{started.path('sendMsg')} does not exist: see README.md, Building for Lambda")
        failed = [name for name in given.drill or DRILLS if not play(name, started.command, given.factor, given.logs)]
    print(f"{len(given.drill or DRILLS)} drills, {len(failed)} failed{': ' + ' '.join(failed) if failed else ''}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
