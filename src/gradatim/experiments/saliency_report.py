"""`gradatim explain`: which pixels, which words? One page, with the checks that keep it honest.

Shapes: B images, C channels, H and W height and width, K classes, T words, L blocks.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from gradatim.data import load
from gradatim.data.info import ImageInfo
from gradatim.data.vision.batches import device_batches
from gradatim.data.vision.image_folder import read_image
from gradatim.errors import UserError
from gradatim.insight.activation_maximization import maximize_classes
from gradatim.insight.attention_rollout import patch_map, rollout_of
from gradatim.insight.attribution import METHODS, heat_map
from gradatim.insight.html import charts
from gradatim.insight.html import page as html
from gradatim.insight.html.figures import tiles
from gradatim.insight.html.page import Section, figure, paragraph
from gradatim.insight.html.svg import diverging_colors, rgb_array
from gradatim.insight.logit_lens import logit_lens
from gradatim.insight.saliency_checks import cascading_randomization, deletion
from gradatim.models.vision.vit import ViT
from gradatim.recipes.language.causal_lm import LanguageModel
from gradatim.recipes.runs import open_run
from gradatim.training import Run

ABOUT_MAPS = (
    "Each row is one picture. Orange pixels speak for the answer, blue ones against it; Grad-CAM "
    "and occlusion are as coarse as the maps and the squares they work with."
)
ABOUT_FORGETTING = (
    "First check: the weights are shuffled layer by layer, from the answer down. A map that hardly "
    "changes shows the picture, not what the network learned, and must not be believed. 1 is the "
    "same map, 0 another one."
)
ABOUT_DELETION = (
    "Second check: the most marked pixels are deleted first. The probability of the answer must "
    "fall faster than when pixels are deleted at random; the number is the area between the curves."
)
FAILURE = (
    "What these maps do not say: whether the reason is a good one. A network that looks at a "
    "hospital's mark in the corner has a clean heat map of that corner."
)


@dataclass(frozen=True)
class Pictures:
    """Pictures to explain, as bytes and as the network sees them."""

    names: list[str]
    images: Tensor  # uint8 (B, C, H, W)
    normalised: Tensor  # (B, C, H, W)


def explain(folder: Path | str, inputs: Sequence[str] = (), out: Path | None = None) -> Path:
    """Explain what a network answers, on one page.

    Args:
        folder: of the run: an image network, or a language model that writes word by word.
        inputs: picture files, or sentences; a picture of each class when none are given.
        out: page to write; explain.html in the run folder by default.

    Raises:
        UserError: a run of another kind, a file that is no picture, a sentence that is too long.
    """  # fmt: skip
    recipe, model, info, run = open_run(folder)
    out = out or run.folder / "explain.html"
    if isinstance(info, ImageInfo) and info.classes and info.mean:
        pictures = _pictures(info, [Path(i) for i in inputs])
        page = _image_page(str(folder), model, pictures, list(info.classes))
    elif isinstance(recipe, LanguageModel):
        page = _text_page(str(folder), model, run, inputs)
    else:
        raise UserError(
            f"{folder} is a run of {run.config['recipe']}: only image networks and language models "
            "can be explained."
        )
    return html.write(out, page)


def _pictures(info: ImageInfo, paths: list[Path]) -> Pictures:
    """Read the pictures, or take one of each class from the test set."""
    if paths:
        images = torch.stack([read_image(path, info.shape, data=info.data) for path in paths])
        names = [path.name for path in paths]
    else:
        test = load(info.data, "test", size=info.shape[1])
        rows = torch.tensor([int((test.labels == k).nonzero()[0]) for k in test.labels.unique()])
        images = test.images[rows]
        names = [info.classes[k] for k in test.labels[rows].tolist()]
    normalised = torch.cat(list(device_batches(images, *info.statistics)))
    return Pictures(names, images, normalised.contiguous())


def methods_for(model: nn.Module, images: Tensor) -> dict:
    """The methods that suit a network: Grad-CAM needs feature maps."""
    usable = {}
    for name, method in METHODS.items():
        try:
            method(model, images[:1], torch.zeros(1, dtype=torch.long))
        except UserError:
            continue
        usable[name] = method
    return usable


def map_figure(images: Tensor, names: Sequence[str], maps: dict[str, Tensor]) -> str:
    """Pictures and their maps in rows."""
    cells, captions = [], []
    for index, name in enumerate(names):
        cells.append(rgb_array(images[index]))
        captions.append(name)
        for method, attribution in maps.items():
            cells.append(diverging_colors(attribution[index].sum(0).numpy()))
            captions.append(method.replace("integrated-gradients", "integrated\ngradients"))
    return tiles(np.stack(cells), captions, n_columns=1 + len(maps), what="Images and heat maps")


def _image_page(folder: str, model: nn.Module, pictures: Pictures, classes: list[str]) -> str:
    with torch.no_grad():
        shares = model(pictures.normalised).softmax(1)
    sure, answers = shares.max(1)
    labels = [
        f"{name}\n{classes[k]} {100 * p:.0f} %"
        for name, k, p in zip(pictures.names, answers.tolist(), sure.tolist(), strict=True)
    ]
    methods = methods_for(model, pictures.normalised)
    maps = {n: m(model, pictures.normalised, answers).detach() for n, m in methods.items()}
    n = 5  # pictures to show; the checks use all
    rows = map_figure(pictures.images[:n], labels[:n], {k: m[:n] for k, m in maps.items()})
    checks = honesty(model, pictures.normalised, answers)
    sections = [
        Section(title="Which pixels?", body=(paragraph(ABOUT_MAPS), figure(rows))),
        Section(title="Can the maps be believed?", body=checks),
    ]
    if isinstance(model, ViT):
        sections.insert(1, _attention_section(model, pictures))
    liked = maximize_classes(model, len(classes), tuple(pictures.images.shape[1:]))  # type: ignore[arg-type]
    faces = tiles(_stretched(liked), classes, n_columns=min(10, len(classes)), what="Favourites")
    about = "Pixels were changed, starting from noise, until the network was sure of each class."
    sections.append(Section(title="What each class likes best", body=(paragraph(about), figure(faces))))  # fmt: skip  # noqa: E501
    sections.append(Section(title="What is not shown", body=(paragraph(FAILURE),)))
    lead = (
        f"What the network of {folder} looks at, by {len(methods)} methods, and two tests of them."
    )
    return html.page("Which pixels made it say so?", lead, sections, f"`gradatim explain {folder}`")


def honesty(model: nn.Module, images: Tensor, targets: Tensor) -> tuple[str, ...]:
    """The two checks of each method that suits a network: two figures and a table."""
    similar, falls, rows = {}, {}, []
    for name, method in methods_for(model, images).items():
        steps = cascading_randomization(model, method, images, targets)
        similar[name] = (list(range(len(steps))), [s.similarity for s in steps])
        curve = deletion(model, images, targets, method(model, images, targets).detach())
        falls[name] = (curve.fractions.tolist(), curve.marked.tolist())
        passed = abs(steps[-1].similarity) < 0.5, curve.gain > 0
        rows.append([name, f"{steps[-1].similarity:+.2f}", f"{curve.gain:+.3f}", "yes" if all(passed) else "no"])  # fmt: skip  # noqa: E501
    falls["at random"] = (curve.fractions.tolist(), curve.random.tolist())
    forgotten = charts.lines(
        similar,
        x="layers that forgot, from the answer down",
        y="likeness of the map",
        percent=False,
    )
    deleted = charts.lines(falls, x="fraction of pixels deleted", y="probability of the class (%)")
    header = ("method", "likeness at the end", "gain over random deletion", "passes both")
    return (
        paragraph(ABOUT_FORGETTING), figure(forgotten),
        paragraph(ABOUT_DELETION), figure(deleted),
        html.table(header, rows),
    )  # fmt: skip


def _attention_section(model: ViT, pictures: Pictures) -> Section:
    side = model.config.image_size // model.config.patch_size
    flow = patch_map(rollout_of(model, pictures.normalised), side, side)  # (B, side, side)
    flow = nn.functional.interpolate(flow[:, None], pictures.images.shape[2:])
    cells = map_figure(
        pictures.images, pictures.names, {"attention rollout": heat_map(flow)[:, None]}
    )
    about = "Where the class token's attention came from, multiplied through all layers."
    return Section(title="Attention", body=(paragraph(about), figure(cells)))


def _stretched(images: Tensor) -> np.ndarray:
    """Normalized pictures with their full range of brightness, (N, H, W, 3) in [0, 1]."""
    low, high = images.amin((1, 2, 3), keepdim=True), images.amax((1, 2, 3), keepdim=True)
    return ((images - low) / (high - low + 1e-9)).expand(-1, 3, -1, -1).permute(0, 2, 3, 1).numpy()


def _text_page(folder: str, model: nn.Module, run: Run, sentences: Sequence[str]) -> str:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(run.folder / "tokenizer.json"))
    if not sentences:
        raise UserError(f'give at least one sentence: gradatim explain {folder} "A sentence"')
    sections = []
    for sentence in sentences:
        ids = tokenizer.encode(sentence).ids
        context = int(model.config.context)  # type: ignore[union-attr, arg-type]
        if not 0 < len(ids) <= context:
            raise UserError(
                f"{sentence[:40]!r} makes {len(ids)} tokens: the model reads 1 to {context}."
            )
        words = [tokenizer.decode([i]) for i in ids]
        tokens = torch.tensor([ids])
        shares = logit_lens(model, tokens).softmax(-1)[:, 0]  # (1 + L, T, V)
        best = shares.max(-1)
        last = slice(max(0, len(ids) - 10), len(ids))
        guesses = [[tokenizer.decode([int(i)]).strip() or "␣" for i in row[last]] for row in best.indices]  # fmt: skip  # noqa: E501
        rows = ["embedding", *(f"block {i + 1}" for i in range(len(shares) - 1))]
        lens = charts.heat_table(best.values[:, last].numpy(), rows, words[last], words=guesses)
        flow = rollout_of(model, tokens)[0, last]
        attention = charts.heat_table(flow.numpy()[:, last], words[last], words[last])
        sections.append(
            Section(
                title=f"“{sentence}”",
                body=(
                    paragraph("The guess of the next word after each block; darker is surer."),
                    figure(lens),
                    paragraph("Attention rollout: from which words (columns) each place is made."),
                    figure(attention),
                ),
            )
        )
    about = (
        "The lens reads a middle block with the last block's head, which was never trained for it; "
        "rollout knows attention only, not the values that were carried."
    )
    sections.append(Section(title="What is not shown", body=(paragraph(about),)))
    lead = f"What the language model of {folder} would say after each block, and what it looked at."
    return html.page("Which words made it say so?", lead, sections, f"`gradatim explain {folder}`")
