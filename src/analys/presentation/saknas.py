"""A chapter without data says so in one line."""

from __future__ import annotations

from collections.abc import Mapping

from analys.disclosure import ProtectedTable
from analys.presentation.text import Text, compose


def tell_absent(tables: Mapping[str, ProtectedTable], about: str) -> Text | None:
    """One line where the chapter has nothing to tell of; None where it has.

    Parameters
    ----------
    tables : mapping of str to ProtectedTable
        The chapter's tables.
    about : str
        What is missing, as in "uppgifter om …".

    Examples
    --------
    >>> tell_absent({}, "frånvaro").plain
    'Det finns inga uppgifter om frånvaro för läsåren i den här rapporten.'
    """
    if any(cell.status != "saknas" for table in tables.values() for cell in table.cells()):
        return None
    return Text([compose("Det finns inga uppgifter om {what} för läsåren i den här rapporten.", what=about)])
