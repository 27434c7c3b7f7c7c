"""What a benchmark measured, beside its peer and beside the last time on such a machine.

Figures are kept in docs/results/bench.json, by the kind of machine (cores, processor, torch): on
another kind nothing is compared. What ran beside its peer in one process is judged by the ratio
of the two, since both slow down together on a busy machine; only what has no peer by its value.
"""

import datetime
import json
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.table import Table

from gradatim.files import write_json

STORED = Path(__file__).parents[1] / "docs" / "results" / "bench.json"
LOSS = 0.10  # a figure that became worse by more than this is warned of


@dataclass(frozen=True)
class Figure:
    """One measured number.

    Args:
        name: what was measured, the same at every run.
        value: ours.
        unit: of the value and of the peer's.
        peer: the same measured for another implementation in the same run; None: there is none.
        less_is_better: a time or a loss; otherwise a speed or an accuracy.
    """

    name: str
    value: float
    unit: str
    peer: float | None = None
    less_is_better: bool = True

    @property
    def ratio(self) -> float | None:
        """Ours divided by the peer's."""
        return None if self.peer is None else self.value / self.peer


def compared(figure: Figure, last: dict) -> tuple[float, float]:
    """What two runs compare: their ratios to the peer where both have one, else the values."""
    if figure.ratio is not None and last.get("ratio") is not None:
        return figure.ratio, last["ratio"]
    return figure.value, last["value"]


def worse_by(figure: Figure, last: dict) -> float:
    """How much worse a figure is than the last one, as a fraction; negative: better."""
    now, before = compared(figure, last)
    return now / before - 1 if figure.less_is_better else before / now - 1


def load(path: Path = STORED) -> dict[str, dict[str, dict]]:
    """The stored figures: kind of machine -> name -> value, unit, peer, ratio, day."""
    return json.loads(path.read_text("utf-8")) if path.is_file() else {}


def store(figures: list[Figure], machine: str, path: Path = STORED) -> None:
    """Replace the figures of these names on this kind of machine; the others stay."""
    everything = load(path)
    today = datetime.datetime.now(datetime.UTC).date().isoformat()
    for figure in figures:
        row = asdict(figure) | {"ratio": figure.ratio, "day": today}
        everything.setdefault(machine, {})[row.pop("name")] = row
    write_json(path, everything)


def short(number: float) -> str:
    """Three digits, or all of them before the point."""
    return f"{number:,.0f}" if abs(number) >= 100 else f"{number:.3g}"


def summary(figures: list[Figure], stored: dict[str, dict]) -> tuple[Table, list[str]]:
    """The one table of a run, and a sentence for every figure that became worse.

    Args:
        figures: of this run.
        stored: the last figures on this kind of machine, by name.
    """
    table = Table("what", "ours", "peer", "ours / peer", "last time", "worse by")
    warnings = []
    for figure in figures:
        ratio = "" if figure.ratio is None else short(figure.ratio)
        peer = "" if figure.peer is None else short(figure.peer)
        cells = [figure.name, f"{short(figure.value)} {figure.unit}", peer, ratio]
        if last := stored.get(figure.name):
            worse = worse_by(figure, last)
            cells += [short(compared(figure, last)[1]), f"{worse:+.0%}"]
            if worse > LOSS:
                warnings.append(f"{figure.name} is {worse:.0%} worse than on {last['day']}.")
        table.add_row(*cells)
    return table, warnings
