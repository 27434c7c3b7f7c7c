"""The checker names mistakes that nobody stored, and says nothing without evidence."""

import types

import pytest

from gradatim.labs.exercise import exercises, find
from gradatim.labs.grading.diagnosis import Candidate, either
from gradatim.labs.grading.evidence import Trial
from gradatim.labs.grading.grader import grade, load_checks
from gradatim.labs.grading.outcomes import call, inputs_of, judge
from gradatim.labs.grading.relations.findings import relations
from gradatim.labs.sandbox.child import preload

EXERCISES = exercises()
preload(["optimizer"])  # an import that a time limit interrupts stays half done
LOOP = """def descend(gradient, w, rate, steps):
    path = [w]
    for _ in range(steps):
        w = w - rate * gradient(w)
        path.append(w)
        return torch.stack(path)
"""


def over_solution(number: str, code: str, language: str = "en") -> dict:
    """The answer for a solution with one function written anew."""
    exercise = find(number, EXERCISES)
    source = f"{exercise.solution}\n\nimport torch\n{code}\n"
    return grade(exercise, source.encode(), f"{exercise.module}.py", language)


@pytest.mark.parametrize(
    ("number", "code", "name"),
    [
        # written otherwise than the stored mistake
        (
            "4",
            "def softmax(z):\n    e = z.exp()\n    return e / e.sum(1, keepdim=True)",
            "overflow",
        ),
        # stops where the stored mistake returns, on one input
        (
            "2",
            "def pick(s, l):\n    return s[:, l] if len(l) > 1 else s[0, 1.5]",
            "every_column_of_every_row",
        ),
        # two mistakes in the two parts of one answer
        (
            "12",
            "def linear_backward(dy, x, W):\n    return dy @ W, x.T @ dy, dy.mean(0)",
            "weight_gradient_transposed",
        ),
    ],
)
def test_stored_mistake_is_recognised_though_written_otherwise(number, code, name):
    answer = over_solution(number, code)
    assert name in answer["mistake"]["name"]


def test_two_stored_mistakes_at_once_are_both_named():
    code = "def linear_backward(dy, x, W):\n    return dy @ W, x.T @ dy, dy.mean(0)"
    answer = over_solution("12", code)
    assert answer["mistake"]["name"] == "weight_gradient_transposed bias_averaged"


def trials(number: str, code: str) -> list[Trial]:
    """What code does with the inputs of the check that it fails."""
    learner = types.ModuleType("learner")
    exec(f"import torch\n{code}", learner.__dict__)
    checks = load_checks(find(number, EXERCISES))
    check = next(check for check in checks if hasattr(learner, check.name))
    outcomes = [(case, call(check, learner, case)) for case in inputs_of(check)]
    return [Trial(check, case, outcome, judge(check, outcome, case)) for case, outcome in outcomes]


@pytest.mark.parametrize(
    ("number", "code", "name"),
    [
        ("2", "def positives(x):\n    return x[x > 0] * 3", "factor"),
        ("3", "def scale_rows(x, s):\n    return -x * s[:, None]", "negated"),
        ("23", "def merge_heads(x):\n    return x.transpose(1, 2).flatten(2).flip(1)", "flipped"),
        ("14", "def output_size(n, k, stride, padding):\n    return 4", "always_the_same"),
        ("1", "def flatten_images(images):\n    return images[-1].flatten()", "last_only"),
        ("33", "def taken(q, actions):\n    return actions", "argument_returned"),
        ("11", "def relu(x):\n    return x.clamp(0, 1)", "cut_above"),
        (
            "2",
            "def positives(x):\n    return (x.flatten() > 0).nonzero().flatten()",
            "positions_returned",
        ),
    ],
)
def test_general_relation_holds_without_any_stored_mistake(number, code, name):
    assert name in [found for found, _ in relations(trials(number, code))]


def test_an_overwritten_input_is_named():
    code = "def relu(x):\n    x[x < 0] = 0\n    return x"
    assert over_solution("11", code)["mistake"]["name"] == "input_overwritten"


PAIR = """def gradients(w, b, x, y):
    p = 1 / (1 + torch.exp(-x @ w - b))
    d = (y - p) * p * (1 - p) / len(x)
    return (d[:, None] * x).sum(0), d.sum()
"""


def test_two_mistakes_in_one_function_are_both_named():
    mistake = over_solution("8", PAIR)["mistake"]
    assert mistake["text"].startswith("Two at once")
    assert "factor_two_forgotten" in mistake["name"]


