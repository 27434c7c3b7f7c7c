"""The report of a table: the network beside trees, on the same test rows."""

import numpy as np
import pytest
from sklearn.ensemble import HistGradientBoostingClassifier

from gradatim.data.own.sheet import read_sheet
from gradatim.recipes.runs import open_run
from gradatim.reports.own_tables import TREES, tree_columns, verdict
from gradatim.reports.run_report import write_report


@pytest.fixture(scope="module")
def table(tmp_path_factory):
    """Two hundred people, with a class, a quantity and missing cells."""
    path, rng = tmp_path_factory.mktemp("table") / "people.csv", np.random.default_rng(0)
    rows = ["age,sex,fare,survived"]
    for _ in range(200):
        age, sex, fare = rng.uniform(1, 80), rng.choice(["m", "f"]), rng.exponential(30)
        alive = 2 * (sex == "f") + fare / 60 - age / 40 > 0.5
        cell = "" if rng.random() < 0.2 else f"{age:.0f}"
        rows.append(f"{cell},{sex},{fare:.2f},{'yes' if alive else 'no'}")
    path.write_text("\n".join(rows))
    return path


def report(train, table, target):
    folder = train(target, "table-mlp", data=str(table), target=target, steps=30)
    page = write_report(folder).read_text("utf-8")
    assert "could not be shown" not in page
    return folder, page


def test_a_class_stands_beside_trees_with_intervals(train, table):
    folder, page = report(train, table, "survived")
    assert TREES in page
    assert "always the commonest class" in page
    for title in ("Beside gradient boosting", "Confusion matrix", "Class by class"):
        assert f"<h2>{title}</h2>" in page
    columns = tree_columns(read_sheet(table), open_run(folder)[2])
    assert columns.shape == (200, 3)
    assert np.isnan(columns[:, 0]).mean() == pytest.approx(0.2, abs=0.1)
    labels = [row[3] for row in read_sheet(table).rows]
    trees = HistGradientBoostingClassifier(random_state=0).fit(columns, labels)
    assert trees.score(columns, labels) > 0.95  # all that decides the class is there


def test_a_quantity_has_its_errors_and_a_cloud(train, table):
    _, page = report(train, table, "fare")
    assert "mean absolute error (95 % interval)" in page
    assert "always the median" in page
    assert "Half of the" in page


@pytest.mark.parametrize(
    ("gain", "chance", "near", "words"),
    [
        (3.0, 0.5, False, "no more than chance"),
        (0.4, 0.01, True, "The network is ahead by 0.4"),
        (-0.4, 0.01, True, "The trees are ahead by 0.4"),
        (5.0, 0.01, False, "the network beats the trees by 5.0"),
        (-5.0, 0.01, False, "A network is the wrong tool for this table."),
    ],
)
def test_the_verdict_says_what_the_figures_say(gain, chance, near, words):
    assert words in verdict(gain, "points of accuracy", chance, 40, near)
