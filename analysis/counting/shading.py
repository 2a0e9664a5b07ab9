"""Four shades for numbers in a table. Pure."""

from __future__ import annotations

from dataclasses import dataclass

SHADES = 4


@dataclass(frozen=True)
class Shades:
    """`starts`: the least number of each shade, lightest first."""

    starts: tuple[int, ...]

    @classmethod
    def up_to(cls, most: int) -> Shades:
        """Small numbers have a shade each; larger ones share them in steps as equal as may be, the last open upwards."""
        return cls(tuple(1 + max(most, SHADES) * shade // SHADES for shade in range(SHADES)))

    def of(self, number: int) -> int:
        """1 to 4; 0 for none."""
        return sum(number >= start for start in self.starts)

    @property
    def words(self) -> str:
        """As in "1 to 3, 4 to 6, 7 to 9, 10 or more"."""
        ends = [start - 1 for start in self.starts[1:]]
        ranges = [
            str(start) if start == end else f"{start} to {end}" for start, end in zip(self.starts, ends, strict=False)
        ]
        return f"{', '.join(ranges)}, {self.starts[-1]} or more"
