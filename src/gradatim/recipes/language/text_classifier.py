"""A classifier of one's own texts, from the encoder that learned to fill gaps.

Shapes: B texts per batch, T tokens, K classes.
"""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated, Any

import torch
import torch.nn.functional as F
from tokenizers import Tokenizer
from torch import Tensor

from gradatim.data.info import TextClassesInfo
from gradatim.data.language import labeled_texts, tokenizers
from gradatim.data.sampler import ShuffledIndices
from gradatim.errors import UserError
from gradatim.help import Help
from gradatim.models.language.bert import BERT, BERTConfig
from gradatim.models.language.text_classifier import TextClassifier
from gradatim.recipes.answers import Prediction, prediction
from gradatim.recipes.base import Recipe
from gradatim.recipes.language.shipped_models import GAPS
from gradatim.recipes.language.text_recipes import LR_SCHEDULE
from gradatim.recipes.language.trained_model import open_trained
from gradatim.spelling import spelled
from gradatim.training import OptimizerConfig, Task, TrainConfig

PADDING = tokenizers.BERT_SPECIALS.index("[PAD]")
AT_ONCE = 64
Rows = list[tuple[Tensor, int]]  # tokens (T_i,) and class


class LabeledBatches:
    """Shuffled texts with their classes.

    Yields:
        tokens, int64 (B, T), padded at the end, and classes, int64 (B,).
    """

    def __init__(self, rows: Rows, batch_size: int, seed: int) -> None:
        self.rows = rows
        self.order = ShuffledIndices(len(rows), batch_size, seed)
        self.batch_size, self.steps_per_epoch = batch_size, self.order.steps_per_epoch

    def __iter__(self) -> "LabeledBatches":
        return self

    def __next__(self) -> tuple[Tensor, Tensor]:
        return as_batch([self.rows[i] for i in next(self.order).tolist()])

    def state_dict(self) -> dict[str, Any]:
        return self.order.state_dict()

    def load_state_dict(self, state: dict[str, Any]) -> None:
        self.order.load_state_dict(state)


def as_batch(rows: Rows) -> tuple[Tensor, Tensor]:
    """Texts under each other: tokens (B, T) and classes (B,)."""
    tokens = tokenizers.pad([tokens for tokens, _ in rows], PADDING)
    return tokens, torch.tensor([label for _, label in rows])


class TextClassification(Task):
    """Tell the class of a text."""

    def __init__(
        self,
        model: TextClassifier,
        batches: LabeledBatches,
        held_out: tuple[Rows, Rows],
        tokenizer: Tokenizer,
        info: TextClassesInfo,
        device: torch.device,
    ) -> None:
        self.model, self.batches, self.info, self.device = model, batches, info, device
        self.validation, self.test = held_out
        self.n_test = len(self.test)
        self.files = {"tokenizer.json": tokenizer.to_str(pretty=True)}

    def loss(self, batch: tuple[Tensor, Tensor]) -> tuple[Tensor, dict[str, Tensor]]:
        """Cross-entropy of the classes, and the fraction that is right."""
        tokens, labels = (tensor.to(self.device) for tensor in batch)
        logits = self.model(tokens, tokens != PADDING)  # (B, K)
        right = (logits.detach().argmax(1) == labels).float().mean()
        return F.cross_entropy(logits, labels), {"accuracy": right}

    def evaluate(self, final: bool = False) -> dict[str, float]:
        """Measure loss and accuracy on unseen texts."""
        rows = self.test if final else self.validation
        total, right = 0.0, 0.0
        for i in range(0, len(rows), AT_ONCE):
            batch = as_batch(rows[i : i + AT_ONCE])
            loss, metrics = self.loss(batch)
            total += float(loss) * len(batch[1])
            right += float(metrics["accuracy"]) * len(batch[1])
        return {"loss": total / len(rows), "accuracy": right / len(rows)}


@dataclass(frozen=True, kw_only=True)
class OwnTextClassifier(Recipe):
    """A BERT that learns the classes of one's own texts."""

    data: Annotated[
        str,
        Help("CSV file with the columns text and label, or folder with a sub-folder per class"),
    ] = ""
    init_from: Annotated[
        str, Help("trained BERT to start from: everyday-bert, a run folder or a checkpoint")
    ] = GAPS

    info_type = TextClassesInfo

    def build(self, device: torch.device) -> TextClassification:
        """Read the texts and join them with the encoder."""
        if not self.data:
            raise UserError(
                f"which texts? Add {spelled('data', 'FILE')}, or {spelled('data', 'FOLDER')}."
            )
        texts = labeled_texts.load(Path(self.data))
        trained = open_trained(self.init_from)
        before = trained.model
        if not isinstance(before, BERT) or type(before.config) is not BERTConfig:
            raise UserError(
                f"{self.init_from} holds a {type(before).__name__}: start from a BERT, such as "
                f"{GAPS}."
            )
        config = before.config
        info = TextClassesInfo(classes=texts.classes, sizes=asdict(config))
        model = TextClassifier(config, len(texts.classes))
        known = before.state_dict()
        model.encoder.load_state_dict({n: known[n] for n in model.encoder.state_dict()})

        def rows(part: str) -> Rows:
            examples = texts.parts[part]
            encodings = trained.tokenizer.encode_batch([text for text, _ in examples])
            cut = (torch.tensor(e.ids[: config.context] or [1]) for e in encodings)  # 1: [UNK]
            return [(t, label) for t, (_, label) in zip(cut, examples, strict=True)]

        batches = LabeledBatches(rows("train"), self.train.batch_size, self.train.seed)
        held_out = rows("validation"), rows("test")
        task = TextClassification(model, batches, held_out, trained.tokenizer, info, device)
        task.data = texts.fingerprints()
        return task

    def build_model(self, info: TextClassesInfo) -> TextClassifier:
        """Build the network for these classes."""
        return TextClassifier(BERTConfig(**info.sizes), len(info.classes))


@torch.no_grad()
def text_answer(
    model: TextClassifier, tokenizer: Tokenizer, info: TextClassesInfo, text: str
) -> Prediction:
    """Classify one text.

    Raises:
        UserError: the text is empty.
    """
    tokens = torch.tensor([tokenizer.encode(text).ids[: model.config.context]])  # (1, T)
    if not tokens.numel():
        raise UserError("the text is empty: give at least one word.")
    scores = model(tokens, torch.ones_like(tokens, dtype=torch.bool))[0]
    best = scores.softmax(0).sort(descending=True)
    return prediction([info.classes[i] for i in best.indices.tolist()], best.values.tolist())


RECIPES: dict[str, Recipe] = {
    "text-classifier": OwnTextClassifier(
        train=TrainConfig(
            steps=200,
            batch_size=16,
            evaluate_every=50,
            optim=OptimizerConfig(learning_rate=1e-3),
            lr_schedule=LR_SCHEDULE,
        ),
    ),
}
