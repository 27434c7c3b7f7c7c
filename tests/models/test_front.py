"""`gradatim.models` offers every model and every config of its folder."""

import importlib
import pkgutil

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


def test_all_others_are_models():
    others = [n for n in models.__all__ if not n.endswith("Config")]
    assert all(issubclass(getattr(models, name), nn.Module) for name in others)
