import pytest

from gradatim.data.language.synthetic_facts import ANSWER, END, UNKNOWN, encode, invent
from gradatim.errors import UserError


def test_the_three_kinds_of_people_are_different_people():
    world = invent(40, 20, 30, seed=0)
    people = [{f.person for f in facts} for facts in (world.known, world.refused, world.unseen)]
    assert [len(p) for p in people] == [40, 20, 30]
    assert not people[0] & people[1]
    assert not (people[0] | people[1]) & people[2]


def test_no_name_alone_gives_a_stranger_away():
    world = invent(300, 0, 100, seed=0)
    known = {word for f in world.known for word in f.person.split()}
    strange = {word for f in world.unseen for word in f.person.split()}
    assert len(strange - known) < 0.05 * len(strange)


def test_facts_become_tokens_and_back():
    world = invent(5, 2, 2, seed=3)
    tokens, places = encode(world.known, world)
    for row, place, fact in zip(tokens, places, world.known, strict=True):
        words = [world.vocabulary[t] for t in row]
        assert words[: place + 2] == [*fact.words, fact.answer, END]
        assert words[place - 1] == ANSWER


def test_refusals_say_unknown():
    world = invent(5, 2, 2, seed=3)
    tokens, places = encode(world.refused, world, refuse=True)
    answers = [world.vocabulary[row[p]] for row, p in zip(tokens, places, strict=True)]
    assert set(answers) == {UNKNOWN}


def test_the_seed_decides():
    assert invent(5, 2, 2, seed=1) == invent(5, 2, 2, seed=1)
    assert invent(5, 2, 2, seed=1) != invent(5, 2, 2, seed=2)


def test_impossible_worlds_are_refused():
    with pytest.raises(UserError, match="give at least 1 known one"):
        invent(0, 1, 1, seed=0)
    with pytest.raises(UserError, match="not names enough"):
        invent(100_000, 0, 0, seed=0)
