"""The boxes of `--help`: a description is one paragraph, wherever its source breaks the line."""

from typing import TYPE_CHECKING

from cyclopts.help import DefaultFormatter, HelpPanel, InlineText
from rich.text import Text

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions


class Boxes(DefaultFormatter):
    """The boxes of cyclopts, whose plain text keeps the line breaks of a docstring."""

    def __call__(self, console: "Console", options: "ConsoleOptions", panel: HelpPanel) -> None:
        for entry in panel.entries:
            text = entry.description
            if isinstance(text, InlineText) and isinstance(text.primary_renderable, Text):
                text.primary_renderable.plain = " ".join(text.primary_renderable.plain.split())
        super().__call__(console, options, panel)
