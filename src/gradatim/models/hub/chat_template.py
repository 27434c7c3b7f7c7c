"""Chat templates: a conversation as the one text that a model was trained to continue.

They are small Jinja programs that come with a checkpoint. They run in Jinja's sandbox, which
reaches neither files nor the attributes of Python's objects.
"""

import json
from datetime import datetime
from typing import Any, NoReturn

from jinja2 import TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from gradatim.errors import UserError

LONGEST = 200_000  # characters of a template


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
    environment = ImmutableSandboxedEnvironment(
        trim_blocks=True, lstrip_blocks=True, extensions=["jinja2.ext.loopcontrols"]
    )
    environment.filters["tojson"] = _json
    environment.globals["raise_exception"] = _refuse
    environment.globals["strftime_now"] = lambda form: datetime.now().strftime(form)
    try:
        return environment.from_string(template).render(
            messages=messages, add_generation_prompt=True, tools=None, documents=None, **tokens
        )
    except UserError:
        raise
    except (TemplateError, TypeError, ValueError, ArithmeticError, LookupError) as error:
        reason = " ".join(str(error).split())
        raise UserError(f"the chat template of this model fails: {reason}.") from None
    except RecursionError:
        raise UserError("the chat template of this model fails: it calls itself.") from None


def _json(value: Any, indent: int | None = None) -> str:
    """JSON as it is; Jinja's own filter would write `<` as `\\u003c`, for web pages."""
    return json.dumps(value, ensure_ascii=False, indent=indent)


def _refuse(message: str) -> NoReturn:
    raise UserError(f"the chat template of this model refuses the conversation: {message}")
