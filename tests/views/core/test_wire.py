"""Frames on their way to the browser."""

import numpy as np
import torch

from gradatim.views.core.wire import encode


def test_quantized_arrays_keep_zero_and_come_close():
    array = np.linspace(-3, 5, 2000, dtype=np.float32).reshape(40, 50)
    array[3, 4] = 0
    header, (data,) = encode({"a": array})
    described = header["a"]
    levels = np.frombuffer(data, np.uint8).astype(np.float64)
    back = described["low"] + levels * (described["high"] - described["low"]) / 255
    assert np.abs(back.reshape(40, 50) - array).max() < 0.03
    assert abs(back.reshape(40, 50)[3, 4]) < 1e-6
    assert len(data) == 2000


def test_an_array_that_stays_is_sent_once():
    known: dict = {}
    array = torch.zeros(3)
    assert len(encode({"a": array}, known)[1]) == 1
    header, buffers = encode({"a": array}, known)
    assert header["a"] == {"same": True}
    assert buffers == []
