"""A share that remembers its parts, so that shares of several events add up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ratio:
    """`hits` out of `count`."""

    hits: int
    count: int

    @classmethod
    def of(cls, outcomes: Iterable[bool]) -> Ratio:
        """Return the share of `outcomes` that are true."""
        outcomes = list(outcomes)
        return cls(sum(outcomes), len(outcomes))

    @classmethod
    def total(cls, ratios: Iterable[Ratio]) -> Ratio:
        """Return the share over all that `ratios` count."""
        return sum(ratios, start=cls(0, 0))

    def __add__(self, other: Ratio) -> Ratio:
        return Ratio(self.hits + other.hits, self.count + other.count)

    @property
    def value(self) -> float | None:
        """The share, 0 to 1, or None where there was nothing to count."""
        return self.hits / self.count if self.count else None

    def __str__(self) -> str:
        return f"{self.hits}/{self.count}"
