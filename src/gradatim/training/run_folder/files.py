"""The three JSON files of a run folder, each read through a type; and its samples.

Whatever a crash, an editor or a faulty disk left in them, what is read here has the fields that
others index, or a sentence says which has not.
"""

import os
import warnings
from pathlib import Path
from typing import Annotated, Any, NotRequired, cast

from pydantic import Field
from typing_extensions import TypedDict  # only this one knows `extra_items` before Python 3.15

from gradatim.checksums import KEY, is_intact, line_is_intact, text_digest
from gradatim.errors import UserError
from gradatim.training.run_folder.old_names import FORMAT, upgrade
from gradatim.typed import parse_json, read_json, validated

Count = Annotated[int, Field(ge=0, le=2**53)]
Amount = Annotated[float, Field(ge=0, le=1e15)]  # finite, with NaN and infinity left out
SAMPLES = "samples"  # folder in a run folder
RESTORE = "restore it from a copy, or train anew."


class DataPart(TypedDict):
    """What a run was trained or measured on."""

    size: Count  # characters, images
    sha256: str


class RunConfig(TypedDict):
    """config.json: what was trained, with which options, on what."""

    recipe: str
    format: NotRequired[Count]
    options: dict[str, Any]
    info: dict[str, Any]
    runtime: dict[str, Any]
    versions: NotRequired[dict[str, str]]
    data: NotRequired[dict[str, DataPart]]
    paths: NotRequired[dict[str, str]]  # from the folder to what an option names, by the option
    files: NotRequired[dict[str, str]]  # SHA-256 of the texts that belong to the run, by name


class OldConfig(TypedDict):
    """config.json of format 1, see `old_names`."""

    recipe: str
    settings: dict[str, Any]
    facts: NotRequired[dict[str, Any]]
    options: NotRequired[dict[str, Any]]
    versions: NotRequired[dict[str, str]]


class EnergyRecord(TypedDict):
    """What the training took, and how that is known."""

    joules: Amount
    source: str


class Summary(TypedDict):
    """summary.json: how a finished run ended."""

    finished: NotRequired[bool]
    steps: NotRequired[Count]
    epochs: NotRequired[Amount]
    seconds: Amount
    metrics: dict[str, float]
    parameters: Count
    test_examples: NotRequired[Count]
    energy: EnergyRecord
    device: str
    processes: NotRequired[Count]
    threads: NotRequired[Count]
    precision: NotRequired[str]


class Row(TypedDict, extra_items=float):  # type: ignore[call-arg]  # mypy does not know PEP 728
    """A line of metrics.jsonl; what else it holds are metrics, which may be NaN or infinite."""

    step: Count
    epoch: Amount
    seconds: Amount
    kind: str


def read_config(folder: Path) -> dict[str, Any]:
    """Read config.json, in the form of today.

    Raises:
        UserError: not a run folder; a damaged file; a text of the run that is not as it was.
    """
    file = folder / "config.json"
    # os.path answers also for a name that is longer than any file system allows.
    if not os.path.isfile(file):
        if not folder.is_absolute() and os.path.isfile(Path("runs") / folder / "config.json"):
            raise UserError(f"{folder} is not a folder here: did you mean runs/{folder}?")
        raise UserError(
            f"{folder} is not a run folder (no config.json in it): name a folder that "
            "`gradatim train` wrote."
        )
    config = read_json(file, RESTORE)
    if not isinstance(config, dict) or "recipe" not in config:
        raise UserError(f"{file} is not the configuration of a run: it names no recipe.")
    number = validated(Count, config.get("format", 1), f"format in {file}", RESTORE)
    if number > FORMAT:
        raise UserError(
            f"{file} has the format {number}, and this version of gradatim knows formats up to "
            f"{FORMAT}: install a newer one."
        )
    if not is_intact(config):
        raise UserError(
            f"{file} is not what the run wrote (its checksum does not fit): {RESTORE} If you meant "
            f'to change it, remove its line "{KEY}".'
        )
    config.pop(KEY, None)
    kind = OldConfig if number == 1 else RunConfig
    config = upgrade(cast(dict[str, Any], validated(kind, config, str(file), RESTORE)))
    for name, digest in config.get("files", {}).items():
        _check_text(folder, name, digest)
    return config


def _check_text(folder: Path, name: str, digest: str) -> None:
    file = folder / Path(name).name  # a run's texts lie in its folder, whatever a name says
    try:
        content = file.read_bytes()
    except (OSError, ValueError) as error:
        raise UserError(f"{folder} lacks {name!r} ({error}): {RESTORE}") from None
    if text_digest(content) != digest:
        raise UserError(f"{file} is not what the run wrote (its checksum does not fit): {RESTORE}")


def read_summary(folder: Path) -> dict[str, Any]:
    """Read summary.json; empty while the run is not finished.

    Raises:
        UserError: a damaged file.
    """
    file = folder / "summary.json"
    if not file.is_file():
        return {}
    remedy = f"restore it, or remove it and train anew with `gradatim resume {folder}`."
    summary = read_json(file, remedy)
    if isinstance(summary, dict):
        if not is_intact(summary):
            raise UserError(
                f"{file} is not what the run wrote (its checksum does not fit): {remedy}"
            )
        summary.pop(KEY, None)
    return cast(dict[str, Any], validated(Summary, summary, str(file), remedy))


def read_metrics(folder: Path) -> list[dict[str, Any]]:
    """Read metrics.jsonl; damaged lines are left out, and said once."""
    file = folder / "metrics.jsonl"
    rows: list[dict[str, Any]] = []
    reasons: list[str] = []
    try:
        content = file.read_bytes() if file.is_file() else b""
    except OSError as error:
        raise UserError(f"{file} cannot be read ({error.strerror or error}).") from None
    for number, line in enumerate(content.split(b"\n"), start=1):
        if not line.strip():
            continue
        try:
            row = parse_json(line)
            if isinstance(row, dict) and not line_is_intact(row):
                raise ValueError("its checksum does not fit")
            rows.append(cast(dict[str, Any], validated(Row, row, "it", "it is left out")))
        except ValueError as error:
            reasons.append(f"line {number}: {error}")
    if reasons:
        warnings.warn(
            f"{len(reasons)} damaged line{'s' * (len(reasons) > 1)} of {file} left out; the first: "
            f"{reasons[0]}.",
            stacklevel=3,
        )
    return rows


def samples(folder: Path) -> list[Path]:
    """The files of what the model made while it trained, the oldest first, see `Task.sample`."""
    found = (folder / SAMPLES).glob("*.*")
    return sorted(file for file in found if file.stem.isdecimal() and not file.is_symlink())


def sampled_at(sample: Path) -> int:
    """After how many steps a sample was made."""
    return int(sample.stem)


def progress_of(options: dict[str, Any], rows: list[dict[str, Any]]) -> tuple[float, float | None]:
    """How far a run is, from 0 to 1, and the seconds that it still needs."""
    if not rows:
        return 0.0, None
    last = rows[-1]
    if options.get("epochs"):
        fraction = last.get("epoch", 0.0) / options["epochs"]
    elif options.get("steps"):
        fraction = last["step"] / options["steps"]
    else:
        return 0.0, None
    fraction = min(1.0, fraction)
    return fraction, last["seconds"] * (1 - fraction) / fraction if fraction else None
