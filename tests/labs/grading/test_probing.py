"""Mistakes are told apart by their moves in given positions, where only results are judged."""

import types

import pytest

from gradatim.labs.exercise import exercises, find
from gradatim.labs.grading.evidence import Trial
from gradatim.labs.grading.grader import load_checks
from gradatim.labs.grading.learner_source import execute
from gradatim.labs.grading.outcomes import call, inputs_of, judge
from gradatim.labs.grading.probing import probed

BEGIN = """
import random

def turns_between(maze, start, end):
    found = {start: 0}
    for _ in maze:
        for cell in list(found):
            for other, cost in maze[cell].items():
                found[other] = min(found.get(other, 9999), found[cell] + cost)
    return found[end]

def policy(maze, me, other, cheese):
"""


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ("return min(cheese, key=lambda c: turns_between(maze, me, c))", "target_instead_of_step"),
        ("return random.choice(list(maze[me]))", "moves_at_random"),
        ("return me", "stays_at_home"),
    ],
)
def test_a_player_is_recognized_by_its_moves(body, name):
    assert name in [mistake.name for mistake in _fitting(body)]


def test_a_right_player_is_taken_for_no_mistake():
    body = """
    def turns(cell):
        return maze[me][cell] + min(turns_between(maze, cell, c) for c in cheese)
    return min(maze[me], key=turns)
"""
    assert not _fitting(body)


def _fitting(body):
    exercise = find("36", exercises())
    check = next(check for check in load_checks(exercise) if check.name == "policy")
    learner = types.ModuleType("learner")
    execute(f"{BEGIN}    {body.strip()}\n", "mine.py", learner)
    outcomes = [(case, call(check, learner, case)) for case in inputs_of(check)]
    trials = [Trial(check, case, one, judge(check, one, case)) for case, one in outcomes]
    return probed(check, learner, exercise, trials).fitting
