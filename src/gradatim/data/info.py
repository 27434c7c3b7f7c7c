"""What must be known of the data to build a model again without it: typed, and kept in the run.

A recipe's `build` finds these values in the data; the run folder keeps them as JSON. Whoever opens
the run reads them back with `from_json`.
"""

import dataclasses
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

import torch
from torch import Tensor

from gradatim.errors import UserError, nearest
from gradatim.typed import validated

AnyInfo = TypeVar("AnyInfo")


@dataclass(frozen=True, kw_only=True)
class ImageInfo:
    """Images with classes.

    Attributes:
        data: name of the data set, or path of the folder.
        classes: their names.
        shape: channels, height and width of an image.
        mean, std: of each channel of the training images, bytes scaled to [0, 1].
        sizes: of the network's config, where a network to start from decided them.
        any_color: whether colors say nothing of the class, so that training exchanges them.
    """

    data: str
    classes: tuple[str, ...]
    shape: tuple[int, int, int]
    mean: tuple[float, ...] = ()
    std: tuple[float, ...] = ()
    sizes: dict[str, Any] = dataclasses.field(default_factory=dict)
    any_color: bool = False

    @property
    def statistics(self) -> tuple[Tensor, Tensor]:
        """Mean and standard deviation of each channel, (C,) both."""
        return torch.tensor(self.mean), torch.tensor(self.std)


@dataclass(frozen=True, kw_only=True)
class SoundInfo:
    """Recordings with classes.

    Attributes:
        classes: their names.
        shape: mel bands and frames of a spectrogram.
        mean, std: of all values of the training spectrograms.
        rate: samples per second.
        length: samples of an example.
        leveled: whether all are brought to the same loudness first.
        sizes: of the network's config, where a network to start from decided them.
    """

    classes: tuple[str, ...]
    shape: tuple[int, int]
    mean: float
    std: float
    # Of the spoken digits, the only sounds there were when runs did not keep it.
    rate: int = 8_000
    length: int = 8_000
    leveled: bool = False
    sizes: dict[str, Any] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class TextInfo:
    """Text of a language model.

    Attributes:
        text: its name.
        vocabulary_size: tokens of its tokenizer.
        examples: sentences with `[MASK]`, and the word that is masked.
        network: class of the model that it went on from; "" if it began at random weights.
        sizes: of the config of that model.
        ends: tokens that end a text of that model.
        start: token that begins one.
        special: its tokenizer_config.json.
        template: Jinja template of its conversations; None if it only continues texts.
        loss_before: of that model on the test text, in nats per token.
    """

    text: str
    vocabulary_size: int
    examples: tuple[tuple[str, str], ...] = ()
    network: str = ""
    sizes: dict[str, Any] = field(default_factory=dict)
    ends: tuple[int, ...] = ()
    start: int | None = None
    special: dict[str, Any] = field(default_factory=dict)
    template: str | None = None
    loss_before: float | None = None


@dataclass(frozen=True, kw_only=True)
class ChatInfo:
    """A model that was taught to converse.

    Attributes:
        sizes: of its config, those of the run it started from.
        questions: some of its test questions, each with the answer that is right.
    """

    sizes: dict[str, Any]
    questions: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class TextClassesInfo:
    """Texts with classes.

    Attributes:
        classes: their names.
        sizes: of the config of the encoder that reads them.
        data: path of the texts.
        n_counted: places of counted words beside the encoder; 0: none are counted.
    """

    classes: tuple[str, ...]
    sizes: dict[str, Any]
    data: str = ""
    n_counted: int = 0


@dataclass(frozen=True, kw_only=True)
class PairsInfo:
    """Sentence pairs of a translator.

    Attributes:
        pairs: their name.
        vocabulary_size: tokens of both languages together.
        examples: sentences of the test set and their reference translations.
    """

    pairs: str
    vocabulary_size: int
    examples: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class QuestionInfo:
    """Synthetic facts that are asked for.

    Attributes:
        vocabulary: its words, by number.
        length: tokens of a question with its answer.
    """

    vocabulary: tuple[str, ...]
    length: int


@dataclass(frozen=True, kw_only=True)
class TableInfo:
    """A table of people.

    Attributes:
        features: names of the numbers that describe a person.
        classes, groups: their names.
        centre, scale: mean and standard deviation of each numeric column.
        values: the values of each column of categories.
    """

    features: tuple[str, ...]
    classes: tuple[str, ...]
    groups: tuple[str, ...]
    centre: dict[str, float]
    scale: dict[str, float]
    values: dict[str, tuple[str, ...]]


@dataclass(frozen=True, kw_only=True)
class OwnTableInfo:
    """A table of one's own; see `data.own.table.TableEncoding`.

    Attributes:
        data: path of the table.
        target: the column that is predicted.
        classes: its values; none where it is a quantity.
        centre, scale: of every column of numbers.
        logarithm: columns whose logarithm is taken.
        values: of every column of categories, those that have a feature.
        edges: of every column of numbers, the ends of its bins.
        target_centre, target_scale: of a quantity.
        target_logarithm: whether its logarithm is predicted.
    """

    data: str
    target: str
    classes: tuple[str, ...]
    centre: dict[str, float]
    scale: dict[str, float]
    logarithm: tuple[str, ...]
    values: dict[str, tuple[str, ...]]
    edges: dict[str, tuple[float, ...]] = field(default_factory=dict)
    target_centre: float = 0.0
    target_scale: float = 1.0
    target_logarithm: bool = False


@dataclass(frozen=True, kw_only=True)
class BoardInfo:
    """A network that plays PyRat.

    Attributes:
        network: its kind, a key of `recipes.pyrat.networks.NETWORKS`.
        sizes: of its config.
    """

    network: str
    sizes: dict[str, Any] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class CaptionInfo:
    """Images with captions.

    Attributes:
        data: name of the data set, or path of the folder.
        shape: channels, height and width of an image.
        words: of the vocabulary, by number.
        length: words of the longest caption.
    """

    data: str
    shape: tuple[int, int, int]
    words: tuple[str, ...]
    length: int


@dataclass(frozen=True, kw_only=True)
class MatchInfo:
    """Images and texts that are compared.

    Attributes:
        data: name of the data set, or path of the folder.
        shape: channels, height and width of an image.
        vocabulary_size: tokens of the texts.
    """

    data: str
    shape: tuple[int, int, int]
    vocabulary_size: int


Info = (
    ImageInfo
    | SoundInfo
    | TextInfo
    | ChatInfo
    | TextClassesInfo
    | PairsInfo
    | QuestionInfo
    | TableInfo
    | OwnTableInfo
    | BoardInfo
    | CaptionInfo
    | MatchInfo
)


def to_json(info: Any) -> dict[str, Any]:
    """Turn the values into JSON."""
    # A task of one's own need not know anything of its data.
    return dataclasses.asdict(info) if info is not None else {}


def from_json(kind: type[AnyInfo], values: dict[str, Any]) -> AnyInfo:
    """Read back what `to_json` gave.

    Args:
        kind: one of the classes above.
        values: its fields.

    Raises:
        UserError: values that are missing, too many, or of another type.
    """
    what = "info in config.json"
    known = {field.name for field in dataclasses.fields(cast(Any, kind))}
    # Unknown fields first: `validated` would say only that something does not fit.
    for name in values:
        if name not in known:
            raise UserError(f"{what} has an unknown field {name!r}: {nearest(name, known)}")
    return validated(kind, values, what, "restore it from a copy, or train anew.", strict=False)
