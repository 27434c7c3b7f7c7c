"""Accuracy of image networks on corrupted and adversarial images."""

import pytest

from gradatim.errors import UserError
from gradatim.experiments.robustness import EPSILONS, attacked, corrupted, robustness, subject_of


def test_corruption_and_attack_lower_accuracy(convnet):
    subject = subject_of(convnet, 120)
    noisy, hit = corrupted(subject, "noise"), attacked(subject, "FGSM", (0.0, 0.3))
    assert noisy[0].value == hit[0].value > 0.8
    assert noisy[-1].value < noisy[0].value
    assert hit[1].value < hit[0].value - 0.2
    assert noisy[0].low < noisy[0].value < noisy[0].high


def test_networks_are_tested_on_the_same_images(convnet):
    first, second = subject_of(convnet, 50), subject_of(convnet, 50)
    assert (first.pixels == second.pixels).all()
    assert first.pixels.amax() <= 1


def test_the_table_has_the_values_of_the_curves(convnet, tmp_path):
    found = robustness({"one": convnet}, n_images=20)
    [table] = found.tables
    row = dict(zip(table.header, table.rows[0], strict=True))
    subject = subject_of(convnet, 20)
    noise = corrupted(subject, "noise")
    assert row["clean"] == f"{100 * noise[0].value:.1f}"
    assert row["noise"] == f"{20 * sum(v.value for v in noise[1:]):.1f}"
    fgsm = attacked(subject, "FGSM")
    assert row["FGSM"] == f"{100 * fgsm[EPSILONS.index(0.05)].value:.1f}"
    page = found.write(tmp_path / "r.html", "gradatim robustness").read_text()
    for kind in ("Noise", "Blur", "Shift", "Rotation", "Contrast", "FGSM", "PGD, 10 steps"):
        assert f">{kind}</text>" in page, "no figure of this title"


def test_runs_of_another_kind_and_no_runs_are_refused(facts, convnet):
    with pytest.raises(UserError, match="does not classify images"):
        robustness({"facts": facts})
    with pytest.raises(UserError, match="at least one run"):
        robustness({})
    with pytest.raises(UserError, match="n_images is 0"):
        robustness({"one": convnet}, n_images=0)
