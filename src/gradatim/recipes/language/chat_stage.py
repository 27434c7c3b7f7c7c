"""What the stages after pretraining share: they start from the model of an earlier one."""

import copy
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated, Any, ClassVar

from tokenizers import Tokenizer
from torch import nn

from gradatim.data.info import ChatInfo
from gradatim.data.language import tokenizers
from gradatim.data.language.conversations import CHAT_SPECIALS
from gradatim.errors import UserError
from gradatim.help import Help
from gradatim.models.language.llama import Llama, LlamaConfig
from gradatim.models.lora import add_lora
from gradatim.recipes.base import Recipe
from gradatim.recipes.fine_tuning import LoraRank
from gradatim.recipes.language.shipped_models import EVERYDAY_LLAMA, open_shipped
from gradatim.recipes.runs import open_run
from gradatim.spelling import given, spelled
from gradatim.validation import naming, require_not_negative


@dataclass(frozen=True, kw_only=True)
class ChatStage(Recipe):
    """A stage of training a chat model, from the run of an earlier one on."""

    init_from: Annotated[
        str, Help("run folder of the earlier stage, or everyday-llama, which ships")
    ] = ""

    lora_rank: LoraRank = 0

    info_type = ChatInfo
    use = "chat {run}"
    fixed: ClassVar[tuple[str, ...]] = ("train.epochs",)
    spoken: ClassVar[str]  # what this stage makes of a model, for a reader

    def __post_init__(self) -> None:
        require_not_negative(self, "lora_rank")

    def opened(self) -> tuple[Llama, Tokenizer]:
        """Open the model to start from, and its tokenizer.

        Raises:
            UserError: none is named, or it cannot converse.
        """
        if not self.init_from:
            raise UserError(
                f"which model is to learn? Add {spelled('init_from', 'everyday-llama')}, which "
                "ships with the package, or the run folder of an earlier stage."
            )
        if self.init_from == EVERYDAY_LLAMA:
            model, tokenizer = copy.deepcopy(
                open_shipped(EVERYDAY_LLAMA)
            )  # others read the one that ships
            assert isinstance(model, Llama)
            return self._ready(model), tokenizer
        if not Path(self.init_from).expanduser().is_dir():
            raise UserError(
                f"{given('init_from', self.init_from)}: give everyday-llama, which ships, or the "
                "run folder of everyday-llama or of a chat stage; only these have the tokens of a "
                "conversation."
            )
        with naming("init_from", self.init_from):
            _, opened, _, run = open_run(self.init_from)
        file = run.texts().get("tokenizer.json", "")
        if not isinstance(opened, Llama) or not file:
            raise UserError(
                f"{self.init_from} is a run of {run.config['recipe']}: {spelled('init_from')} "
                "takes a run of everyday-llama, or of a chat stage."
            )
        tokenizer = tokenizers.from_text(file)
        if any(tokenizer.token_to_id(special) is None for special in CHAT_SPECIALS):
            raise UserError(
                f"{self.init_from} has no tokens for the turns of a conversation: start from a "
                "run of everyday-llama."
            )
        return self._ready(opened), tokenizer

    def _ready(self, model: Llama) -> Llama:
        """Let all weights learn, or the changes of LoRA only."""
        if self.lora_rank:
            add_lora(model, self.lora_rank)
        return model

    def build_model(self, info: ChatInfo) -> nn.Module:
        """Build the network of the run that this one started from."""
        return Llama(LlamaConfig(**info.sizes))


def sizes_of(model: Llama) -> dict[str, Any]:
    """Sizes of a network, as a run keeps them."""
    return asdict(model.config)
