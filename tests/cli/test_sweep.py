"""`gradatim sweep`: how its words are read; what it does is tested with experiments/search."""

import pytest

from gradatim.cli import main, sweep
from gradatim.experiments.search import pools
from gradatim.experiments.search.search import SweepRuns
from gradatim.experiments.search.settings import Range


@pytest.fixture
def searched(monkeypatch, tmp_path):
    """The search that a command line means, without running it."""
    monkeypatch.chdir(tmp_path)
    seen = []

    class Meant(Exception):
        pass

    def run(search, halving):
        seen.append((search, halving))
        raise Meant

    monkeypatch.setattr(sweep, "_run", run)

    def meant(*words) -> tuple[SweepRuns, bool]:
        with pytest.raises(Meant):
            main(["sweep", *words])
        return seen[-1]

    return meant


def test_values_become_settings(searched):
    words = "--learning-rate 0.1 0.2 --hidden 8 8,4 --steps 9 --seeds 2 --budget 20m --halving"
    search, halving = searched("digits-mlp", *words.split())
    assert len(search.conditions) == 4
    assert search.conditions[3].changes == {"learning_rate": 0.2, "hidden": (8, 4), "steps": 9}
    assert (search.n_seeds, search.seconds, halving) == (2, 1200.0, True)
    assert search.folder.as_posix() == "runs/sweep-digits-mlp"


def test_switches_ranges_and_words(searched):
    search, _ = searched("folder-resnet", "--flip", "true", "false", "--balance=none")
    assert [c.changes["flip"] for c in search.conditions] == [True, False]
    assert sweep.axis_of("digits-mlp", "--batch-size", ["8..64"]) == {"batch_size": [Range(8, 64)]}
    assert (
        len(searched("digits-mlp", "--learning-rate", "1e-3..1e-1", "--random", "5")[0].conditions)
        == 5
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("digits-mlp --learning-rte 1 2", "did you mean --learning-rate?"),
        ("digits-mlp --learning-rate 0.1 -1", "--learning-rate is -1"),
        ("digits-mlp --learning-rate 0.1 0.1", "one value twice"),
        ("digits-mlp --learning-rate 0.1 --learning-rate 0.2", "is given twice"),
        ("digits-mlp --learning-rate 0.1..0.01 --random 3", "the smaller first"),
        ("digits-mlp --random 3 --epochs 1", "--random 3 has nothing to draw: give an option sev"),
        ("digits-mlp --seed 1 2", "--seeds counts"),
        ("digits-mlp --budget soon", "20m"),
        ("digits-mlp --seeds 0", "--seeds is 0"),
        ("digits-mlp 0.1", "is not an option"),
        ("digits-mpl --learning-rate 0.1", "digits-mlp"),
        ("digits-mlp --on pbs", "--on is 'pbs'"),
        ("digits-mlp --on ray:head", "--on is 'ray:head'"),
        ("digits-mlp --on slurm --halving", "--halving decides while it runs"),
    ],
)
def test_wrong_words_are_one_sentence(fails, monkeypatch, tmp_path, words, said):
    monkeypatch.chdir(tmp_path)
    assert said in fails("sweep", *words.split())


def test_without_ray_its_installation_is_named(fails, monkeypatch):
    monkeypatch.setattr(pools.importlib.util, "find_spec", lambda name: None)
    said = fails("sweep", "digits-mlp", "--on", "ray://head:10001")
    assert "--on ray://head:10001 needs Ray: pip install 'gradatim[ray]'" in said


def test_help_has_the_options_of_both(capsys):
    main(["sweep", "digits-mlp", "--help"])
    said = capsys.readouterr().out
    assert "--budget" in said
    assert "--learning-rate" in said


def test_an_array_job_is_written_and_says_what_is_missing(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(sweep.shutil, "which", lambda name: None)
    main(
        ["sweep", "digits-mlp", "--steps", "3", "9", "--on", "slurm", "--out", str(tmp_path / "s")]
    )
    assert (tmp_path / "s" / "sweep.sbatch").is_file()
    assert "there is no sbatch here" in capsys.readouterr().out
