"""A trained model that reads or writes text: opened by name, and put to work on a sentence.

A name is a run folder, the folder of a published checkpoint, a name on the Hugging Face hub,
`everyday-bert` or `everyday-llama`, which ship with the package, or `stories260k`, a small trained
LLaMA (Karpathy 2023).

Shapes: H heads, T tokens that look, S tokens looked at.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn

from gradatim.data.download import fetch
from gradatim.data.info import TextInfo
from gradatim.data.language.conversations import STOP, TEMPLATE
from gradatim.data.language.tokenizers import (
    END,
    END_OF_TEXT,
    PAD,
    START,
    from_text,
    require_known_characters,
)
from gradatim.errors import UserError, encoded
from gradatim.models.attention import attention_maps
from gradatim.models.hub import llama2c, load_save
from gradatim.models.language.beam_search import beam_search
from gradatim.models.language.bert import BERT
from gradatim.models.language.causal_fill_mask import causal_fill_mask, cut_at_mask
from gradatim.models.language.fill_mask import MASK, check_n_best, fill_mask, mask_token
from gradatim.models.language.gpt import GPT
from gradatim.models.language.llama import Llama
from gradatim.models.language.sampling import Sampling, as_text, generate
from gradatim.models.language.seq2seq import Seq2Seq
from gradatim.models.language.transformer import Transformer
from gradatim.recipes.language.chat_stage import ChatStage
from gradatim.recipes.language.shipped_models import EVERYDAY_LLAMA, KINDS, open_shipped
from gradatim.recipes.runs import open_run
from gradatim.recipes.shipped import refuse_shipped
from gradatim.typed import parse_json

STORIES = "stories260k"
UNKNOWN_TOKENS = ("[UNK]", "<unk>")
# what each kind of model does, by the name of the command that asks for it
COMMANDS: dict[str, tuple[type[nn.Module], ...]] = {
    "generate": (GPT, Llama),
    "fill": (BERT, GPT, Llama),
    "translate": (Seq2Seq, Transformer),
}


@dataclass(frozen=True)
class TrainedModel:
    """A model that reads text, and what belongs to it."""

    model: nn.Module
    tokenizer: Tokenizer
    ends: tuple[int, ...]  # tokens that end a text
    config: dict[str, Any]  # config.json of a published checkpoint; empty for a run
    special: dict[str, Any] = field(default_factory=dict)  # its tokenizer_config.json
    template: str | None = None  # Jinja template of a conversation
    stage: str = ""  # what the last stage of a chat model was, of a run


def is_run(name: str) -> bool:
    """Tell a run folder from a checkpoint folder and a hub name."""
    try:
        content = parse_json((Path(name).expanduser() / "config.json").read_bytes())
    except (OSError, ValueError):
        return False
    return isinstance(content, dict) and "recipe" in content


def open_trained(name: str) -> TrainedModel:
    """Open a run folder, a checkpoint folder, a hub name, `stories260k` or a shipped model.

    Raises:
        UserError: none of these, or a model without a tokenizer.
    """
    if is_run(name):
        recipe, model, info, run = open_run(name)
        file = run.folder / "tokenizer.json"
        if not file.is_file():
            raise UserError(
                f"{name} is a run of {run.config['recipe']}, which reads no text: give a run of a "
                f"language recipe, such as docs-gpt, or {EVERYDAY_LLAMA}, which ships."
            )
        tokenizer = from_text(file.read_text("utf-8"))
        if isinstance(info, TextInfo) and info.network:  # it went on from one with its own ends
            start = {} if info.start is None else {"bos_token_id": info.start}
            return TrainedModel(model, tokenizer, info.ends, start, info.special, info.template)
        ends = (tokenizer.token_to_id(end) for end in (END_OF_TEXT, STOP))
        trained = TrainedModel(model, tokenizer, tuple(end for end in ends if end is not None), {})
        if isinstance(recipe, ChatStage):
            return replace(trained, template=TEMPLATE, stage=recipe.spoken)
        return trained
    if name in KINDS:
        model, tokenizer = open_shipped(name)
        end = tokenizer.token_to_id(END_OF_TEXT)
        return TrainedModel(model, tokenizer, () if end is None else (end,), {})
    if name == STORIES:
        checkpoint = llama2c.load(*(fetch(STORIES, f) for f in ("stories260K.bin", "tok512.bin")))
    else:
        refuse_shipped(name, "read or write text alone")
        checkpoint = load_save.load(name)
    if checkpoint.tokenizer is None:
        raise UserError(
            f"{name} has no tokenizer that is read here: write a tokenizer.json with the "
            "transformers library, AutoTokenizer.from_pretrained(...).save_pretrained(...)."
        )
    return TrainedModel(
        checkpoint.model,
        checkpoint.tokenizer,
        checkpoint.ends,
        checkpoint.config,
        checkpoint.special,
        checkpoint.template,
    )


def encode(trained: TrainedModel, text: str) -> list[int]:
    """Turn what the user wrote into tokens.

    Raises:
        UserError: no text, a character or word that the model has no token for, a tokenizer of
            another model, or more tokens than the model reads at once.
    """
    if not text.strip():
        raise UserError("the text is empty: give at least one word.")
    require_sentence(text)
    tokenizer = trained.tokenizer
    require_known_characters(tokenizer, [text])
    encoding = encoded(tokenizer, text)
    unknown = {tokenizer.token_to_id(name) for name in UNKNOWN_TOKENS} - {None}
    for number, (first, last) in zip(encoding.ids, encoding.offsets, strict=True):
        if number in unknown and text[first:last] not in UNKNOWN_TOKENS:
            raise UserError(
                f"the model has no token for {text[first:last]!r}: it was trained on other text."
            )
    if not encoding.ids:
        raise UserError(f"the model has no token for anything in {text!r}.")
    require_own_tokenizer(trained, encoding.ids)
    context = getattr(trained.model.config, "context", None)
    if context is not None and len(encoding.ids) > context:
        raise UserError(
            f"the text has {len(encoding.ids):,} tokens and this model reads at most {context:,}: "
            "shorten it."
        )
    return list(encoding.ids)


def require_sentence(text: str) -> None:
    """Refuse the path of a file where a sentence is due: its letters are not what was meant.

    Raises:
        UserError: a file is there.
    """
    path = Path(text)
    if path.suffix and len(text) < 256 and path.is_file():  # what is longer may be no path at all
        raise UserError(f"{text} is a file, and this model reads text: give a sentence.")


def require_own_tokenizer(trained: TrainedModel, tokens: list[int]) -> None:
    """Refuse tokens that the model does not have: its tokenizer is another model's.

    Raises:
        UserError: with the token, and what to do.
    """
    size = getattr(trained.model.config, "vocabulary_size", None)
    if size is not None and max(tokens) >= size:
        raise UserError(
            f"the tokenizer wrote token {max(tokens):,} and the model has {size:,}: it belongs "
            "to another model, put this one's own tokenizer.json beside its weights."
        )


def beginning(trained: TrainedModel) -> list[int]:
    """The token that a text begins with, for a model that writes without a prompt.

    Raises:
        UserError: the model has none.
    """
    tokens = list(encoded(trained.tokenizer, "").ids)
    start = trained.config.get("bos_token_id")
    if tokens:
        return tokens
    if isinstance(start, int):
        return [start]
    if trained.ends:  # texts follow each other with this token between
        return [trained.ends[0]]
    raise UserError("this model has no token that begins a text: give a prompt.")


def continue_text(
    trained: TrainedModel,
    prompt: str,
    n_tokens: int,
    *,
    sampling: Sampling,
    stop: str = "",
    seed: int = 0,
) -> Iterator[str]:
    """Write on from a prompt, piece by piece, as each is known; arguments as of `generate`.

    Without a prompt the model begins a text of its own.

    Raises:
        UserError: another kind of model, or a prompt that it cannot read.
    """
    require(trained, "generate", "continue a text")
    tokens = encode(trained, prompt) if prompt else beginning(trained)
    model: Any = trained.model
    written = generate(
        model,
        tokens,
        n_tokens,
        context=model.config.context,
        sampling=sampling,
        stop=trained.ends,
        seed=seed,
    )
    return as_text(written, trained.tokenizer, tokens, stop)


def fill(trained: TrainedModel, text: str, n_best: int) -> list[list[tuple[str, float]]]:
    """Predict the masked words of a sentence, see `fill_mask` and `causal_fill_mask`.

    Returns:
        for each `[MASK]` the likeliest words with their probabilities, the likeliest first; of a
        model that reads from left to right, among the words that were tried.

    Raises:
        UserError: another kind of model, a text without `[MASK]`, or n_best out of range.
    """
    require(trained, "fill", "fill in words")
    model: Any = trained.model
    check_n_best(n_best, model.config.vocabulary_size)
    if isinstance(model, GPT | Llama):
        return [as_probabilities(mask_scores(trained, text), n_best)]
    text = text.replace(MASK, mask_token(trained.tokenizer))
    return fill_mask(model, trained.tokenizer, encode(trained, text), n_best)


def mask_scores(trained: TrainedModel, text: str, proposed: Sequence[str] = ()) -> dict[str, float]:
    """Log-probability of a sentence with each word tried for its mask, see `causal_fill_mask`."""
    around = "".join(cut_at_mask(text))
    if around.strip():
        encode(trained, around)  # refuses what the model cannot read
    return causal_fill_mask(
        trained.model, trained.tokenizer, text, beginning(trained), proposed=proposed
    )


def as_probabilities(scores: dict[str, float], n_best: int) -> list[tuple[str, float]]:
    """The best words of log-probabilities, with their probabilities among all of them."""
    likely = torch.tensor(list(scores.values())).softmax(0)
    best = likely.topk(min(n_best, len(scores)))
    words = list(scores)
    return [(words[i], p) for i, p in zip(best.indices.tolist(), best.values.tolist(), strict=True)]


@dataclass(frozen=True)
class TranslatedSentence:
    """Tokens read and tokens written, each with the end token last."""

    source: list[int]
    target: list[int]


def translate(trained: TrainedModel, text: str, n_beams: int = 4) -> TranslatedSentence:
    """Translate a sentence by beam search.

    Raises:
        UserError: another kind of model, or a text that it cannot read.
    """
    require(trained, "translate", "translate")
    source = encode(trained, text)
    if trained.config:
        names = ("decoder_start_token_id", "eos_token_id", "pad_token_id")
        start, end, padding = (int(trained.config[name]) for name in names)
    else:
        number = trained.tokenizer.token_to_id
        start, end, padding = (number(name) or 0 for name in (START, END, PAD))
        source = [start, *source, end]  # as in training; a checkpoint's tokenizer adds its own
    [words] = beam_search(
        trained.model,  # type: ignore[arg-type]
        torch.tensor([source]),
        start=start,
        end=end,
        n_words=2 * len(source) + 10,
        n_beams=n_beams,
        forbidden=(padding,) if padding == start else (padding, start),
    )
    return TranslatedSentence(source, [*words, end])


def translator_attention(
    trained: TrainedModel, translation: TranslatedSentence
) -> dict[str, Tensor]:
    """Attention of every layer while a translation was written: name -> (1, H, T, S)."""
    start = trained.config.get("decoder_start_token_id", trained.tokenizer.token_to_id(START))
    before = torch.tensor([[start, *translation.target[:-1]]])
    return attention_maps(trained.model, torch.tensor([translation.source]), before)


def alignment(trained: TrainedModel, translation: TranslatedSentence) -> Tensor:
    """Which source tokens each written token looked at, (T, S): last layer, mean over heads."""
    maps = translator_attention(trained, translation)
    crossing = [m for name, m in maps.items() if "cross" in name or name == "attention"]
    return crossing[-1][0].mean(0)


def sentence_attention(
    trained: TrainedModel, text: str
) -> tuple[dict[str, Tensor], list[str], list[str]]:
    """Attention of every layer on a sentence, its tokens as text, and those that were written.

    A translator first translates the sentence; other models write nothing.

    Raises:
        UserError: a text that the model cannot read.
    """
    if isinstance(trained.model, COMMANDS["translate"]):
        done = translate(trained, text)
        maps = translator_attention(trained, done)
        return maps, token_names(trained, done.source), token_names(trained, done.target)
    tokens = encode(trained, text)
    return attention_maps(trained.model, torch.tensor([tokens])), token_names(trained, tokens), []


def token_names(trained: TrainedModel, tokens: list[int]) -> list[str]:
    """Every token as text; special ones by their names."""
    tokenizer = trained.tokenizer
    return [tokenizer.decode([n]) or tokenizer.id_to_token(n) or "" for n in tokens]


def require(trained: TrainedModel, command: str, what: str) -> None:
    """Refuse a kind of model that does not do this, and name the command for what it does."""
    if isinstance(trained.model, COMMANDS[command]):
        return
    fitting = [name for name, kinds in COMMANDS.items() if isinstance(trained.model, kinds)]
    better = f": use `gradatim {fitting[0]}`." if fitting else "."
    raise UserError(f"a {type(trained.model).__name__} does not {what}{better}")
