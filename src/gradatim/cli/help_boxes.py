"""What `--help` draws: a usage line with the names of all arguments, and boxes of paragraphs."""

from typing import TYPE_CHECKING, Any

from cyclopts import App
from cyclopts.help import DefaultFormatter, HelpPanel, InlineText
from rich.text import Text

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions


def as_typed(value: Any) -> str:
    """A default as one would type it: `16 32` for (16, 32), nothing for a switch that is off."""
    if isinstance(value, tuple | list):
        return " ".join(map(str, value)) or "none"
    return "" if value is None or value is False else str(value)


class Boxes(DefaultFormatter):
    """The help of cyclopts, with three changes.

    Its usage line says `[ARGS...]` for arguments that may be left out, whatever the boxes below
    call them; its plain text keeps the line breaks of a docstring; it shows defaults that the words
    tell already.

    Attributes:
        app: whose commands are described.
    """

    app: App

    def render_usage(self, console: "Console", options: "ConsoleOptions", usage: Any) -> None:
        """Write the usage line: `gradatim caption [OPTIONS] RUN [IMAGES...]`."""
        words = str(usage).split()
        if words[-1] in ("[ARGS]", "[ARGS...]"):
            command = [word for word in words[1:] if word.islower() and word[0] != "-"]
            words[-1:] = _optional_arguments(self.app, command)
        super().render_usage(console, options, Text(" ".join(words) + "\n"))

    def __call__(self, console: "Console", options: "ConsoleOptions", panel: HelpPanel) -> None:
        entries = []
        for entry in panel.entries:
            text, default = entry.description, entry.default
            if isinstance(text, InlineText) and isinstance(text.primary_renderable, Text):
                text.primary_renderable.plain = " ".join(text.primary_renderable.plain.split())
                if "(default: " in text.primary_renderable.plain:  # told already, in words
                    default = None
            entries.append(entry.copy(default=default or None))
        super().__call__(console, options, panel.copy(entries=entries))


def _optional_arguments(app: App, command: list[str]) -> list[str]:
    """The arguments of a command that may be left out, each in brackets."""
    for name in command:
        app = app[name]
    found = []
    for argument in app.assemble_argument_collection(parse_docstring=False):
        field = argument.field_info
        many = field.kind is field.VAR_POSITIONAL
        if argument.show and not argument.required and (many or argument.index is not None):
            found.append(f"[{field.name.upper()}{'...' if many else ''}]")
    return found
