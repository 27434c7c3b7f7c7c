"""A recipe of a language model so small that it is built at once."""

from typing import Any

from gradatim.recipes import get
from gradatim.recipes.options import change

TINY: dict[str, Any] = {"width": 16, "n_layers": 1, "n_heads": 2, "context": 32, "batch_size": 4}


def tiny(name: str, text: str, **values: Any) -> Any:
    """A recipe of this name on a text, or a file of one's own."""
    return change(name, get(name), {**TINY, "vocabulary": 300, "text": text, "steps": 3, **values})
