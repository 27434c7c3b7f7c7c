"""A language model of one's own text: from random weights, or from what a model has learned before.

A model to go on from keeps its tokens, its sizes and its context; the text is read in windows.
"""

import copy
from dataclasses import asdict, dataclass, field, replace
from typing import Annotated, Any, ClassVar, Self

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn

from gradatim.data.info import TextInfo
from gradatim.data.language import tokenizers
from gradatim.data.language.passage import Passage
from gradatim.errors import UserError
from gradatim.help import Help
from gradatim.models.hub.config import FAMILIES
from gradatim.models.language.bert import BERT
from gradatim.models.language.gpt import GPT
from gradatim.models.language.llama import Llama, LlamaConfig
from gradatim.models.language.variants.speedgpt import SpeedGPT
from gradatim.models.lora import add_lora
from gradatim.recipes.fine_tuning import NOTHING_LEARNED, LoraRank
from gradatim.recipes.language.causal_lm import LanguageModel, LanguageTask
from gradatim.recipes.language.shipped_models import KINDS
from gradatim.recipes.language.trained_model import (
    TrainedModel,
    open_trained,
    require,
    require_own_tokenizer,
)
from gradatim.spelling import given, spelled
from gradatim.training import OptimizerConfig
from gradatim.training.optimizers import transformer_groups
from gradatim.typed import validated
from gradatim.validation import naming, require_not_negative, require_part

# The classes that go on, with those of their configs, by name.
NETWORKS: dict[str, tuple[type[nn.Module], type[Any]]] = {
    "SpeedGPT": (SpeedGPT, LlamaConfig),
    **{
        family.model.__name__: (family.model, family.config)
        for family in FAMILIES.values()
        if issubclass(family.model, BERT | GPT | Llama)
    },
}
OF_THE_MODEL = ("width", "n_layers", "n_heads", "dropout", "zero_init_residual", "vocabulary")
OF_GOING_ON = ("lora_rank", "lr_ratio")
STRETCHES_AT_ONCE = 20


class ContinuedTask(LanguageTask):
    """Predict the next token of a text, by a model that has learned from others.

    Attributes:
        lr_ratio: learning rate relative to that of weights that begin at random.
    """

    lr_ratio: float

    def parameter_groups(self, config: OptimizerConfig) -> list[dict[str, Any]]:
        """The groups of a Transformer, each at a smaller rate."""
        groups = transformer_groups(self, config)
        return [{**g, "lr": self.lr_ratio * g.get("lr", config.learning_rate)} for g in groups]


@dataclass(frozen=True, kw_only=True)
class OwnText(LanguageModel):
    """A network that predicts the next token of one's own text."""

    init_from: Annotated[
        str,
        Help(
            "model of the same kind to go on from: run folder, checkpoint folder or hub name, a "
            "model that ships, or stories260k (default: random weights)"
        ),
    ] = ""
    lora_rank: LoraRank = 0
    lr_ratio: Annotated[
        float,
        Help(
            "learning rate of weights that have learned before, relative to --learning-rate, above "
            "0 to 1"
        ),
    ] = 0.1
    known: TextInfo | None = field(default=None, metadata={"option": False})

    predicted: ClassVar[str] = "token"  # what the loss is a mean of

    def __post_init__(self) -> None:
        require_not_negative(self, "lora_rank")
        require_part(self, "lr_ratio")

    def unread(self) -> dict[str, str]:
        """What nothing reads beside the other options, and why."""
        if not self.init_from:
            return dict.fromkeys(OF_GOING_ON, NOTHING_LEARNED)
        found = dict.fromkeys(OF_THE_MODEL, f"the model of {spelled('init_from')} has its own")
        if self.lora_rank:
            found["lr_ratio"] = "the changes of LoRA have learned nothing before"
        return found

    def of_run(self, info: Any, files: dict[str, str]) -> Self:
        """Use the tokens and the sizes of a run again."""
        return replace(super().of_run(info, files), known=info)

    def build(self, device: torch.device) -> LanguageTask:
        """Load the text and join its windows with the model."""
        if not self.init_from:
            return super().build(device)
        text = self.data.load()
        if self.known is not None:
            info, tokenizer = self.known, tokenizers.from_text(self.learned_tokenizer)
            model = self.build_model(info)
        else:
            info, model, tokenizer = self._opened(text.name)
        if self.model.context > info.sizes["context"]:
            raise UserError(
                f"{given('context', self.model.context)}, and {self.init_from} reads at most "
                f"{info.sizes['context']:,} tokens at once: give at most as many."
            )
        if self.lora_rank:
            add_lora(model, self.lora_rank)
        task = self.join(text, tokenizer, model, info, device)
        assert isinstance(task, ContinuedTask)
        task.lr_ratio = 1.0 if self.lora_rank else self.lr_ratio
        if info.loss_before is None:
            with torch.no_grad():
                model.to(device).eval()
                measured = task.evaluate(final=True)["loss"]
            info = replace(info, loss_before=measured)
            task.info = replace(task.info, loss_before=measured)
        task.note = (
            f"Before training {self.init_from} has a loss of {info.loss_before:.3f} per "
            f"{self.predicted} on the test part of {info.text}."
        )
        return task

    def _opened(self, text: str) -> tuple[TextInfo, nn.Module, Tokenizer]:
        """The model to go on from, its tokenizer, and what a run must know of it.

        Raises:
            UserError: no such model, one that does something else, or a foreign tokenizer.
        """
        with naming("init_from", self.init_from):
            trained = open_trained(self.init_from)
            self.require_kind(trained)
            model, tokenizer = trained.model, trained.tokenizer
            if type(model).__name__ not in NETWORKS:
                raise UserError(f"a {type(model).__name__} cannot go on: give another model.")
            require_own_tokenizer(trained, list(tokenizer.get_vocab().values()))
        if self.init_from in KINDS:
            model = copy.deepcopy(model)  # others read the one that ships
        config: Any = model.config
        start = trained.config.get("bos_token_id")
        info = TextInfo(
            text=text,
            vocabulary_size=config.vocabulary_size,
            network=type(model).__name__,
            sizes=asdict(config),
            ends=trained.ends,
            start=start if isinstance(start, int) else None,
            special=trained.special,
            template=trained.template,
        )
        return info, model.float(), tokenizer

    def require_kind(self, trained: TrainedModel) -> None:
        """Refuse a model that does something else.

        Raises:
            UserError: it does not continue texts.
        """
        require(trained, "generate", "continue a text")

    def encoded(self, text: Passage, tokenizer: Tokenizer) -> Tensor:
        """The tokens of a text, (N,); those of other models may reach over line ends."""
        if not self.init_from:
            return super().encoded(text, tokenizer)
        return tokenizers.encode_pieces(tokenizer, text.stretches(), STRETCHES_AT_ONCE)

    def task(self, *parts: Any) -> LanguageTask:
        """Join model and windows."""
        return ContinuedTask(*parts, by_word=True) if self.init_from else super().task(*parts)

    def build_model(self, info: TextInfo) -> nn.Module:
        """Build the network that a run went on from, or a new one for this vocabulary."""
        if not info.network:
            return super().build_model(info)
        network, config = NETWORKS[info.network]
        sizes = validated(
            config, info.sizes, "sizes in config.json", "restore it from a copy.", strict=False
        )
        return network(sizes)
