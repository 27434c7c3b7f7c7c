"""Recordings of the views: what the real engine sends a page, kept in a file.

A recording is a sequence of the messages of views/core/wire.py, each after four bytes with its
length: what the view says of itself, its code, then its frames.
"""

import struct
from typing import Any

from gradatim.views import load
from gradatim.views.core.wire import encode, pack

FRAMES = 40  # of a recording at most
LARGEST = 900_000  # bytes of a recording
STEPS = {  # how far each view is played
    "perceptron": 12,
    "gradient_descent": 40,
    "mlp": 1000,
    "backpropagation": 40,
    "convnet": 80,
    "attention": 120,
    "language_model": 120,
    "pyrat_match": 60,
}


def record(view: str, settings: dict[str, str], frames: int = FRAMES) -> bytes:
    """Play a view and keep what it sends.

    Args:
        view: its name.
        settings: of its controls, as texts.
        frames: kept at most.

    Raises:
        UserError: the view cannot start, for want of data.
    """
    engine_class = load(view)
    known_settings = {k: v for k, v in settings.items() if k in engine_class.controls}
    engine = engine_class(**known_settings)
    messages = [
        pack({"type": "hello", **engine.hello(), "accepts": ""}),
        pack({"type": "code", "parts": engine.code()}),
    ]
    stride = max(1, STEPS.get(view, 40) // frames)
    arrays: dict[str, Any] = {}
    size = 0
    for i in range(frames):
        header, buffers = encode(engine.snapshot(), arrays)
        frame = {"type": "frame", "data": header}
        messages.append(pack(frame | ({"values": engine.values} if i == 0 else {}), buffers))
        size += len(messages[-1])
        if not engine.pace or engine.finished() or engine.diverged or size > LARGEST:
            break
        engine.step(stride)
    return b"".join(struct.pack("<I", len(one)) + one for one in messages)
