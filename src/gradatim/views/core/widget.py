"""The views as widgets of Jupyter and marimo: the engine, runner and JavaScript of our page."""

import importlib
from collections.abc import Callable
from typing import Any

from gradatim.errors import UserError
from gradatim.views.core.engine import Engine
from gradatim.views.core.modules import VIEW_FILES, joined_module
from gradatim.views.core.runner import Runner


def widget_class(class_name: str, view: str, load: Callable[[str], type[Engine]]) -> type:
    """Build the widget class of one view.

    Args:
        class_name: name of the class, such as "Convolution".
        view: name of the view, such as "convolution".
        load: gives the engine class of a view.

    Raises:
        UserError: anywidget is not installed.
    """
    try:
        anywidget = importlib.import_module("anywidget")  # an optional extra
    except ImportError:
        raise UserError(
            "Views in a notebook need anywidget: pip install 'gradatim[notebook]'."
        ) from None
    engine_class = load(view)

    def start(self: Any, **values: Any) -> None:
        anywidget.AnyWidget.__init__(self)
        self.engine = engine_class(**values)
        self.runner = Runner(self.engine, lambda header, buffers: self.send(header, buffers))
        self.runner.start()
        self.on_msg(
            lambda _, content, buffers: self.runner.receive(content, [bytes(b) for b in buffers])
        )

    def close(self: Any) -> None:
        self.runner.close()
        anywidget.AnyWidget.close(self)

    body = {
        "__doc__": engine_class.__doc__,
        "__module__": "gradatim.views",
        "__init__": start,
        "close": close,
        "_esm": joined_module(view),
        "_css": (VIEW_FILES / "kit" / "view_kit.css").read_text(encoding="utf-8"),
    }
    return type(class_name, (anywidget.AnyWidget,), body)
