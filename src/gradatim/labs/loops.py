"""Find loops in a source text without parsing it: fast, and also for text that is not Python."""

import re

LOOP = re.compile(r"^[ \t]*(?:async[ \t]+)?(?:for|while)\b", re.MULTILINE)
FUNCTION = re.compile(r"^[ \t]*(?:async[ \t]+)?(?:def|class)\b")


def has_loop(text: str) -> bool:
    """Whether any line begins a loop."""
    return LOOP.search(text) is not None


def in_loop(lines: list[str], number: int) -> bool:
    """Whether a line, counted from 1, begins a loop or stands in one of its function."""
    if not 1 <= number <= len(lines):
        return False
    depth = _indentation(lines[number - 1]) + 1
    for line in reversed(lines[:number]):
        if line.strip() and _indentation(line) < depth:
            depth = _indentation(line)
            if LOOP.match(line):
                return True
            if FUNCTION.match(line):
                return False
    return False


def _indentation(line: str) -> int:
    return len(line) - len(line.lstrip())
