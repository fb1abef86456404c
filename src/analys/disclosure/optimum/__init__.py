"""Which cells to hide, at the least loss to the reader, so that no sensitive number is known too well.

The problem is abstract: cells with whole numbers, sums of them that everybody knows, and a rule for how
uncertain a sensitive number must be left. `choose` finds the least that can be hidden, or for large problems
a good choice; `improve` makes the best of a choice that is there already.
"""

from analys.disclosure.optimum.choosing import Choice, choose
from analys.disclosure.optimum.improving import improve
from analys.disclosure.optimum.problem import Cell, Problem, Relation, Rest, keep_room

__all__ = ["Cell", "Choice", "Problem", "Relation", "Rest", "choose", "improve", "keep_room"]
