"""Translating with a trained model, scoring what it wrote, and showing what it looked at.

Multi30k is scored by BLEU (Papineni et al. 2002) as sacrebleu computes it, on raw text (its own
tokenization, 13a), from a beam search of width 4; dates by exact match.

Shapes: S source tokens, T target tokens.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn

from gradatim.data.language.multi30k import encode_all
from gradatim.data.language.tokenizers import END, PAD, START, TRANSLATION_SPECIALS, pad
from gradatim.models.attention import attention_maps
from gradatim.models.language.beam_search import beam_search

PAD_ID, START_ID, END_ID = (TRANSLATION_SPECIALS.index(token) for token in (PAD, START, END))


def score(
    written: Sequence[str], references: Sequence[str], kind: Literal["exact", "bleu"]
) -> dict[str, float]:
    """Compare translations with their references.

    Args:
        written: one translation a sentence.
        references: one reference a sentence.
        kind: "exact": the fraction that is equal; "bleu": corpus BLEU by sacrebleu, 0 to 100, as
            written and, as `bleu_lower`, without capital letters, which is how teaching code
            (bentrevett/pytorch-seq2seq) measures, on words that spaCy cuts.
    """
    if kind == "exact":
        n_equal = sum(w == r for w, r in zip(written, references, strict=True))
        return {"exact_match": n_equal / len(references)}
    ours, theirs = list(written), [list(references)]
    return {
        "bleu": _bleu().corpus_score(ours, theirs).score,
        "bleu_lower": _bleu(lowercase=True).corpus_score(ours, theirs).score,
    }


def _bleu(lowercase: bool = False) -> Any:
    from sacrebleu.metrics.bleu import BLEU  # slow to import, and only translations need it

    return BLEU(lowercase=lowercase)


def bleu_signature() -> str:
    """Give sacrebleu's signature of the BLEU that is reported here."""
    metric = _bleu()
    metric.corpus_score(["a"], [["a"]])
    return str(metric.get_signature())


def translate(
    model: nn.Module, tokenizer: Tokenizer, sentences: Sequence[str], beam: int = 4
) -> list[str]:
    """Translate sentences, those of about equal length together.

    Args:
        model: a translator in evaluation mode.
        tokenizer: of both languages.
        sentences: to translate, each of at least one character.
        beam: partial translations that are kept; 1 is greedy.
    """
    device = next(model.parameters()).device
    encoded = encode_all(tokenizer, sentences)
    order = sorted(range(len(encoded)), key=lambda i: len(encoded[i]))
    written = [""] * len(encoded)
    for start in range(0, len(order), 50):
        part = order[start : start + 50]
        source = pad([encoded[i] for i in part], PAD_ID).to(device)
        answers = beam_search(
            model,  # type: ignore[arg-type]
            source,
            source != PAD_ID,
            start=START_ID,
            end=END_ID,
            n_words=source.size(1) + 20,
            n_beams=beam,
            forbidden=(PAD_ID, START_ID),
        )
        for i, answer in zip(part, answers, strict=True):
            written[i] = tokenizer.decode(answer).strip()
    return written


@dataclass(frozen=True)
class Alignment:
    """What each written token looked at.

    Attributes:
        source, target: tokens read and written, as text, with the end token.
        weights: float32 (T, S), rows sum to 1; of several heads the mean, of the last layer.
    """

    source: list[str]
    target: list[str]
    weights: Tensor


@torch.no_grad()
def align(model: nn.Module, tokenizer: Tokenizer, sentence: str, translation: str) -> Alignment:
    """Show which source tokens each token of a translation was written from.

    Args:
        model: a translator in evaluation mode.
        tokenizer: of both languages.
        sentence: what was read.
        translation: what was written.
    """
    device = next(model.parameters()).device
    source, target = (t[None].to(device) for t in encode_all(tokenizer, [sentence, translation]))
    maps = attention_maps(model, source, target[:, :-1])
    cross = [weights for name, weights in maps.items() if "cross" in name or name == "attention"]
    pieces = [_pieces(tokenizer, row[0].tolist()) for row in (source, target)]
    return Alignment(pieces[0][1:], pieces[1][1:], cross[-1][0].mean(0)[:, 1:].cpu())


def _pieces(tokenizer: Tokenizer, numbers: list[int]) -> list[str]:
    """Write every token as text; special ones by their names."""
    words = [tokenizer.decode([n]) or tokenizer.id_to_token(n) or "" for n in numbers]
    return ["end" if word == END else word for word in words]
