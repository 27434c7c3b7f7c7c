"""Chat templates: a conversation as the one text that a model was trained to continue.

They are small Jinja programs that come with a checkpoint. They run in Jinja's sandbox, which
reaches neither files nor the attributes of Python's objects, and for so many lines at most.
"""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from threading import Lock
from types import FrameType
from typing import Any, ClassVar, NoReturn

from jinja2 import TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from gradatim.errors import UserError

LONGEST = 200_000  # characters of a template
LONGEST_TEXT = 2_000_000  # characters of a conversation
MOST_BYTES = 2**28  # of memory that a rendering takes, where the system counts it
MOST_LINES = 500_000  # of Python that a rendering runs: long templates need some thousand
LARGEST = 100_000  # number that a template may multiply by, or raise to

_LIMIT = Lock()


class Sandbox(ImmutableSandboxedEnvironment):
    """Jinja without the arithmetic that fills a memory, such as `'a' * 10**10`."""

    intercepted_binops = frozenset(["*", "**", "%"])
    helpful: ClassVar[tuple[str, ...]] = ("range", "dict", "namespace")

    def __init__(self) -> None:
        super().__init__(
            trim_blocks=True, lstrip_blocks=True, extensions=["jinja2.ext.loopcontrols"]
        )
        self.globals = {name: self.globals[name] for name in self.helpful}
        self.globals["raise_exception"] = _refuse
        self.globals["strftime_now"] = lambda form: datetime.now().strftime(form)
        self.filters["tojson"] = _json

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Calculate with numbers of a reasonable size only."""
        numbers = [abs(side) for side in (left, right) if isinstance(side, int | float)]
        if any(n > LARGEST for n in numbers) or (operator == "**" and numbers[-1:] > [100]):
            raise UserError(
                f"the chat template of this model fails: it calculates {operator} with numbers "
                f"above {LARGEST:,}."
            )
        return super().call_binop(context, operator, left, right)


def render(template: str, messages: list[dict[str, str]], tokens: dict[str, str]) -> str:
    """Write a conversation as the text that the model continues with its answer.

    Args:
        template: of the checkpoint.
        messages: each with `role` ("system", "user" or "assistant") and `content`.
        tokens: texts of special tokens by name, such as `bos_token`.

    Raises:
        UserError: a template that fails, or that asks for more than a conversation.
    """
    if len(template) > LONGEST:
        raise UserError(
            f"the chat template has {len(template):,} characters: more than a template."
        )
    try:
        with _little_memory():
            compiled = Sandbox().from_string(template)  # which works out what is constant
            with _few_lines():
                text = compiled.render(
                    messages=messages,
                    add_generation_prompt=True,
                    tools=None,
                    documents=None,
                    **tokens,
                )
    except UserError:
        raise
    except (TemplateError, TypeError, ValueError, ArithmeticError, LookupError) as error:
        reason = " ".join(str(error).split()).rstrip(".")
        raise UserError(f"the chat template of this model fails: {reason}.") from None
    except RecursionError:
        raise UserError("the chat template of this model fails: it calls itself.") from None
    except MemoryError:
        raise UserError("the chat template of this model fails: it fills the memory.") from None
    if len(text) > LONGEST_TEXT:
        raise UserError(
            f"the chat template of this model writes {len(text):,} characters: more than a "
            "conversation."
        )
    return text


@contextmanager
def _few_lines() -> Iterator[None]:
    """Stop what runs inside a `with` block after `MOST_LINES` lines: loops can be endless."""
    left = MOST_LINES

    def count(frame: FrameType, event: str, argument: Any) -> Callable[..., Any]:
        nonlocal left
        left -= 1
        if left < 0:
            raise UserError("the chat template of this model fails: it does not come to an end.")
        return count

    before = sys.gettrace()
    sys.settrace(count)
    try:
        yield
    finally:
        sys.settrace(before)


@contextmanager
def _little_memory() -> Iterator[None]:
    """Stop what runs inside a `with` block from taking more than `MOST_BYTES`: texts can double."""
    try:
        import resource  # of Unix only

        pages = int(Path("/proc/self/statm").read_text().split()[0])
    except (ImportError, OSError):  # not Linux
        yield
        return
    with _LIMIT:  # which is one for the whole process
        before, hard = resource.getrlimit(resource.RLIMIT_AS)
        most = pages * resource.getpagesize() + MOST_BYTES
        given = [limit for limit in (before, hard) if limit != resource.RLIM_INFINITY]
        resource.setrlimit(resource.RLIMIT_AS, (min([most, *given]), hard))
        try:
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_AS, (before, hard))


def _json(value: Any, indent: int | None = None) -> str:
    """JSON as it is; Jinja's own filter would write `<` as `\\u003c`, for web pages."""
    return json.dumps(value, ensure_ascii=False, indent=indent)


def _refuse(message: str) -> NoReturn:
    raise UserError(f"the chat template of this model refuses the conversation: {message}")
