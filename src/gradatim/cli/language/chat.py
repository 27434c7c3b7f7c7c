"""`gradatim chat`: a conversation with a language model in the terminal."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from rich.console import Console
from rich.text import Text

from gradatim.cli.sentences import read_text, require_text
from gradatim.errors import UserError
from gradatim.models.language.sampling import Sampling, check_n_tokens
from gradatim.recipes.language.chat.conversation import Message, answer, written
from gradatim.recipes.language.trained_model import open_trained

KEYS = "/reset begins again, Ctrl-C stops an answer, Ctrl-D ends."


def chat_(
    model: str,
    *,
    system: Annotated[str, Parameter(converter=read_text)] = "",
    tokens: int = 300,
    temperature: float = 0.7,
    top_p: float | None = None,
    seed: int | None = None,
    show_tokens: bool = False,
) -> None:
    """Talk to a language model; /reset begins again, Ctrl-C stops an answer, Ctrl-D ends.

    Args:
        model: run folder of a chat stage, or checkpoint folder or hub name of a model with a chat
            template
        system: instruction that stands before the conversation (default: none)
        tokens: largest number of tokens of an answer, 1 to 1,000,000: memory for all is reserved
        temperature: divisor of the scores; 0 takes the likeliest token, above 1 is more random
        top_p: probability that the tokens to choose among reach together, above 0 to 1
            (default: 0.9)
        seed: seed of the draws, at least 0; the same seed gives the same answers (default: 0)
        show_tokens: the text as the model reads it too, with its special tokens
    """
    check_n_tokens(tokens)
    Sampling.asked(temperature, None, top_p, seed)  # refuses what would change nothing
    sampling = Sampling(temperature=temperature, top_p=0.9 if top_p is None else top_p)
    trained = open_trained(model)
    start: list[Message] = [{"role": "system", "content": system}] if system else []
    written(trained, [*start, {"role": "user", "content": "?"}])  # refuses before anybody types
    console = Console(emoji=False, soft_wrap=True, highlight=False)
    speaker = Path(model).name
    stage = f" ({trained.stage})" if trained.stage else ""
    console.print(Text(f"{speaker}{stage} answers. {KEYS}", "dim"))
    messages = list(start)
    while True:
        try:
            said = console.input("[bold]you:[/] ").strip()
        except KeyboardInterrupt:  # the answer that it should stop has just ended
            console.print(Text(f"\n{KEYS}", "dim"))
            continue
        except (EOFError, RuntimeError):  # the second where nothing can be typed at all
            console.print()
            return
        if not said:
            continue
        command = said.split()[0].lower()
        if re.fullmatch(r"/\w+", command):  # /usr/bin is none
            if command == "/reset":
                messages = list(start)
                console.print(Text("A new conversation.", "dim"))
            else:
                console.print(Text(f"{command}? {KEYS}", "dim"))
            continue
        messages.append({"role": "user", "content": said})
        try:
            require_text(said)
            if show_tokens:
                console.print(Text(written(trained, messages), "dim"))
            draws = (seed or 0) + len(messages)
            pieces = answer(trained, messages, tokens, sampling=sampling, seed=draws)
        except UserError as error:  # too long: say so, and let the user go on
            console.print(Text(str(error), "red"))
            messages.pop()
            continue
        console.print(Text(f"{speaker}: ", "bold cyan"), end="")
        reply = _stream(console, pieces)
        messages.append({"role": "assistant", "content": reply.strip()})


def _stream(console: Console, pieces: Iterator[str]) -> str:
    """Print an answer while it is written, until it ends or is stopped; return it."""
    reply = ""
    try:
        for piece in pieces:
            console.print(Text(piece if reply else piece.lstrip()), end="")
            reply += piece
    except KeyboardInterrupt:
        console.print(Text(" (stopped)", "dim"), end="")
    finally:  # what stops it, an error too, is said on a line of its own
        console.print()
    return reply
