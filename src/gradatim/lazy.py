"""Names of a package that are imported when they are first used.

A package that offers thirty models need not import thirty files, and torch with them, before one
is wanted. Type checkers and editors see the names by imports under TYPE_CHECKING.
"""

from collections.abc import Callable
from importlib import import_module
from typing import Any


def lazy_names(package: str, modules: dict[str, str]) -> Callable[[str], Any]:
    """Make the `__getattr__` of a package (PEP 562).

    Args:
        package: its `__name__`.
        modules: each public name and the module of the package that defines it, as `vision.resnet`;
            a module that is offered itself has its own name.
    """

    def get(name: str) -> Any:
        if name not in modules:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        # By name: that it is imported at its first use is what all this is for.
        module = import_module(f"{package}.{modules[name]}")
        return module if modules[name] == name else getattr(module, name)

    return get
