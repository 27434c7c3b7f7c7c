"""Gradatim: a university lecture on deep learning, executable, step by step."""

__version__ = "0.1.0"
