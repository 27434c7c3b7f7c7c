"""Next word and masked word, by the models of chapter 8: watched while learning, or trained.

Shapes: T tokens, V vocabulary.
"""

from typing import Any, ClassVar

import numpy as np
import torch

from gradatim.errors import UserError
from gradatim.models.language.fill_mask import fill_mask
from gradatim.models.language.sampling import Sampling, generate, next_probabilities
from gradatim.recipes.language.causal_lm import LanguageTask
from gradatim.recipes.language.masked_lm import MaskedTask
from gradatim.views.core.controls import Choice, Number, Numbers, Text
from gradatim.views.core.engine import SEED
from gradatim.views.core.text.text_engine import TextEngine
from gradatim.views.core.text.text_model import KINDS
from gradatim.views.core.trainer import Trainer

N_BEST = 10
MAX_TOKENS = 200
TEXTS = {
    "next": "Once upon a time, there was a little",
    "masked": "How are you doing today?",
    "live next": "The function returns",
    "live masked": "the value of the object is a list of strings",
}


class LanguageModelEngine(TextEngine):
    """A GPT, LLaMA or Mixtral that predicts the next word, or a BERT that fills masked ones."""

    name = "language_model"
    controls: ClassVar = {
        "task": Choice("llama", tuple(KINDS)),
        "model": Choice("trained", ("trained", "live", "run")),
        "text": Text(TEXTS["next"], 1200),
        "length": Number(28, 8, 200, integer=True),  # tokens that the model writes on by itself
        "temperature": Number(1.0, 0.0, 3.0),
        "top_k": Number(0, 0, 100, integer=True),  # 0: all words
        "top_p": Number(1.0, 0.05, 1.0),
        "learning_rate": Number(0.003, 0.0001, 0.3, log=True),
        "hidden_words": Numbers(max_length=MAX_TOKENS, bound=MAX_TOKENS),
        "position": Number(-1, -1, MAX_TOKENS, integer=True, hidden=True),
        "seed": SEED,
    }
    when: ClassVar = {
        "length": ("task", ("next", "llama", "mixtral")),
        "learning_rate": ("model", ("live",)),
    }
    live = (
        "text",
        "length",
        "temperature",
        "top_k",
        "top_p",
        "learning_rate",
        "hidden_words",
        "position",
    )
    actions = ("inspect", "hide", "choose", "write")
    default_texts = TEXTS

    def start(self) -> None:
        """Build or open the model and read the text."""
        super().start()
        v = self.values
        if self.masked and v["text"] == self.default_text() and not v["hidden_words"]:
            v["hidden_words"] = (1.0,) if v["model"] == "live" else (2.0,)
        self.random = torch.Generator().manual_seed(v["seed"])
        self.written = ""
        self.read()

    def read(self) -> None:
        """Cut the text into tokens and hide the chosen ones."""
        v = self.values
        self.tokens, self.notice = self.text_model.encode(v["text"], MAX_TOKENS)  # (T,)
        v["hidden_words"] = tuple(i for i in v["hidden_words"] if i < len(self.tokens))
        v["position"] = min(v["position"], len(self.tokens) - 1)
        self.write_on()

    def write_on(self) -> None:
        """Let the model write on after the text, as well as it can now."""
        v = self.values
        if not self.masked:
            sampling = self.sampling()
            self.written = self.text_model.continue_text(
                self.tokens, v["length"], sampling, v["seed"]
            )

    def advance(self) -> None:
        """Learn from one batch of text."""
        super().advance()
        if (self.steps + 1) % 10 == 0:  # writing takes longer than a step
            self.write_on()

    def state(self) -> Any:
        """Return a copy of the model, its learning and what it wrote."""
        return super().state(), self.written

    def restore(self, state: Any) -> None:
        """Put a copy back."""
        super().restore(state[0])
        self.written = state[1]

    def clear_choices(self) -> None:
        """Show all words, and the guesses at the end."""
        self.values |= {"hidden_words": (), "position": -1}

    def changed(self, name: str) -> None:
        """Read the text again, or let a new learning rate act."""
        super().changed(name)
        if name == "text":
            self.clear_choices()
        self.read()

    def inspect(self, value: Any) -> None:
        """Show the guesses at one position."""
        self.values["position"] = self._position(value)

    def hide(self, value: Any) -> None:
        """Hide a word, or show it again."""
        i = float(self._position(value))
        hidden = set(self.values["hidden_words"]) ^ {i}
        self.values |= {"hidden_words": tuple(sorted(hidden)), "position": int(i)}

    def choose(self, value: Any) -> None:
        """Take guess number `value`: write it at the end, or in the place of the hidden word."""
        number = int(Number(0, 0, N_BEST - 1, integer=True).check("choose", value))
        self._put(int(self.guesses()[1][number]))

    def write(self, _: Any) -> None:
        """Draw the next word by its probability at this temperature, and write it."""
        if self.masked:
            raise UserError(
                "A BERT does not write on. Hide a word instead, and see the guesses for it."
            )
        self.values["position"] = -1
        probabilities, words = self.guesses(len(self.distribution()))
        self._put(int(words[torch.multinomial(probabilities, 1, generator=self.random)]))

    def seen(self) -> torch.Tensor:
        """The tokens as the model sees them, (T,): hidden ones replaced by the mask."""
        tokens = self.tokens.clone()
        if self.masked:
            for i in self.values["hidden_words"]:
                tokens[int(i)] = self.text_model.mask_id
        return tokens

    def position(self) -> int:
        """The place whose guesses are shown."""
        v = self.values
        if v["position"] >= 0:
            return v["position"]
        if self.masked and v["hidden_words"]:
            return int(v["hidden_words"][0])
        return len(self.tokens) - 1

    def sampling(self) -> Sampling:
        """How a word is chosen with the controls as they are."""
        v = self.values
        return Sampling(
            temperature=v["temperature"] if v["temperature"] >= 0.01 else 0,  # 0: the likeliest
            top_k=v["top_k"] or None,
            top_p=v["top_p"] if v["top_p"] < 1 else None,
        )

    def distribution(self) -> torch.Tensor:
        """Probabilities of all words at the place, (V,)."""
        logits = self.text_model.logits(self.seen())[self.position()]
        return next_probabilities(logits, self.sampling(), self.tokens)

    def guesses(self, n: int = N_BEST) -> tuple[torch.Tensor, torch.Tensor]:
        """The n likeliest words: their probabilities and numbers."""
        best = self.distribution().topk(n)
        return best.values, best.indices

    def frame(self) -> dict[str, Any]:
        """Return the tokens, how surprising each is, the guesses and the loss."""
        v = self.values
        seen = self.seen()
        logs = self.text_model.logits(seen).log_softmax(1)  # (T, V)
        if not self.masked:  # the surprise at each token, given all before it
            surprise = -logs[:-1].gather(1, self.tokens[1:, None])[:, 0]
            surprise = torch.cat([torch.zeros(1), surprise])  # nothing predicts the first
        else:
            surprise = -logs.gather(1, self.tokens[:, None])[:, 0]
        probabilities, words = self.guesses()
        return {
            "tokens": self.text_model.token_strings(self.tokens),
            "hidden_words": [int(i) for i in v["hidden_words"]] if self.masked else [],
            "position": self.position(),
            "surprise": surprise,
            "entropy": -(logs.exp() * logs).sum(1),
            "words": self.text_model.token_strings(words),
            "probabilities": probabilities,
            "vocabulary": logs.shape[1],
            "losses": np.array(self.losses[-300:], dtype=np.float32),
            "task": "masked" if self.masked else "next",
            "written": self.written,
            "live": self.text_model.trainer is not None,
            "parameters": sum(p.numel() for p in self.text_model.model.parameters()),
        }

    def sources(self) -> list[Any]:
        """Name the model, its loss and what reads the guesses."""
        model = KINDS[self.values["task"]][0]
        if self.masked:
            return [next_probabilities, model, MaskedTask.loss, fill_mask, Trainer.step]
        return [next_probabilities, model, LanguageTask.loss, generate, Trainer.step]

    def _position(self, value: Any) -> int:
        return int(Number(0, 0, len(self.tokens) - 1, integer=True).check("position", value))

    def _put(self, word: int) -> None:
        v = self.values
        if not self.masked:
            kept = self.tokens[: self.position() + 1]
            if len(kept) >= MAX_TOKENS:
                raise UserError(f"{MAX_TOKENS} tokens are as many as fit. Shorten the text.")
            self.tokens = torch.cat([kept, torch.tensor([word])])
            v["position"] = -1
        else:
            i = self.position()
            self.tokens[i] = word
            v["hidden_words"] = tuple(k for k in v["hidden_words"] if k != i)
        v["text"] = self.text_model.tokenizer.decode(
            self.tokens.tolist(), skip_special_tokens=False
        )
        self.write_on()
