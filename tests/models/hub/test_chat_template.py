"""Templates of chat models write the conversation, and reach nothing else."""

from pathlib import Path

import pytest

from gradatim.errors import UserError
from gradatim.models.hub.chat_template import render

TURNS = [{"role": "user", "content": "Is 1 < 2?"}]
CHATML = (
    "{{ bos_token }}{% for m in messages %}<|{{ m['role'] }}|>{{ m['content'] }}\n{% endfor %}"
    "{% if add_generation_prompt %}<|assistant|>{% endif %}"
)

LOOP = "{% for i in range(99999) %}"


def test_the_conversation_ends_where_the_answer_begins():
    assert render(CHATML, TURNS, {"bos_token": "<s>"}) == "<s><|user|>Is 1 < 2?\n<|assistant|>"


def test_json_in_a_template_is_not_that_of_web_pages():
    assert render("{{ messages[0]['content'] | tojson }}", TURNS, {}) == '"Is 1 < 2?"'


@pytest.mark.parametrize(
    ("template", "words"),
    [
        ("{{ ''.__class__.__mro__[1].__subclasses__() }}", "fails"),
        ("{{ messages.append(1) }}", "fails"),
        ("{% for m in %}", "fails"),
        ("{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}", "fails"),
        ("{{ cycler.__init__.__globals__.os.popen('id').read() }}", "fails"),
        ("{% include '/etc/passwd' %}", "fails"),
        ("{{ 'a' * 9999999999 }}", "numbers above 100,000"),
        ("{{ 9 ** 9 ** 9 }}", "numbers above 100,000"),
        ("{{ '%9999999999d' % 9999999999 }}", "numbers above 100,000"),
        ("{{ lipsum(n=1000000) }}", "'lipsum' is undefined"),
        (f"{LOOP * 3}x{'{% endfor %}' * 3}", "does not come to an end"),
        ("{{ raise_exception('only one system message') }}", "refuses the conversation: only one"),
        ("x" * 300_000, "more than a template"),
        ("{{ 'x' | center(3000000) }}", "writes 3,000,000 characters: more than a conversation"),
    ],
)
def test_a_template_that_asks_for_more_is_one_sentence(template, words):
    with pytest.raises(UserError, match=words):
        render(template, TURNS, {})


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory is counted on Linux")
@pytest.mark.parametrize(
    "template",
    [
        "{% set ns = namespace(x='x') %}"
        "{% for i in range(99) %}{% set ns.x = ns.x ~ ns.x %}{% endfor %}",
        "{{ 'x' | center(10000000000) }}",
        "{{ '%10000000000d' % 1 }}",
    ],
)
def test_a_template_that_fills_the_memory_is_stopped_early(template):
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_AS)
    with pytest.raises(UserError, match="it fills the memory"):
        render(template, TURNS, {})
    assert resource.getrlimit(resource.RLIMIT_AS) == before


TALK = [
    {"role": "system", "content": "Be <kind>."},
    {"role": "user", "content": " How are you? "},
]


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("{{ raise_exception('no system role') }}", "refuses the conversation: no system role"),
        ("{{ ''.__class__.__mro__[1].__subclasses__() }}", "template of this model fails"),
        ("{{ messages.append(1) }}", "template of this model fails"),
        ("{{ open('/etc/passwd') }}", "template of this model fails"),
        ("{% for %}", "template of this model fails"),
        ("{{ 1 / 0 }}", "template of this model fails"),
        ("{% include '/etc/passwd' %}", "template of this model fails"),
    ],
)
def test_templates_that_fail_or_reach_outside_are_refused(template, message):
    with pytest.raises(UserError, match=message) as caught:
        render(template, TALK, {})
    assert "\n" not in str(caught.value)
