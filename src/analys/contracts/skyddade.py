"""Skyddade: the declared list of protected identities, one personnummer a row; the package's own layout."""

from __future__ import annotations

from analys.contracts.layout import Column, Layout

LAYOUT = Layout(
    kind="skyddade",
    title="Skyddade identiteter",
    place="kommun",
    key=("PersonNr",),
    # A header alone says that nobody has a protected identity.
    may_be_empty=True,
    columns=(Column("PersonNr", max_length=12, processed="elev", dtype="personnummer", required=True),),
)
