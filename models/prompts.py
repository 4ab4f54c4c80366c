"""The one place that knows how the fuser is asked, in training and in use."""

from __future__ import annotations

from collections.abc import Sequence


def fusion_prompt(sentences: Sequence[str]) -> str:
    """Each source sentence on a line after `- `, then `=>`; the target follows after a space."""
    return "".join(f"- {' '.join(sentence.split())}\n" for sentence in sentences) + "=>"
