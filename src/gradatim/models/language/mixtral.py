"""Mixtral: a LLaMA whose feed-forward networks are eight experts, two of which read each token.

All parameters must be stored, but a token pays for the two experts its router picks.
Sources: Jiang et al. 2024, "Mixtral of experts"; Shazeer et al. 2017 for the sparse mixture;
Fedus et al. 2021, "Switch Transformers", for the load-balance loss.

Shapes: B batch, T tokens, N = B x T, C width, F hidden width, E experts, K experts per token.
"""

from dataclasses import dataclass
from typing import Annotated

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from gradatim.errors import UserError
from gradatim.help import Help
from gradatim.models.key_value_cache import KeyValueCache
from gradatim.models.language.llama import Llama, LlamaConfig
from gradatim.spelling import given
from gradatim.validation import require_sizes


@dataclass(frozen=True, kw_only=True)
class MixtralConfig(LlamaConfig):
    """Sizes of a Mixtral: those of a LLaMA, and of its experts."""

    n_experts: Annotated[int, Help("feed-forward networks per block, at least 2")] = 8
    n_active: Annotated[int, Help("experts that read each token, 1 to all of them")] = 2

    def __post_init__(self) -> None:
        super().__post_init__()
        require_sizes(self, "n_experts", "n_active")
        if self.n_active > self.n_experts:
            raise UserError(
                f"{given('n_active', self.n_active)}, and {given('n_experts', self.n_experts)}: "
                "give at most as many active experts as there are."
            )

    @classmethod
    def mixtral_8x7b(cls) -> "MixtralConfig":
        """46,702,792,704 parameters, of which a token uses 12,879,925,248."""
        return cls(context=32_768, hidden=14_336, n_key_heads=8, rotary_base=1e6)


def load_balance(probabilities: Tensor, chosen: Tensor) -> Tensor:
    """How unevenly tokens are spread over experts: K when even, up to E when one gets all.

    Args:
        probabilities: (N, E), the router's softmax.
        chosen: (N, K), the experts picked.

    Source: Fedus et al. 2021, equation 4: E x sum over experts of (fraction of tokens picked) x
    (mean probability); the second factor carries the gradient. For K > 1 the fractions sum to K.
    """
    n_experts = probabilities.shape[1]
    # Without it the router feeds the expert that is ahead, which then learns most: few would be
    # used.
    picked = F.one_hot(chosen, n_experts).sum(1).to(probabilities.dtype).mean(0)  # (E,)
    return n_experts * (picked * probabilities.mean(0)).sum()


class SparseMixture(nn.Module):
    """A router and E gated networks; each token is read by the K the router scores highest."""

    def __init__(self, config: MixtralConfig):
        super().__init__()
        E, C, hidden = config.n_experts, config.width, config.hidden
        self.n_active = config.n_active
        self.router = nn.Linear(C, E, bias=False)
        # One tensor for all experts: an optimizer step is then one operation, not E.
        self.gate_up = nn.Parameter(torch.empty(E, 2 * hidden, C))
        self.project = nn.Parameter(torch.empty(E, C, hidden))
        self.balance: Tensor | None = None  # the load-balance loss of the last training batch
        nn.init.normal_(self.gate_up, std=0.02)
        nn.init.normal_(self.project, std=0.02)

    def forward(self, x: Tensor) -> Tensor:
        """(B, T, C) -> (B, T, C)."""
        tokens = x.flatten(0, 1)  # (N, C)
        # In float32: close scores must not tie, or a token changes its experts by rounding.
        probabilities = self.router(tokens).softmax(-1, dtype=torch.float32)  # (N, E)
        weight, chosen = probabilities.topk(self.n_active, dim=-1)  # (N, K)
        # The K picked weights sum to 1, so the output keeps its scale whatever the router's
        # certainty.
        weight = weight / weight.sum(-1, keepdim=True)
        self.balance = load_balance(probabilities, chosen) if self.training else None

        # Lay the N x K readings out expert by expert, so that each expert reads one block.
        # Stable, so that sums of one token's readings are always added in the same order.
        order = chosen.flatten().argsort(stable=True)  # (N K,)
        readers = order // self.n_active  # which token each reading is of
        counts = chosen.flatten().bincount(minlength=len(self.gate_up)).tolist()
        parts = []
        for expert, part in enumerate(tokens[readers].split(counts)):
            gate, up = F.linear(part, self.gate_up[expert]).chunk(2, dim=-1)
            parts.append(F.linear(F.silu(gate) * up, self.project[expert]))
        read = torch.cat(parts) * weight.flatten()[order, None].to(x.dtype)  # (N K, C)
        return torch.zeros_like(tokens).index_add(0, readers, read.to(x.dtype)).view_as(x)


class Mixtral(Llama):
    """Tokens (B, T) -> scores of the next token at every place (B, T, V)."""

    config: MixtralConfig

    def __init__(self, config: MixtralConfig):
        super().__init__(config)

    def feed_forward(self) -> nn.Module:
        """The sparse mixture of one block."""
        return SparseMixture(self.config)

    def forward(  # type: ignore[override]
        self,
        tokens: Tensor,
        cache: list[KeyValueCache] | None = None,
        *,
        with_balance: bool = False,
    ) -> Tensor | tuple[Tensor, Tensor]:
        """(B, T) -> (B, T, V), and in training with `with_balance` the mean load-balance loss."""
        logits = super().forward(tokens, cache)
        if not with_balance:
            return logits
        mixtures = [m for m in self.modules() if isinstance(m, SparseMixture)]
        balances = [m.balance for m in mixtures if m.balance is not None]
        if not balances:
            raise ValueError("the load-balance loss is there in training only: call model.train().")
        return logits, torch.stack(balances).mean()
