"""The form of a program that one steps through."""

from textwrap import dedent


def program(imports: str, body: str) -> str:
    """Begin a program with PyTorch and imports of its own."""
    head = "import torch\nimport torch.nn.functional as F\n\n"
    return f"{head}{imports}\n\n{dedent(body).strip()}\n"


def plain_program(imports: str, body: str) -> str:
    """A program that imports only what it says."""
    return f"{imports}\n\n{dedent(body).strip()}\n"
