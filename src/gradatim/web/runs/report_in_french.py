"""The report of a run in French, where a French page shows it; data, options and code stay.

Reports are written in English, once, when a run ends. What they say is known: `report_words.json`
has every sentence, word and name of a metric with its French. In a sentence `{n}` is a number,
`{m}` the metrics of a run, `{}` anything else.
"""

import json
import re
from functools import cache
from html import escape, unescape
from pathlib import Path

WORDS = json.loads(Path(__file__).with_name("report_words.json").read_text("utf-8"))
METRICS: dict[str, str] = WORDS["metrics"]
PHRASES: dict[str, str] = WORDS["phrases"]

KEPT = re.compile(r"(<(?:style|script|code)\b.*?</(?:style|script|code)>)", re.DOTALL)
TEXT = re.compile(r'>([^<]+)<|( (?:aria-label|alt)=")([^"]*)"')
FIELD = re.compile(r"\{[nm]?\}")
FORMS = {"{n}": r"([^a-z]+?|≈ [^a-z]+? (?:J|kWh))", "{m}": "(.+?)", "{}": "(.+?)"}
SENTENCES = re.compile(r"(?<=[.:?]) (?=[A-Z])|(?<=[a-z)]\.) (?=\d)")
NUMBER = re.compile(r"(?:[\d.,%()\[\]+−–-]| |to|s|min|J|kWh|≈)+")


def report_in_french(page: str) -> str:
    """The HTML of a report with the sentences, words and numbers that we know in French."""
    parts = KEPT.split(page.replace('<html lang="en">', '<html lang="fr">', 1))
    # The odd parts are style and code, which have no language. A text may stand between two.
    parts[::2] = [TEXT.sub(_node, f">{part}<")[1:-1] for part in parts[::2]]
    return "".join(parts)


def metric_in_french(name: str) -> str:
    """The name of a metric as people read it: "word_perplexity" or "word perplexity"."""
    words = name.replace("_", " ")
    return METRICS.get(words.lower(), words)


def _node(match: re.Match[str]) -> str:
    text = match[1] if match[2] is None else match[3]
    bare = text.strip()
    french = escape(text_in_french(unescape(bare)), quote=True) if bare else ""
    french = text.replace(bare, french) if bare else text
    return f">{french}<" if match[2] is None else f'{match[2]}{french}"'


def text_in_french(text: str) -> str:
    """A text in French: as a whole, else sentence by sentence; what is not known stays."""
    whole = _known(text)
    if whole is not None:
        return whole
    parts = [_known(sentence) or sentence for sentence in SENTENCES.split(text)]
    return " ".join(parts)


def _known(text: str) -> str | None:
    if text in PHRASES:
        return PHRASES[text]
    if text.lower() in METRICS:
        return METRICS[text.lower()]
    if NUMBER.fullmatch(text):
        return numbers_in_french(text).replace(" to ", " à ")
    for pattern, kinds, french in _templates():
        if found := pattern.fullmatch(text):
            groups = zip(kinds, found.groups(), strict=True)
            return french.format(*(_field(kind, group) for kind, group in groups))
    return None


def _field(kind: str, text: str) -> str:
    if kind == "{n}":
        return numbers_in_french(text)
    if kind == "{m}":
        pairs = [re.fullmatch(r"(.*?) (≈? ?[\d.,e+-]+(?: %)?)", part) for part in text.split(", ")]
        return ", ".join(
            f"{metric_in_french(pair[1])} {numbers_in_french(pair[2])}" if pair else part
            for pair, part in zip(pairs, text.split(", "), strict=True)
        ).capitalize()
    return PHRASES.get(text, text)


@cache
def _templates() -> list[tuple[re.Pattern[str], list[str], str]]:
    """Pattern, kinds of its fields and French of each sentence that has fields."""
    found = []
    for english, french in PHRASES.items():
        kinds = FIELD.findall(english)
        if not kinds:
            continue
        plain = [re.escape(part) for part in FIELD.split(english)]
        between = [FORMS[kind] for kind in kinds]
        pattern = "".join(a + b for a, b in zip(plain, [*between, ""], strict=True))
        found.append((re.compile(pattern, re.DOTALL), kinds, FIELD.sub("{}", french)))
    return found


def numbers_in_french(text: str) -> str:
    """Numbers with a decimal comma, thousands apart by a narrow space."""
    text = re.sub(r"(?<=\d),(?=\d{3}\b)", "\N{NARROW NO-BREAK SPACE}", text)
    return re.sub(r"(?<=\d)\.(?=\d)", ",", text)
