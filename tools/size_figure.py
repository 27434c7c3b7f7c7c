"""The figure of model sizes by year, of `tools/figures.py`: others' models beside our own.

Sizes of notable models: Epoch AI (CC BY 4.0), see the data's README; our own from their results.
"""

import csv
import json
from datetime import date
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt

INK, MUTED, TEAL, ORANGE, GRAY = "#17202c", "#566273", "#0f6e66", "#b4541a", "#b9c2cd"
RESULTS = Path(__file__).parents[1] / "docs" / "results"
# name in the table -> what is written beside its dot, and where: (points right, points up)
NAMED = {
    "Perceptron Mark I": ("Perceptron", (-6, 8)),
    "LeNet-5": ("LeNet-5", (8, -4)),
    "AlexNet": ("AlexNet", (-48, 5)),
    "Transformer": ("Transformer", (-78, 10)),
    "GPT-2 (1.5B)": ("GPT-2", (-38, 5)),
    "GPT-3 175B (davinci)": ("GPT-3", (-38, 4)),
    "Llama 2-7B": ("Llama 2 7B", (7, -12)),
    "DeepSeek-V3": ("DeepSeek-V3", (7, 2)),
}
# No size was ever published; the height of their marks means nothing.
UNKNOWN = {"GPT-4": "GPT-4", "Gemini 1.0 Ultra": "Gemini", "Claude 3 Opus": "Claude 3"}
OURS = {"digits.perceptron": "digits-perceptron", "chat.everyday_llama": "everyday-llama"}
WORDS = {
    "en": ("parameters", "language", "images", "other", "size unknown", "trained here"),
    "fr": ("paramètres", "langue", "images", "autre", "taille inconnue", "entraîné ici"),
}


def model_sizes(data: Path, language: str) -> plt.Figure:
    """Parameters of notable models by year, on a logarithmic axis."""
    with (data / "epoch" / "notable_ai_models.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    size, text, images, other, unknown, here = WORDS[language]
    figure, axes = plt.subplots(figsize=(8.4, 4.6))
    for label, color, kind in ((other, GRAY, ""), (images, ORANGE, "Vision"), (text, TEAL, "Lang")):
        some = [row for row in rows if row["Parameters"] and _kind(row) == kind]
        x = [_year(row) for row in some]
        axes.plot(x, [float(row["Parameters"]) for row in some], "o", ms=3, color=color, alpha=0.7)
        axes.plot([], [], "o", ms=5, color=color, label=label)
    for row in rows:
        if row["Model"] in NAMED:
            name, offset = NAMED[row["Model"]]
            place = (_year(row), float(row["Parameters"]))
            axes.plot(*place, "o", ms=6, mfc="none", mec=INK, mew=1.2)
            axes.annotate(name, place, xytext=offset, textcoords="offset points", color=INK)
    _unknown(axes, rows, unknown)
    for at, name in OURS.items():
        n = _parameters(at)
        axes.axhline(n, color=INK, lw=0.8, ls=(0, (4, 3)))
        axes.text(1950.5, n / 4, f"{name}, {here}", color=INK, fontsize=8.5)
    axes.set_yscale("log")
    axes.set_ylim(20, 6e16)
    axes.set_xlim(1950, 2028)
    axes.set_ylabel(size)
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(loc="upper left", frameon=False, bbox_to_anchor=(0.0, 1.0))
    return figure


def _unknown(axes: Any, rows: list[dict[str, str]], label: str) -> None:
    """Question marks above the year of models whose size is a secret."""
    for i, (model, name) in enumerate(UNKNOWN.items()):
        row = next(row for row in rows if row["Model"] == model)
        assert not row["Parameters"]  # else it must move to where it belongs
        x, height = _year(row), 1e16 / 10.0**i
        axes.text(x, height, "?", color=ORANGE, weight="bold", ha="center", va="center")
        axes.text(x - 0.9, height, name, color=ORANGE, ha="right", va="center")
    axes.text(2025.5, 1e15, label, color=ORANGE, va="center")


def _year(row: dict[str, str]) -> float:
    day = date.fromisoformat(row["Publication date"])
    return day.year + (day.timetuple().tm_yday - 1) / 365


def _kind(row: dict[str, str]) -> str:
    first = row["Domain"].split(",")[0]
    return {"Language": "Lang", "Vision": "Vision"}.get(first, "")


def _parameters(at: str) -> int:
    name, row = at.split(".")
    rows = json.loads((RESULTS / f"{name}.json").read_text("utf-8"))["rows"]
    return int(rows[row]["parameters"])
