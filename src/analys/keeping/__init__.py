"""What has been done is kept with what it was done from, and taken again as long as that is the same."""

from analys.keeping.digests import Digests
from analys.keeping.keeper import Fixed, Keeper

__all__ = ["Digests", "Fixed", "Keeper"]
