"""The learning-rate finder suggests a rate that learns."""

from gradatim.training import Runtime
from gradatim.training.config import OptimizerConfig, TrainConfig
from gradatim.training.lr_finder import draw, find_learning_rate
from tests.training.toy import PointTask


def test_learning_rate_finder_suggests_a_rate_that_learns(tmp_path):
    settings = TrainConfig(batch_size=32, optim=OptimizerConfig(optimizer="sgd"))
    curve = find_learning_rate(PointTask(32, norm=False), settings, Runtime())
    assert 1e-3 < curve.suggestion < 10
    assert curve.learning_rates == sorted(curve.learning_rates)
    draw(curve, tmp_path / "curve.png")
    assert (tmp_path / "curve.png").stat().st_size > 5000
