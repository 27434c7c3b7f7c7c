"""Fuzzed: what a visitor of the page sends: messages, tables, images, and sounds for `predict`."""

import contextlib
import io
import random
import struct
import warnings
import wave
from functools import cache
from pathlib import Path
from typing import Any

from PIL import Image

from gradatim.data.spoken_digits import read_wave
from gradatim.data.vision.image_folder import read_image as read_image_file
from gradatim.errors import UserError
from gradatim.views import VIEWS, load
from gradatim.views.core.runner import Runner
from gradatim.views.core.uploads import read_image, read_points
from gradatim.views.core.wire import pack, unpack
from gradatim.views.pyrat_match.engine import read_maze
from tests.fuzz.damage import (
    ODD_TEXTS,
    damaged_bytes,
    damaged_json,
    damaged_text,
    damaged_tree,
    odd_leaf,
    odd_value,
)

TABLE = b"x,y,class\n" + b"".join(b"%d,%d.5,%s\n" % (i, -i, b"ab"[i % 2 :][:1]) for i in range(9))
TABLE_LINES = [
    b"", b",", b"1,2", b"1,2,3,4", b"nan,1,a", b"1e400,1,b", b"a,b,c", b'"1', b"1;2;a", b"1\t2\tb",
    b"1e308,-1e308,a", b"  1 , 2 , a ", b"\x00,1,a", b"0x10,1,b", b"1_0,1,a", b",,", b"-,-,-",
]  # fmt: skip
MAZE = b'{"width": 2, "height": 2, "graph": {"0": {"1": 1}, "1": {"0": 1, "3": 5}, "3": {"1": 5}}}'
FORMATS = ["PNG", "GIF", "BMP", "JPEG", "WEBP", "TIFF", "ICO", "PPM", "TGA", "PCX", "AVIF", "DIB"]
QUICK = [
    "perceptron",
    "gradient_descent",
    "mlp",
    "backpropagation",
    "convolution",
]  # to start again
MODES = ["L", "RGB", "RGBA", "P", "1", "I;16", "CMYK", "F", "LA"]
KINDS = [
    "ready", "play", "pause", "step", "rewind", "reset", "speed", "set", "set", "set", "act", "act",
    "file", "drawn", "code", "?",
]  # fmt: skip


@cache
def _pictures() -> list[bytes]:
    """Small images in every format and mode that fit each other."""
    found = []
    gray = Image.linear_gradient("L").resize((20, 16))
    for mode in MODES:
        image = (gray if mode == "I;16" else gray.convert("RGB")).convert(mode)
        for kind in FORMATS:
            file = io.BytesIO()
            with contextlib.suppress(OSError, KeyError, ValueError):
                image.save(file, kind)
                found.append(file.getvalue())
    return found


@cache
def _sounds() -> list[bytes]:
    """Short WAV files of one or two channels of 8 and 16 bits."""
    found = []
    for channels, width in ((1, 1), (1, 2), (2, 2), (1, 3)):
        file = io.BytesIO()
        with wave.open(file, "wb") as sound:
            sound.setnchannels(channels)
            sound.setsampwidth(width)
            sound.setframerate(8000)
            sound.writeframes(bytes(range(96)))
        found.append(file.getvalue())
    return found


def make_upload(rng: random.Random) -> tuple[str, bytes]:
    """A table, an image, a sound or a maze, damaged."""
    kind = rng.choice(["table", "image", "file", "sound", "maze"])
    if kind == "maze":
        return kind, damaged_json(rng, MAZE)
    if kind == "table":
        return kind, damaged_text(rng, TABLE, TABLE_LINES)
    return kind, damaged_bytes(rng, rng.choice(_sounds() if kind == "sound" else _pictures()))


def read_upload(case: tuple[str, bytes], folder: Path) -> None:
    """Read it as the page does, or as `predict` does."""
    kind, content = case
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if kind == "table":
            read_points(content)
        elif kind == "maze":
            read_maze(content)
        elif kind == "image":
            read_image(content, 16)
        else:
            file = folder / "upload"
            file.write_bytes(content)
            if kind == "sound":
                read_wave(file)
            else:
                read_image_file(file, (1, 28, 28), data="mnist")


@cache
def _engine(view: str) -> Any:
    return load(view)()


class _Clock:
    """Time that passes a little with every message, so that few of them draw a frame."""

    now = 0.0

    def __call__(self) -> float:
        self.now += 2e-4
        return self.now


def _message(rng: random.Random, view: str) -> dict[str, Any]:
    """What a page could send, with names that the view knows."""
    engine = load(view)
    message: dict[str, Any] = {"type": rng.choice(KINDS)}
    if message["type"] in ("set", "act", "file"):
        known = list(engine.controls) if message["type"] == "set" else list(engine.actions)
        message["name"] = rng.choice(known) if known and rng.random() < 0.9 else odd_leaf(rng)
    for key in ("value", "id", "k", "n"):
        if rng.random() < 0.5:
            message[key] = odd_value(rng) if rng.random() < 0.8 else _numbers(rng)
    return damaged_tree(rng, message) if rng.random() < 0.1 else message


def _numbers(rng: random.Random) -> Any:
    """Points and kernels travel as lists of numbers."""
    return [rng.choice([0, 1, -1, 0.5, 3, 1e6, -1e9]) for _ in range(rng.randrange(12))]


def make_messages(rng: random.Random) -> tuple[str, list[bytes]]:
    """A view, and a few binary messages to it."""
    view = rng.choice(list(VIEWS) if rng.random() < 0.05 else QUICK)
    messages = []
    for _ in range(rng.randint(1, 3)):
        message = _message(rng, view)
        files = []
        if isinstance(message, dict) and message.get("type") == "file" and rng.random() < 0.8:
            files = [make_upload(rng)[1], rng.choice(ODD_TEXTS).encode() * 2000]
            rng.shuffle(files)
        raw = _packed(message, files)
        messages.append(damaged_bytes(rng, raw) if rng.random() < 0.3 else raw)
    return view, messages


def _packed(message: Any, files: list[bytes]) -> bytes:
    try:
        return pack(message, files) if isinstance(message, dict) else pack({"type": message})
    except (ValueError, TypeError):  # NaN, which a page cannot send this way
        return struct.pack("<I", 20) + repr(message).encode()


def read_messages(case: tuple[str, list[bytes]], folder: Path) -> None:
    """Hand them to the view as the server does, and let it draw."""
    view, messages = case
    said: list[dict[str, Any]] = []
    runner = Runner(_engine(view), lambda header, _: said.append(header), _Clock())
    for message in messages:
        with contextlib.suppress(UserError):
            header, buffers = unpack(message)
            if isinstance(header, dict):
                runner.receive(header, buffers)
        runner.turn()
    runner.close()
    for header in said:
        pack(header, [])
        assert "on our side" not in str(header.get("text", "")), header
