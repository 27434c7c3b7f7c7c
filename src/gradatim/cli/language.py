"""`gradatim generate, fill, translate, attention`: language models at work.

They take a run folder, the folder of a published checkpoint, or a name on the Hugging Face hub.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from tokenizers import Tokenizer
    from torch import nn


@dataclass(frozen=True)
class Opened:
    """A model that reads text, and what belongs to it."""

    model: "nn.Module"
    tokenizer: "Tokenizer"
    ends: tuple[int, ...]  # tokens that end a text
    config: dict[str, Any]  # config.json of a published checkpoint; empty for a run


def open_text_model(name: str) -> Opened:
    """Open a run folder, a checkpoint folder or a hub name.

    Raises:
        UserError: none of these, or a model without a tokenizer.
    """
    from gradatim.errors import UserError
    from gradatim.models.hub import load_save

    if is_run(name):
        from gradatim.data.language.tokenizers import END_OF_TEXT, from_text
        from gradatim.recipes.runs import open_run

        _, model, _, run = open_run(name)
        file = run.folder / "tokenizer.json"
        if not file.is_file():
            raise UserError(f"{name} is no run on text: it has no tokenizer.json.")
        tokenizer = from_text(file.read_text("utf-8"))
        end = tokenizer.token_to_id(END_OF_TEXT)
        return Opened(model, tokenizer, () if end is None else (end,), {})
    checkpoint = load_save.load(name)
    if checkpoint.tokenizer is None:
        raise UserError(
            f"{name} has no tokenizer.json (sentencepiece files are not read): write one with the "
            "transformers library, AutoTokenizer.from_pretrained(...).save_pretrained(...)."
        )
    return Opened(checkpoint.model, checkpoint.tokenizer, checkpoint.ends, checkpoint.config)


def is_run(name: str) -> bool:
    file = Path(name).expanduser() / "config.json"
    try:
        content = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(content, dict) and "recipe" in content


def _read(opened: Opened, text: str, special: bool = True) -> list[int]:
    """Turn what the user wrote into tokens; what the model has no tokens for is named."""
    from gradatim.data.language.tokenizers import encode
    from gradatim.errors import UserError

    if not text.strip():
        raise UserError("the text is empty: give at least one word.")
    tokenizer = opened.tokenizer
    if not opened.config:
        encode(tokenizer, text)  # names characters that a character model has never seen
    encoding = tokenizer.encode(text, add_special_tokens=special)
    unknown = {tokenizer.token_to_id(name) for name in ("[UNK]", "<unk>")} - {None}
    for number, (first, last) in zip(encoding.ids, encoding.offsets, strict=True):
        if number in unknown and text[first:last] not in ("[UNK]", "<unk>"):
            raise UserError(
                f"the model has no token for {text[first:last]!r}: it was trained on other text."
            )
    if not encoding.ids:
        raise UserError(f"the model has no token for anything in {text!r}.")
    return list(encoding.ids)


def generate_(
    model: str,
    *,
    prompt: str,
    tokens: int = 200,
    temperature: float = 0.8,
    top_k: int | None = None,
    top_p: float | None = None,
    repetition_penalty: float = 1.0,
    stop: str = "",
    seed: int = 0,
) -> None:
    """Let a language model continue a text.

    Args:
        model: run folder, checkpoint folder or hub name of a GPT, LLaMA, Mistral or Mixtral.
        prompt: how the text begins.
        tokens: most tokens to write.
        temperature: 0 takes the likeliest token; higher is wilder.
        top_k: choose among the k likeliest tokens only.
        top_p: choose among the likeliest tokens that reach this probability together.
        repetition_penalty: above 1 avoids what was already said.
        stop: a text that ends the writing.
        seed: the same seed gives the same text.
    """
    from gradatim.errors import UserError
    from gradatim.models.language.gpt import GPT
    from gradatim.models.language.llama import Llama
    from gradatim.models.language.sampling import Sampling, as_text, generate

    if tokens < 1:
        raise UserError(f"--tokens must be at least 1, not {tokens}.")
    sampling = Sampling(
        temperature=temperature, top_k=top_k, top_p=top_p, repetition_penalty=repetition_penalty
    )
    opened = open_text_model(model)
    if not isinstance(opened.model, GPT | Llama):
        raise _wrong_model(opened, "continue a text")
    numbers = _read(opened, prompt)
    written = generate(
        opened.model,
        numbers,
        tokens,
        context=opened.model.config.context,
        sampling=sampling,
        stop=opened.ends,
        seed=seed,
    )
    console = Console(soft_wrap=True, highlight=False)
    console.print(Text(prompt, style="bold"), end="")
    for piece in as_text(written, opened.tokenizer, numbers, stop):
        console.print(Text(piece), end="")
    console.print()


def fill_(model: str, text: str, *, top: int = 5) -> None:
    """Guess the hidden words of a sentence.

    Args:
        model: run folder, checkpoint folder or hub name of a BERT.
        text: a sentence with [MASK] where a word is hidden.
        top: guesses to show.
    """
    from gradatim.errors import UserError
    from gradatim.models.language.bert import BERT
    from gradatim.recipes.language.masked_lm import fill

    opened = open_text_model(model)
    if not isinstance(opened.model, BERT):
        raise _wrong_model(opened, "fill in words")
    largest = opened.model.config.vocabulary_size
    if not 1 <= top <= largest:
        raise UserError(f"--top must be from 1 to {largest:,}, not {top}.")
    _read(opened, text)
    guesses = fill(opened.model, opened.tokenizer, text, n_best=top)
    table = Table("place", "word", "probability", "")
    for place, words in enumerate(guesses, 1):
        for rank, (word, share) in enumerate(words):
            bar = "█" * round(24 * share) or "▏"
            label = "" if rank else str(place)
            table.add_row(label, Text(word), f"{100 * share:.1f} %", f"[cyan]{bar}")
        table.add_section()
    Console().print(table)


def translate_(model: str, text: str, *, show_alignment: bool = False, beam: int = 4) -> None:
    """Translate a sentence.

    Args:
        model: run folder of a translation recipe, or checkpoint folder or hub name of a Marian.
        text: the sentence.
        show_alignment: show which source tokens each written token looked at.
        beam: beginnings of translations that are kept; 1 is greedy.
    """
    from gradatim.errors import UserError

    if beam < 1:
        raise UserError(f"--beam must be at least 1, not {beam}.")
    opened = open_text_model(model)
    source, target = _translate(opened, text, beam)
    console = Console(highlight=False)
    console.print(Text(opened.tokenizer.decode(target).strip(), "bold"))
    if show_alignment:
        maps = _translator_maps(opened, source, target)
        crossing = [m for name, m in maps.items() if "cross" in name or name == "attention"]
        weights = crossing[-1][0].mean(0)  # of the last layer, the mean over heads, (T, S)
        console.print(_alignment(weights, _names(opened, source), _names(opened, target)))


def _translate(opened: Opened, text: str, beam: int) -> tuple[list[int], list[int]]:
    """Source tokens and translated tokens, the end token last."""
    import torch

    from gradatim.data.language.multi30k import encode_all
    from gradatim.data.language.tokenizers import END, PAD, START
    from gradatim.models.language.beam_search import beam_search
    from gradatim.models.language.seq2seq import Seq2Seq
    from gradatim.models.language.transformer import Transformer

    if not isinstance(opened.model, Seq2Seq | Transformer):
        raise _wrong_model(opened, "translate")
    numbers = _read(opened, text)
    if opened.config:
        names = ("decoder_start_token_id", "eos_token_id", "pad_token_id")
        start, end, padding = (int(opened.config[name]) for name in names)
    else:
        ids = (opened.tokenizer.token_to_id(name) for name in (START, END, PAD))
        start, end, padding = (0 if number is None else number for number in ids)
        numbers = encode_all(opened.tokenizer, [text])[0].tolist()
    [words] = beam_search(
        opened.model,
        torch.tensor([numbers]),
        start=start,
        end=end,
        n_words=2 * len(numbers) + 10,
        n_beams=beam,
        forbidden=(padding,) if padding == start else (padding, start),
    )
    return numbers, [*words, end]


def _translator_maps(opened: Opened, source: list[int], target: list[int]) -> dict[str, Any]:
    """Attention of every layer while the translation was written."""
    import torch

    from gradatim.data.language.tokenizers import START
    from gradatim.models.attention import attention_maps

    start = opened.config.get("decoder_start_token_id", opened.tokenizer.token_to_id(START))
    before = torch.tensor([[start, *target[:-1]]])
    return attention_maps(opened.model, torch.tensor([source]), before)


def _names(opened: Opened, numbers: list[int]) -> list[str]:
    """Every token as text; special ones by their names."""
    tokenizer = opened.tokenizer
    return [tokenizer.decode([n]) or tokenizer.id_to_token(n) or "" for n in numbers]


def _alignment(weights: Any, source: list[str], target: list[str]) -> Table:
    """Rows of written tokens, columns of read ones, shaded by weight."""
    wide = any(len(token) > 2 for token in source)
    table = Table(show_edge=False, padding=0, box=None, header_style="dim")
    table.add_column("", justify="right")
    for token in source:
        table.add_column(Text(f" {token}" if wide else token, "dim"), justify="center")
    for token, row in zip(target, weights.tolist(), strict=True):
        cells = []
        for share in row:
            shade = " ░▒▓█"[min(4, int(5 * share))] * 2
            cells.append(Text(shade, "cyan"))
        table.add_row(Text(f"{token} "), *cells)
    return table


def attention_(model: str, text: str, *, out: Path = Path("attention.html")) -> None:
    """Write a page with every layer and head of a model on your sentence.

    Args:
        model: run folder, checkpoint folder or hub name.
        text: the sentence.
        out: page to write.
    """
    import torch

    from gradatim.errors import UserError
    from gradatim.insight.attention import attention_page
    from gradatim.insight.html.page import write
    from gradatim.models.attention import attention_maps
    from gradatim.models.language.seq2seq import Seq2Seq
    from gradatim.models.language.transformer import Transformer

    opened = open_text_model(model)
    if isinstance(opened.model, Seq2Seq | Transformer):
        source, target = _translate(opened, text, beam=4)
        maps, written = _translator_maps(opened, source, target), _names(opened, target)
    else:
        source, written = _read(opened, text), []
        context = opened.model.config.context  # type: ignore[union-attr]
        if len(source) > context:  # type: ignore[operator]
            raise UserError(
                f"the text has {len(source):,} tokens and this model reads at most {context:,}: "
                "shorten it."
            )
        maps = attention_maps(opened.model, torch.tensor([source]))
    title = f"What {Path(model).name} looks at in “{text.strip()}”"
    page = attention_page(maps, _names(opened, source), written, title=title)
    Console().print(f"[green]written[/] {write(out, page)}", soft_wrap=True)


def _wrong_model(opened: Opened, what: str) -> Exception:
    from gradatim.errors import UserError

    kinds = {
        "GPT": "generate",
        "Llama": "generate",
        "Mixtral": "generate",
        "SpeedGPT": "generate",
        "BERT": "fill",
        "Seq2Seq": "translate",
        "Transformer": "translate",
    }
    name = type(opened.model).__name__
    better = f": use `gradatim {kinds[name]}`." if name in kinds else "."
    return UserError(f"a {name} does not {what}{better}")
