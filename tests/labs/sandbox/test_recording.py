"""A pass cannot be faked under `recheck`: the values are judged where the learner's code is not."""

import pytest

from gradatim.labs.check import check, recheck_source
from gradatim.labs.exercise import BUILT_IN, exercises
from tests.labs.masks import solution_with
from tests.labs.sandbox.attacks import ATTACKS, BEATS_GREEDY, FORGED, MASKS, WRONG
from tests.labs.sandbox.faked_games import BATCH_NORM, FAKED, READY_MADE


def answer_to(source, exercise=MASKS, **options):
    return recheck_source(exercise, source.encode(), f"{exercise.module}.py", "en", **options)


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_does_not_pass(attack):
    assert answer_to(WRONG.format("") + ATTACKS[attack])["status"] == "failed"


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_does_not_pass_where_no_word_is_refused(attack):
    answer = answer_to(WRONG.format("") + ATTACKS[attack], refuse=False)
    assert answer["status"] == "failed"
    assert answer.get("passed", 0) == 0


@pytest.mark.parametrize("way", FORGED)
def test_a_forged_message_is_not_believed(way):
    """The judge would believe this value, a fraction of points, of an honest file."""
    answer = answer_to(BEATS_GREEDY.solution + FORGED[way], BEATS_GREEDY, refuse=False)
    assert answer["status"] == "failed"


def test_an_object_that_equals_everything_does_not_pass():
    same = "class Same(torch.Tensor):\n    def __eq__(self, other): return True\n"
    same += "    @classmethod\n    def __torch_function__(cls, *a, **k): return True\n"
    source = WRONG.format("") + same + "def positives(x): return x.as_subclass(Same) * 0\n"
    assert answer_to(source, refuse=False)["status"] == "failed"


def test_a_patch_that_a_check_would_believe_is_noticed():
    source = (BUILT_IN / "17-batch-norm" / "solution.py").read_text("utf-8")
    source += "\ndef patch(space): space.equal = lambda *a: True\npatch(torch)\n"
    answer = answer_to(source, BATCH_NORM, refuse=False)
    assert answer["status"] == "failed"
    assert "torch.equal" in answer["sentence"]


@pytest.mark.parametrize("refuse", [True, False], ids=["refused words", "no refused words"])
@pytest.mark.parametrize("way", FAKED)
def test_a_faked_game_is_not_won(way, refuse):
    exercise, code = FAKED[way]
    if exercise.info.needs == ("pyrat",):
        pytest.importorskip("pyrat")
    assert answer_to(exercise.solution + code, exercise, refuse=refuse)["status"] == "failed"


@pytest.mark.parametrize("way", READY_MADE)
def test_what_torch_has_made_is_not_taken_for_the_learners(way):
    code = "import torch\nfrom torch import nn\n" + READY_MADE[way]
    answer = answer_to(code, BATCH_NORM, refuse=False)
    assert answer["status"] == "failed"
    assert "yourself" in answer["sentence"] or "has replaced" in answer["sentence"]


@pytest.mark.parametrize("exercise", exercises(), ids=lambda exercise: exercise.name)
def test_every_solution_passes(exercise):
    if exercise.info.needs == ("pyrat",):
        pytest.importorskip("pyrat")
    answer = answer_to(exercise.solution, exercise)
    assert answer["status"] == "passed", answer["sentence"]


def test_right_functions_count_beside_wrong_ones():
    text = MASKS.solution + "\ndef positives(x): return x[x >= 0]\n"
    answer = answer_to(text)
    assert answer["status"] == "failed"
    assert (answer["passed"], answer["checks"]) == (2, 3)
    assert answer["mistake"]["name"] == "zero_counted_positive"


def test_an_error_is_told_with_the_learners_line():
    answer = answer_to(MASKS.solution + "\ndef positives(x): return x.missing\n")
    assert "AttributeError" in answer["sentence"]
    assert "missing" in answer["lines"][0]


def test_functions_before_an_endless_one_count():
    answer = answer_to(MASKS.solution + "\ndef pick(scores, labels):\n    while True: pass\n")
    assert (answer["status"], answer["passed"]) == ("failed", 2)
    assert "Stopped after 4 s" in answer["sentence"]


def test_a_changed_argument_is_seen_from_the_other_process():
    text = MASKS.solution + "\ndef positives(x):\n    y = x[x > 0]\n    x += 1\n    return y\n"
    assert "changes its argument `x`" in answer_to(text)["sentence"]


def test_starter_is_unsolved():
    assert answer_to(MASKS.starter)["status"] == "unsolved"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("return (value for value in x)", "returns a generator; a tensor is expected"),
        ("y = []\nfor _ in range(100_000):\n    y = [y]\nreturn y", "returns a list; a tensor is"),
    ],
)
def test_a_value_that_cannot_travel_is_told_as_a_check_tells_it(body, words):
    source = solution_with(body)
    answer = answer_to(source)
    assert words in answer["sentence"]
    assert answer["sentence"] == check("2", source)["sentence"]
    assert "object at 0x" not in answer["got"]["text"]
