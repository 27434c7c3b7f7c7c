"""A small GPT learns facts and invents others; the threshold and the curves say how often."""

import pytest

from gradatim.views import load


@pytest.fixture(scope="module")
def learned():
    engine = load("hallucination")(people=10)
    engine.step(160)
    return engine


def test_the_question_of_the_view_has_its_answer(learned):
    step, right, invented = learned.snapshot()["curve"][-1]
    assert step == 160
    assert right > 0.9
    assert invented > 0.5


def test_questions_have_their_answers_and_a_higher_threshold_tells_less(learned):
    learned.set("question", 3)
    frame = learned.snapshot()
    assert frame["known"]["best"][0][0] == frame["known"]["truth"]
    probabilities = [p for _, p in frame["unseen"]["best"]]
    assert probabilities == sorted(probabilities, reverse=True)
    assert float(frame["confidence"].sum()) == pytest.approx(2)
    learned.set("threshold", 0.97)
    stricter = learned.snapshot()["curve"][-1]
    assert stricter[2] < frame["curve"][-1][2]
    assert learned.steps == 160  # nothing was learned anew
    learned.set("threshold", 0.5)


def test_going_back_is_exact(learned):
    curve = learned.snapshot()["curve"].tolist()
    learned.rewind(6)
    assert learned.snapshot()["curve"][-1][0] == 150
    learned.step(6)
    assert learned.snapshot()["curve"].tolist() == curve
