"""Indicators: definitions as data, one pure function each, one ordered registry."""

from analys.indicators.base import Indicator
from analys.indicators.registry import REGISTRY

__all__ = ["REGISTRY", "Indicator"]
