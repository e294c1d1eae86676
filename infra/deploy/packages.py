"""Checks the packages that are about to be deployed, so that a wrong one fails here and not at the first call."""

import hashlib
import re
import zipfile
from pathlib import Path

from stack import Failure

MACHINES = {0x3E: "x86_64", 0xB7: "arm64"}


def modules(root):
    """The folders of functions/ that are deployed."""
    return re.findall(r"<module>([^<]+)</module>", (root / "functions/pom.xml").read_text(encoding="utf-8"))


def package(root, module):
    return root / "functions" / module / "target" / "function.zip"


def digests(root):
    """Of each package, in the order of the modules."""
    return [hashlib.sha256(package(root, module).read_bytes()).hexdigest() for module in modules(root)]


def check(root, runtime, architecture):
    """How many packages there are, how many differ, and megabytes of those; a Failure says what is wrong with the first bad one."""
    sizes = {}
    for module in modules(root):
        path = package(root, module)
        if not path.is_file():
            raise Failure(f"{path.relative_to(root)} is missing: build the packages (leave out --package as-is).")
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        if digest not in sizes:
            check_one(path.relative_to(root), path, runtime, architecture)
            sizes[digest] = path.stat().st_size
    return len(modules(root)), len(sizes), sum(sizes.values()) / 1e6


def check_one(name, path, runtime, architecture):
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            is_native = "bootstrap" in names
            machine = machine_of(archive) if is_native else None
    except zipfile.BadZipFile as e:
        raise Failure(f"{name} is no zip file: build it again.") from e
    if runtime.startswith("provided") != is_native:
        wanted = "a native package, with the file bootstrap" if not is_native else "a JVM package"
        raise Failure(f"{name} is not {wanted}, which the parameter Runtime={runtime} needs.")
    if is_native and machine != architecture:
        raise Failure(f"{name} is for {machine}, but the parameter Architecture is {architecture}.")


def machine_of(archive):
    with archive.open("bootstrap") as file:
        head = file.read(20)
    if head[:4] != b"\x7fELF":
        return "no Linux machine"
    return MACHINES.get(int.from_bytes(head[18:20], "little"), "an unknown machine")


def require(root, authority):
    """A Failure if packages do not have the file of certificates that the parameter MongodbCa names."""
    for module in modules(root) if authority else []:
        with zipfile.ZipFile(package(root, module)) as archive:
            if authority not in archive.namelist():
                raise Failure(f"The packages have no {authority}, which the parameter MongodbCa names: see docs/deploy.md.")
