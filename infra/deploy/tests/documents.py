"""The fenced commands of a document."""

import re
from dataclasses import dataclass
from pathlib import Path

FENCE = re.compile(r"^(?P<indent> *)```(?P<info>[^\n`]*)\n(?P<body>.*?)^(?P=indent)```$", re.S | re.M)
MARK = re.compile(r"<!-- not run: (?P<reason>[^>]+) -->\s*\Z")
# Of a fence that shows something else than commands.
OTHER = ("text", "json", "js", "ini", "yaml", "mermaid")


@dataclass(frozen=True)
class Commands:
    document: str
    line: int
    text: str
    not_run: str

    def __str__(self):
        return f"{self.document}:{self.line}"


def commands_of(path, name):
    """Each fence, without what a command prints: where a line begins with "$ ", only such lines are commands."""
    text = Path(path).read_text(encoding="utf-8")
    found = []
    for fence in FENCE.finditer(text):
        if fence["info"].strip() in OTHER:
            continue
        lines = [line.removeprefix(fence["indent"]) for line in fence["body"].splitlines()]
        if any(line.startswith("$ ") for line in lines):
            lines = [line[2:] for line in lines if line.startswith("$ ")]
        mark = MARK.search(text[: fence.start()])
        number = text.count("\n", 0, fence.start()) + 1
        found.append(Commands(name, number, "\n".join(lines), mark["reason"] if mark else ""))
    return found
