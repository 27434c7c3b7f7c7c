"""The words around what a run made while it trained, in French; what the model wrote stays."""

import re

PHRASES = (  # whole lines, or what stands around the model's own words
    (r"    right: (.+)", r"    attendu : \1"),
    (r"(    .+); it was: (.+)", r"\1 ; c’était : \2"),
    (
        r"first row: seen; second row: predicted; third row: what came",
        r"première ligne : vu ; deuxième ligne : prédit ; troisième ligne : ce qui est venu",
    ),
    (
        r"a dreamed game; exact for (\d+) of (\d+) turns",
        r"une partie rêvée ; exacte pendant \1 tours sur \2",
    ),
    (r"network (\S+), (\S+) (\S+), after (\d+) turns", r"réseau \1, \2 \3, après \4 tours"),
)


def in_french(text: str) -> str:
    """A sample's text with the words of the recipes in French."""
    return "".join(_line(line) for line in text.splitlines(keepends=True))


def _line(line: str) -> str:
    bare = line.rstrip("\n")
    for pattern, french in PHRASES:
        found = re.fullmatch(pattern, bare)
        if found:
            numbers = re.sub(r"(?<=\d)\.(?=\d)", ",", found.expand(french))
            return numbers + line[len(bare) :]
    return line