def test_gradients_left_switched_off_are_refused():
    code = (
        "def evaluate(model, batches):\n"
        "    before = model.training\n"
        "    model.eval()\n"
        "    torch.set_grad_enabled(False)\n"
        "    hits = sum((model(x).argmax(1) == y).sum().item() for x, y in batches)\n"
        "    model.train(before)\n"
        "    return hits / sum(len(y) for _, y in batches)\n"
    )
    answer = over_solution("20", code)
    assert "leaves gradients switched off" in answer["sentence"]
    assert answer["mistake"]["name"] == "gradients_switched_off"


RING = """class Replay:
    def __init__(self, capacity):
        self.moves, self.capacity, self.n = [None] * capacity, capacity, 0

    def add(self, state, action, reward, next_state, over):
        move = (state.clone(), action, reward, next_state.clone(), over)
        self.moves[self.n % self.capacity] = move
        self.n += 1

    def __len__(self):
        return self.n

    def sample(self, n):
        stored = self.moves[: min(self.n, self.capacity)]
        states, actions, rewards, after, over = zip(*random.choices(stored, k=n))
        tensors = torch.tensor(actions), torch.tensor(rewards)
        return torch.stack(states), *tensors, torch.stack(after), torch.tensor(over)
"""


def test_a_stored_mistake_that_breaks_more_of_a_class_is_not_named():
    answer = over_solution("35", RING)
    assert answer["status"] == "failed"
    assert "grows" not in str(answer.get("mistake"))


@pytest.mark.parametrize("divisor", [2, 3])
def test_no_number_that_nobody_asked_for_is_advised(divisor):
    code = (
        "def median_time(function, clock, warmup, repeats):\n"
        "    durations = []\n"
        "    for _ in range(warmup + repeats):\n"
        "        start = clock()\n"
        "        function()\n"
        "        durations.append(clock() - start)\n"
        f"    return sorted(durations)[len(durations) // {divisor}]\n"
    )
    answer = over_solution("46", code)
    assert answer["status"] == "failed"
    assert "with 3 in the place" not in str(answer.get("mistake"))


def test_a_change_that_brings_in_the_stored_mistake_is_no_second_one():
    code = (
        "def train(model, x, labels, rate, steps):\n"
        "    optimizer = torch.optim.SGD(model.parameters(), lr=rate)\n"
        "    losses = []\n"
        "    for _ in range(steps):\n"
        "        logs = torch.log_softmax(model(x), 1)\n"
        "        ones = torch.nn.functional.one_hot(labels, logs.shape[1])\n"
        "        loss = -(ones * logs).mean()\n"
        "        optimizer.zero_grad()\n"
        "        loss.backward()\n"
        "        optimizer.step()\n"
        "        losses.append(loss.item())\n"
        "    return losses\n"
    )
    assert "Two at once" not in str(over_solution("29", code).get("mistake"))


def test_an_input_that_was_overwritten_is_said_before_the_fractions():
    code = (
        "def corrupt(tokens, chosen, mask_id, n_vocabulary):\n"
        "    draw = torch.rand(tokens.shape)\n"
        "    tokens[chosen & (draw < 0.8)] = mask_id\n"
        "    other = torch.randint(n_vocabulary, tokens.shape)\n"
        "    some = chosen & (draw >= 0.8) & (draw < 0.9)\n"
        "    tokens[some] = other[some]\n"
        "    return tokens\n"
    )
    assert "changes its argument `tokens`" in over_solution("26", code)["sentence"]


def test_explanations_that_fit_equally_are_all_named():
    text = {"en": "One.", "fr": "Un."}, {"en": "Two.", "fr": "Deux."}
    equal = [Candidate(name, t, None, None) for name, t in zip("ab", text, strict=True)]
    assert either(equal).name == "a|b"
    assert either(equal).text == {"en": "Either: One. Or: Two.", "fr": "Soit : Un. Soit : Deux."}


def test_an_answer_drawn_at_random_is_named():
    code = (
        "def train(x, y, epochs, rate):\n"
        "    w, b = torch.randn(x.shape[1]), 0.0\n"
        "    for _ in range(epochs):\n"
        "        for i in range(len(x)):\n"
        "            w, b = update(x[i], y[i].item(), w, b, rate)\n"
        "    return w, b\n"
    )
    assert over_solution("5", code)["mistake"]["name"] == "random_answer"


