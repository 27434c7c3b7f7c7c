"""Answers of the stages that do not ship, recorded from runs: the view opens on them.

`recordings.json` holds for each stage the command that trained it, and for some questions what the
view showed of the run at temperature 0, token by token (`python tools/record_chat.py RUN RUN`).
"""

import json
from functools import cache
from pathlib import Path
from typing import TypedDict

FILE = Path(__file__).with_name("recordings.json")


class RecordedAnswer(TypedDict):
    """A question and its answer, as the view shows a stage.

    Attributes:
        tokens: of both, as people read them.
        given: how many of them are the question's.
        chances: of every token of the answer, its probability.
        best: of every token of the answer, the likeliest ones with their probabilities.
        vocabulary: tokens that the model chooses from.
    """

    tokens: list[str]
    given: int
    chances: list[float]
    best: list[list[tuple[str, float]]]
    vocabulary: int


@cache
def recordings() -> dict[str, dict[str, RecordedAnswer]]:
    """Stage -> question -> what was recorded."""
    content = json.loads(FILE.read_text("utf-8"))
    return {stage: found["answers"] for stage, found in content.items()}


def recording_of(stage: str, question: str) -> RecordedAnswer | None:
    """What a stage answered to a question; None where that was not recorded."""
    return recordings().get(stage, {}).get(question)


def recorded_questions(stage: str) -> list[str]:
    """The questions whose answers were recorded."""
    return list(recordings().get(stage, {}))
