"""A text classifier: a BERT reads the text, and a linear model counts its words beside it.

The encoder knows what words mean, from texts that others wrote, and has seen few with labels. The
counts know nothing but which words and pairs of words came with which class. They are wrong about
different texts, so that the mean of what they say is right more often than either.

Source: Cheng et al. 2016, "Wide & deep learning for recommender systems", arXiv:1606.07792; pairs
of words in hashed places as in Joulin et al. 2016, "Bag of tricks for efficient text
classification", arXiv:1607.01759.

Shapes: B texts, T tokens, C width, K classes, N places of counted words.
"""

import torch
from torch import Tensor, nn

from gradatim.models.language.bert import BERTConfig, BERTEncoder

MIXER = 1_000_003  # a prime, by which pairs of tokens are spread over the places


class TextClassifier(nn.Module):
    """Tokens (B, T) -> scores of the classes (B, K).

    Args:
        config: of the encoder.
        n_classes: K.
        n_counted: N, places of counted words; 0: the encoder answers alone.
    """

    def __init__(self, config: BERTConfig, n_classes: int, n_counted: int = 0):
        super().__init__()
        self.config = config
        self.counted = WordCounts(n_counted, n_classes) if n_counted else None
        self.encoder = BERTEncoder(config)
        self.classify = nn.Linear(config.width, n_classes)

    def forward(self, tokens: Tensor, mask: Tensor | None = None) -> Tensor:
        """(B, T) -> (B, K).

        Args:
            tokens: int64.
            mask: boolean (B, T), True at tokens, False at padding; None where nothing is padding.
        """
        if self.counted is None:
            return self.read(tokens, mask)
        trust = self.counted.trust
        return (1 - trust) * self.read(tokens, mask) + trust * self.counted(tokens, mask)

    def read(self, tokens: Tensor, mask: Tensor | None = None) -> Tensor:
        """What the encoder says alone, (B, K)."""
        if mask is None:
            mask = torch.ones_like(tokens, dtype=torch.bool)
        context = self.config.context
        tokens, mask = tokens[:, :context], mask[:, :context]
        x = self.encoder(tokens, mask)  # (B, T, C)
        # A mean over all words reaches every layer from the first step on; the vector of [CLS],
        # which BERT's authors take, must first learn to gather it.
        weight = mask[:, :, None].to(x.dtype)  # (B, T, 1)
        return self.classify((x * weight).sum(1) / weight.sum(1))


class WordCounts(nn.Module):
    """Logistic regression on the words and pairs of words of a text.

    Args:
        n_counted: N.
        n_classes: K.

    Attributes:
        rarity: logarithm of how rare each word is (inverse document frequency), (N,).
        weight, bias: of the classes, (N, K) and (K,); `gradatim.recipes` solves for them exactly.
        trust: weight of what it says beside the encoder, 0 to 1; validation texts choose it.
    """

    def __init__(self, n_counted: int, n_classes: int) -> None:
        super().__init__()
        self.rarity: Tensor
        self.weight: Tensor
        self.bias: Tensor
        self.trust: Tensor
        self.register_buffer("rarity", torch.ones(n_counted))
        self.register_buffer("weight", torch.zeros(n_counted, n_classes))
        self.register_buffer("bias", torch.zeros(n_classes))
        self.register_buffer("trust", torch.tensor(0.5))

    def forward(self, tokens: Tensor, mask: Tensor | None = None) -> Tensor:
        """(B, T) -> (B, K); see `TextClassifier.forward`."""
        return self.features(tokens, mask) @ self.weight + self.bias

    def features(self, tokens: Tensor, mask: Tensor | None = None) -> Tensor:
        """How often each word and pair of words occurs, rare ones more, (B, N) of length 1."""
        if mask is None:
            mask = torch.ones_like(tokens, dtype=torch.bool)
        n = len(self.rarity)
        pairs = (tokens[:, :-1] * MIXER + tokens[:, 1:] + 1) % n  # (B, T - 1)
        places = torch.cat([tokens % n, pairs], 1)  # (B, 2 T - 1)
        there = torch.cat([mask, mask[:, 1:]], 1).float()
        counts = torch.zeros(len(tokens), n, device=tokens.device).scatter_add(1, places, there)
        # The tenth time says little that the first has not said.
        values = (counts.clamp(min=1).log() + 1) * (counts > 0) * self.rarity
        return values / values.norm(dim=1, keepdim=True).clamp(min=1e-12)
