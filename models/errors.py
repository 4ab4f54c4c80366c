"""Errors about weights: what is wrong, and the command that mends it."""

from __future__ import annotations


class ModelsError(Exception):
    """Base of all errors about weights."""


class ModelsMissing(ModelsError):
    """A part's files are not in place."""


class ModelsCorrupt(ModelsError):
    """A part's files do not match the hashes in the manifest."""
