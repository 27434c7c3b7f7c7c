"""The reference is read from docstrings, without importing what it describes."""

from gradatim.web.book.reference import docstring_html, read_module


def test_public_names_with_their_signatures(tmp_path):
    file = tmp_path / "one.py"
    file.write_text(
        '"""A file."""\nclass A:\n    """An A."""\n    def __init__(self, size: int = 3):\n'
        '        pass\n    def go(self, far):\n        """Goes."""\n    def _hide(self):\n'
        '        """No."""\ndef _also(x):\n    """No."""\n'
    )
    module = read_module(file, "one.py")
    assert [(e.name, e.signature) for e in module.entries] == [
        ("A", "class A(size: int=3)"),
        ("A.go", "A.go(self, far)"),
    ]


def test_sections_become_lists_and_html_in_a_docstring_stays_text():
    written = docstring_html(
        "Adds <b>.\n\nMore `x`.\n\nArgs:\n    x, y: one\n        two.\n\nReturns:\n    a sum."
    )
    assert "<p>Adds &lt;b&gt;.</p>" in written
    assert "<code>x</code>" in written
    assert "<h4>Args</h4><dl><dt><code>x, y</code></dt><dd>one two.</dd></dl>" in written
    assert "<h4>Returns</h4><dl><dd>a sum.</dd></dl>" in written
