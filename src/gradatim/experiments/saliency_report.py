"""`gradatim explain`: which pixels, which words? One page, with the checks of its saliency maps.

Shapes: B images, C channels, H and W height and width, K classes, T words, L blocks.
"""

import shlex
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import torch
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn
from tokenizers import Tokenizer
from torch import Tensor, nn

from gradatim.data import load
from gradatim.data.info import ImageInfo
from gradatim.data.vision.batches import device_batches
from gradatim.data.vision.image_folder import read_image
from gradatim.errors import UserError, encoded
from gradatim.insight.activation_maximization import maximize_classes
from gradatim.insight.attention_rollout import patch_map, rollout_of
from gradatim.insight.attribution import METHODS, heat_map, occlusion
from gradatim.insight.html import charts
from gradatim.insight.html import page as html
from gradatim.insight.html.page import Section, figure, paragraph
from gradatim.insight.html.svg import diverging_colors, rgb_array
from gradatim.insight.html.tiles import tiles
from gradatim.insight.logit_lens import logit_lens
from gradatim.insight.saliency_checks import (
    Attribution,
    cascading_randomization,
    deletion,
    layers_with_weights,
)
from gradatim.models.vision.vit import ViT
from gradatim.recipes.language.causal_lm import LanguageModel
from gradatim.recipes.language.trained_model import require_sentence
from gradatim.recipes.runs import open_run
from gradatim.training import Run

N_TOKENS = 10  # of a long sentence, from its end: more do not fit across a page


@dataclass(frozen=True)
class ImageInputs:
    """Images to explain, as bytes and as the network reads them."""

    names: list[str]
    images: Tensor  # uint8 (B, C, H, W)
    normalized: Tensor  # (B, C, H, W)


def write_explanation(
    folder: Path | str, inputs: Sequence[str] = (), out: Path | None = None
) -> Path:
    """Explain what a network answers, on one page.

    Args:
        folder: of the run: an image network, or a language model that writes word by word.
        inputs: image files, or sentences; a test image of each class when none are given.
        out: page to write; explain.html in the run folder by default.

    Raises:
        UserError: a run of another kind, a file that is not an image, a sentence that is too long.
    """
    recipe, model, info, run = open_run(folder)
    out = out or run.folder / "explain.html"
    if isinstance(info, ImageInfo) and info.classes and info.mean:
        images = _image_inputs(info, [Path(i) for i in inputs])
        with _progress() as bar:
            page = _image_page(str(folder), model, images, list(info.classes), bar)
    elif isinstance(recipe, LanguageModel):
        page = _text_page(str(folder), model, run, inputs)
    else:
        raise UserError(
            f"{folder} is a run of {run.config['recipe']}: only image networks and language models "
            "can be explained."
        )
    return html.write(out, page)


def _image_inputs(info: ImageInfo, paths: list[Path]) -> ImageInputs:
    """Read the images, or take one of each class from the test set."""
    if paths:
        images = torch.stack([read_image(path, info.shape, data=info.data) for path in paths])
        names = [path.name for path in paths]
    else:
        test = load(info.data, "test", size=info.shape[1])
        rows = torch.tensor([int((test.labels == k).nonzero()[0]) for k in test.labels.unique()])
        images = test.images[rows]
        names = [info.classes[k] for k in test.labels[rows].tolist()]
    normalized = torch.cat(list(device_batches(images, *info.statistics)))
    return ImageInputs(names, images, normalized.contiguous())


