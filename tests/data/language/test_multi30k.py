"""Sentence pairs: the published splits, and batches of about equal length."""

import pytest
import torch

from gradatim.data.language.multi30k import PairBatches, encode_all, load_multi30k
from gradatim.data.language.tokenizers import TRANSLATION_SPECIALS, character_tokenizer
from gradatim.errors import UserError


@pytest.mark.usefixtures("data_folder")
@pytest.mark.parametrize("target", ["de", "fr"])
def test_multi30k_has_its_published_sizes(target: str) -> None:
    sizes = [len(load_multi30k(s, "en", target).sources) for s in ("train", "validation", "test")]
    assert sizes == [29_000, 1_014, 1_000]


@pytest.mark.usefixtures("data_folder")
def test_lines_belong_together() -> None:
    test = load_multi30k("test", "en", "de")
    assert test.sources[0] == "A man in an orange hat starring at something."
    assert test.targets[0] == "Ein Mann mit einem orangefarbenen Hut, der etwas anstarrt."


def test_unknown_languages_are_named() -> None:
    with pytest.raises(UserError, match="no 'es': "):
        load_multi30k("test", "en", "es")
    with pytest.raises(UserError, match="both 'en'"):
        load_multi30k("test", "en", "en")


def test_sentences_stand_between_start_and_end() -> None:
    tokenizer = character_tokenizer(["ab"], TRANSLATION_SPECIALS)
    assert [s.tolist() for s in encode_all(tokenizer, ["ab", "b"])] == [[2, 4, 5, 3], [2, 5, 3]]


def _batches(seed: int = 0) -> PairBatches:
    generator = torch.Generator().manual_seed(0)
    lengths = torch.randint(2, 40, (500,), generator=generator).tolist()
    sources = [torch.full((n,), i + 1) for i, n in enumerate(lengths)]
    targets = [torch.full((n + 1,), i + 1) for i, n in enumerate(lengths)]
    return PairBatches(sources, targets, 8, padding=0, seed=seed)


def test_an_epoch_shows_pairs_once_and_keeps_them_together() -> None:
    batches, seen = _batches(), []
    for _ in range(batches.steps_per_epoch):
        sources, targets = next(batches)
        assert sources[:, 0].equal(targets[:, 0])
        seen += sources[:, 0].tolist()
    assert len(set(seen)) == len(seen) == 496


def test_little_of_a_batch_is_padding() -> None:
    batches = _batches()
    targets = [next(batches)[1] for _ in range(batches.steps_per_epoch)]
    padding = sum((t == 0).sum() for t in targets) / sum(t.numel() for t in targets)
    assert padding < 0.05


def test_lengths_come_mixed() -> None:
    batches = _batches()
    widths = [next(batches)[0].size(1) for _ in range(batches.steps_per_epoch)]
    assert widths != sorted(widths)


def test_continues_with_the_batch_that_would_have_come() -> None:
    one = _batches()
    for _ in range(one.steps_per_epoch + 5):
        next(one)
    resumed = _batches()
    resumed.load_state_dict(one.state_dict())
    for _ in range(one.steps_per_epoch):
        assert next(one)[0].equal(next(resumed)[0])
