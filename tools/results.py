"""Numbers of the pages, read from docs/results: `python tools/results.py [take NAME SOURCE ...]`.

Without arguments, README.md and the pages of docs are filled, the French ones with decimal
commas. A number stands between two comments,
of which the first says from where (file, row, value) and in which format it comes:

    The MLP reaches <!--{mnist.mlp.accuracy:.2%}-->98.50 % [98.25, 98.75]<!---->.

A table of an experiment stands between a comment that names file, table, columns and the rows that
are left out, and `end`:

    <!-- table bias.census: accuracy, selection-rate gap | without penalty; reweighing -->
    ...
    <!-- end -->

`take NAME.ROW RUN ...` stores what runs measured, one run per seed, as a row of
docs/results/NAME.json, or instead of runs the card.json of a model that ships; `take NAME FILE` the
tables that an experiment wrote beside its page.
Rows of the origin `published` hold figures of others, with their `source`.
"""

import datetime
import json
import platform
import re
import sys
from pathlib import Path
from typing import Any

from gradatim.stats import Interval, fraction, fraction_over_seeds, over_seeds

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "docs" / "results"
NUMBER = re.compile(r"(<!--\{([\w.-]+)(?::([^}]+))?\}-->)(.*?)(<!---->)", re.DOTALL)
TABLE = re.compile(
    r"(<!-- table ([\w-]+)\.([\w-]+)(?:: ([^>|]+?))?(?: \| without ([^>]+?))? -->\n)"
    r"(.*?)(<!-- end -->)",
    re.DOTALL,
)


def pages() -> list[Path]:
    """README and the pages of docs."""
    return [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def load() -> dict[str, dict[str, Any]]:
    """All results, by the name of their file."""
    return {
        path.stem: json.loads(path.read_text("utf-8")) for path in sorted(FOLDER.glob("*.json"))
    }


def as_interval(name: str, value: Any) -> Any:
    """A value of a file as it is written out: several seeds and counts become intervals."""
    match value:
        case list():
            is_fraction = "loss" not in name and min(value) >= 0 and max(value) <= 1
            return fraction_over_seeds(value) if is_fraction else over_seeds(value)
        case {"value": _, "low": _, "high": _}:
            return Interval(value["value"], value["low"], value["high"])
        case {"right": right, "of": n}:
            return fraction(right, n)
    return value


def write(value: Any, spec: str) -> str:
    """Write a number, or an interval in brackets; `%` in the format: as percent, `p`: as points.

    A number without an interval (one seed) stands alone.
    """
    if isinstance(value, str):
        return value
    numbers = list(value) if isinstance(value, Interval) else [value]
    unit = {"%": " %", "p": " points"}.get(spec[-1:], "")
    spec, factor = (f"{spec[:-1]}f", 100) if unit else (spec, 1)
    texts = [format(factor * number, spec) for number in numbers]
    first = texts[0] + unit
    known = len(texts) == 3 and "nan" not in texts
    return f"{first} [{texts[1]}, {texts[2]}]" if known else first


def look_up(results: dict[str, dict[str, Any]], path: str) -> Any:
    """The value at `file.row.name`; `.value` leaves the interval out, `.n` counts the seeds."""
    file, row, name, *rest = path.split(".")
    value = results[file]["rows"][row][name]
    if rest == ["n"]:
        return len(value)
    found = as_interval(name, value)
    return found.value if rest == ["value"] and isinstance(found, Interval) else found


# What a row holds besides what was measured on test data
NO_RESULTS = {"seed", "seeds", "time", "core_seconds", "parameters", "boards", "dreams",
              "pretraining", "median_turns_of_games", "whole", "games", "fraction",
              "times"}  # fmt: skip


# Words in cells of tables, in the order in which they are replaced, and whole cells.
FRENCH, WHOLE_CELLS = (
    json.loads(Path(__file__).with_name("french.json").read_text("utf-8"))[part]
    for part in ("words", "cells")
)


def in_french(text: str) -> str:
    """A number or a cell of a table, with decimal commas and French words."""
    text = WHOLE_CELLS.get(text, text)
    for english, french in FRENCH.items():
        text = re.sub(rf"(?<![\w-]){re.escape(english)}(?![\w-])", french, text)
    text = re.sub(r"(?<=\d) to (?=\d)", " à ", text)
    text = re.sub(r"\[([\d.,-]+), ([\d.,-]+)\]", r"[\1 ; \2]", text)
    text = re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "\u202f", text)
    return re.sub(r"(?<=\d)\.(?=\d)", ",", text)


