"""A classifier of one's own texts: an encoder that has predicted masked words, and counted words.

Shapes: B texts per batch, T tokens, K classes, N places of counted words.
"""

from dataclasses import asdict, dataclass, field, replace
from typing import Annotated, Any, Self

import torch
import torch.nn.functional as F
from tokenizers import Tokenizer
from torch import Tensor, nn

from gradatim.data.info import TextClassesInfo
from gradatim.data.language import labeled_texts
from gradatim.data.language.labeled_batches import (
    AT_ONCE,
    LabeledBatches,
    Rows,
    as_batch,
    token_rows,
)
from gradatim.data.own.labeled_files import own_path
from gradatim.data.sampler import part_of
from gradatim.errors import UserError
from gradatim.help import Help
from gradatim.models.language.bert import BERTConfig, BERTEncoder
from gradatim.models.language.text_classifier import TextClassifier
from gradatim.recipes.base import Recipe, TrainFraction, ValFraction
from gradatim.recipes.fine_tuning import FineTuning, learn_in_turn, slower_groups
from gradatim.recipes.language.shipped_models import EVERYDAY_BERT
from gradatim.recipes.language.text_recipes import LR_SCHEDULE
from gradatim.recipes.language.trained_model import open_trained
from gradatim.recipes.own_training import (
    Balance,
    check_learned,
    class_weights,
    evened_out,
    fitted,
    tell_rare,
)
from gradatim.spelling import spelled
from gradatim.training import OptimizerConfig, Task, TrainConfig
from gradatim.training.optimizers import default_groups
from gradatim.validation import naming, require_fraction, require_part

N_COUNTED = 32_768
TRUSTS = (0.0, 0.25, 0.5, 0.75, 1.0)
FEWEST_STEPS, MOST_STEPS, EPOCHS = 200, 1500, 5


class TextClassification(Task):
    """Tell the class of a text.

    Attributes:
        weights: of every class in the loss, (K,); None: all alike.
        n_frozen: steps in which only the last layer learns.
        lr_ratio: learning rate of the other layers relative to that of the last one.
    """

    batches: LabeledBatches
    weights: Tensor | None = None
    n_frozen: int = 0
    lr_ratio: float = 1.0

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
        self.has_validation, self.n_test = bool(self.validation), len(self.test)
        self.files = {"tokenizer.json": tokenizer.to_str(pretty=True)}

    def parameter_groups(self, config: OptimizerConfig) -> list[dict[str, Any]]:
        """The encoder, which has learned before, follows the last layer at a smaller rate."""
        groups = default_groups(self.model, config)
        return slower_groups(groups, self.model, config, self.lr_ratio)

    def loss(self, batch: tuple[Tensor, Tensor, Tensor]) -> tuple[Tensor, dict[str, Tensor]]:
        """Cross-entropy of what the encoder says: beside the counts it would have little to do."""
        learn_in_turn(self.model, self.batches.order, self.n_frozen)
        tokens, mask, labels = (tensor.to(self.device) for tensor in batch)
        logits = unwrapped(self.model).read(tokens, mask)  # (B, K)
        right = (logits.detach().argmax(1) == labels).float().mean()
        return F.cross_entropy(logits, labels, weight=self.weights), {"accuracy": right}

    def logits(self, rows: Rows) -> tuple[Tensor, Tensor]:
        """What encoder and counts say together of texts (N, K), and their classes (N,)."""
        found, labels = [], []
        for i in range(0, len(rows), AT_ONCE):
            tokens, mask, numbers = (t.to(self.device) for t in as_batch(rows[i : i + AT_ONCE]))
            found.append(self.model(tokens, mask).float())
            labels.append(numbers)
        return torch.cat(found), torch.cat(labels)

    def evaluate(self, final: bool = False) -> dict[str, float]:
        """Measure loss and accuracy on unseen texts; at the end first choose whom to trust."""
        if final and self.validation:
            self._choose_trust()
        logits, labels = self.logits(self.test if final else self.validation)
        right = (logits.argmax(1) == labels).float().mean().item()
        return {"loss": F.cross_entropy(logits, labels).item(), "accuracy": right}

    def _choose_trust(self) -> None:
        """Take the weight of the counts with the smallest loss on validation texts."""
        counted = unwrapped(self.model).counted
        assert counted is not None  # `build` has made it
        losses = {}
        for trust in TRUSTS:
            counted.trust.fill_(trust)
            losses[trust] = F.cross_entropy(*self.logits(self.validation)).item()
        # On validation texts: those of training were counted, and would speak for the counts.
        counted.trust.fill_(min(TRUSTS, key=lambda trust: losses[trust]))


def unwrapped(model: nn.Module) -> TextClassifier:
    """The network inside what the loop wraps around it for several devices."""
    return next(module for module in model.modules() if isinstance(module, TextClassifier))


