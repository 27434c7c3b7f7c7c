"""The views in a notebook."""

import time

import numpy as np
import pytest

anywidget = pytest.importorskip("anywidget")


def test_convolution_is_a_widget_that_sends_frames():
    from gradatim.views import Convolution

    widget = Convolution(image=np.eye(40))
    sent = []
    widget.runner.send = lambda header, buffers: sent.append((header, buffers))
    try:
        assert isinstance(widget, anywidget.AnyWidget)
        assert "export default" in widget._esm
        assert "import {" not in widget._esm
        widget.runner.receive({"type": "ready"}, [])
        end = time.monotonic() + 5
        while len(sent) < 2 and time.monotonic() < end:
            time.sleep(0.01)
        assert [header["type"] for header, _ in sent] == ["hello", "frame"]
        assert sent[1][1]
    finally:
        widget.close()


def test_an_unknown_name_is_no_view():
    import gradatim.views

    with pytest.raises(AttributeError):
        _ = gradatim.views.NoSuchView
