"""The package of all functions is built when a source has changed, and otherwise not: infra/image/build and infra/image/use."""

import shutil
import subprocess
import unittest
from pathlib import Path
from tempfile import TemporaryDirectory

IMAGE = Path(__file__).resolve().parents[2] / "image"
# Counts its calls, and makes a package that contains the sources.
MAVEN = """#!/bin/sh
echo "$*" >> calls
echo "[INFO] Building send-msg 0.1.0-SNAPSHOT      [2/3]"
[ ! -e broken ] || { echo "[ERROR] it does not compile"; exit 1; }
mkdir -p infra/image/target
cat functions/send-msg/src/main/java/A.java > infra/image/target/function.zip
"""


class ImageTest(unittest.TestCase):
    def setUp(self):
        folder = TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name)
        for name in ("pom.xml", "infra/pom.xml", "infra/all-functions/pom.xml", "infra/image/pom.xml", "shared/edge/pom.xml",
                     "functions/send-msg/pom.xml", "functions/logout/pom.xml", "functions/send-msg/src/main/java/A.java"):
            self.write(name, "first")
        self.write("mvnw", MAVEN)
        for script in ("build", "use"):
            shutil.copy(IMAGE / script, self.root / "infra/image")
        (self.root / "mvnw").chmod(0o755)

    def write(self, name, text):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def run_script(self, script, *options):
        return subprocess.run([self.root / "infra/image" / script, *options], capture_output=True, text=True)

    def built(self, *options):
        """Builds; whether Maven was called."""
        before = self.calls()
        result = self.run_script("build", *options)
        self.assertEqual(result.returncode, 0, result.stderr)
        self.output = result.stdout
        return self.calls() > before

    def calls(self):
        file = self.root / "calls"
        return len(file.read_text().splitlines()) if file.is_file() else 0

    def test_unchanged_sources_are_not_built_again(self):
        self.assertTrue(self.built())
        self.assertIn("[2/3] send-msg", self.output)
        self.write("functions/send-msg/api.yaml", "a description")
        self.write("functions/send-msg/src/test/java/B.java", "a test")
        self.write("functions/send-msg/target/classes/A.class", "compiled")
        self.assertFalse(self.built())

    def test_each_change_is_built(self):
        self.built()
        for name in ("functions/send-msg/src/main/java/A.java", "shared/edge/pom.xml", "pom.xml", "functions/logout/src/main/java/C.java"):
            with self.subTest(name):
                self.write(name, "second")
                self.assertTrue(self.built())
                self.assertFalse(self.built())
        (self.root / "functions/logout/src/main/java/C.java").unlink()
        self.assertTrue(self.built())

    def test_another_kind_or_another_file_is_built(self):
        self.built()
        self.assertTrue(self.built("--jvm"))
        self.assertTrue(self.built())
        self.write("infra/image/target/function.zip", "what another command has made")
        self.assertTrue(self.built())
        self.assertTrue(self.built("--rebuild"))

    def test_what_did_not_compile_is_not_taken_for_built(self):
        self.built()
        self.write("broken", "")
        self.write("functions/send-msg/src/main/java/A.java", "second")
        result = self.run_script("build")
        self.assertEqual(result.returncode, 1)
        self.assertIn("it does not compile", result.stderr)
        self.write("functions/send-msg/src/main/java/A.java", "first")
        (self.root / "broken").unlink()
        self.assertTrue(self.built())

    def test_use_copies_what_is_not_there_yet(self):
        self.built()
        self.assertIn("copied to 2", self.run_script("use").stdout)
        self.write("functions/logout/target/function.zip", "its own")
        self.assertIn("copied to 1", self.run_script("use").stdout)
        self.assertIn("copied to 0", self.run_script("use").stdout)


if __name__ == "__main__":
    unittest.main()
