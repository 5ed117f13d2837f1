"""Creates the bundle, which one of the two configurations needs."""

from __future__ import annotations

from ..bundle.conftest import libraries

__all__ = ["libraries"]
