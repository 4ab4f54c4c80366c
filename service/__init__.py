"""Citeweave: many articles in, one summary out, every sentence cited to the character."""

__version__ = "0.1.0"
