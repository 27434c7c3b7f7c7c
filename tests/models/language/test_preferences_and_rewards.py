"""DPO and GRPO: their losses against formulas and hand-made cases, and sampling in batches."""

import math

import pytest
import torch

from gradatim.models.language.batch_sampling import sample_batch
from gradatim.models.language.dpo import answer_log_probability, dpo_loss, implicit_reward
from gradatim.models.language.grpo import group_advantages, grpo_loss
from gradatim.models.language.llama import Llama, LlamaConfig
from gradatim.models.language.sampling import Sampling, generate


def small_llama() -> Llama:
    torch.manual_seed(0)
    sizes = {"vocabulary_size": 20, "context": 32, "width": 16, "hidden": 32, "n_layers": 2}
    return Llama(LlamaConfig(**sizes, n_heads=2, n_key_heads=1)).eval()


def test_probability_of_an_answer_is_the_product_of_its_tokens() -> None:
    logits = torch.randn(2, 4, 5, generator=torch.Generator().manual_seed(0))
    targets = torch.tensor([[-100, 3, 1, -100], [2, -100, -100, -100]])
    logs = logits.log_softmax(-1)
    expected = torch.stack([logs[0, 1, 3] + logs[0, 2, 1], logs[1, 0, 2]])
    torch.testing.assert_close(answer_log_probability(logits, targets), expected)


def test_dpo_begins_at_log_2_and_falls_with_the_margin() -> None:
    same = torch.tensor([-3.0, -7.0])
    assert float(dpo_loss(same, same, same, same, beta=0.1)) == pytest.approx(math.log(2))
    better = dpo_loss(same + 1, same - 1, same, same, beta=0.5)
    assert float(better) == pytest.approx(math.log(1 + math.exp(-1.0)), rel=1e-6)
    torch.testing.assert_close(implicit_reward(same + 1, same, 0.5), torch.tensor([0.5, 0.5]))


def test_dpo_on_a_table_reaches_the_preferences_of_bradley_and_terry() -> None:
    """With answers a table and preferences 3 : 1, the reward difference must become log 3."""
    logits = torch.zeros(2, requires_grad=True)
    reference = torch.full((2,), -math.log(2))
    optimizer = torch.optim.Adam([logits], 0.1)
    for _ in range(200):
        logs = logits.log_softmax(0)
        first, second = logs[0].expand(4), logs[1].expand(4)
        likes = torch.tensor([True, True, True, False])  # three people prefer the first answer
        chosen, rejected = torch.where(likes, first, second), torch.where(likes, second, first)
        loss = dpo_loss(chosen, rejected, reference[:1], reference[:1], beta=0.7)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    difference = implicit_reward(logits.detach().log_softmax(0), reference, 0.7).diff().item()
    assert -difference == pytest.approx(math.log(3), abs=1e-3)


def test_advantages_compare_within_a_group_only() -> None:
    advantages = group_advantages(torch.tensor([[1.0, 0.0, 1.0, 0.0], [1.0, 1.0, 1.0, 1.0]]))
    assert advantages[0].tolist() == pytest.approx([0.866, -0.866, 0.866, -0.866], abs=1e-3)
    assert advantages[1].abs().max() == 0


def test_grpo_on_fresh_answers_is_the_policy_gradient() -> None:
    logs = torch.tensor([[-1.0, -2.0, -3.0], [-0.5, -0.5, -9.0]], requires_grad=True)
    own = torch.tensor([[True, True, True], [True, True, False]])
    advantages = torch.tensor([2.0, -1.0])
    grpo_loss(logs, logs.detach(), advantages, own).backward()
    assert logs.grad is not None
    expected = torch.tensor([[-2 / 6, -2 / 6, -2 / 6], [1 / 4, 1 / 4, 0.0]])
    torch.testing.assert_close(logs.grad, expected)


def test_grpo_stops_where_an_answer_has_become_likely_enough() -> None:
    old, own = torch.tensor([[-2.0]]), torch.tensor([[True]])
    now = torch.tensor([[-2.0 + math.log(1.5)]], requires_grad=True)
    grpo_loss(now, old, torch.tensor([1.0]), own, clip=0.2).backward()
    assert now.grad is not None
    assert now.grad.item() == 0


def test_texts_written_together_are_those_written_alone() -> None:
    model = small_llama()
    prompts = torch.tensor([[1, 2, 3], [4, 5, 6], [7, 8, 9]])
    written = sample_batch(model, prompts, 12, ends=(0, 19), temperature=0)
    for prompt, row in zip(prompts, written.tolist(), strict=True):
        greedy = Sampling(temperature=0)
        alone = list(generate(model, prompt, 12, context=32, sampling=greedy, stop=(0, 19)))
        ends = [place for place, token in enumerate(row) if token in (0, 19)]
        assert row[: ends[0] if ends else len(row)] == alone


def test_draws_follow_the_probabilities() -> None:
    model = small_llama()
    prompts = torch.tensor([[1, 2, 3]]).expand(4000, 3)
    generator = torch.Generator().manual_seed(0)
    drawn = sample_batch(model, prompts, 1, ends=(0,), generator=generator)[:, 0]
    with torch.no_grad():
        expected = model(prompts[:1])[0, -1].softmax(0)
    found = drawn.bincount(minlength=20) / 4000
    assert (found - expected).abs().max() < 0.03
