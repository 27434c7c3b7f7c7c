"""Who answers after each stage: the shipped network, or the newest run of that stage."""

import pytest

from gradatim.data.language.conversations import RESULT, STOP
from gradatim.views.chat import speakers
from gradatim.views.chat.speakers import STAGES, speaker_of


@pytest.fixture(autouse=True)
def runs(tmp_path, monkeypatch):
    monkeypatch.setattr(speakers, "RUNS", tmp_path)
    return tmp_path


def test_the_first_stage_ships_and_reads_the_plain_text():
    first = speaker_of("pretrained")
    assert first is not None
    assert first.origin == STAGES["pretrained"]
    assert not first.converses
    tokens = first.reads("Where is the cat?")
    assert "".join(first.text(token) for token in tokens) == "Where is the cat?"
    stop = first.tokenizer.token_to_id(STOP)
    assert stop is None or not first.ends(stop)
    assert first.tokenizer.token_to_id(RESULT) is None or first.asks_calculator(
        first.tokenizer.token_to_id(RESULT)
    )


def test_a_stage_that_nobody_has_trained_or_whose_run_is_damaged_is_none(runs):
    assert speaker_of("instructed") is None
    (runs / "broken").mkdir()
    (runs / "broken" / "config.json").write_text('{"recipe": "chat-instructions"}')
    (runs / "broken" / "model.safetensors").write_bytes(b"no tensors")
    assert speaker_of("instructed") is None
