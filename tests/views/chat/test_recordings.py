"""The recorded answers are whole, and those of temperature 0."""

import json

import pytest

from gradatim.data.language.conversations import ASSISTANT, STOP, USER
from gradatim.views.chat.engine import LONGEST, QUESTION
from gradatim.views.chat.recordings import FILE, recorded_questions, recording_of
from gradatim.views.chat.speakers import STAGES

RECORDED = ("instructed", "polite")


def test_every_recorded_stage_says_what_trained_it():
    content = json.loads(FILE.read_text("utf-8"))
    assert tuple(content) == RECORDED
    for stage, found in content.items():
        assert found["command"].startswith(f"gradatim train {STAGES[stage]}")


@pytest.mark.parametrize("stage", RECORDED)
def test_a_recorded_answer_takes_the_likeliest_token_and_ends(stage):
    assert recorded_questions(stage)[0] == QUESTION
    for question in recorded_questions(stage):
        found = recording_of(stage, question)
        assert found is not None
        asked, written = found["tokens"][: found["given"]], found["tokens"][found["given"] :]
        assert asked[0] == USER
        assert asked[-1] == ASSISTANT
        assert question in "".join(asked)
        assert len(written) == len(found["chances"]) == len(found["best"])
        assert written[-1] == STOP or len(written) >= LONGEST
        for token, chance, best in zip(written, found["chances"], found["best"], strict=True):
            # What the calculator wrote was not chosen.
            assert (
                [token, chance] == pytest.approx(list(best[0]), abs=1e-4) if best else chance == 1
            )


def test_nothing_is_said_of_another_question():
    assert recording_of("instructed", "Why?") is None
    assert recording_of("pretrained", QUESTION) is None
    assert recorded_questions("pretrained") == []
