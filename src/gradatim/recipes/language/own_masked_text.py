"""A masked language model of one's own text: from random weights, or from what a BERT has learned.

A text is read in windows; each begins and ends as the model's tokenizer begins and ends a text.
"""

from dataclasses import dataclass
from typing import Any, ClassVar

from gradatim.errors import UserError
from gradatim.models.language.bert import BERT, BERTConfig
from gradatim.models.language.fill_mask import mask_token
from gradatim.recipes.base import Recipe
from gradatim.recipes.language.causal_lm import LanguageTask, WindowedText
from gradatim.recipes.language.masked_lm import RECIPES as MASKED
from gradatim.recipes.language.masked_lm import MaskedLanguageModel, MaskedTask
from gradatim.recipes.language.own_text import ContinuedTask, OwnText
from gradatim.recipes.language.trained_model import TrainedModel


class ContinuedMaskedTask(ContinuedTask, MaskedTask):
    """Predict the masked words of a text, by a model that has learned from others."""


@dataclass(frozen=True, kw_only=True)
class OwnMaskedText(OwnText, MaskedLanguageModel):
    """A BERT that predicts masked words of one's own text."""

    predicted: ClassVar[str] = "masked token"

    def __post_init__(self) -> None:
        MaskedLanguageModel.__post_init__(self)
        super().__post_init__()

    def require_kind(self, trained: TrainedModel) -> None:
        """Refuse a model that predicts no masked words, or whose tokenizer cannot mask one.

        Raises:
            UserError: with what is needed.
        """
        if not isinstance(trained.model, BERT):
            raise UserError(
                f"a {type(trained.model).__name__} predicts no masked words: give a BERT, "
                "DistilBERT, RoBERTa, CamemBERT or ModernBERT with its head, such as "
                "everyday-bert; text-gpt goes on from models that continue texts."
            )
        if trained.tokenizer.token_to_id(mask_token(trained.tokenizer)) is None:
            raise UserError("its tokenizer has no token for a masked word: give another model.")

    def task(self, *parts: Any) -> LanguageTask:
        """Join model and windows."""
        kind = ContinuedMaskedTask if self.init_from else MaskedTask
        return kind(*parts, by_word=False)


RECIPES: dict[str, Recipe] = {
    "text-bert": OwnMaskedText(
        network=BERT,
        # As many tokens as everyday-bert reads at once.
        model=BERTConfig(context=48, width=128, n_layers=2, n_heads=4),
        data=WindowedText(vocabulary=2_000),
        mask_fraction=0.3,
        zero_init_residual=True,
        train=MASKED["docs-bert"].train,
    ),
}
