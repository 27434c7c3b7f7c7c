"""What is trained on what, with the result to expect; a folder per field, a file per family."""

from gradatim.recipes.registry import RECIPES, get

__all__ = ["get", "list"]


def list() -> dict[str, str]:
    """Name all recipes, with the result to expect of each."""
    return {name: entry.expected_result for name, entry in RECIPES.items()}