def test_a_stored_mistake_with_another_one_on_top_is_named():
    code = (
        "def binary_cross_entropy(z, y):\n"
        "    s = torch.sigmoid(z).clamp(min=1e-30)\n"
        "    return -(y * s.log()).mean()\n"
    )
    mistake = over_solution("7", code)["mistake"]
    assert mistake["name"] == "only_positives_count"
    assert "On other inputs" in mistake["text"]


def test_an_exact_zero_is_no_tiny_number():
    code = (
        "def central_difference(f, w, h):\n"
        "    g = torch.zeros_like(w)\n"
        "    for i in range(len(w)):\n"
        "        up = w\n"
        "        up[i] += h\n"
        "        down = w\n"
        "        down[i] -= h\n"
        "        g[i] = (f(up) - f(down)) / (2 * h)\n"
        "    return g\n"
    )
    assert over_solution("8", code)["mistake"]["name"] == "one_tensor_for_both"


def test_no_function_that_only_exchanges_one_mistake_for_another_is_advised():
    code = "def cross_entropy(z, labels):\n    return (log_sum_exp(z) - z.mean(1)).mean()"
    assert "amax" not in str(over_solution("7", code).get("mistake"))


def test_without_evidence_only_the_place_is_named():
    code = "def accuracy(z, labels):\n    return float(z.sum().sin())"
    mistake = over_solution("4", code)["mistake"]
    assert mistake["name"] == "departure"
    assert "`z.sum()`" in mistake["text"]


def test_one_number_is_no_evidence_for_a_factor():
    code = "def central_difference(f, w, h):\n    return w * 0 + 7.7 if len(w) < 2 else w / w[5]"
    assert over_solution("8", code).get("mistake", {"name": "departure"})["name"] == "departure"


def test_state_kept_between_calls_is_named():
    code = "seen = []\ndef largest_rate(c):\n    seen.append(2 / c)\n    return seen[0]"
    assert over_solution("9", code)["mistake"]["name"] == "kept_between_calls"


def test_no_loop_is_blamed_where_there_is_none():
    code = "def loss(z, t):\n    return F.cross_entropy(z.flatten(0, 1), t.flatten().clamp(min=0))"
    named = (over_solution("26", code).get("mistake") or {"text": ""})["text"]
    assert "loop" not in named


def test_a_stored_mistake_that_fails_what_is_right_here_is_not_named():
    code = (
        "def policy(maze, me, other, cheese):\n"
        "    return min(maze[me], key=lambda cell: abs(cell - cheese[0]))"
    )
    mistake = over_solution("36", code).get("mistake") or {"name": ""}
    assert "last_way_counts" not in mistake["name"]  # that is a mistake of `distances`


def test_code_that_stops_is_not_explained_by_two_mistakes_that_do_not():
    code = "def merge_heads(x):\n    b, h, t, d = x.shape\n    x = x.transpose(1, 2)\n"
    answer = over_solution("23", f"{code}    return x.view(b, t, h * d)")
    assert answer["mistake"]["name"] == "view_of_moved_axes"


def test_a_mistake_of_a_function_that_is_right_is_not_named_by_the_moves():
    code = (
        "def policy(maze, me, other, cheese):\n"
        "    return min(maze[me], key=lambda cell: maze[me][cell])"
    )
    mistake = over_solution("36", code).get("mistake") or {"name": ""}
    assert not {"cost_of_last_step", "previous_cells_returned"} & set(mistake["name"].split("|"))


def test_what_one_number_speaks_for_is_told_beside_what_is_wrong_on_the_same_input():
    code = (
        "def cross_entropy(z, labels):\n"
        "    p = torch.softmax(z, 1)[torch.arange(len(z)), labels]\n"
        "    return -{}.log().mean()"
    )
    mistake = over_solution("7", code.format("torch.maximum(p, torch.tensor(1e-8))"))["mistake"]
    assert mistake["text"].startswith("Either: ")
    assert "probabilities_clamped" in mistake["name"].split("|")


def test_of_mistakes_with_one_number_the_text_shows_which_it_is():
    for body, name in (
        ("p.clamp(min=1e-8)", "probabilities_clamped"),
        ("(p + 1e-8)", "epsilon_inside"),
        ("(p + 1e-12)", "epsilon_inside"),  # the stored cut-off has this number
        ("(p + 1e-10)", "epsilon_inside"),  # and no stored mistake has this one
        ("p", "log_of_softmax"),
    ):
        code = (
            "def cross_entropy(z, labels):\n"
            "    p = torch.softmax(z, 1)[torch.arange(len(z)), labels]\n"
            f"    return -{body}.log().mean()"
        )
        assert over_solution("7", code)["mistake"]["name"] == name
