"""The attention page: every layer and head on one sentence.

A row of a map is the token that attends, a column the token it attends to; the darker, the more.

Shapes: H heads, T tokens that look, S tokens looked at.
"""

import base64
import io
import re
from collections.abc import Mapping, Sequence
from html import escape

import numpy as np
import torch
from PIL import Image
from torch import Tensor

from gradatim.errors import UserError
from gradatim.insight.html import page

LONGEST = 64  # tokens; longer maps cannot be read on a page
CELL = 14  # side of a weight, in the units of the SVG
COLOR = (52, 120, 190)  # red, green, blue
STYLE = (
    "<style>.heads{display:grid;gap:1.2rem 1.6rem;margin:1rem 0;"
    "grid-template-columns:repeat(auto-fill,minmax(min(100%,var(--least)),1fr))}"
    ".heads figure{margin:0}.heads svg{display:block;width:100%;height:auto}"
    ".heads text{font:10px var(--sans);fill:var(--ink)}.heads image{image-rendering:pixelated}"
    ".heads rect{fill:none;stroke:var(--rule)}</style>"
)


def describe(weights: Tensor) -> str:
    """Say in words where a head looks, from its weights (T, S).

    The commonest patterns of heads (Clark et al. 2019, "What does BERT look at?", section 3) are
    tried; where none has 40 % of the weight, the number of tokens it spreads over (the exponential
    of the entropy) is given.
    """
    T, S = weights.shape
    spread = torch.special.entr(weights).sum(-1).exp().mean().item()
    if T == S and T > 2:
        patterns = {
            "at itself": weights.diagonal().mean(),
            "at the token before": weights.diagonal(-1).mean(),
            "at the token after": weights.diagonal(1).mean(),
            "at the first token": weights[1:, 0].mean(),
            "at the last token": weights[:-1, -1].mean(),
        }
        best = max(patterns, key=lambda pattern: patterns[pattern].item())
        weight = patterns[best].item()
        if weight >= 0.4:
            return f"looks {best} ({100 * weight:.0f} %)"
    return f"spreads over {spread:.1f} tokens"


def head_map(weights: Tensor, looking: Sequence[str], looked_at: Sequence[str]) -> str:
    """Draw the weights (T, S) of a head as inline SVG, with its tokens."""
    T, S = weights.shape
    pixels = np.empty((T, S, 4), dtype=np.uint8)
    pixels[..., :3] = COLOR
    pixels[..., 3] = (255 * weights.clamp(0, 1).sqrt()).round().byte().numpy()
    rows, columns = ([_visible(token) for token in tokens] for tokens in (looking, looked_at))
    left, top = (8 + 6 * max(map(len, names)) for names in (rows, columns))
    width, height = left + CELL * S + 2, top + CELL * T + 2
    labels = [
        f'<text x="{left - 5}" y="{top + CELL * (i + 0.72):.0f}" text-anchor="end">'
        f"{escape(t)}</text>"
        for i, t in enumerate(rows)
    ] + [
        f'<text transform="translate({left + CELL * (j + 0.72):.0f} {top - 5}) rotate(-90)">'
        f"{escape(t)}</text>"
        for j, t in enumerate(columns)
    ]
    strongest = weights.argmax(-1).tolist()
    said = "; ".join(f"{rows[i]} at {columns[j]}" for i, j in enumerate(strongest[:12]))
    return (
        f'<svg viewBox="0 0 {width} {height}" role="img" aria-label="Most: {escape(said)}">'
        f'<image x="{left}" y="{top}" width="{CELL * S}" height="{CELL * T}" '
        f'preserveAspectRatio="none" href="data:image/png;base64,{_png(pixels)}"/>'
        f'<rect x="{left}" y="{top}" width="{CELL * S}" height="{CELL * T}"/>'
        f"{''.join(labels)}</svg>"
    )


def attention_page(
    maps: Mapping[str, Tensor],
    tokens: Sequence[str],
    written: Sequence[str] = (),
    *,
    title: str = "Attention",
) -> str:
    """Assemble the page.

    Args:
        maps: from `models.attention.attention_maps` of one sentence: (1, H, T, S) each.
        tokens: of the sentence.
        written: for translators, the tokens that look from the decoder.
        title: of the page.

    Returns:
        A whole HTML document that asks for nothing from outside.

    Raises:
        UserError: a model without attention, or more tokens than can be read on a page.
    """
    if not maps:
        raise UserError("this model has no attention layers, so there is nothing to show.")
    longest = max(len(tokens), len(written))
    if longest > LONGEST:
        raise UserError(
            f"the sentence has {longest} tokens; a page can show {LONGEST}: give a shorter one."
        )
    least = 12.5 if longest <= 12 else 17 if longest <= 24 else 26  # rem a map needs to be read
    sections, n_heads = [], 0
    for name, weights in maps.items():
        crossing = "cross" in name or name == "attention"
        looking = written if crossing or name.startswith("decoder") else tokens
        looked_at = tokens if crossing or not name.startswith("decoder") else written
        figures = []
        for number, head in enumerate(weights[0].float().cpu(), 1):
            drawing = head_map(head, looking, looked_at)
            said = f"<b>Head {number}</b> {escape(describe(head))}"
            figures.append(f"<figure>{drawing}<figcaption>{said}</figcaption></figure>")
        n_heads += len(figures)
        body = f'<div class="heads" style="--least:{least}rem">{"".join(figures)}</div>'
        sections.append(page.Section(title=_layer(name), body=[body]))
    layers = "1 layer" if len(maps) == 1 else f"{len(maps)} layers"
    heads = "1 head" if n_heads == 1 else f"{n_heads} heads"
    lead = (
        f"{layers}, {heads}. A row is the token that attends, a column the token "
        "it attends to; the darker, the more. Rows sum to 1; shades show the square root."
    )
    html = page.page(title, lead, sections, "Weights tell what a head attends to, not why.")
    return html.replace("</head>", f"{STYLE}</head>", 1)


def _layer(name: str) -> str:
    """The place of a layer in words: "decoder.0.cross_attention" -> "Decoder layer 1, ..."."""
    number = re.search(r"\d+", name)
    side = name.split(".")[0] if name.startswith(("encoder", "decoder")) else ""
    words = f"{side} layer {int(number.group()) + 1}" if number else "alignment"
    if "cross" in name:
        words += ", looking at the source"
    return words.strip().capitalize()


def _visible(token: str) -> str:
    """A token as it can be read: spaces and line ends shown, long ones cut."""
    token = token.replace("\n", "⏎").replace(" ", "·") or "∅"
    return token if len(token) <= 12 else f"{token[:11]}…"


def _png(pixels: np.ndarray) -> str:
    file = io.BytesIO()
    Image.fromarray(pixels, "RGBA").save(file, "PNG", optimize=True)
    return base64.b64encode(file.getvalue()).decode()
