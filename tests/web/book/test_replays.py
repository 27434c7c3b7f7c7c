"""Recordings hold what the engine sends, and the recorded view plays them."""

import struct

import numpy as np

from gradatim.views.core.wire import unpack
from gradatim.views.perceptron.engine import PerceptronEngine
from gradatim.web.book.replays import record


def messages(data):
    while data:
        (length,) = struct.unpack_from("<I", data)
        yield unpack(data[4 : 4 + length])
        data = data[4 + length :]


def test_a_recording_is_what_the_view_says_of_itself_its_code_and_its_frames():
    settings = {"data": "moons", "nonsense": "1"}
    hello, code, *frames = messages(record("perceptron", settings, frames=4))
    assert hello[0]["values"]["data"] == "moons"
    assert code[0]["parts"]
    assert [frame[0]["data"]["step"] for frame in frames] == [0, 3, 6, 9]
    engine = PerceptronEngine(data="moons")
    engine.step(3)
    header, buffers = frames[1]
    sent = np.frombuffer(buffers[header["data"]["weight"]["array"]], "<f4")
    assert np.allclose(sent, np.asarray(engine.snapshot()["weight"]), atol=1e-6)
