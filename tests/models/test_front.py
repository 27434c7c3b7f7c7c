"""`gradatim.models` offers every model and every config, and imports none before it is used."""

import importlib
import pkgutil
import subprocess
import sys

import pytest
from torch import nn

from gradatim import models


def test_every_model_and_config_of_the_folder_is_offered():
    found = {}
    for info in pkgutil.walk_packages(models.__path__, "gradatim.models."):
        module = importlib.import_module(info.name)
        own = {n: v for n, v in vars(module).items() if getattr(v, "__module__", "") == info.name}
        found |= {name: value for name, value in own.items() if name.endswith("Config")}
        configured = {name.removesuffix("Config") for name in own if name.endswith("Config")}
        found |= {name: own[name] for name in configured if name in own}
    assert found.keys() <= set(models.__all__)
    assert len(found) > 30
    assert all(getattr(models, name) is value for name, value in found.items())


def test_what_is_offered_exists_and_is_a_model_or_a_config():
    for name in models.__all__:
        value = getattr(models, name)
        assert issubclass(value, nn.Module) or name.endswith("Config")
    assert set(models.__all__) == set(dir(models))


def test_an_unknown_name_is_an_ordinary_error():
    with pytest.raises(AttributeError, match=r"gradatim\.models.*'ResNext'"):
        models.ResNext  # noqa: B018
    with pytest.raises(ImportError, match="ResNext"):
        from gradatim.models import ResNext  # noqa: F401


def test_importing_the_package_imports_no_torch():
    code = "import sys, gradatim.models; print('torch' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
