"""What one process asks of another: check a source, call functions, step through, a network."""

import json
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Request:
    """One job for a limited child process.

    Args:
        exercise: path of the exercise folder.
        source: the bytes of the learner's file, decoded as Latin-1, which loses none of them.
        file: path of that file, for tracebacks.
        language: "en" or "fr".
        seconds: CPU time that the learner's code may take.
        needs: what is imported before the clock starts, see child.preload.
        scratch: the folder in which it works; the watchdog makes and removes it.
        sealed: the code's values are judged in another process, as a teacher needs it.
        secret: stands in every message of a sealed check, which so cannot be written by the code.
        refuse: words that reach around a sealed check are refused before it runs.
        calls: [name, packed arguments, ...] per function or module to call; None for a check.
        stepped: the source is a program to follow line by line.
        network: the source is a program that makes a network, which is described.
        batch: sources that are checked one after the other in one process, in place of `source`;
            `seconds` is then the time of each of them.
    """

    exercise: str
    source: str
    file: str
    language: str
    seconds: float
    needs: tuple[str, ...] = ()
    scratch: str = ""
    sealed: bool = False
    secret: str = ""
    refuse: bool = True
    calls: list[Any] | None = None
    stepped: bool = False
    network: bool = False
    batch: tuple[str, ...] = ()

    @property
    def all_seconds(self) -> float:
        """CPU time that the whole request may take."""
        return self.seconds * max(1, len(self.batch))

    def to_line(self) -> str:
        """One line of JSON."""
        return json.dumps(asdict(self)) + "\n"

    @classmethod
    def from_line(cls, line: str) -> "Request":
        """Read what `to_line` wrote."""
        return cls(**json.loads(line))
