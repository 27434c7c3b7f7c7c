"""Who answers in the view of chapter 8: the same network after each of its stages."""

from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from tokenizers import Tokenizer

from gradatim.data.language.conversations import RESULT, STOP, prompt_text
from gradatim.data.language.tokenizers import END_OF_TEXT
from gradatim.errors import UserError, encoded
from gradatim.models.language.llama import Llama
from gradatim.recipes.language.shipped_models import EVERYDAY_LLAMA
from gradatim.recipes.language.trained_model import open_trained
from gradatim.typed import parse_json

RUNS = Path("runs")
# stage -> the recipe whose newest run speaks; the first ships with the package
STAGES = {
    "pretrained": EVERYDAY_LLAMA,
    "instructed": "chat-instructions",
    "polite": "chat-preferences",
}


class Speaker(NamedTuple):
    """A network that answers, and what it was trained as."""

    model: Llama
    tokenizer: Tokenizer
    origin: str  # name of its run folder, or of what ships
    converses: bool  # whether it knows the template of a conversation

    def reads(self, question: str) -> list[int]:
        """The tokens of a question; who was never taught to converse gets the plain text."""
        text = prompt_text(question) if self.converses else question
        return list(encoded(self.tokenizer, text, specials=False).ids)

    def ends(self, token: int) -> bool:
        """Whether a token ends an answer; who only continues texts begins the next one."""
        return self.converses and self.tokenizer.id_to_token(token) in (STOP, END_OF_TEXT)

    def asks_calculator(self, token: int) -> bool:
        """Whether a token hands over to the calculator."""
        return token == self.tokenizer.token_to_id(RESULT)

    def text(self, token: int) -> str:
        """A token as people read it; special ones by their names."""
        name = self.tokenizer.id_to_token(token) or ""
        if name.startswith("<|"):
            return name
        return self.tokenizer.decode([token]).replace("\n", "⏎")


def speaker_of(stage: str) -> Speaker | None:
    """The network after a stage; None where nobody has trained that stage here.

    Args:
        stage: a key of `STAGES`.
    """
    recipe = STAGES[stage]
    if recipe == EVERYDAY_LLAMA:
        return _open(EVERYDAY_LLAMA, 0.0, converses=False)
    for weights in sorted(RUNS.glob("*/model.safetensors"), key=lambda p: -p.stat().st_mtime):
        if _recipe_of(weights.parent) != recipe:
            continue
        try:
            return _open(str(weights.parent), weights.stat().st_mtime, converses=True)
        except UserError:
            continue  # damaged: an older one may do
    return None


def _recipe_of(folder: Path) -> str:
    try:
        config = parse_json((folder / "config.json").read_bytes())
    except (OSError, ValueError):
        return ""
    return str(config.get("recipe", "")) if isinstance(config, dict) else ""


@lru_cache(maxsize=8)
def _open(name: str, changed: float, *, converses: bool) -> Speaker:
    """Open a model once for all visitors, and again when its weights have changed."""
    trained = open_trained(name)
    assert isinstance(trained.model, Llama)
    return Speaker(trained.model, trained.tokenizer, Path(name).name, converses)
