"""Conversations: a chat template turns them into one text, and the model continues it.

Nothing else makes a model that answers: it still predicts the next token, in texts that look like
conversations.
"""

from collections.abc import Iterator
from typing import Any

from gradatim.data.language.conversations import ASSISTANT, RESULT
from gradatim.errors import UserError, encoded
from gradatim.models.hub.chat_template import render
from gradatim.models.language.sampling import Sampling, as_text, generate
from gradatim.recipes.language.chat.answers import calculate
from gradatim.recipes.language.trained_model import TrainedModel, require, require_own_tokenizer

Message = dict[str, str]  # role ("system", "user" or "assistant") and content
SPECIAL = ("bos_token", "eos_token", "pad_token", "unk_token")


def written(trained: TrainedModel, messages: list[Message]) -> str:
    """The text that the model reads: the conversation by its template, open for the answer.

    Raises:
        UserError: another kind of model, one that was never taught to converse, or a template that
            fails.
    """
    require(trained, "generate", "answer")
    if trained.template is None:
        raise UserError(
            "this model has no chat template: it was trained to continue texts only, not to "
            "answer; use `gradatim generate`, train one that answers by `gradatim train "
            "chat-instructions --init-from everyday-llama`, or open a checkpoint whose "
            "name ends in Instruct."
        )
    tokens = {}
    for name in SPECIAL:
        token = trained.special.get(name)
        if token is not None:
            tokens[name] = str(token["content"] if isinstance(token, dict) else token)
    return render(trained.template, messages, tokens)


def answer(
    trained: TrainedModel,
    messages: list[Message],
    n_tokens: int,
    *,
    sampling: Sampling,
    seed: int = 0,
) -> Iterator[str]:
    """Let the model answer, piece by piece, as each is known.

    Args:
        trained: a causal language model with a chat template.
        messages: the conversation so far; the last one is the user's.
        n_tokens: most tokens of the answer.
        sampling: how a token is chosen.
        seed: of the draws.

    Raises:
        UserError: a model that does not converse, or a conversation longer than it reads at once.
    """
    text = written(trained, messages)
    # The template has written the special tokens already.
    tokens = encoded(trained.tokenizer, text, specials=False).ids
    require_own_tokenizer(trained, tokens)
    model: Any = trained.model
    context: int = model.config.context
    if len(tokens) >= context:
        raise UserError(
            f"the conversation has {len(tokens):,} tokens and this model reads at most "
            f"{context:,}: begin a new one, in the terminal with /reset, or write less."
        )
    ends = set(trained.ends)
    end = trained.special.get("eos_token")
    if end is not None:
        number = trained.tokenizer.token_to_id(end["content"] if isinstance(end, dict) else end)
        ends |= set() if number is None else {number}
    options = {"context": context, "sampling": sampling, "stop": ends, "seed": seed}
    return as_text(_with_calculator(trained, tokens, n_tokens, options), trained.tokenizer, tokens)


def _with_calculator(
    trained: TrainedModel, tokens: list[int], n_tokens: int, options: dict[str, Any]
) -> Iterator[int]:
    """Write an answer; where the model calls the calculator, let it answer, once.

    What a reader sees is `12+34 = 46:`; the model reads `<|call|>12+34<|result|>46<|assistant|>`.
    """
    model: Any = trained.model
    tokenizer = trained.tokenizer
    result = tokenizer.token_to_id(RESULT)
    written: list[int] = []
    for token in generate(model, tokens, n_tokens, **options):
        if token != result:
            written.append(token)
            yield token
            continue
        found = calculate(tokenizer.decode(written, skip_special_tokens=False))
        if found is None:
            return

        def numbers(text: str) -> list[int]:
            return list(encoded(tokenizer, text, specials=False).ids)

        yield from numbers(f" = {found}:")
        read = [*tokens, *written, token, *numbers(found + ASSISTANT)]
        yield from generate(model, read, max(1, n_tokens - len(written)), **options)
        return
