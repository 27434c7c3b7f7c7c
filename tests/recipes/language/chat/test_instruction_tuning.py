"""Instruction tuning: tokens stay, and only the special ones get other vectors."""

import json
import re
from pathlib import Path

from gradatim.data.language.conversations import (
    CHAT_SPECIALS,
    UNANSWERABLE,
    UNANSWERABLE_UNSEEN,
)
from gradatim.recipes.runs import open_run


def test_instruction_tuning_keeps_the_tokens_and_measures_answers(stages) -> None:
    _, _, info, tuned = open_run(stages / "chat-instructions")
    before = open_run(stages / "everyday-llama")[3]
    assert tuned.texts()["tokenizer.json"] == before.texts()["tokenizer.json"]
    metrics = tuned.summary()["metrics"]
    assert set(metrics) >= {"loss", "exact", "stopped", "invented"}
    assert info.sizes["width"] == 32
    assert info.questions


def test_the_vectors_of_words_stay_so_that_unseen_ones_can_be_copied(stages) -> None:
    before, after = (
        open_run(stages / name)[1].token_embedding.weight
        for name in ("everyday-llama", "chat-instructions")
    )
    changed = (before != after).any(1).nonzero()[:, 0].tolist()
    assert 0 < len(changed) <= len(CHAT_SPECIALS)
    assert max(changed) < len(CHAT_SPECIALS)  # the special tokens have the first numbers


def test_further_questions_are_asked_in_no_form_that_is_learned_or_measured_elsewhere() -> None:
    file = Path(__file__).with_name("questions_that_nothing_answers.json")
    questions = json.loads(file.read_text("utf-8"))
    assert len(set(questions)) == 40
    for template in (*UNANSWERABLE, *UNANSWERABLE_UNSEEN):
        form = re.escape(template).replace(r"\{a\}", r"\w+").replace(r"\{b\}", r"\w+")
        assert not [question for question in questions if re.fullmatch(form, question)]
