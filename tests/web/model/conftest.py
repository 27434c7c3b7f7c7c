"""Two runs that are served: of images, and of a table."""

import pytest

import gradatim


@pytest.fixture(scope="package")
def digits(tmp_path_factory):
    out = tmp_path_factory.mktemp("served") / "digits"
    return gradatim.train("digits-mlp", steps=50, out=out, show=False, device="cpu")


@pytest.fixture(scope="package")
def houses(tmp_path_factory):
    folder = tmp_path_factory.mktemp("served")
    rows = [f"{i},{'ab'[i % 2]},{i * 3.5}" for i in range(60)]
    (folder / "houses.csv").write_text("\n".join(["size,kind,price", *rows]))
    options = {"data": str(folder / "houses.csv"), "target": "price", "steps": 20}
    return gradatim.train("table-mlp", out=folder / "run", show=False, device="cpu", **options)
