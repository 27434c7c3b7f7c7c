"""Dates as people write them, in English and French, and the same dates in ISO form.

Babel writes every day of a hundred years (1950 to 2049) in the formats below; two-digit years are
therefore clear, and numbers alone are read by their punctuation: 5/14/1998 is American, 14.5.1998
continental. A day belongs to the training, validation or test days, never to two of them.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import torch
from babel.dates import format_date

from gradatim.data.sampler import torch_generator

FIRST, N_DAYS = date(1950, 1, 1), 36_525  # up to 31 December 2049
FORMATS = {
    "en_US": (
        "full",  # Thursday, May 14, 1998
        "long",  # May 14, 1998
        "medium",  # abbreviated month
        "short",  # 5/14/98
        "M/d/yyyy",
        "MMMM d yyyy",
        "d MMM yyyy",
        "d MMMM yyyy",
        "EEE d MMM yy",
        "EEEE, d MMMM yyyy",
        "yyyy MMMM d",
    ),
    "fr_FR": (
        "full",  # jeudi 14 mai 1998
        "long",  # 14 mai 1998
        "medium",
        "EEE d MMM yyyy",
        "'le' d MMMM yyyy",
        "'le' EEEE d MMMM yyyy",
        "d MMMM yy",
        "dd.MM.yyyy",
        "d.M.yy",
    ),
}


@dataclass(frozen=True)
class Dates:
    """Pairs of a date as people write it and the same date in ISO form."""

    sources: list[str]
    targets: list[str]


def write(day: date, choice: int) -> str:
    """Write a day in one of the formats, in small letters.

    Args:
        day: any day.
        choice: which format, taken modulo their number.
    """
    formats = [(pattern, locale) for locale, patterns in FORMATS.items() for pattern in patterns]
    pattern, locale = formats[choice % len(formats)]
    return format_date(day, pattern, locale=locale).replace("\u202f", " ").lower()


@cache
def load(split: str, n_examples: int, seed: int = 0) -> Dates:
    """Draw dates and formats.

    Args:
        split: "train", "validation" or "test"; of ten days in a fixed shuffle eight are for
            training, one for validation, one for the test.
        n_examples: how many pairs.
        seed: of the days and the formats drawn; which days belong to a split does not depend on it.
    """
    days = torch.randperm(N_DAYS, generator=torch_generator(1950))
    place = torch.arange(N_DAYS) % 10
    choose = {"train": place < 8, "validation": place == 8, "test": place == 9}
    days = days[choose[split]]
    generator = torch_generator(seed, list(choose).index(split))
    drawn = days[torch.randint(len(days), (n_examples,), generator=generator)].tolist()
    choices = torch.randint(1_000_000, (n_examples,), generator=generator).tolist()
    dates = [FIRST + timedelta(days=number) for number in drawn]
    sources = [write(day, choice) for day, choice in zip(dates, choices, strict=True)]
    return Dates(sources, [day.isoformat() for day in dates])
