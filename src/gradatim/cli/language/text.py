"""`gradatim generate, fill, translate, similar, attention`: language models at work.

They take a run folder, the folder of a published checkpoint, a name on the Hugging Face hub,
`stories260k`, or a model that ships with the package, which is also what they take unnamed.
What they do is in `gradatim.recipes.language.trained_model`.
"""

from dataclasses import replace
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from rich.console import Console
from rich.table import Table
from rich.text import Text
from torch import Tensor

from gradatim.cli.outputs import new_page
from gradatim.cli.sentences import read_text
from gradatim.errors import UserError
from gradatim.insight.attention import attention_page
from gradatim.insight.html.page import write
from gradatim.models.language.sampling import Sampling, check_n_tokens
from gradatim.printing import escaped
from gradatim.recipes.language.embeddings import embed
from gradatim.recipes.language.fill_mask import fill_together
from gradatim.recipes.language.shipped_models import EVERYDAY_BERT, EVERYDAY_LLAMA
from gradatim.recipes.language.trained_model import (
    alignment,
    continue_text,
    fill,
    open_trained,
    sentence_attention,
    token_names,
    translate,
)


def generate_(
    model: str = EVERYDAY_LLAMA,
    *,
    prompt: Annotated[str, Parameter(converter=read_text)] = "",
    tokens: int = 200,
    temperature: float = 0.8,
    top_k: int | None = None,
    top_p: float | None = None,
    repetition_penalty: float = 1.0,
    stop: Annotated[str, Parameter(converter=read_text)] = "",
    seed: int | None = None,
) -> None:
    """Continue a text with a language model.

    Args:
        model: run folder, checkpoint folder or hub name of a model that continues texts,
            everyday-llama, which ships with the package, or stories260k
        prompt: beginning of the text (default: none, the model begins by itself)
        tokens: largest number of tokens to write, 1 to 1,000,000: memory for all is reserved
        temperature: divisor of the scores; 0 takes the likeliest token, above 1 is more random
        top_k: number of likeliest tokens to choose among, at least 1 (default: all)
        top_p: probability that the tokens to choose among reach together, above 0 to 1
            (default: all)
        repetition_penalty: divisor of the scores of tokens already written, above 0; 1 changes
            nothing
        stop: text that ends the writing
        seed: seed of the draws, at least 0; the same seed gives the same text (default: 0)
    """
    check_n_tokens(tokens)
    sampling = replace(
        Sampling.asked(temperature, top_k, top_p, seed), repetition_penalty=repetition_penalty
    )
    trained = open_trained(model)
    pieces = continue_text(trained, prompt, tokens, sampling=sampling, stop=stop, seed=seed or 0)
    console = Console(emoji=False, soft_wrap=True, highlight=False)
    console.print(Text(prompt, style="bold"), end="")
    # Printed as it is written: a long text would look like a command that hangs.
    try:
        for piece in pieces:
            console.print(Text(piece), end="")
    finally:  # what stops it, an error too, is said on a line of its own
        console.print()


def fill_(model: str = EVERYDAY_BERT, text: str = "", /, *, top: int = 5) -> None:
    """Predict the masked words of a sentence.

    Args:
        model: run folder, checkpoint folder or hub name of a BERT, or of a model that continues
            texts, which compares whole sentences; may be left out for everyday-bert and
            everyday-llama together, which ship with the package
        text: sentence with [MASK] in place of each word to predict
        top: number of likeliest words to show for each, 1 to the size of the vocabulary
    """
    unnamed, (model, text) = not text, _named(model, text)
    guesses = fill_together(text, top) if unnamed else fill(open_trained(model), text, top)
    table = Table("place", "word", "probability", "")
    for place, words in enumerate(guesses, 1):
        for rank, (word, probability) in enumerate(words):
            # A small probability keeps a thin bar: nothing would read as zero.
            bar = "█" * round(24 * probability) or "▏"
            label = "" if rank else str(place)
            table.add_row(label, Text(word), f"{100 * probability:.1f} %", f"[cyan]{bar}")
        table.add_section()
    Console(emoji=False).print(table)


