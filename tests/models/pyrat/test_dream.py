"""The world model sees neighbors only, and one rule serves boards of every size."""

import pytest
import torch

from gradatim.errors import UserError
from gradatim.models.attention import record_attention
from gradatim.models.pyrat.dream import FIELDS, DreamConfig, DreamTransformer


def some_fields(height, width, seed=0):
    generator = torch.Generator().manual_seed(seed)
    parts = [torch.randint(n, (2, height, width), generator=generator) for n in FIELDS]
    return torch.stack(parts, 3)


@pytest.fixture
def model():
    torch.manual_seed(0)
    return DreamTransformer(DreamConfig(width=18, n_layers=2)).eval()


def test_a_cell_hears_of_cells_as_far_away_as_there_are_blocks(model):
    fields = some_fields(5, 9)
    changed = fields.clone()
    changed[:, 2, 0, 4] = 1 - changed[:, 2, 0, 4]  # cheese
    with torch.no_grad():
        differs = (model(fields).cheese != model(changed).cheese).view(2, 5, 9)
    assert differs[:, 2, 0].all()
    assert differs[:, :, :3].any()
    assert not differs[:, :, 3:].any()


def test_a_part_of_a_board_is_predicted_as_in_the_whole(model):
    fields = some_fields(7, 9)
    with torch.no_grad():
        whole = model(fields).place.view(2, 2, 7, 9)
        part = model(fields[:, :, :7]).place.view(2, 2, 7, 7)
    torch.testing.assert_close(part[..., :5], whole[..., :5])


def test_attention_of_each_head_begins_at_a_neighbor_of_its_own(model):
    with record_attention(model) as records, torch.no_grad():
        model(some_fields(3, 3))
    (weights,) = records["blocks.0.attention"]  # (B, H, C, 9)
    assert weights.shape == (2, 9, 9, 9)
    assert weights.mean((0, 2)).argmax(1).tolist() == list(range(9))


def test_heads_divide_the_width():
    with pytest.raises(UserError, match="n_heads"):
        DreamConfig(width=20)
