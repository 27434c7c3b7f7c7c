"""LoRA: it begins at nothing, learns alone, and merges exactly."""

import pytest
import torch
from torch import nn

from gradatim.errors import UserError
from gradatim.models.language.llama import Llama, LlamaConfig
from gradatim.models.lora import (
    add_lora,
    merge_lora,
    merged_shapes,
    merged_state,
    trained_fraction,
)
from gradatim.training import Run


def small_llama() -> Llama:
    torch.manual_seed(0)
    sizes = {"vocabulary_size": 50, "context": 16, "width": 32, "hidden": 64, "n_layers": 2}
    return Llama(LlamaConfig(**sizes, n_heads=2, n_key_heads=1, tie_embeddings=True)).eval()


def test_at_first_nothing_changes_and_only_the_changes_learn() -> None:
    model, tokens = small_llama(), torch.arange(10)[None]
    before = model(tokens)
    names = set(model.state_dict())
    add_lora(model, rank=2)
    assert torch.equal(model(tokens), before)
    model(tokens).sum().backward()
    learned = {name for name, p in model.named_parameters() if p.grad is not None}
    assert learned
    assert all(name.endswith(("up", "down")) for name in learned)
    assert 0 < trained_fraction(model) < 0.2
    assert set(merge_lora(model).state_dict()) == names


def test_merging_changes_no_output_and_leaves_the_plain_network() -> None:
    model, tokens = small_llama(), torch.arange(10)[None]
    plain = {name: p.clone() for name, p in model.named_parameters()}
    add_lora(model, rank=3)
    for name, p in model.named_parameters():
        if name.endswith("up"):
            nn.init.normal_(p, std=0.1)
    changed = model(tokens)
    merge_lora(model)
    assert torch.equal(model(tokens), changed)
    fresh = small_llama()
    fresh.load_state_dict(model.state_dict())
    assert torch.equal(fresh(tokens), changed)
    assert all(p.requires_grad for p in fresh.parameters())
    weight = model.blocks[0].attention.qkv.weight
    difference = weight - plain["blocks.0.attention.qkv.weight"]
    assert torch.linalg.matrix_rank(difference, rtol=1e-4) == 3


def test_a_state_with_changes_becomes_that_of_the_plain_network(tmp_path) -> None:
    model = small_llama()
    assert merged_state(model.state_dict()).keys() == model.state_dict().keys()
    add_lora(model, rank=2)
    for name, p in model.named_parameters():
        if name.endswith("up"):
            nn.init.normal_(p, std=0.1)
    apart = {name: tensor.clone() for name, tensor in model.state_dict().items()}
    wanted = merge_lora(model).state_dict()
    merged = merged_state(apart)
    assert all(merged[name].equal(tensor) for name, tensor in wanted.items())
    shapes = merged_shapes({name: tuple(tensor.shape) for name, tensor in apart.items()})
    assert shapes == {name: tuple(tensor.shape) for name, tensor in wanted.items()}
    # As earlier versions saved it.
    run = Run.create(tmp_path / "run", "chat-sums", {})
    run.save_weights(apart)
    fresh = small_llama()
    run.check_shapes(fresh)
    run.load_weights(fresh)
    assert all(fresh.state_dict()[name].equal(tensor) for name, tensor in wanted.items())


def test_ranks_and_networks_out_of_range_are_refused() -> None:
    with pytest.raises(UserError, match="rank of LoRA is 99: give 1 to"):
        add_lora(small_llama(), 99)
    with pytest.raises(UserError, match="no linear layers"):
        add_lora(nn.Conv2d(1, 1, 1), 1)
