"""The views as widgets of Jupyter and marimo: the engine, runner and JavaScript of our page."""

import importlib
import re
from pathlib import Path
from typing import Any

from gradatim.errors import UserError

CORE = Path(__file__).parent
LOCAL_IMPORT = re.compile(r'from "(\./canvas|\.\./core/view_kit)\.js";$|^\* from')


def module_text(name: str) -> str:
    """Join the kit and one view's module into the single module that anywidget takes.

    Args:
        name: the view, such as "convolution".
    """
    files = (CORE / "canvas.js", CORE / "view_kit.js", CORE.parent / name / "view.js")
    parts = [file.read_text(encoding="utf-8") for file in files]
    kit, own = "\n".join(parts[:2]), parts[2]
    lines = [line.removeprefix("export ") for line in kit.splitlines()] + own.splitlines()
    return "\n".join(line for line in lines if not LOCAL_IMPORT.search(line)) + "\n"


def widget_class(class_name: str, view: str) -> type:
    """Build the widget class of one view.

    Args:
        class_name: name of the class, such as "Convolution".
        view: name of the view, such as "convolution".

    Raises:
        UserError: anywidget is not installed.
    """
    try:
        anywidget = importlib.import_module("anywidget")
    except ImportError:
        raise UserError(
            "Views in a notebook need anywidget: pip install 'gradatim[notebook]'."
        ) from None
    from gradatim.views import load
    from gradatim.views.core.runner import Runner

    engine_class = load(view)

    def start(self: Any, **values: Any) -> None:
        anywidget.AnyWidget.__init__(self)
        self.engine = engine_class(**values)
        self.runner = Runner(self.engine, lambda header, buffers: self.send(header, buffers))
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
        "_esm": module_text(view),
        "_css": (CORE / "view_kit.css").read_text(encoding="utf-8"),
    }
    return type(class_name, (anywidget.AnyWidget,), body)