@dataclass(frozen=True, kw_only=True)
class OwnTextClassifier(Recipe):
    """A BERT that learns the classes of one's own texts, beside counted words."""

    data: Annotated[
        str,
        Help("CSV file with the columns text and label, or folder with a subfolder per class"),
    ] = ""
    target: Annotated[
        str | None, Help("column of the classes (default: label, class, ..., else the only other)")
    ] = None
    init_from: Annotated[
        str,
        Help(
            "trained BERT to start from: everyday-bert, a run folder or a checkpoint "
            "(BERT, DistilBERT, RoBERTa, CamemBERT)"
        ),
    ] = EVERYDAY_BERT
    tuning: FineTuning = field(default_factory=lambda: FineTuning(frozen=0.05, lr_ratio=0.5))
    balance: Annotated[
        Balance, Help("rare classes: weights in the loss, or sampling as often as the others")
    ] = "none"
    val_fraction: ValFraction = 0.125
    train_fraction: TrainFraction = 1.0
    known: TextClassesInfo | None = field(default=None, metadata={"option": False})

    info_type = TextClassesInfo

    def __post_init__(self) -> None:
        require_fraction(self, "val_fraction")
        require_part(self, "train_fraction")

    def of_run(self, info: Any, files: dict[str, str]) -> Self:
        """Use the classes of a run."""
        return replace(self, known=info)

    def train_config(self, task: Task) -> TrainConfig:
        """As long as the texts need it; stopped early."""
        return fitted(self.train, task, epochs=EPOCHS, fewest=FEWEST_STEPS, most=MOST_STEPS)

    def build(self, device: torch.device) -> TextClassification:
        """Read the texts and join them with the encoder."""
        if not self.data:
            raise UserError(
                f"which texts? Add {spelled('data', 'FILE')}, or {spelled('data', 'FOLDER')}."
            )
        texts = labeled_texts.load(own_path(self.data), self.val_fraction, self.target)
        with naming("init_from", self.init_from):
            trained = open_trained(self.init_from)
        before = trained.model
        if not isinstance(before, BERTEncoder) or type(before.config) is not BERTConfig:
            raise UserError(
                f"{self.init_from} holds a {type(before).__name__}: start from a BERT, RoBERTa or "
                f"CamemBERT, such as {EVERYDAY_BERT}."
            )
        config, tokenizer = before.config, trained.tokenizer
        info = TextClassesInfo(
            classes=texts.classes, sizes=asdict(config), data=self.data, n_counted=N_COUNTED
        )
        model = self.build_model(info)
        weights = before.state_dict()
        # RoBERTa never reads the first rows of its positions; without them it is a BERT.
        places = weights["position_embedding.weight"][before.first_position :]
        weights["position_embedding.weight"] = places
        # The encoder alone: the head that scored words has no use here.
        model.encoder.load_state_dict({n: weights[n] for n in model.encoder.state_dict()})
        parts = {part: token_rows(tokenizer, found) for part, found in texts.parts.items()}
        every = torch.tensor([label for _, label in parts["train"]])
        check_learned(every, texts.classes)
        part = part_of(every, len(texts.classes), self.train_fraction)
        shown, numbers = [parts["train"][i] for i in part.tolist()], every[part]
        offered = f"{spelled('balance', 'weights')} or {spelled('balance', 'sampling')}"
        tell_rare(numbers, texts.classes, self.balance, offered)
        if self.balance == "sampling":
            shown = [shown[i] for i in evened_out(numbers, self.train.seed).tolist()]
        assert model.counted is not None  # N_COUNTED is not 0
        # The solver takes a second to import, and only training needs it.
        from gradatim.recipes.language.counted_words import count_words

        count_words(model.counted, shown, len(texts.classes))
        batches = LabeledBatches(shown, min(self.train.batch_size, len(shown)), self.train.seed)
        held_out = parts["validation"], parts["test"]
        task = TextClassification(model, batches, held_out, tokenizer, info, device)
        if self.balance == "weights":
            task.weights = class_weights(numbers, len(texts.classes)).to(device)
        steps = self.train_config(task).total_steps(batches.steps_per_epoch)
        task.n_frozen, task.lr_ratio = round(self.tuning.frozen * steps), self.tuning.lr_ratio
        task.data, task.unread = texts.fingerprints(), texts.unread
        return task

    def build_model(self, info: TextClassesInfo) -> TextClassifier:
        """Build the network for these classes."""
        return TextClassifier(BERTConfig(**info.sizes), len(info.classes), info.n_counted)


RECIPES: dict[str, Recipe] = {
    "text-classifier": OwnTextClassifier(
        train=TrainConfig(
            batch_size=16,
            threads=1,
            optim=OptimizerConfig(learning_rate=2e-3, weight_decay=0.05),
            lr_schedule=LR_SCHEDULE,
        ),
    ),
}
