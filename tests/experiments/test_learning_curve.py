"""Would more data help? The same training on parts of them says it."""

import numpy as np

import gradatim
from gradatim.experiments.learning_curve import learning_curve
from gradatim.reports.run_report import write_report


def test_more_data_are_asked_about_on_the_same_validation_rows(tmp_path):
    rng = np.random.default_rng(0)
    x = rng.normal(size=(400, 4))
    rows = [
        f"{','.join(f'{v:.3f}' for v in row)},{'high' if row.sum() > 0 else 'low'}" for row in x
    ]
    (tmp_path / "table.csv").write_text("\n".join(["a,b,c,d,label", *rows]))
    options = {"data": str(tmp_path / "table.csv"), "steps": 60, "show": False}
    run = gradatim.train("table-mlp", target="label", out=tmp_path / "run", **options)
    found = learning_curve(run.folder, fractions=(0.05, 1.0), seeds=(0,))
    few, many = found["points"]
    assert found["metric"] == "accuracy"
    assert few["value"] < many["value"]
    assert few["low"] < few["value"] < few["high"]
    assert "Would more data help?" in write_report(run.folder).read_text("utf-8")
