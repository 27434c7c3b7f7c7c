"""What the reports of language recipes show: a text written, words guessed, translations aligned.

Shapes: T target tokens, S source tokens.
"""

from pathlib import Path
from typing import Any

import numpy as np
from tokenizers import Tokenizer
from torch import nn

from gradatim.data.language.tokenizers import END_OF_TEXT, from_text
from gradatim.insight.html import page as html
from gradatim.insight.html.page import Section
from gradatim.insight.html.svg import SERIES, new_figure, styled, to_svg
from gradatim.models.language.fill_mask import fill_mask
from gradatim.models.language.sampling import Sampling, as_text, generate
from gradatim.recipes.language.causal_lm import LanguageModel
from gradatim.recipes.language.translate import Alignment, align, translate
from gradatim.recipes.runs import open_run

LENGTH = 400  # tokens of the text that is written


def open_text_run(folder: Path | str) -> tuple[nn.Module, Tokenizer, Any]:
    """Open a run on text without its data: its model, its tokenizer, what it knows of its data.

    Raises:
        UserError: not such a run, or no weights yet.
    """
    _, model, info, run = open_run(folder)
    return model, from_text((run.folder / "tokenizer.json").read_text("utf-8")), info


def language_sections(folder: Path) -> list[Section]:
    """A text that the model writes from nothing but a line end."""
    recipe, _, _, _ = open_run(folder)
    assert isinstance(recipe, LanguageModel)
    model, tokenizer, _ = open_text_run(folder)
    prompt = tokenizer.encode("\n", add_special_tokens=False).ids
    stop = tokenizer.token_to_id(END_OF_TEXT)
    tokens = generate(
        model,  # type: ignore[arg-type]
        prompt,
        LENGTH,
        context=recipe.model.context,
        sampling=Sampling(temperature=0.8, top_k=40),
        stop=() if stop is None else (stop,),
        seed=recipe.train.seed,
    )
    written = "".join(as_text(tokens, tokenizer, prompt)).strip()
    lines = [html.paragraph(line) for line in written.splitlines() if line.strip()]
    said = f"Drawn token by token at temperature 0.8 from the 40 likeliest, {LENGTH} in all:"
    return [Section(title="What it writes", body=[html.paragraph(said), *lines])]


def masked_sections(folder: Path) -> list[Section]:
    """Held-out sentences with a word hidden, and the words the model finds likeliest."""
    model, tokenizer, info = open_text_run(folder)
    rows = []
    for sentence, word in info.examples:
        guesses = fill_mask(model, tokenizer, tokenizer.encode(sentence).ids, n_best=3)[0]
        shares = ", ".join(f"{guess} {100 * share:.0f} %" for guess, share in guesses)
        rows.append((sentence, word, shares))
    said = "Sentences that were not trained on, a word hidden in each."
    table = html.table(("sentence", "hidden", "likeliest"), rows)
    return [Section(title="What it guesses", body=[html.paragraph(said), table])]


def translation_sections(folder: Path) -> list[Section]:
    """Test sentences with their translations, and what each written token looked at."""
    model, tokenizer, info = open_text_run(folder)
    sources = [source for source, _ in info.examples]
    written = translate(model, tokenizer, sources)
    rows = [
        (source, answer, reference)
        for (source, reference), answer in zip(info.examples, written, strict=True)
    ]
    pairs = sorted(zip(sources, written, strict=True), key=lambda pair: len(pair[0]))
    aligned = [
        html.figure(alignment_figure(align(model, tokenizer, source, answer)))
        for source, answer in pairs[:4]  # long sentences would be too small to read
    ]
    said = (
        "A row is a token that is written, a column a token that was read; the darker, the more "
        "the translator looked there while writing."
    )
    return [
        Section(
            title="Translations",
            body=[html.table(("to translate", "translation", "reference"), rows)],
        ),
        Section(title="Where it looks", body=[html.paragraph(said), html.side_by_side(aligned)]),
    ]


def alignment_figure(alignment: Alignment) -> str:
    """Draw an alignment as inline SVG: written tokens down, read tokens across."""
    from matplotlib.colors import to_rgb

    T, S = alignment.weights.shape
    cell = min(0.24, 8.0 / S)  # inches
    with styled():
        figure, ((axes,),) = new_figure(0.9 + cell * S, 0.7 + cell * T)
        colour = np.empty((T, S, 4))
        colour[..., :3] = to_rgb(SERIES[0])
        colour[..., 3] = alignment.weights.clamp(0, 1).numpy()
        axes.imshow(colour, interpolation="none", aspect="equal")
        axes.grid(False)
        axes.set_xticks(range(S), [_visible(token) for token in alignment.source])
        axes.set_yticks(range(T), [_visible(token) for token in alignment.target])
        if max(map(len, alignment.source[:-1])) > 1:
            axes.tick_params("x", rotation=60)
        axes.xaxis.tick_top()
        for spine in axes.spines.values():
            spine.set_visible(False)
        read, written = "".join(alignment.source[:-1]), "".join(alignment.target[:-1])
        return to_svg(figure, f"What each token of {written!r} looked at in {read!r}")


def _visible(token: str) -> str:
    """A space is shown as a low line, else it could not be seen."""
    return token.strip() or "␣"
