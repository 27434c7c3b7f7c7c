"""The fronts of the packages: every name is there, and none is imported before it is used."""

import importlib
import subprocess
import sys

import pytest

FRONTS = ["gradatim.models", "gradatim.data", "gradatim.insight"]


@pytest.mark.parametrize("front", FRONTS)
def test_what_is_offered_exists_and_unknown_names_are_ordinary_errors(front):
    package = importlib.import_module(front)
    for name in package.__all__:
        value = getattr(package, name)
        assert value.__name__ == name
        assert value.__module__.startswith(front)
    assert set(package.__all__) == set(dir(package))
    with pytest.raises(AttributeError, match=f"'{front}' has no attribute 'nonsense'"):
        package.nonsense  # noqa: B018


@pytest.mark.parametrize("front", FRONTS)
def test_no_name_is_a_module_too(front):
    """A module of the same name would take its place as soon as somebody imports it."""
    package = importlib.import_module(front)
    for name in package.__all__:
        with pytest.raises(ModuleNotFoundError):
            importlib.import_module(f"{front}.{name}")


@pytest.mark.parametrize("front", FRONTS)
def test_importing_a_package_imports_no_torch(front):
    code = f"import sys, {front}; print('torch' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
