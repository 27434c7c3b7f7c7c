"""Figures of the chapters, drawn from data: `python tools/figures.py FOLDER-WITH-THE-DATA`.

Writes docs/figures/*.svg, each in English and in French.
"""

import csv
import sys
from pathlib import Path

import matplotlib as mpl

mpl.use("svg")

import matplotlib.pyplot as plt
from matplotlib.patches import Ellipse
from size_figure import model_sizes

OUT = Path(__file__).parents[1] / "docs" / "figures"
INK, MUTED, TEAL, ORANGE = "#17202c", "#566273", "#0f6e66", "#b4541a"
LANGUAGES = ("en", "fr")


def save(figure: plt.Figure, name: str) -> None:
    """Write a figure without a date, so that the same data give the same file."""
    OUT.mkdir(exist_ok=True)
    figure.savefig(OUT / f"{name}.svg", metadata={"Date": None}, bbox_inches="tight")
    plt.close(figure)


def imagenet(data: Path, language: str) -> None:
    """Error of the winners of ImageNet by year, beside a person."""
    french = language == "fr"
    with (data / "ilsvrc" / "ilsvrc.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    winners = [row for row in rows if row["kind"] == "winner"]
    human = next(float(row["top5_error_percent"]) for row in rows if row["kind"] == "human")
    figure, axes = plt.subplots(figsize=(7.6, 3.3))
    for row in winners:
        error, year = float(row["top5_error_percent"]), int(row["year"])
        deep = row["deep"] == "yes"
        axes.bar(year, error, width=0.66, color=TEAL if deep else "#b9c2cd")
        text = f"{error:g}".replace(".", "," if french else ".")
        above = human if abs(error - human) < 3 and error < human else error
        axes.text(year, above + 0.5, text, ha="center", color=INK)
    axes.axhline(human, color=ORANGE, linestyle="--", linewidth=1.5)
    person = f"{human:g}".replace(".", "," if french else ".")
    label = f"une personne :\n{person} %" if french else f"one person:\n{person} %"
    axes.text(2017.55, human, label, color=ORANGE, va="center")
    axes.text(2010.5, 31.2, "sans réseau profond" if french else "no deep network", color=MUTED)
    axes.text(2012.5, 18.5, "réseaux profonds" if french else "deep networks", color=TEAL)
    axes.set_ylabel("erreur top-5 (%)" if french else "top-5 error (%)")
    axes.set_xticks(range(2010, 2018))
    axes.set_ylim(0, 34)
    axes.spines[["top", "right"]].set_visible(False)
    save(figure, f"imagenet.{language}")


SETS = {
    "en": (
        ("Artificial intelligence", "a planner that computes the exact value of a PyRat game"),
        ("Machine learning", "a perceptron that learns ten digits from examples"),
        ("Deep learning", "a convolutional network\nthat reads the same digits"),
    ),
    "fr": (
        ("Intelligence artificielle", "un planificateur qui calcule la valeur exacte d’une partie"),
        ("Apprentissage automatique", "un perceptron qui apprend dix chiffres"),
        ("Apprentissage profond", "un réseau convolutif\nqui lit les mêmes chiffres"),
    ),
}


def nested_sets(language: str) -> None:
    """AI contains machine learning, which contains deep learning; an example of ours in each."""
    figure, axes = plt.subplots(figsize=(7.6, 4.0))
    sizes = ((10, 6.6, "#e9eef3"), (7.6, 4.5, "#cfe4e1"), (5.0, 2.3, "#9fccc6"))
    for (width, height, color), (title, example) in zip(sizes, SETS[language], strict=True):
        low = -3.3
        center = low + height / 2
        axes.add_patch(Ellipse((0, center), width, height, facecolor=color, edgecolor=INK))
        top = low + height
        axes.text(0, top - 0.62, title, ha="center", weight="bold", color=INK, fontsize=11)
        axes.text(0, top - 0.82, example, ha="center", va="top", color=INK, fontsize=9)
    axes.set_xlim(-5.2, 5.2)
    axes.set_ylim(-3.5, 3.5)
    axes.axis("off")
    save(figure, f"nested-sets.{language}")


def main(data: Path) -> None:
    """Draw all figures in both languages."""
    mpl.rcParams.update({"svg.hashsalt": "gradatim", "font.size": 10, "font.family": "DejaVu Sans"})
    for language in LANGUAGES:
        imagenet(data, language)
        nested_sets(language)
        save(model_sizes(data, language), f"model-sizes.{language}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
