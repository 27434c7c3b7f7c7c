"""Next word and masked word, by the models of chapter 8: watched while learning, or trained.

Shapes: T tokens, V vocabulary.
"""

from typing import Any, ClassVar

import numpy as np
import torch

from gradatim.errors import UserError
from gradatim.models.language.sampling import Sampling, generate, next_probabilities
from gradatim.recipes.language.causal_lm import LanguageTask
from gradatim.recipes.language.masked_lm import MaskedTask, fill
from gradatim.views.core.controls import Choice, Number, Numbers, Text
from gradatim.views.core.engine import SEED, Engine
from gradatim.views.core.text_model import KINDS, Reader, finite, own_model
from gradatim.views.core.trainer import Learner

N_BEST = 10
N_WRITTEN = 28  # tokens that the model writes on by itself
MAX_TOKENS = 40
TEXTS = {"next": "The function returns", "masked": "the value of the object is a list of strings"}


class LanguageModelEngine(Engine):
    """A GPT, LLaMA or Mixtral that says the next word, or a BERT that guesses hidden ones."""

    name = "language_model"
    controls: ClassVar = {
        "task": Choice("next", tuple(KINDS)),
        "model": Choice("live", ("live", "run")),
        "text": Text(TEXTS["next"], 200),
        "temperature": Number(1.0, 0.0, 3.0),
        "top_k": Number(0, 0, 100, integer=True),  # 0: all words
        "top_p": Number(1.0, 0.05, 1.0),
        "learning_rate": Number(0.003, 0.0001, 0.3, log=True),
        "hidden_words": Numbers(max_length=MAX_TOKENS, bound=MAX_TOKENS),
        "place": Number(-1, -1, MAX_TOKENS, integer=True, hidden=True),
        "seed": SEED,
    }
    live = ("text", "temperature", "top_k", "top_p", "learning_rate", "hidden_words", "place")
    actions = ("look", "hide", "choose", "write")
    accepts = ".txt"
    pace = 8.0
    memory = 24
    own = b""

    def __init__(self, model: Any = None, tokenizer: Any = None, **values: Any) -> None:
        """Start with a model that learns, or with one's own trained one.

        Args:
            model: a model of this package, with its tokenizer; or one of the control's words.
            tokenizer: of the tokenizers library; needed with a model of one's own.
            values: controls by name.
        """
        self.guest, values = own_model(model, tokenizer, values)
        super().__init__(**values)

    @property
    def masked(self) -> bool:
        """Whether hidden words are guessed, and not the next one."""
        return self.values["task"] == "masked"

    def start(self) -> None:
        """Build or open the model and read the text."""
        v = self.values
        if v["text"] in TEXTS.values():
            v["text"] = TEXTS["masked" if self.masked else "next"]
            if self.masked and not v["hidden_words"]:
                v["hidden_words"] = (1.0,)
        if self.guest and self.guest.kind == v["task"]:
            self.reader = self.guest
        elif v["model"] == "run":
            self.reader = Reader.from_run(v["task"])
        else:
            self.reader = Reader(v["task"], v["seed"], v["learning_rate"], self.own)
        self.random = torch.Generator().manual_seed(v["seed"])
        self.losses: list[float] = []
        self.written = ""
        self.read()

    def read(self) -> None:
        """Cut the text into tokens and hide the chosen ones."""
        v = self.values
        self.tokens = self.reader.encode(v["text"], MAX_TOKENS)  # (T,)
        v["hidden_words"] = tuple(i for i in v["hidden_words"] if i < len(self.tokens))
        v["place"] = min(v["place"], len(self.tokens) - 1)
        self.write_on()

    def write_on(self) -> None:
        """Let the model write on after the text, as well as it can now."""
        v = self.values
        if not self.masked:
            sampling = self.sampling()
            self.written = self.reader.write(self.tokens, N_WRITTEN, sampling, v["seed"])

    def advance(self) -> None:
        """Learn from one batch of text."""
        self.losses.append(self.reader.step())
        del self.losses[:-600]
        if (self.steps + 1) % 10 == 0:
            self.write_on()

    def finished(self) -> bool:
        """Say that a model from a run folder has nothing to learn here."""
        return self.reader.learner is None

    def finite(self) -> bool:
        """Say whether loss and weights are finite."""
        return bool(np.isfinite(self.losses[-1])) and finite(self.reader.model)

    def state(self) -> Any:
        """Return a copy of the model and its learning."""
        return self.reader.state(), len(self.losses), self.written

    def restore(self, state: Any) -> None:
        """Put a copy back."""
        self.reader.restore(state[0])
        del self.losses[state[1] :]
        self.written = state[2]

    def set(self, name: str, value: Any) -> None:
        """Change a control; another task begins with its own text."""
        if name == "task" and value in KINDS and value != self.values["task"]:
            text = TEXTS["masked" if value == "masked" else "next"]
            self.values |= {"text": text, "hidden_words": (), "place": -1}
        super().set(name, value)

    def changed(self, name: str) -> None:
        """Read the text again, or let a new learning rate act."""
        if name == "learning_rate" and self.reader.learner:
            self.reader.learner.learning_rate(self.values[name])
        if name == "text":
            self.values |= {"hidden_words": (), "place": -1}
        self.read()

    def load_file(self, name: str, content: bytes) -> None:
        """Let the model learn the visitor's own text."""
        before, self.own = self.own, content
        try:
            self.values["model"] = "live"
            self.reset()
        except UserError:
            self.own = before
            self.reset()
            raise
        self.notice = "The model now learns your text, from the beginning."

    def look(self, value: Any) -> None:
        """Look at the guesses for one place."""
        self.values["place"] = self._place(value)

    def hide(self, value: Any) -> None:
        """Hide a word, or show it again."""
        i = float(self._place(value))
        hidden = set(self.values["hidden_words"]) ^ {i}
        self.values |= {"hidden_words": tuple(sorted(hidden)), "place": int(i)}

    def choose(self, value: Any) -> None:
        """Take guess number `value`: write it at the end, or in the place of the hidden word."""
        number = int(Number(0, 0, N_BEST - 1, integer=True).check("choose", value))
        self._put(int(self.guesses()[1][number]))

    def write(self, _: Any) -> None:
        """Draw the next word by its probability at this temperature, and write it."""
        if self.masked:
            raise UserError("Writing on is for the next word; hide a word here instead.")
        self.values["place"] = -1
        shares, words = self.guesses(len(self.distribution()))
        self._put(int(words[torch.multinomial(shares, 1, generator=self.random)]))

    def seen(self) -> torch.Tensor:
        """The tokens as the model sees them, (T,): hidden ones replaced by the mask."""
        tokens = self.tokens.clone()
        if self.masked:
            for i in self.values["hidden_words"]:
                tokens[int(i)] = self.reader.mask
        return tokens

    def position(self) -> int:
        """The place whose guesses are shown."""
        v = self.values
        if v["place"] >= 0:
            return v["place"]
        if self.masked and v["hidden_words"]:
            return int(v["hidden_words"][0])
        return len(self.tokens) - 1

    def sampling(self) -> Sampling:
        """How a word is chosen with the controls as they are."""
        v = self.values
        return Sampling(
            temperature=v["temperature"] if v["temperature"] >= 0.01 else 0,
            top_k=v["top_k"] or None,
            top_p=v["top_p"] if v["top_p"] < 1 else None,
        )

    def distribution(self) -> torch.Tensor:
        """Probabilities of all words at the place, (V,)."""
        logits = self.reader.logits(self.seen())[self.position()]
        return next_probabilities(logits, self.sampling(), self.tokens)

    def guesses(self, n: int = N_BEST) -> tuple[torch.Tensor, torch.Tensor]:
        """The n likeliest words: their probabilities and numbers."""
        best = self.distribution().topk(n)
        return best.values, best.indices

    def frame(self) -> dict[str, Any]:
        """Return the tokens, how surprising each is, the guesses and the loss."""
        v = self.values
        seen = self.seen()
        logs = self.reader.logits(seen).log_softmax(1)  # (T, V)
        if not self.masked:  # the surprise at each token, given all before it
            surprise = -logs[:-1].gather(1, self.tokens[1:, None])[:, 0]
            surprise = torch.cat([torch.zeros(1), surprise])
        else:
            surprise = -logs.gather(1, self.tokens[:, None])[:, 0]
        shares, words = self.guesses()
        return {
            "tokens": self.reader.words(self.tokens),
            "hidden_words": [int(i) for i in v["hidden_words"]] if self.masked else [],
            "place": self.position(),
            "surprise": surprise,
            "entropy": -(logs.exp() * logs).sum(1),
            "words": self.reader.words(words),
            "shares": shares,
            "vocabulary": logs.shape[1],
            "losses": np.array(self.losses[-300:], dtype=np.float32),
            "task": "masked" if self.masked else "next",
            "written": self.written,
            "live": self.reader.learner is not None,
            "parameters": sum(p.numel() for p in self.reader.model.parameters()),
        }

    def sources(self) -> list[Any]:
        """Name the model, its loss and what reads the guesses."""
        model = KINDS[self.values["task"]][0]
        if self.masked:
            return [next_probabilities, model, MaskedTask.loss, fill, Learner.step]
        return [next_probabilities, model, LanguageTask.loss, generate, Learner.step]

    def _place(self, value: Any) -> int:
        return int(Number(0, 0, len(self.tokens) - 1, integer=True).check("place", value))

    def _put(self, word: int) -> None:
        v = self.values
        if not self.masked:
            kept = self.tokens[: self.position() + 1]
            if len(kept) >= MAX_TOKENS:
                raise UserError(f"{MAX_TOKENS} tokens are as long as the frame gets; shorten it.")
            self.tokens = torch.cat([kept, torch.tensor([word])])
            v["place"] = -1
        else:
            i = self.position()
            self.tokens[i] = word
            v["hidden_words"] = tuple(k for k in v["hidden_words"] if k != i)
        v["text"] = self.reader.tokenizer.decode(self.tokens.tolist(), skip_special_tokens=False)
        self.write_on()
