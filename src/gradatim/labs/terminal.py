"""Draw an answer of the checker in a terminal, in the order that helps most."""

from typing import Any

from rich.columns import Columns
from rich.console import Console, RenderableType
from rich.panel import Panel
from rich.text import Text

from gradatim.labs.grading.messages import say

MAX_ROWS = 24


def show_answer(console: Console, answer: dict[str, Any], next_step: str, language: str) -> None:
    """Print an answer.

    Args:
        console: where to.
        answer: of check.check.
        next_step: the last line of advice, "" for none.
        language: "en" or "fr".
    """
    mark, style = {
        "passed": ("✓", "bold green"),
        "unsolved": ("○", "bold yellow"),
    }.get(answer["status"], ("✗", "bold red"))
    console.print(Text(f"{mark} {answer['sentence']}", style=style))
    if answer.get("inputs"):
        console.print()
        for value in answer["inputs"]:
            console.print(_labeled(f"{say('with', language)} {value['name']} = ", value))
    if "got" in answer:
        panels: list[RenderableType] = [_panel(say("got", language), answer["got"], "red")]
        if "expected" in answer:
            panels.append(_panel(say("expected", language), answer["expected"], "green"))
        console.print()
        console.print(Columns(panels, padding=(0, 2)))
    if "mistake" in answer:
        text = Text(f"\n{say('mistake', language)} ", style="bold yellow")
        console.print(text.append(answer["mistake"]["text"], style="not bold default"))
    if next_step:
        told = Text(f"\n{say('next', language)} ", style="bold")
        console.print(told.append(next_step, "not bold"))
    # After the advice: what the learner printed may be long, and would push it off the screen.
    if answer.get("printed"):
        body = Text(answer["printed"].rstrip("\n"))
        if answer.get("dropped"):
            body.append(f"\n... {say('dropped', language, count=answer['dropped'])}", "dim")
        title = say("printed", language)
        console.print(Panel(body, title=title, border_style="dim", expand=False))
    if count := answer.get("left_running"):
        sentence = say("left_one" if count == 1 else "left_many", language, count=count)
        console.print(Text(f"\n{sentence}", style="yellow"))
    if answer.get("lines"):
        console.print(Text(f"\n{say('your_lines', language)}", style="dim"))
        for line in answer["lines"]:
            console.print(Text(f"  {line}", style="dim"))


def _labeled(label: str, value: dict[str, Any]) -> Text:
    lines = value["text"].splitlines() or [""]
    text = Text(label, style="cyan").append(lines[0], "default")
    for line in lines[1:]:
        text.append("\n" + " " * len(label) + line, "default")
    if value["kind"] == "tensor":
        text.append(f"   {_shape(value)}", "dim")
    return text


def _shape(value: dict[str, Any]) -> str:
    sizes = ", ".join(str(size) for size in value["shape"])
    return f"({sizes}{',' if len(value['shape']) == 1 else ''}) {value['dtype']}"


def _panel(title: str, value: dict[str, Any], color: str) -> Panel:
    body = Text(value["text"])
    if "numbers" in value:
        body = _numbers(value["numbers"], value.get("wrong"))
    if value["kind"] == "tensor":
        body = Text().append(_shape(value) + "\n", "dim").append_text(body)
    return Panel(body, title=title, border_style=color, expand=False)


def _numbers(numbers: Any, wrong: Any) -> Text:
    """A tensor as rows of aligned numbers, the wrong ones in red; its slices one below another."""
    rows = _rows(numbers, wrong, ())
    # One width for all columns: a matrix is read by its alignment.
    width = max((len(_number(x)) for _, row, _ in rows for x in row), default=1)
    text = Text()
    for k, (place, row, bad) in enumerate(rows[:MAX_ROWS]):
        if k:
            text.append("\n")
        if place is not None:
            text.append(f"[{', '.join(map(str, place))}]\n", "dim")
        for j, x in enumerate(row):
            style = "bold red" if bad is not None and bad[j] else "default"
            text.append(("  " if j else "") + f"{_number(x):>{width}}", style)
    if len(rows) > MAX_ROWS:
        text.append("\n...", "dim")
    return text


def _rows(numbers: Any, wrong: Any, place: tuple[int, ...]) -> list[tuple[Any, list, Any]]:
    if not isinstance(numbers, list):
        return [(None, [numbers], None if wrong is None else [wrong])]
    if not numbers or not isinstance(numbers[0], list):
        return [(None, numbers, wrong)]
    found: list[tuple[Any, list, Any]] = []
    for i, part in enumerate(numbers):
        rows = _rows(part, None if wrong is None else wrong[i], (*place, i))
        deep = bool(part) and isinstance(part[0], list)
        # Only the first row of a matrix bears its place, (0, 1) of a tensor (B, C, H, W).
        if deep and not isinstance(part[0][0] if part[0] else 0, list):
            rows[0] = ((*place, i), *rows[0][1:])
        found += rows
    return found


def _number(x: Any) -> str:
    if isinstance(x, float):
        return f"{x:.4g}"
    return str(x)
