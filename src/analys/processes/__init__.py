"""Processes that have imported everything before they are asked for, and work that is done in them."""

from analys.processes.calling import call
from analys.processes.warm import find_source, make_environment, warm_up

__all__ = ["call", "find_source", "make_environment", "warm_up"]
