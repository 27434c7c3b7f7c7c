"""Record the answers on which the chat view opens: `python tools/record_chat.py RUN RUN`.

The first run is of `chat-instructions`, the second of `chat-preferences`. What is recorded is what
the view itself shows of them at temperature 0.
"""

import json
import sys
import tempfile
from pathlib import Path

from gradatim.recipes.repeat import train_command
from gradatim.training import Run
from gradatim.views.chat import speakers
from gradatim.views.chat.engine import LONGEST, QUESTION, ChatEngine
from gradatim.views.chat.recordings import FILE

STAGES = ("instructed", "polite")
QUESTIONS = (
    QUESTION,
    "I like trucks. What do I like?",
    "12+34=",
    "Where does my brother live?",
    "What is the capital of France?",
    "How are you?",
)


def main(*folders: str) -> None:
    """Write the file of the view from the runs of the two stages."""
    found: dict[str, dict[str, object]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for stage, run in zip(STAGES, folders, strict=True):
            (Path(folder) / stage).symlink_to(Path(run).resolve())
            found[stage] = {"command": train_command(Run.open(run)), "answers": {}}
        speakers.RUNS = Path(folder)
        for question in QUESTIONS:
            engine = ChatEngine(question=question)
            engine.step(LONGEST)
            for stage in engine.snapshot()["stages"]:
                if stage["name"] in STAGES:
                    kept = ("tokens", "given", "chances", "best", "vocabulary")
                    answers = found[stage["name"]]["answers"]
                    assert isinstance(answers, dict)
                    answers[question] = {name: stage[name] for name in kept}
                    print(stage["name"], question, "".join(stage["tokens"][stage["given"] :]))
    FILE.write_text(json.dumps(found, ensure_ascii=False, separators=(",", ":")) + "\n", "utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
