"""Dates: seeded, both languages, no day both in training and in the test."""

from collections import defaultdict
from datetime import date

from gradatim.data.language.dates import FIRST, FORMATS, N_DAYS, load, write


def test_the_same_seed_gives_the_same_dates() -> None:
    assert load("train", 100, seed=1) == load("train", 100, seed=1)
    assert load("train", 100, seed=1) != load("train", 100, seed=2)


def test_no_day_is_in_two_splits() -> None:
    train, validation, test = (
        set(load(split, 50_000).targets) for split in ("train", "validation", "test")
    )
    assert train.isdisjoint(test)
    assert train.isdisjoint(validation)
    assert validation.isdisjoint(test)
    assert len(test) == len(validation) == 3_652


def test_days_span_a_hundred_years() -> None:
    assert FIRST.toordinal() + N_DAYS - 1 == date(2049, 12, 31).toordinal()
    targets = load("train", 50_000).targets
    assert min(targets) < "1950-02"
    assert max(targets) > "2049-11"


def test_both_languages_and_all_ways_occur() -> None:
    ways = [write(date(1998, 5, 14), choice) for choice in range(sum(map(len, FORMATS.values())))]
    assert "thursday, may 14, 1998" in ways
    assert "5/14/98" in ways
    assert "jeudi 14 mai 1998" in ways
    assert "14.5.98" in ways


def test_no_spelling_means_two_days() -> None:
    meanings = defaultdict(set)
    for split in ("train", "test"):
        dates = load(split, 100_000)
        for source, target in zip(dates.sources, dates.targets, strict=True):
            meanings[source].add(target)
    assert max(map(len, meanings.values())) == 1