def mark_of(results: dict[str, dict[str, Any]], path: str) -> str:
    """The mark of a figure that was, or may have been, chosen with the test set in view; or none.

    The page says below what its marks mean; what was chosen stands in the file, under `chosen`.
    """
    file, row, name, *_ = path.split(".")
    mark = results[file]["rows"][row].get("mark", "")
    return f" {mark}" if mark and name not in NO_RESULTS else ""


def fill(text: str, results: dict[str, dict[str, Any]], french: bool = False) -> str:
    """A page with its numbers and tables as the results have them.

    Args:
        text: of the page.
        results: see `load`.
        french: whether numbers are written the French way.

    Raises:
        KeyError: a result that no file has.
    """

    say = in_french if french else str

    def number(found: re.Match[str]) -> str:
        start, path, spec, _, end = found.groups()
        said = write(look_up(results, path), spec or "") + mark_of(results, path)
        return start + say(said) + end

    def table(found: re.Match[str]) -> str:
        start, file, name, columns, without, _, end = found.groups()
        content = results[file]["tables"][name]
        header, out = content["header"], (without or "").split("; ")
        rows = [row for row in content["rows"] if row[0] not in out]
        wanted = [header[0], *columns.split(", ")] if columns else header
        places = [header.index(column) for column in wanted]
        lines = [wanted, ["---"] * len(wanted), *([row[i] for i in places] for row in rows)]
        return start + "".join(f"| {' | '.join(map(say, line))} |\n" for line in lines) + end

    return TABLE.sub(table, NUMBER.sub(number, text))


def machine() -> str:
    """The processor, in plain words."""
    cpuinfo = Path("/proc/cpuinfo")
    lines = cpuinfo.read_text().splitlines() if cpuinfo.is_file() else []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return f"{models[0] if models else platform.processor()}, shared cores"


def write_results(name: str, **parts: dict[str, dict[str, Any]]) -> None:
    """Add `rows` or `tables` to docs/results/NAME.json, each with the day and the machine."""
    path = FOLDER / f"{name}.json"
    known = json.loads(path.read_text("utf-8")) if path.is_file() else {}
    origin = {"measured": str(datetime.date.today()), "machine": machine()}
    for part, entries in parts.items():
        known[part] = known.get(part, {}) | {key: e | origin for key, e in entries.items()}
    FOLDER.mkdir(exist_ok=True)
    path.write_text(json.dumps(known, indent=1, ensure_ascii=False) + "\n", "utf-8")


def take(name: str, *sources: str) -> None:
    """Store what runs, or an experiment, measured."""
    from gradatim.recipes.repeat import train_command  # a second, which filling does without
    from gradatim.training import Run
    from gradatim.training.energy import WATTS_PER_BUSY_CORE

    name, _, row = name.partition(".")
    if not row:
        found = json.loads(Path(sources[0]).read_text("utf-8"))
        command = re.sub(r" --out \S+", "", found["command"])
        tables = {re.sub(r"\W+", "-", title.lower()): t for title, t in found["tables"].items()}
        write_results(name, tables={k: {"command": command, **t} for k, t in tables.items()})
        return
    if sources[0].endswith("card.json"):  # of a model that ships
        card = json.loads(Path(sources[0]).read_text("utf-8"))
        kept = {key: card[key] for key in ("command", "parameters")}
        write_results(name, rows={row: kept | card["measured"] | {"seeds": 1}})
        return
    runs = [Run.open(source) for source in sources]
    summaries = [run.summary() for run in runs]
    values: dict[str, Any] = {"command": train_command(runs[0])}
    for metric in summaries[0]["metrics"]:
        measured = [round(summary["metrics"][metric], 6) for summary in summaries]
        values[metric] = measured if len(measured) > 1 else measured[0]
    values["seeds"] = len(runs)
    joules = sum(s["energy"]["joules"] for s in summaries) / len(runs)
    if all(s["energy"]["source"].startswith("estimated (10 W per busy core)") for s in summaries):
        values["core_seconds"] = round(joules / WATTS_PER_BUSY_CORE, 1)  # evaluation included
    values["parameters"] = summaries[0]["parameters"]
    write_results(name, rows={row: values})


def main(words: list[str]) -> None:
    """Take results, or fill the pages."""
    if words[:1] == ["take"]:
        take(*words[1:])
    results = load()
    for page in pages():
        text = page.read_text("utf-8")
        if (filled := fill(text, results, page.is_relative_to(ROOT / "docs" / "fr"))) != text:
            page.write_text(filled, "utf-8")
            print(f"filled {page.relative_to(ROOT)}")


if __name__ == "__main__":
    main(sys.argv[1:])