def methods_for(model: nn.Module, images: Tensor) -> dict[str, Attribution]:
    """The methods that suit a network: Grad-CAM needs feature maps.

    Occlusion covers about a sixth of the side of a large image, so that its squares, each of which
    costs a pass through the network, do not become more.
    """
    side = min(images.shape[2:])
    size, stride = max(5, side // 6), max(2, side // 12)
    covering = partial(occlusion, size=size, stride=stride)
    usable = {}
    suited: dict[str, Attribution] = {**METHODS, "occlusion": covering}
    for name, method in suited.items():
        try:
            method(model, images[:1], torch.zeros(1, dtype=torch.long))
        except UserError:
            continue
        usable[name] = method
    return usable


def map_figure(images: Tensor, names: Sequence[str], maps: dict[str, Tensor]) -> str:
    """Images and their saliency maps in rows.

    Args:
        images: uint8 (B, C, H, W).
        names: of the images.
        maps: method -> attribution of every pixel, (B, C, H, W).
    """
    cells, captions = [], []
    for index, name in enumerate(names):
        cells.append(rgb_array(images[index]))
        captions.append(name)
        for method, attribution in maps.items():
            cells.append(diverging_colors(attribution[index].sum(0).numpy()))
            captions.append(method.replace("integrated-gradients", "integrated\ngradients"))
    return tiles(np.stack(cells), captions, n_columns=1 + len(maps), what="Images and their maps")


def _progress() -> Progress:
    """A bar with the time left, in a terminal."""
    console = Console(emoji=False, stderr=True)
    columns = (
        TextColumn("checking the maps"),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
    )
    return Progress(*columns, console=console, transient=True, disable=not console.is_terminal)


def _timed(
    model: nn.Module,
    methods: dict[str, Attribution],
    inputs: Tensor,
    answers: Tensor,
    bar: Progress,
) -> tuple[dict[str, Tensor], dict[str, Attribution]]:
    """The maps of each method, and the methods as they move the bar during the checks.

    A map of one method takes a hundred times as long as that of another: the bar counts seconds, as
    many for a map as the first of its method took.
    """
    maps, timed, total = {}, {}, 0.0
    n_checks = len(layers_with_weights(model)) + 2  # maps of each method that `check_maps` draws
    task = bar.add_task("", total=None)
    for name, method in methods.items():
        start = time.perf_counter()
        maps[name] = method(model, inputs, answers).detach()
        seconds = time.perf_counter() - start
        total += n_checks * seconds
        timed[name] = _moving(method, partial(bar.advance, task, seconds))
    bar.update(task, total=total)
    return maps, timed


def _moving(method: Attribution, move: Callable[[], None]) -> Attribution:
    def moving(model: nn.Module, images: Tensor, targets: Tensor) -> Tensor:
        found = method(model, images, targets)
        move()
        return found

    return moving


def _image_page(
    folder: str, model: nn.Module, inputs: ImageInputs, classes: list[str], bar: Progress
) -> str:
    with torch.no_grad():
        probabilities = model(inputs.normalized).softmax(1)  # (B, K)
    confidence, answers = probabilities.max(1)
    labels = [
        f"{name}\n→ {classes[k]}, {100 * p:.0f} %"
        for name, k, p in zip(inputs.names, answers.tolist(), confidence.tolist(), strict=True)
    ]
    methods = methods_for(model, inputs.normalized)
    maps, methods = _timed(model, methods, inputs.normalized, answers, bar)
    n = 5  # images to show; the checks use all
    shown = map_figure(inputs.images[:n], labels[:n], {k: m[:n] for k, m in maps.items()})
    sections = [
        Section(title="Saliency maps", body=(paragraph(MAPS_TEXT), figure(shown))),
        Section(
            title="Can the maps be trusted?",
            body=check_maps(model, methods, inputs.normalized, answers),
        ),
        _maximization_section(model, classes, tuple(inputs.images.shape[1:])),
        Section(title="What is not shown", body=(paragraph(LIMITS_TEXT),)),
    ]
    if isinstance(model, ViT):
        sections.insert(1, _attention_section(model, inputs))
    lead = f"What the answers of {folder} depend on, by {len(methods)} methods, with two checks."
    return html.page("Which pixels speak for the answer?", lead, sections, _command(folder))


def check_maps(
    model: nn.Module, methods: dict[str, Attribution], images: Tensor, targets: Tensor
) -> tuple[str, ...]:
    """Check the maps of each method by randomization and by deletion: two figures and a table.

    Args:
        model: images (B, C, H, W) to logits (B, K).
        methods: that suit the model, at least one.
        images: normalized, (B, C, H, W).
        targets: classes whose maps are checked, (B,).
    """
    similar, falls, rows = {}, {}, []
    for name, method in methods.items():
        steps = cascading_randomization(model, method, images, targets)
        similar[name] = (list(range(len(steps))), [s.similarity for s in steps])
        curve = deletion(model, images, targets, method(model, images, targets).detach())
        falls[name] = (curve.fractions.tolist(), curve.marked.tolist())
        last, gain = steps[-1].similarity, curve.gain
        passed = "yes" if abs(last) < 0.5 and gain > 0 else "no"
        rows.append([name, f"{last:+.2f}", f"{gain:+.3f}", passed])
    # The same for each method: the random order has a seed of its own.
    falls["at random"] = (curve.fractions.tolist(), curve.random.tolist())
    randomized = charts.lines(
        similar,
        x="randomized layers, from the output down",
        y="similarity of the map",
        percent=False,
    )
    deleted = charts.lines(falls, x="fraction of deleted pixels", y="probability of the answer (%)")
    header = ("method", "similarity at the end", "gain over random deletion", "passes both")
    return (
        paragraph(RANDOMIZATION_TEXT),
        figure(randomized),
        paragraph(DELETION_TEXT),
        figure(deleted),
        html.table(header, rows),
    )


def _maximization_section(
    model: nn.Module, classes: Sequence[str], shape: tuple[int, ...]
) -> Section:
    images = maximize_classes(model, len(classes), shape)  # type: ignore[arg-type]
    n_columns = min(10, len(classes))
    shown = tiles(_full_range(images), classes, n_columns=n_columns, what="Most probable images")
    body = (paragraph(MAXIMIZATION_TEXT), figure(shown))
    return Section(title="The image that maximizes each class", body=body)


def _attention_section(model: ViT, inputs: ImageInputs) -> Section:
    side = model.config.image_size // model.config.patch_size
    flow = patch_map(rollout_of(model, inputs.normalized), side, side)  # (B, side, side)
    flow = nn.functional.interpolate(flow[:, None], inputs.images.shape[2:])
    cells = map_figure(inputs.images, inputs.names, {"attention rollout": heat_map(flow)[:, None]})
    text = "Attention of the class token, multiplied through all layers (attention rollout)."
    return Section(title="Attention", body=(paragraph(text), figure(cells)))


def _full_range(images: Tensor) -> np.ndarray:
    """Normalized images with their full range of brightness, (N, H, W, 3) in [0, 1]."""
    low, high = images.amin((1, 2, 3), keepdim=True), images.amax((1, 2, 3), keepdim=True)
    return ((images - low) / (high - low + 1e-9)).expand(-1, 3, -1, -1).permute(0, 2, 3, 1).numpy()


def _text_page(folder: str, model: nn.Module, run: Run, sentences: Sequence[str]) -> str:
    if not sentences:
        raise UserError(f'give at least one sentence: gradatim explain {folder} "A sentence"')
    tokenizer = Tokenizer.from_file(str(run.folder / "tokenizer.json"))
    sections = [_sentence_section(model, tokenizer, sentence) for sentence in sentences]
    sections.append(Section(title="What is not shown", body=(paragraph(TEXT_LIMITS),)))
    lead = f"What the language model of {folder} predicts after each block, and what it attends to."
    return html.page("Which words speak for the answer?", lead, sections, _command(folder))


def _sentence_section(model: nn.Module, tokenizer: Tokenizer, sentence: str) -> Section:
    require_sentence(sentence)
    ids = encoded(tokenizer, sentence).ids
    context = int(model.config.context)  # type: ignore[union-attr, arg-type]
    if not 0 < len(ids) <= context:
        raise UserError(
            f"{sentence[:40]!r} makes {len(ids)} tokens: the model reads 1 to {context}."
        )
    tokens = torch.tensor([ids])
    last = slice(max(0, len(ids) - N_TOKENS), len(ids))
    words = [tokenizer.decode([i]) for i in ids][last]
    best = logit_lens(model, tokens).softmax(-1)[:, 0].max(-1)  # (1 + L, T)
    guesses = [
        [tokenizer.decode([i]).strip() or "␣" for i in row]
        for row in best.indices[:, last].tolist()
    ]
    rows = ["embedding", *(f"block {i}" for i in range(1, len(guesses)))]
    lens = charts.heat_table(best.values[:, last].numpy(), rows, words, words=guesses)
    flow = rollout_of(model, tokens)[0, last, last]  # (T, T), of the last tokens
    return Section(
        title=f"“{sentence}”",
        body=(
            paragraph("Prediction of the next token after each block; darker is more probable."),
            figure(lens),
            paragraph("Attention rollout: what each token (row) takes from the others (columns)."),
            figure(charts.heat_table(flow.numpy(), words, words)),
        ),
    )


def _command(folder: str) -> str:
    return f"`gradatim explain {shlex.quote(folder)}`"


MAPS_TEXT = (
    "Each row is one image. Orange pixels speak for the answer, blue ones against it. The maps of "
    "Grad-CAM are as coarse as the network's last feature maps, those of occlusion as coarse as "
    "the square that is covered."
)
RANDOMIZATION_TEXT = (
    "First check: the weights are randomized layer by layer, from the output down. A map that "
    "hardly changes shows the image, not what the network has learned. 1 is the same map, 0 an "
    "unrelated one."
)
DELETION_TEXT = (
    "Second check: the most salient pixels are deleted first. The probability of the answer must "
    "fall faster than when random pixels are deleted; the gain is the area between the curves."
)
MAXIMIZATION_TEXT = (
    "Pixels were changed, starting from noise, until the network gave each class a high "
    "probability."
)
LIMITS_TEXT = (
    "These maps do not say whether the reason is a good one. The answer of a network may depend on "
    "a hospital's mark in the corner, and its map of that corner is clean."
)
TEXT_LIMITS = (
    "The logit lens applies the last block's head to earlier blocks, for which it was never "
    "trained; attention rollout includes the attention only, not the values."
)
