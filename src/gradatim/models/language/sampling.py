"""Writing with a language model: one token at a time, each chosen from the model's distribution.

Shapes: T tokens of the prompt, V vocabulary.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, Self

import torch
from tokenizers import Tokenizer
from tokenizers.decoders import DecodeStream
from torch import Tensor

from gradatim.errors import UserError
from gradatim.models.key_value_cache import KeyValueCache
from gradatim.spelling import given
from gradatim.validation import check_seed

MOST_TOKENS = 1_000_000  # 8 MB are reserved for so many, before the first is written


class CachedLanguageModel(Protocol):
    """What a model needs to write: scores of the next token, and a cache of what it has read."""

    def __call__(self, tokens: Tensor, cache: list[KeyValueCache] | None = None) -> Tensor: ...

    def hidden(self, tokens: Tensor, cache: list[KeyValueCache] | None = None) -> Tensor: ...

    def head(self, x: Tensor) -> Tensor: ...

    def new_cache(self, batch: int, capacity: int | None = None) -> list[KeyValueCache]: ...


@dataclass(frozen=True, kw_only=True)
class Sampling:
    """How a token is chosen.

    Args:
        temperature: scores are divided by it; below 1 bolder, above 1 wilder, 0 the best token.
        top_k: choose among the k likeliest tokens only (Fan et al. 2018).
        top_p: choose among the likeliest tokens that together reach this probability (Holtzman et
            al. 2019, "nucleus sampling").
        repetition_penalty: above 1 makes tokens that already stand in the text less likely
            (Keskar et al. 2019, section 4.1).
    """

    temperature: float = 1.0
    top_k: int | None = None
    top_p: float | None = None
    repetition_penalty: float = 1.0

    @classmethod
    def asked(
        cls, temperature: float, top_k: int | None, top_p: float | None, seed: int | None
    ) -> Self:
        """As somebody asks for it, who does not mean what would change nothing.

        Raises:
            UserError: a choice among the likeliest tokens, or a seed of the draws, where the
                likeliest is taken; a seed that is none.
        """
        for name, value in (("top_k", top_k), ("top_p", top_p), ("seed", seed)):
            if temperature == 0 and value is not None:
                raise UserError(
                    f"{given(name, value)}, and {given('temperature', 0)}, which takes the "
                    "likeliest token: leave one out."
                )
        if seed is not None:
            check_seed(seed)
        return cls(temperature=temperature, top_k=top_k, top_p=top_p)

    def __post_init__(self) -> None:
        if not 0 <= self.temperature < float("inf"):
            raise UserError(
                f"{given('temperature', self.temperature)}: give a finite number from 0 up."
            )
        if self.top_k is not None and self.top_k < 1:
            raise UserError(f"{given('top_k', self.top_k)}: give at least 1 token.")
        if self.top_p is not None and not 0 < self.top_p <= 1:
            raise UserError(f"{given('top_p', self.top_p)}: give a number above 0 and at most 1.")
        if not 0 < self.repetition_penalty < float("inf"):
            raise UserError(
                f"{given('repetition_penalty', self.repetition_penalty)}: give a number above 0; 1 "
                "changes nothing."
            )


def check_n_tokens(n_tokens: int) -> None:
    """Refuse to write no token, or more than can be meant.

    Raises:
        UserError: with the numbers that are allowed.
    """
    if not 1 <= n_tokens <= MOST_TOKENS:
        raise UserError(
            f"{given('n_tokens', n_tokens)}: give 1 to {MOST_TOKENS:,}, because memory for all of "
            "them is reserved first."
        )


def next_probabilities(logits: Tensor, sampling: Sampling, previous: Tensor) -> Tensor:
    """Turn scores (V,) into the probabilities (V,) that the next token is drawn from.

    Args:
        logits: scores of the model.
        sampling: how they are changed.
        previous: int64, the tokens in the text so far (for the repetition penalty).
    """
    # bfloat16 has three digits: the tail of the softmax, and ties at the top, would be rounding.
    logits = logits.float()
    if sampling.repetition_penalty != 1:
        # A token that stands there twice is penalized once: gather and scatter write the same value
        # again.
        score = logits[previous]
        penalty = sampling.repetition_penalty
        # Dividing a negative score would make the token likelier: those are multiplied.
        score = torch.where(score < 0, score * penalty, score / penalty)
        logits = logits.scatter(0, previous, score)
    if sampling.temperature == 0:
        # The limit of a temperature that falls to 0; dividing by 0 would give NaN.
        return torch.zeros_like(logits).scatter(0, logits.argmax(keepdim=True), 1.0)
    # Before the softmax: probabilities are raised to the power 1 / temperature, and normed again.
    logits = logits / sampling.temperature
    if sampling.top_k is not None and sampling.top_k < len(logits):
        lowest = logits.topk(sampling.top_k).values[-1]
        # Tokens that tie with the k-th stay, as in the reference implementations.
        logits = logits.masked_fill(logits < lowest, -torch.inf)
    probabilities = logits.softmax(-1)
    if sampling.top_p is not None and sampling.top_p < 1:
        ordered, order = probabilities.sort(descending=True)
        # Without its own probability: the token that crosses the border belongs to the nucleus.
        before = ordered.cumsum(0) - ordered  # probability of all likelier tokens
        probabilities = torch.zeros_like(ordered).scatter(
            0, order, ordered.masked_fill(before >= sampling.top_p, 0)
        )
        probabilities = probabilities / probabilities.sum()
    return probabilities


def generate(
    model: CachedLanguageModel,
    prompt: Sequence[int] | Tensor,
    n_tokens: int,
    *,
    context: int,
    sampling: Sampling | None = None,
    stop: Iterable[int] = (),
    seed: int = 0,
) -> Iterator[int]:
    """Continue a prompt, token by token.

    The prompt is read once; then each token costs one pass of one token, whose keys and values
    join the cache. When the context is full, the newer half of it is read again and writing goes
    on from there, so a text can be longer than the context.

    Args:
        model: a causal language model in eval mode.
        prompt: at least one token, at most `context`.
        n_tokens: most tokens to write.
        context: most tokens the model can read at once.
        sampling: how a token is chosen; plain sampling at temperature 1 by default.
        stop: tokens that end the text; the one met is not given.
        seed: of the draws; the same seed gives the same text on the same device.

    Returns:
        A stream of the tokens written, each as soon as it is known.

    Raises:
        UserError: no prompt, or one longer than the context; a seed that is none.
    """
    check_seed(seed)
    weight = next(iter(model.parameters()))  # type: ignore[attr-defined]
    text = torch.as_tensor(prompt, dtype=torch.long, device=weight.device)
    if len(text) == 0:
        raise UserError("the prompt is empty: give at least one word to continue.")
    if len(text) > context:
        raise UserError(
            f"the prompt has {len(text):,} tokens and this model reads at most {context:,}: "
            "shorten it."
        )
    return _stream(model, text, n_tokens, context, sampling or Sampling(), set(stop), seed)


@torch.inference_mode()
def _stream(
    model: CachedLanguageModel,
    text: Tensor,
    n_tokens: int,
    context: int,
    sampling: Sampling,
    stop: set[int],
    seed: int,
) -> Iterator[int]:
    generator = torch.Generator(text.device).manual_seed(seed)
    # Reserving the whole context would cost the memory of a long text for a short one.
    capacity = min(context, len(text) + n_tokens)
    cache = model.new_cache(1, capacity)
    # Text and what will be written in one tensor: to append by concatenation would copy it at each
    # token.
    history = torch.cat((text, text.new_zeros(n_tokens)))
    unread = text
    for length in range(len(text), len(text) + n_tokens):
        if cache[0].length + len(unread) > capacity:
            # Keys hold the positions they were computed at, so the cache cannot be shifted: it
            # starts anew, with half the context, or every further token would have to read
            # everything again.
            for layer in cache:
                layer.length = 0
            unread = history[length - max(1, context // 2) : length]
        logits = model.head(model.hidden(unread[None], cache)[:, -1])[0]  # (V,)
        if sampling.temperature == 0 and sampling.repetition_penalty == 1:
            token = logits.argmax(keepdim=True)
        else:
            probabilities = next_probabilities(logits, sampling, history[:length])
            token = torch.multinomial(probabilities, 1, generator=generator)
        # The one wait for the GPU per token: whoever reads along wants to see each at once.
        number = int(token)
        if number in stop:
            return
        yield number
        history[length] = token[0]
        unread = history[length : length + 1]


def as_text(
    tokens: Iterable[int], tokenizer: Tokenizer, prompt: Sequence[int] = (), stop: str = ""
) -> Iterator[str]:
    """Turn a stream of tokens into a stream of text; whole characters only, up to a stop text.

    Args:
        tokens: from `generate`.
        tokenizer: of the model.
        prompt: what precedes, so that the space before the first word is known.
        stop: a text that ends the stream; it is not given itself.
    """
    stream = DecodeStream(skip_special_tokens=True)

    def step(number: int) -> str:
        nonlocal stream
        try:
            return stream.step(tokenizer, number) or ""
        except Exception:  # the library's only class; bytes that make no character change others
            stream = DecodeStream(skip_special_tokens=True)  # that are given already: begin anew
            return stream.step(tokenizer, number) or ""

    # A character can take four byte tokens: eight tokens back, the decoder surely stands on a
    # start.
    for number in prompt[-8:]:
        step(int(number))
    waiting = ""  # what may be the beginning of the stop text
    for number in tokens:
        waiting += step(number)
        if stop and stop in waiting:
            yield waiting[: waiting.index(stop)]
            return
        sure = len(waiting)
        # What may become the stop text is held back: once given, it could not be taken away again.
        while stop and sure and not stop.startswith(waiting[-sure:]):
            sure -= 1
        kept = waiting[-sure:] if stop and sure else ""
        piece = waiting[: len(waiting) - len(kept)]
        if piece:
            yield piece
        waiting = kept
    if waiting:
        yield waiting
