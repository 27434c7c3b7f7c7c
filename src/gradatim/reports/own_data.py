"""The page of `gradatim data inspect`: what lies in a folder or table, and ten examples of it."""

from pathlib import Path

import numpy as np

from gradatim.data.own.inspection import Inspection
from gradatim.insight.html import page as html
from gradatim.insight.html.page import Section
from gradatim.insight.html.tiles import tiles

SHOWN = 20  # unreadable files that are listed
ENVELOPE = (48, 96)  # height and width of a drawn sound, in pixels


def summary(found: Inspection) -> str:
    """What was found, in a sentence."""
    n = sum(sum(parts.values()) for parts in found.counts.values())
    kind = found.kind if found.kind != "a table" else "rows"
    kind = kind.removesuffix("s") if n == 1 else kind
    n_classes = len(found.counts)
    classes = f" of {n_classes} class{'es' * (n_classes > 1)}" if n_classes else ""
    counted = f"{n:,} {kind}{classes}" if n else f"{found.metadata.get('rows', '0')} rows"
    return f"{counted}; {found.how}."


def write_inspection(found: Inspection, out: Path) -> Path:
    """Write the page.

    Args:
        found: what was found.
        out: HTML file.
    """
    body = [html.paragraph(found.how[:1].upper() + found.how[1:] + ".")]
    if found.metadata:
        body.append(html.key_values(list(found.metadata.items())))
    sections = [Section(title="What was found", body=body)]
    if found.warnings:
        said = [html.paragraph(warning) for warning in found.warnings]
        sections.append(Section(title="Look at this before training", body=said))
    if found.counts:
        sections.append(Section(title="Classes", body=[html.table(*class_rows(found))]))
    if found.columns:
        header = ["column", "kind", "missing", "values", "such as"]
        rows = [
            [c.name, c.kind, f"{c.n_missing:,}", f"{c.n_values:,}", c.summary]
            for c in found.columns
        ]
        sections.append(Section(title="Columns", body=[html.table(header, rows)]))
    if found.samples:
        sections.append(Section(title="Ten examples", body=[_samples(found)]))
    if found.unreadable:
        sections.append(
            Section(
                title=f"Cannot be read ({len(found.unreadable):,})",
                body=[html.definitions(found.unreadable[:SHOWN])],
            )
        )
    end = f"`gradatim data inspect {found.path}`"
    if found.next_command:
        end += f". To train on it: `{found.next_command}`"
    return html.write(out, html.page(Path(found.path).name, summary(found), sections, end))


def class_rows(found: Inspection) -> tuple[list[str], list[list[str]]]:
    """Header and rows: of every class its examples in every split, and their fraction of all."""
    splits = list(dict.fromkeys(split for parts in found.counts.values() for split in parts))
    whole = sum(sum(parts.values()) for parts in found.counts.values())
    rows = [
        [name, *[f"{parts[s]:,}" for s in splits], f"{100 * sum(parts.values()) / whole:.1f} %"]
        for name, parts in found.counts.items()
    ]
    return ["class", *splits, "of all"], rows


def _samples(found: Inspection) -> str:
    captions = [caption for caption, _ in found.samples]
    if found.kind not in ("images", "sounds"):
        return html.definitions([(caption, str(text)) for caption, text in found.samples])
    drawn = [
        np.asarray(sample) if found.kind == "images" else envelope(np.asarray(sample))
        for _, sample in found.samples
    ]
    return html.figure(tiles(np.stack(drawn), [c[:14] for c in captions], n_columns=5))


def envelope(samples: np.ndarray) -> np.ndarray:
    """Draw a sound (S,) as the range that it moves in, (H, W, 3) in [0, 1]."""
    height, width = ENVELOPE
    parts = np.array_split(samples, width)
    most = max(float(np.abs(samples).max(initial=0)), 1e-9)
    image = np.ones((height, width, 3))
    for column, part in enumerate(parts):
        reach = float(np.abs(part).max(initial=0)) / most
        half = max(1, round(reach * height / 2))
        image[height // 2 - half : height // 2 + half, column] = (0.12, 0.42, 0.69)
    return image
