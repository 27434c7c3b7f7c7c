"""A view opens on a published data set where it is, and needs none."""

from itertools import product

from gradatim.views import VIEWS, load
from gradatim.views.core.data_at_hand import FILES, handwritten


def test_mnist_is_opened_on_where_both_files_are(tmp_path, monkeypatch):
    monkeypatch.setenv("GRADATIM_DATA", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "none"))
    monkeypatch.setenv("HOME", str(tmp_path / "none"))
    (tmp_path / "mnist").mkdir()
    (tmp_path / "mnist" / FILES[0]).touch()
    assert handwritten() == "digits"
    (tmp_path / "mnist" / FILES[1]).touch()
    assert handwritten() == "mnist"


def test_every_view_opens_with_values_that_it_knows():
    for name, language in product(VIEWS, ("en", "fr")):
        engine = load(name)
        for control, value in engine.opening(language).items():
            engine.controls[control].check(control, value)
