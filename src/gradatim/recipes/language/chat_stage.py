"""What the lessons after pretraining share: they start from the model of an earlier one."""

from dataclasses import asdict, dataclass
from typing import Annotated, Any, ClassVar

from tokenizers import Tokenizer
from torch import nn

from gradatim.data.info import ChatInfo
from gradatim.data.language import tokenizers
from gradatim.data.language.conversations import CHAT_SPECIALS
from gradatim.errors import UserError
from gradatim.help import Help
from gradatim.models.language.llama import Llama, LlamaConfig
from gradatim.models.lora import add_lora, merge_lora
from gradatim.recipes.base import Recipe
from gradatim.recipes.runs import open_run


@dataclass(frozen=True, kw_only=True)
class ChatStage(Recipe):
    """A lesson that a chat model is taught, from the run of an earlier one on."""

    init_from: Annotated[
        str, Help("run folder of the earlier lesson: everyday-llama or chat-instructions")
    ] = ""

    lora_rank: Annotated[
        int, Help("rank of the changes that learn in place of all weights (LoRA); 0: all learn")
    ] = 0

    info_type = ChatInfo
    fixed: ClassVar[tuple[str, ...]] = ("train.epochs",)
    spoken: ClassVar[str]  # what this lesson makes of a model, for a reader

    def opened(self) -> tuple[Llama, Tokenizer]:
        """Open the model to start from, and its tokenizer.

        Raises:
            UserError: none is named, or it cannot converse.
        """
        if not self.init_from:
            raise UserError(
                "which model is to learn? Train one with `gradatim train everyday-llama`, then "
                "add --init-from runs/everyday-llama."
            )
        _, model, _, run = open_run(self.init_from)
        file = run.texts().get("tokenizer.json", "")
        tokenizer = tokenizers.from_text(file) if file else None
        if not isinstance(model, Llama) or tokenizer is None:
            raise UserError(
                f"{self.init_from} is a run of {run.config['recipe']}: --init-from takes a run of "
                "everyday-llama, or of a chat lesson."
            )
        if any(tokenizer.token_to_id(special) is None for special in CHAT_SPECIALS):
            raise UserError(
                f"{self.init_from} has no tokens for the turns of a conversation: start from a "
                "run of everyday-llama."
            )
        merge_lora(model)  # of the earlier lesson
        if self.lora_rank:
            add_lora(model, self.lora_rank)
        return model, tokenizer

    def build_model(self, info: ChatInfo) -> nn.Module:
        """Build the network of the run that this one started from."""
        model = Llama(LlamaConfig(**info.sizes))
        return add_lora(model, self.lora_rank) if self.lora_rank else model


def sizes_of(model: Llama) -> dict[str, Any]:
    """Sizes of a network, as a run keeps them."""
    return asdict(model.config)
