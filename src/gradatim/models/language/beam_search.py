"""Beam search: keep the k likeliest beginnings of a translation, not only the likeliest word.

Shapes: N sentences, K beams, R = N x K rows, S source words, V vocabulary.
"""

from typing import Any, Protocol

import torch
from torch import Tensor

from gradatim.errors import UserError
from gradatim.spelling import given


class Translator(Protocol):
    """What a model needs to translate word by word."""

    def begin(self, source: Tensor, source_mask: Tensor | None, capacity: int) -> Any: ...

    def step(self, words: Tensor, memory: Any) -> Tensor: ...


@torch.inference_mode()
def beam_search(
    model: Translator,
    source: Tensor,
    source_mask: Tensor | None = None,
    *,
    start: int,
    end: int,
    n_words: int,
    n_beams: int = 4,
    length_penalty: float = 1.0,
    forbidden: tuple[int, ...] = (),
) -> list[list[int]]:
    """Translate sentences; each gets its best translation, without start and end word.

    A translation's score is its log-probability divided by its length (with the end word) to the
    power of `length_penalty`; 0 favors short ones. A sentence is done when no open beam can beat
    its best finished translation any more, as far as its present score tells.

    Args:
        model: a translator in eval mode.
        source: int64 (N, S).
        source_mask: boolean (N, S), True at words.
        start, end: the words that begin and end a translation.
        n_words: most words of a translation.
        n_beams: K, at least 1; 1 is greedy search.
        length_penalty: exponent of the length (Wu et al. 2016, section 7, simplified).
        forbidden: words never written (padding).

    Source: Sutskever et al. 2014, section 3.2.
    """
    if n_beams < 1 or n_words < 1:
        raise UserError(
            f"{given('n_beams', n_beams)} and {given('n_words', n_words)}: give at least 1 of each."
        )
    N, device = len(source), source.device
    memory = model.begin(source, source_mask, n_words)
    rows = torch.arange(N, device=device)
    # The source is read once per sentence; its K beams share what was read.
    memory.select(rows.repeat_interleave(n_beams))
    sentences = list(range(N))  # which sentence each group of K rows belongs to
    score = torch.full((N, n_beams), -torch.inf, device=device)
    score[:, 0] = 0  # all beams begin alike: only one of them may branch at first
    written = torch.full((N * n_beams, 1), start, device=device)
    best: list[tuple[float, list[int]]] = [(-torch.inf, [])] * N
    # Before the softmax: the probability of padding would be missing from all other words.
    banned = torch.tensor(forbidden, dtype=torch.long, device=device)

    for length in range(1, n_words + 1):
        logits = model.step(written[:, -1], memory).float()  # (R, V)
        logits[:, banned] = -torch.inf
        total = score[..., None] + logits.log_softmax(-1).unflatten(0, (-1, n_beams))  # (n, K, V)
        V = total.shape[-1]
        if length == n_words:  # no room left: every beam ends here
            only_end = torch.full_like(total, -torch.inf)
            only_end[..., end] = total[..., end]
            total = only_end
        # 2K candidates leave K that go on even if K of them end
        top, index = total.flatten(1).topk(min(2 * n_beams, total[0].numel()), dim=1)
        beam, word = index // V, index % V
        ended = word == end
        keep_groups, keep_rows, keep_words, keep_scores = [], [], [], []
        for group, sentence in enumerate(sentences):
            # an end counts only among the K best candidates
            for rank in ended[group, :n_beams].nonzero()[:, 0].tolist():
                # Every word lowers the sum of log-probabilities: without the division short
                # sentences would win.
                value = top[group, rank].item() / length**length_penalty
                if value > best[sentence][0]:
                    row = group * n_beams + int(beam[group, rank])
                    best[sentence] = (value, written[row, 1:].tolist())
            open_ranks = (~ended[group]).nonzero()[:n_beams, 0]
            hope = top[group, open_ranks[0]].item() if len(open_ranks) else -torch.inf
            # A sentence that is done leaves the batch, so that the rest goes on faster.
            if length < n_words and hope / length**length_penalty > best[sentence][0]:
                keep_groups.append(sentence)
                keep_rows.append(group * n_beams + beam[group, open_ranks])
                keep_words.append(word[group, open_ranks])
                keep_scores.append(top[group, open_ranks])
        if not keep_groups:
            break
        sentences = keep_groups
        chosen = torch.cat(keep_rows)
        memory.select(chosen)
        written = torch.cat((written[chosen], torch.cat(keep_words)[:, None]), dim=1)
        score = torch.stack(keep_scores)
    return [words for _, words in best]