def _named(model: str, text: str) -> tuple[str, str]:
    """Take a single argument for the text: the model that ships with the package reads it.

    Raises:
        UserError: no sentence was given, or only a model.
    """
    if text or model == EVERYDAY_BERT:
        given = (model, text)
    # One word that is a folder or looks like a hub's OWNER/NAME is a model, not a sentence.
    elif " " not in model and (Path(model).exists() or "/" in model):
        given = (model, "")
    else:
        given = (EVERYDAY_BERT, model)
    if not given[1].strip():
        raise UserError(f"the text is empty: give a sentence after the model, {given[0]}.")
    return given


def similar_(model: str, things: list[str], /) -> None:
    """Compare sentences, or images, by the cosine of their embeddings.

    Args:
        model: checkpoint folder or hub name of a BERT such as all-MiniLM, or of a ViT such as DINO;
            or run folder of a BERT; or everyday-bert, which ships with the package
        things: two or more sentences, or image files
    """
    if len(things) < 2:
        raise UserError("give at least two sentences or images to compare.")
    vectors = embed(model, things)
    # The embeddings have length 1, so their products are cosines.
    cosines = (vectors @ vectors.T).tolist()  # (N, N)
    table = Table("", *(str(i) for i in range(1, len(things) + 1)), show_edge=False)
    for i, (thing, row) in enumerate(zip(things, cosines, strict=True), 1):
        name = Path(thing).name if Path(thing).is_file() else thing
        cells = [Text(f"{value:.2f}", f"{'bold' if value > 0.5 else 'dim'}") for value in row]
        table.add_row(Text(f"{i}  {name}"), *cells)
    Console(emoji=False).print(table)


def translate_(model: str, text: str, *, show_alignment: bool = False, beam: int = 4) -> None:
    """Translate a sentence.

    Args:
        model: run folder of a translation recipe, checkpoint folder or hub name of a Marian, or
            dates-bahdanau, which ships with the package
        text: sentence to translate
        show_alignment: table of the source tokens that each written token attends to
        beam: beam width, the number of partial translations kept, at least 1; 1 is greedy search
    """
    if beam < 1:
        raise UserError(f"--beam is {beam}: give at least 1.")
    trained = open_trained(model)
    done = translate(trained, text, beam)
    console = Console(emoji=False, highlight=False)
    console.print(Text(trained.tokenizer.decode(done.target).strip(), "bold"))
    if show_alignment:
        names = (token_names(trained, tokens) for tokens in (done.source, done.target))
        console.print(_alignment(alignment(trained, done), *names))


def _alignment(weights: Tensor, source: list[str], target: list[str]) -> Table:
    """Rows of written tokens, columns of source tokens, shaded by weight (T, S)."""
    wide = any(len(token) > 2 for token in source)
    table = Table(show_edge=False, padding=0, box=None, header_style="dim")
    table.add_column("", justify="right")
    for token in source:
        # Words need a blank between them, single characters stand closer together.
        table.add_column(Text(f" {token}" if wide else token, "dim"), justify="center")
    for token, row in zip(target, weights.tolist(), strict=True):
        # Five shades: a weight of exactly 1 would be a sixth.
        cells = [Text(" ░▒▓█"[min(4, int(5 * weight))] * 2, "cyan") for weight in row]
        table.add_row(Text(f"{token} "), *cells)
    return table


def attention_(
    model: str = EVERYDAY_BERT, text: str = "", /, *, out: Path = Path("attention.html")
) -> None:
    """Draw the attention of every layer and head of a model on a sentence.

    Args:
        model: run folder, checkpoint folder, hub name or stories260k; may be left out for
            everyday-bert, which ships with the package
        text: the sentence
        out: HTML page to write
    """
    new_page(out)
    model, text = _named(model, text)
    maps, tokens, written = sentence_attention(open_trained(model), text)
    title = f"What {Path(model).name} attends to in “{text.strip()}”"
    page = attention_page(maps, tokens, written, title=title)
    Console(emoji=False).print(f"[green]written[/] {escaped(write(out, page))}", soft_wrap=True)
