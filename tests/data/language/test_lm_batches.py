"""Windows of tokens: shifted targets, hidden words, resuming."""

import pytest
import torch

from gradatim.data.language.lm_batches import (
    IGNORED,
    MaskedBatches,
    WindowBatches,
    held_out_windows,
    mask_tokens,
)
from gradatim.errors import UserError


def test_targets_are_the_inputs_one_later() -> None:
    inputs, targets = next(WindowBatches(torch.arange(1000), 16, 8, seed=0))
    assert inputs.shape == targets.shape == (8, 16)
    assert targets.equal(inputs + 1)


def test_an_epoch_covers_the_text_without_overlap_and_offsets_change() -> None:
    batches = WindowBatches(torch.arange(1017), 16, 4, seed=0)
    starts = []
    for _ in range(2):
        inputs = torch.cat([next(batches)[0] for _ in range(batches.steps_per_epoch)])
        assert len(inputs.unique()) == inputs.numel()
        starts.append(int(inputs.min()) % 16)
    assert starts[0] != starts[1]


@pytest.mark.parametrize("length", [96, 97, 111, 112, 113])
def test_every_offset_stays_within_the_text(length: int) -> None:
    batches = WindowBatches(torch.arange(length), 16, 1, seed=0)
    last = max(int(next(batches)[1].max()) for _ in range(40 * batches.steps_per_epoch))
    assert last <= length - 1


@pytest.mark.parametrize("stride", [8, 4, 3])
@pytest.mark.parametrize("length", [9, 16, 17, 18, 50])
def test_held_out_windows_ask_for_every_token_once(length: int, stride: int) -> None:
    inputs, targets = held_out_windows(torch.arange(length), 8, stride)
    asked = targets != IGNORED
    assert targets[asked].tolist() == list(range(1, length))
    assert inputs[asked].tolist() == list(range(length - 1))
    assert inputs.min() >= 0


def test_overlapping_windows_give_every_token_a_past() -> None:
    _, targets = held_out_windows(torch.arange(100), 8, 4)
    assert (targets[1:, :4] == IGNORED).all()


def test_too_little_held_out_text_is_named() -> None:
    with pytest.raises(UserError, match="has 8 tokens, not more than one window of 8"):
        held_out_windows(torch.arange(8), 8, 8)


def test_masking_follows_the_80_10_10_rule() -> None:
    ordinary = torch.arange(5, 1000)
    tokens = torch.randint(5, 1000, (400, 500))
    inputs, targets = mask_tokens(tokens, 4, ordinary, torch.Generator().manual_seed(0))
    chosen = targets != IGNORED
    assert targets[chosen].equal(tokens[chosen])
    assert inputs[~chosen].equal(tokens[~chosen])
    assert chosen.float().mean().item() == pytest.approx(0.15, abs=0.003)
    masked = inputs[chosen] == 4
    kept = inputs[chosen] == tokens[chosen]
    assert masked.float().mean().item() == pytest.approx(0.8, abs=0.01)
    assert kept.float().mean().item() == pytest.approx(0.1, abs=0.01)
    assert inputs[chosen][~masked].min() >= 5


def test_the_same_tokens_surround_every_window() -> None:
    tokens, ordinary = torch.arange(5, 50), torch.arange(5, 50)
    batches = MaskedBatches(
        tokens, 8, 2, around=([2], [3, 3]), mask_token=4, ordinary=ordinary, seed=0
    )
    inputs, targets = next(batches)
    assert inputs.shape == targets.shape == (2, 8)
    assert inputs[:, 0].tolist() == [2, 2]
    assert inputs[:, 6:].tolist() == [[3, 3], [3, 3]]
    assert (targets[:, [0, 6, 7]] == IGNORED).all()


def test_special_tokens_are_never_asked_for() -> None:
    tokens = torch.tensor([[2, 7, 8, 3]]).repeat(500, 1)
    _, targets = mask_tokens(tokens, 4, torch.arange(5, 10), torch.Generator().manual_seed(0))
    assert (targets[:, [0, 3]] == IGNORED).all()
    assert (targets[:, 1:3] != IGNORED).any()


@pytest.mark.parametrize("kind", ["shifted", "masked"])
def test_continues_with_the_batch_that_would_have_come(kind: str) -> None:
    def make() -> WindowBatches | MaskedBatches:
        tokens = torch.randint(5, 50, (500,), generator=torch.Generator().manual_seed(1))
        if kind == "shifted":
            return WindowBatches(tokens, 8, 4, seed=3)
        ordinary, around = torch.arange(5, 50), ([2], [3])
        return MaskedBatches(tokens, 8, 4, around=around, mask_token=4, ordinary=ordinary, seed=3)

    one = make()
    for _ in range(one.steps_per_epoch + 3):
        next(one)
    resumed = make()
    resumed.load_state_dict(one.state_dict())
    for _ in range(one.steps_per_epoch):
        expected, got = next(one), next(resumed)
        assert expected[0].equal(got[0])
        assert expected[1].equal(got[1])
