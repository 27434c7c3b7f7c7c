"""The same question to the same network after each stage: what it reads, and what it answers.

Shapes: T tokens, V vocabulary.
"""

from dataclasses import dataclass, field
from typing import Any, ClassVar

import torch

from gradatim.data.language.conversations import ASSISTANT, prompt_text
from gradatim.errors import UserError, encoded
from gradatim.models.language.llama import Llama
from gradatim.models.language.sampling import Sampling, next_probabilities
from gradatim.recipes.language.chat.answers import calculate
from gradatim.recipes.language.shipped_models import EVERYDAY_LLAMA
from gradatim.views.chat.recordings import RecordedAnswer, recorded_questions, recording_of
from gradatim.views.chat.speakers import RUNS, STAGES, Speaker, speaker_of
from gradatim.views.core.controls import Number, Text
from gradatim.views.core.engine import SEED, Engine

QUESTION = "My name is Anna. What is my name?"
LONGEST, MOST_READ = 40, 60  # tokens of an answer, and of a question
N_BEST = 4  # likeliest tokens, shown at a token


@dataclass
class Dialogue:
    """A question and the answer so far.

    Attributes:
        speaker: who answers.
        tokens: of both.
        given: how many of them the network did not write: the question first.
        chances: of every token written, its probability; 1 of what the calculator wrote.
        best: of every token written, the likeliest ones with their probabilities.
        ended: whether the answer is complete.
    """

    speaker: Speaker
    tokens: list[int]
    given: int
    chances: list[float] = field(default_factory=list)
    best: list[list[tuple[str, float]]] = field(default_factory=list)
    ended: bool = False

    def copy(self) -> "Dialogue":
        """The same, to go back to."""
        lists = list(self.tokens), self.given, list(self.chances), list(self.best)
        return Dialogue(self.speaker, *lists, self.ended)


class ChatEngine(Engine):
    """A LLaMA after pretraining, after instruction tuning, after preference tuning."""

    name = "chat"
    controls: ClassVar = {
        "question": Text(QUESTION, 160),
        "temperature": Number(0.0, 0.0, 2.0),
        "seed": SEED,
    }
    pace = 6.0

    def start(self) -> None:
        """Open the networks that there are, and let each read the question."""
        question = self.values["question"].strip()
        if not question:
            raise UserError("The question is empty. Write a few words.")
        self.dialogues: dict[str, Dialogue | None] = {}
        self.recordings: dict[str, RecordedAnswer] = {}
        for stage in STAGES:
            speaker = speaker_of(stage)
            tokens = speaker.reads(question) if speaker else []
            if len(tokens) > MOST_READ:
                raise UserError(
                    f"The question has {len(tokens)} tokens; at most {MOST_READ} fit. Shorten it."
                )
            self.dialogues[stage] = Dialogue(speaker, tokens, len(tokens)) if speaker else None
            recorded = recording_of(stage, question)
            # It was recorded at temperature 0, and says nothing of other draws.
            if recorded and not speaker and not self.values["temperature"]:
                self.recordings[stage] = recorded
        self.random = torch.Generator().manual_seed(self.values["seed"])

    def advance(self) -> None:
        """Let every network write one token."""
        for dialogue in self.dialogues.values():
            if dialogue and not dialogue.ended:
                self.write(dialogue)

    @torch.no_grad()
    def write(self, dialogue: Dialogue) -> None:
        """Draw one token of an answer, and note how likely it was."""
        speaker = dialogue.speaker
        tokens = torch.tensor(dialogue.tokens)  # (T,)
        logits = speaker.model(tokens[None])[0, -1].float()  # (V,)
        temperature = self.values["temperature"]
        sampling = Sampling(temperature=temperature if temperature >= 0.01 else 0)
        chosen = next_probabilities(logits, sampling, tokens)  # (V,)
        token = int(torch.multinomial(chosen, 1, generator=self.random))
        own = logits.softmax(0)
        likely = own.topk(N_BEST)
        pairs = zip(likely.indices.tolist(), likely.values.tolist(), strict=True)
        dialogue.tokens.append(token)
        dialogue.chances.append(float(own[token]))
        dialogue.best.append([(speaker.text(n), round(p, 4)) for n, p in pairs])
        if speaker.asks_calculator(token):
            self.calculate(dialogue)
        written = len(dialogue.tokens) - dialogue.given
        dialogue.ended = dialogue.ended or speaker.ends(token) or written >= LONGEST

    def calculate(self, dialogue: Dialogue) -> None:
        """Let the calculator write its result; without a sum the answer ends."""
        tokenizer = dialogue.speaker.tokenizer
        asked = tokenizer.decode(dialogue.tokens[dialogue.given :], skip_special_tokens=False)
        found = calculate(asked)
        if found is None:
            dialogue.ended = True
            return
        tokens = encoded(tokenizer, found + ASSISTANT, specials=False).ids
        dialogue.tokens += tokens
        dialogue.chances += [1.0] * len(tokens)
        dialogue.best += [[] for _ in tokens]

    def finished(self) -> bool:
        """Say that all have answered."""
        told = all(self.steps >= len(one["chances"]) for one in self.recordings.values())
        return told and all(d is None or d.ended for d in self.dialogues.values())

    def state(self) -> Any:
        """Return a copy of the answers so far."""
        copies = {stage: d and d.copy() for stage, d in self.dialogues.items()}
        return copies, self.random.get_state()

    def restore(self, state: Any) -> None:
        """Put a copy back."""
        self.dialogues = {stage: d and d.copy() for stage, d in state[0].items()}
        self.random.set_state(state[1])

    def frame(self) -> dict[str, Any]:
        """Return every stage: its tokens and how likely each was, now or when it was recorded.

        Of a stage that nobody trained here, and for another question than the recorded ones: how
        to train it, and these questions.
        """
        return {"stages": [self._stage(stage) for stage in STAGES]}

    def _stage(self, stage: str) -> dict[str, Any]:
        dialogue = self.dialogues[stage]
        if stage in self.recordings:
            recorded, n = self.recordings[stage], self.steps
            return {
                **recorded,
                "name": stage,
                "origin": "",
                "recipe": STAGES[stage],
                "tokens": recorded["tokens"][: recorded["given"] + n],
                "chances": recorded["chances"][:n],
                "best": recorded["best"][:n],
                "ended": n >= len(recorded["chances"]),
            }
        if dialogue is None:
            questions = recorded_questions(stage)
            return {"name": stage, "command": self._command(stage), "questions": questions}
        speaker = dialogue.speaker
        return {
            "name": stage,
            "origin": speaker.origin,
            "tokens": [speaker.text(token) for token in dialogue.tokens],
            "given": dialogue.given,
            "chances": [round(p, 4) for p in dialogue.chances],
            "best": dialogue.best,
            "ended": dialogue.ended,
            "vocabulary": speaker.model.config.vocabulary_size,
        }

    def _command(self, stage: str) -> str:
        """How a stage is trained: from the one before it."""
        before = EVERYDAY_LLAMA
        if stage == "polite":
            instructed = self.dialogues["instructed"]
            before = f"{RUNS}/{instructed.speaker.origin if instructed else STAGES['instructed']}"
        return f"gradatim train {STAGES[stage]} --init-from {before}"

    def sources(self) -> list[Any]:
        """Name the template, the choice of a token and the network."""
        return [prompt_text, next_probabilities, Llama, calculate]
