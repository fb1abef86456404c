"""Earlier reports: what is already public, which a new report is decided together with.

A report that was *fastställd* is a public document. Whoever reads the new report has it at hand, so its
tables are an input of the new one: they are read back from `reports/<kommun>/`, checked against their own
manifest and handed to the plan and to the attacker. A folder without a manifest is no report, and an *utkast*
is nothing that was decided.

Editions. A report stands in `<läsår>`. When another takes that place and its tables are not the same bytes,
or it is an utkast, a fastställd one is kept beside it as `<läsår>-utgava-1`, then `-utgava-2`. The edition in
`<läsår>` is the last. When the tables are the same bytes nothing is kept: nothing that was public is gone.

Which count. Every edition of an earlier läsår. Of the report's own läsår those whose tables differ from what
the new report would say without them, asked in the order that they were published. Making a fastställd report
again from the same files therefore gives the same bytes: the report itself, and what came after it, are not
among its inputs. A later läsår's report is none either, since it was made with this one in view. But when an
older läsår gets tables that were never published, the attacker is given the later reports as well.
"""

from analys.earlier.editions import adds_nothing, is_within, place_to_keep, plan_beside
from analys.earlier.published import FASTSTALLD, Published, list_later, list_published

__all__ = [
    "FASTSTALLD",
    "Published",
    "adds_nothing",
    "is_within",
    "list_later",
    "list_published",
    "place_to_keep",
    "plan_beside",
]
