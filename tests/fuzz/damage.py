"""Cases by chance: odd values, and files damaged as crashes, editors and pranks do it.

Every function takes a generator, so that a case is known by its number, and costs microseconds.
"""

import json
import random
from collections.abc import Callable, Sequence
from typing import Any

ODD_TEXTS = [
    "", "x", "[/x]", "[bold]", "<img onerror=1>", "\x00", "\x1b[2J", "../..", "é" * 300, "-1",
    "1e999", "nan", "[MASK]", "\u202ea", "\u00a0", "true", "None",
    "{0.__class__}", "%s", "a" * 5000,
]  # fmt: skip
ODD_NUMBERS = [
    0, 1, -1, 2, 3, 255, 2**31, 2**53 + 1, 2**63, 2**64, 10**25, 0.5, -0.5, 1e-320, 1e300, -0.0,
    float("nan"), float("inf"), float("-inf"),
]  # fmt: skip
ODD_BYTES = [
    b"\xe9", b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"[" * 3000, b'{"a":' * 3000, b'"\\ud800"',
    b"}", b"1" * 5000, b"NaN", b"\r", b"\r\n", b"\n\n", b",", b'"', b"'", b"\x1b[31m", b"-", b"#",
]  # fmt: skip


def odd_leaf(rng: random.Random) -> Any:
    """Something that is seldom what was expected."""
    match rng.randrange(5):
        case 0:
            return rng.choice([None, True, False, [], {}])
        case 1:
            return rng.choice(ODD_TEXTS)
        case 2:
            return rng.randint(-5, 300)
        case 3:
            return chr(rng.randrange(128)) + chr(rng.randrange(0xD7FF))
        case _:
            return rng.choice(ODD_NUMBERS)


def odd_value(rng: random.Random, depth: int = 2) -> Any:
    """The same, also within lists and dictionaries."""
    kind = rng.randrange(6) if depth else 0
    if kind == 4:
        return [odd_value(rng, depth - 1) for _ in range(rng.randrange(4))]
    if kind == 5:
        return {str(odd_leaf(rng)): odd_value(rng, depth - 1) for _ in range(rng.randrange(3))}
    return odd_leaf(rng)


def damaged_bytes(rng: random.Random, content: bytes) -> bytes:
    """One to three bytes, stretches or ends changed, whatever the format."""
    for _ in range(rng.choice([1, 1, 1, 2, 3])):
        place = rng.randrange(len(content) + 1)
        before, after = content[:place], content[place:]
        match rng.randrange(7):
            case 0:
                content = before
            case 1 | 2:
                content = before + bytes([rng.randrange(256)]) + after[1:]
            case 3:
                content = before + rng.choice(ODD_BYTES) + after[rng.randrange(3) :]
            case 4:
                content = before + after[rng.randrange(1, 40) :]
            case 5:
                other = rng.randrange(len(content) + 1)
                content = before + content[other : other + 30] + after
            case _:
                content = before + rng.randbytes(rng.randrange(1, 9)) + after[4:]
    return content


def damaged_tree(rng: random.Random, tree: Any) -> Any:
    """A copy of a JSON value in which something, somewhere, is replaced, removed or added."""
    if rng.random() < 0.02 or not isinstance(tree, dict | list):
        return odd_value(rng)
    tree = json.loads(json.dumps(tree))
    at = tree
    while True:
        if not at or rng.random() < 0.05:
            if isinstance(at, dict):
                at[str(odd_leaf(rng))] = odd_value(rng)
            else:
                at.insert(0, odd_value(rng))
            return tree
        key = rng.choice(list(at) if isinstance(at, dict) else range(len(at)))
        if isinstance(at[key], dict | list) and at[key] and rng.random() < 0.9:
            at = at[key]
        elif rng.random() < 0.2:
            del at[key]
            return tree
        else:
            at[key] = odd_value(rng)
            return tree


def damaged_json(rng: random.Random, content: bytes) -> bytes:
    """A JSON file, or one of a value per line, damaged as bytes or as values.

    Checksums are left out where values change, as if somebody had meant to.
    """
    if rng.random() < 0.3:
        return damaged_bytes(rng, content)
    lines = content.splitlines() if content.count(b"\n{") else [content]
    number = rng.randrange(len(lines))
    tree = json.loads(lines[number])
    for checksum in ("sha256", "crc32"):
        tree.pop(checksum, None)
    lines[number] = json.dumps(damaged_tree(rng, tree)).encode()
    return b"\n".join(lines)


def damaged_text(rng: random.Random, content: bytes, lines: Sequence[bytes]) -> bytes:
    """A text of lines in which lines move, double, vanish, or are replaced by odd ones."""
    if rng.random() < 0.4:
        return damaged_bytes(rng, content)
    rows = content.split(b"\n")
    for _ in range(rng.choice([1, 1, 2, 4])):
        place = rng.randrange(len(rows) + 1)
        match rng.randrange(4):
            case 0:
                rows.insert(place, rng.choice(lines))
            case 1:
                rows[place : place + 1] = [rng.choice(lines)]
            case 2:
                del rows[place : place + 1]
            case _:
                rows.insert(place, rng.choice(rows) if rows else b"")
    return rng.choice([b"\n", b"\n", b"\n", b"\r\n", b"\r"]).join(rows)


def one_of(*makers: Callable[[random.Random], Any]) -> Callable[[random.Random], Any]:
    """A maker of cases that asks one of several, each as often."""
    return lambda rng: rng.choice(makers)(rng)
