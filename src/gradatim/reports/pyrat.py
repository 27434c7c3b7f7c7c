"""What the report of a PyRat run shows: games won against a fixed ladder of opponents.

Recipes that learn to play write, for every setting and opponent they are judged by, the metrics
"SETTING/OPPONENT wins", "... score" and "... capped", shares of the games of a match.
"""

import re
from collections.abc import Mapping
from typing import Any

from gradatim.insight.html import charts
from gradatim.insight.html import page as html
from gradatim.insight.html.page import Section, paragraph
from gradatim.stats import Interval, fraction
from gradatim.training import Run

WINS = re.compile(r"([\w.-]+)/([\w.:/-]+) wins")
ABOUT = (
    "Every so often the network plays whole matches on mazes it has not seen, sides swapped. Lines "
    "are the share of games it wins, bands hold the true share with 95 % (Wilson's interval)."
)


def won(row: Mapping[str, Any], games: int) -> dict[tuple[str, str], Interval]:
    """The share of games won in each match of a row of metrics: (setting, opponent) -> interval.

    Args:
        row: metrics of one evaluation.
        games: of each match.
    """
    found = {}
    for name, value in row.items():
        if match := WINS.fullmatch(name):
            found[match[1], match[2]] = fraction(value * games, games)
    return found


def is_ladder(metrics: Mapping[str, Any]) -> bool:
    """Whether metrics are those of matches."""
    return any(WINS.fullmatch(name) for name in metrics)


def ladder_words(run: Run) -> str:
    """The last match of a finished run on every setting, in a sentence; empty for other runs."""
    matches = won(run.summary().get("metrics", {}), _games(run, final=True))
    first: dict[str, str] = {}  # one opponent a setting; the table below has all
    for (setting, opponent), share in matches.items():
        numbers = f"{share.value:.1%} [{share.low:.1%}, {share.high:.1%}]"
        first.setdefault(setting, f"{numbers} against {opponent} on {setting}")
    return f"Wins {', '.join(first.values())}, on mazes it has not seen." if first else ""


def ladder_sections(run: Run) -> list[Section]:
    """Curves and the last table of a run that plays matches; nothing for other runs."""
    rows = [row for row in run.metrics("evaluate") if is_ladder(row)]
    if not rows:
        return []
    curves: dict[str, dict[str, tuple[list[float], list[float | Interval]]]] = {}
    for row in rows:
        final = bool(run.summary()) and row is rows[-1]
        for (setting, opponent), share in won(row, _games(run, final=final)).items():
            steps, values = curves.setdefault(setting, {}).setdefault(opponent, ([], []))
            steps.append(row["step"])
            values.append(share)
    figures = [
        html.figure(charts.lines(lines, x="step", y="games won", title=setting, height=2.5))
        for setting, lines in curves.items()
    ]
    body = [paragraph(ABOUT), *figures]
    if summary := run.summary():
        body += [html.subheading("At the end"), _table(run, summary["metrics"])]
    return [Section(title="Games won against the ladder", body=body)]


def _games(run: Run, *, final: bool = False) -> int:
    """How many games each match has."""
    settings = run.config["options"]
    return int(settings.get("final_games" if final else "games", 100))


def _table(run: Run, metrics: Mapping[str, Any]) -> str:
    games = _games(run, final=True)
    rows = []
    for (setting, opponent), share in won(metrics, games).items():
        score = metrics.get(f"{setting}/{opponent} score")
        capped = metrics.get(f"{setting}/{opponent} capped")
        rows.append(
            [
                setting,
                opponent,
                f"{share.value:.1%}",
                f"{share.low:.1%} to {share.high:.1%}",
                "–" if score is None else f"{score:.1%}",
                "–" if capped is None else f"{capped:.1%}",
                f"{games:,}",
            ]
        )
    header = ["board", "opponent", "won", "95 %", "points", "cut off", "games"]
    return html.table(header, rows)
