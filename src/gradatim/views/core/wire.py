"""Frames on their way to the browser: arrays quantized to bytes, one binary message per frame.

A message is four bytes with the length of the header, the header as JSON, and the arrays' bytes
one after another, each beginning at a multiple of four.
"""

import json
import math
import struct
from typing import Any

import numpy as np
import torch

from gradatim.errors import UserError

MAX_FRAME = 44_000  # bytes
# Small arrays are shown as numbers, where a rounding to 256 levels would be seen.
EXACT_UP_TO = 600  # floating-point arrays of at most so many numbers travel as float32


def encode(
    snapshot: dict[str, Any], known: dict[str, Any] | None = None
) -> tuple[dict[str, Any], list[bytes]]:
    """Split a snapshot into a JSON header and the bytes of its arrays.

    Args:
        snapshot: name -> array, tensor, number, text, or a list or dictionary of the last three.
        known: the arrays that the page has from earlier frames; one that is the very same object
            is not sent again. Updated.

    Returns:
        The header, in which an array stands as {"array": index, "dtype", "shape", "low", "high"},
        and the arrays' bytes. A quantized value q of 0..255 stands for low + q (high - low) / 255.
    """
    header: dict[str, Any] = {}
    buffers: list[bytes] = []
    for name, value in snapshot.items():
        if known is not None and isinstance(value, np.ndarray | torch.Tensor):
            if known.get(name) is value:
                header[name] = {"same": True}
                continue
            known[name] = value
        if isinstance(value, torch.Tensor):
            value = value.detach().cpu().numpy()
        if isinstance(value, np.ndarray):
            header[name], data = _quantize(value)
            header[name]["array"] = len(buffers)
            buffers.append(data)
        elif isinstance(value, float) and not np.isfinite(value):
            header[name] = None  # JSON has no word for it
        else:
            header[name] = value
    return header, buffers


def _quantize(array: np.ndarray) -> tuple[dict[str, Any], bytes]:
    described: dict[str, Any] = {"shape": list(array.shape)}
    if array.dtype == np.bool_:
        array = array.astype(np.uint8)
    if array.dtype.kind in "iu":
        wide = array.size and (array.min() < 0 or array.max() > 255)  # does not fit a byte
        array = array.astype("<i4" if wide else np.uint8)
        return {**described, "dtype": "i4" if wide else "u1"}, array.tobytes()
    array = array.astype("<f4")
    if array.size <= EXACT_UP_TO:
        return {**described, "dtype": "f4"}, array.tobytes()
    low, high = float(array.min()), float(array.max())
    if not (math.isfinite(low) and math.isfinite(high)):
        finite = array[np.isfinite(array)]
        low, high = (float(finite.min()), float(finite.max())) if finite.size else (0.0, 0.0)
        # A diverged run is still drawn: what is not finite has the color of the border.
        array = np.nan_to_num(array, nan=low, posinf=high, neginf=low)
    if low < 0 < high:  # zero stays exactly zero: the bytes are spread evenly on both sides of 127
        reach = max(-low, high)
        low, high = -reach, reach * 128 / 127
    span = (high - low) or 1.0  # of an array of one value
    levels = np.rint((array - low) / span * 255).clip(0, 255).astype(np.uint8)
    return {**described, "dtype": "q1", "low": low, "high": low + span}, levels.tobytes()


def pack(header: dict[str, Any], buffers: list[bytes] | None = None) -> bytes:
    """Pack a header and its buffers into one binary message."""
    header = {**header, "sizes": [len(data) for data in buffers or []]}
    text = json.dumps(header, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    raw = text.encode()
    # Padded to multiples of four: a Float32Array of the browser can only begin there.
    parts = [struct.pack("<I", len(raw)), raw, bytes(-len(raw) % 4)]
    for data in buffers or []:
        parts += [data, bytes(-len(data) % 4)]
    return b"".join(parts)


def unpack(message: bytes) -> tuple[dict[str, Any], list[bytes]]:
    """Unpack a binary message.

    Raises:
        UserError: the message is not made like that.
    """
    refusal = UserError("The server does not know this message. Reload the page.")
    if len(message) < 4:
        raise refusal
    (length,) = struct.unpack_from("<I", message)
    try:
        header = json.loads(message[4 : 4 + length])
    except (ValueError, RecursionError):  # the second: thousands of nested brackets
        raise refusal from None
    sizes = header.get("sizes", []) if isinstance(header, dict) else None
    if not isinstance(sizes, list) or not all(type(n) is int and n >= 0 for n in sizes):
        raise refusal
    at = 4 + length + (-length % 4)
    buffers = []
    for size in sizes:
        if at + size > len(message):
            raise refusal
        buffers.append(message[at : at + size])
        at += size + (-size % 4)
    return header, buffers
