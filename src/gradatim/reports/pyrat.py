"""What the report of a PyRat run shows: games won against the evaluation opponents.

Recipes that learn to play write, for every preset and opponent they are evaluated on, the metrics
"PRESET/OPPONENT wins", "... score" and "... capped", fractions of the games of a match.
"""

import math
import re
from collections.abc import Mapping
from typing import Any

from gradatim.insight.html import charts
from gradatim.insight.html import page as html
from gradatim.insight.html.page import Section, paragraph
from gradatim.stats import Interval
from gradatim.training import Run

WINS = re.compile(r"([\w.-]+)/([\w.:/-]+) wins")
ABOUT = (
    "At every evaluation the network plays matches on unseen mazes, with sides swapped. Lines "
    "are the fraction of games won; bands are 95 % intervals over mazes."
)


def won(row: Mapping[str, Any]) -> dict[tuple[str, str], Interval]:
    """The fraction of games won in each match of a row of metrics: (preset, opponent) -> interval.

    Args:
        row: metrics of one evaluation.
    """
    found = {}
    for name, value in row.items():
        if match := WINS.fullmatch(name):
            low, high = row.get(f"{name} low", math.nan), row.get(f"{name} high", math.nan)
            found[match[1], match[2]] = Interval(value, low, high)
    return found


def has_matches(metrics: Mapping[str, Any]) -> bool:
    """Whether metrics are those of matches."""
    return any(WINS.fullmatch(name) for name in metrics)


def evaluation_summary(run: Run) -> str:
    """The final matches of a finished run in a sentence, one per preset; empty for other runs."""
    matches = won(run.summary().get("metrics", {}))
    first: dict[str, str] = {}  # one opponent per preset; the table below has all
    for (preset, opponent), rate in matches.items():
        numbers = f"{rate.value:.1%} [{rate.low:.1%}, {rate.high:.1%}]"
        first.setdefault(preset, f"{numbers} against {opponent} on {preset}")
    return f"Wins {', '.join(first.values())}, on unseen mazes." if first else ""


def evaluation_sections(run: Run) -> list[Section]:
    """Curves and the last table of a run that plays matches; nothing for other runs."""
    rows = [row for row in run.metrics("evaluate") if has_matches(row)]
    if not rows:
        return []
    curves: dict[str, dict[str, tuple[list[float], list[float | Interval]]]] = {}
    for row in rows:
        for (preset, opponent), rate in won(row).items():
            steps, values = curves.setdefault(preset, {}).setdefault(opponent, ([], []))
            steps.append(row["step"])
            values.append(rate)
    figures = [
        html.figure(charts.lines(lines, x="step", y="games won", title=preset, height=2.5))
        for preset, lines in curves.items()
    ]
    body = [paragraph(ABOUT), *figures]
    if summary := run.summary():
        body += [html.subheading("At the end"), _table(run, summary["metrics"])]
    return [Section(title="Games won against the evaluation opponents", body=body)]


def _table(run: Run, metrics: Mapping[str, Any]) -> str:
    games = int(run.config["options"].get("final_eval_games", 100))
    rows = []
    for (preset, opponent), rate in won(metrics).items():
        score = metrics.get(f"{preset}/{opponent} score")
        capped = metrics.get(f"{preset}/{opponent} capped")
        rows.append(
            [
                preset,
                opponent,
                f"{rate.value:.1%}",
                f"{rate.low:.1%} to {rate.high:.1%}",
                "–" if score is None else f"{score:.1%}",
                "–" if capped is None else f"{capped:.1%}",
                f"{games:,}",
            ]
        )
    header = ["board", "opponent", "won", "95 % interval", "points", "truncated", "games"]
    return html.table(header, rows)
