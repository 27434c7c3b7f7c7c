"""What the reports of language recipes show: a generated text, masked words, aligned translations.

Shapes: T target tokens, S source tokens.
"""

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from matplotlib.colors import to_rgb
from tokenizers import Tokenizer
from torch import nn

from gradatim.data.language.tokenizers import from_text
from gradatim.errors import encoded
from gradatim.insight.html import page as html
from gradatim.insight.html.page import Section
from gradatim.insight.html.svg import SERIES, new_figure, styled, to_svg
from gradatim.models.language.fill_mask import fill_mask
from gradatim.recipes.language.causal_lm import LanguageModel, write_freely
from gradatim.recipes.language.masked_lm import MaskedLanguageModel, as_read
from gradatim.recipes.language.own_text import OwnText
from gradatim.recipes.language.translation.translate import Alignment, align, translate
from gradatim.recipes.runs import open_run

LENGTH = 400  # tokens of the generated text
EVEN = 0.9  # of the entropy of equal weights: attention that has learned nothing
EVEN_TEXT = (
    "The attention has learned nothing yet: its weights are about equal over the whole source."
)
N_ALIGNED = 4  # translations whose attention is drawn, the shortest: long ones are not legible


def open_text_run(folder: Path | str) -> tuple[nn.Module, Tokenizer, Any]:
    """Open a run on text without its data: its model, its tokenizer, its info (see `data.info`).

    Raises:
        UserError: not such a run, or no weights yet.
    """
    _, model, info, run = open_run(folder)
    return model, from_text((run.folder / "tokenizer.json").read_text("utf-8")), info


def language_sections(folder: Path) -> list[Section]:
    """A text that the model generates from a line end alone."""
    recipe, _, _, _ = open_run(folder)
    assert isinstance(recipe, LanguageModel)
    model, tokenizer, info = open_text_run(folder)
    written = write_freely(model, tokenizer, recipe.model.context, LENGTH, recipe.train.seed)
    lines = [html.paragraph(line) for line in written.splitlines() if line.strip()]
    said = f"{LENGTH} tokens at most, sampled at temperature 0.8 from the 40 most probable ones:"
    said = f"{went_on(recipe, info)}{said}"
    return [Section(title="Generated text", body=[html.paragraph(said), *lines])]


def went_on(recipe: LanguageModel, info: Any) -> str:
    """What a run went on from, if from anything, and how good that was."""
    if not isinstance(recipe, OwnText) or not recipe.init_from:
        return ""
    return (
        f"It went on from {recipe.init_from}, which had a loss of {info.loss_before:.3f} per "
        f"{recipe.predicted} on the same test text. "
    )


def masked_sections(folder: Path) -> list[Section]:
    """Held-out sentences with a masked word, and the words that the model predicts for it."""
    recipe, _, _, _ = open_run(folder)
    assert isinstance(recipe, MaskedLanguageModel)
    model, tokenizer, info = open_text_run(folder)
    rows = []
    for sentence, word in info.examples:
        tokens = encoded(tokenizer, as_read(sentence, tokenizer)).ids
        guesses = fill_mask(model, tokenizer, tokens, n_best=3)[0]
        rows.append((sentence, word, ", ".join(f"{w} {100 * p:.0f} %" for w, p in guesses)))
    said = "Sentences that were not trained on, with one masked word in each."
    said = f"{went_on(recipe, info)}{said}"
    table = html.table(("sentence", "masked word", "most probable"), rows)
    return [Section(title="Masked words", body=[html.paragraph(said), table])]


def translation_sections(folder: Path) -> list[Section]:
    """Test sentences with their translations, and the attention of each target token."""
    model, tokenizer, info = open_text_run(folder)
    sources = [source for source, _ in info.examples]
    written = translate(model, tokenizer, sources)
    rows = [
        (source, answer, reference)
        for (source, reference), answer in zip(info.examples, written, strict=True)
    ]
    pairs = sorted(zip(sources, written, strict=True), key=lambda pair: len(pair[0]))
    alignments = [align(model, tokenizer, source, answer) for source, answer in pairs[:N_ALIGNED]]
    aligned = [html.figure(alignment_figure(alignment)) for alignment in alignments]
    said = (
        "A row is a token of the translation, a column a token of the source sentence; the darker, "
        "the larger the attention weight."
    )
    unlearned = [html.paragraph(EVEN_TEXT)] if is_even(alignments) else []
    return [
        Section(
            title="Translations",
            body=[html.table(("source", "translation", "reference"), rows)],
        ),
        Section(
            title="Attention", body=[html.paragraph(said), *unlearned, html.side_by_side(aligned)]
        ),
    ]


def is_even(alignments: Sequence[Alignment]) -> bool:
    """Whether attention spreads over the source as if it knew nothing of it.

    The entropy of its rows, as a fraction of that of equal weights, is above `EVEN` on average.
    """
    fractions = [
        torch.special.entr(alignment.weights).sum(1) / math.log(alignment.weights.shape[1])
        for alignment in alignments
        if alignment.weights.shape[1] > 1
    ]
    return bool(fractions) and float(torch.cat(fractions).mean()) > EVEN


def alignment_figure(alignment: Alignment) -> str:
    """Draw an alignment (T, S) as inline SVG: target tokens down, source tokens across."""
    T, S = alignment.weights.shape
    cell = min(0.24, 8.0 / S)  # inches
    with styled():
        figure, ((axes,),) = new_figure(0.9 + cell * S, 0.7 + cell * T)
        color = np.empty((T, S, 4))
        color[..., :3] = to_rgb(SERIES[0])
        color[..., 3] = alignment.weights.clamp(0, 1).numpy()
        axes.imshow(color, interpolation="none", aspect="equal")
        axes.grid(False)
        axes.set_xticks(range(S), [_visible(token) for token in alignment.source])
        axes.set_yticks(range(T), [_visible(token) for token in alignment.target])
        if max(map(len, alignment.source[:-1])) > 1:  # words, not characters
            axes.tick_params("x", rotation=60)
        axes.xaxis.tick_top()
        for spine in axes.spines.values():
            spine.set_visible(False)
        source, target = "".join(alignment.source[:-1]), "".join(alignment.target[:-1])
        return to_svg(figure, f"Attention of each token of {target!r} to those of {source!r}")


def _visible(token: str) -> str:
    """A space is shown as a low line, else it could not be seen."""
    return token.strip() or "␣"
