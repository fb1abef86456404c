"""The attacker: what can be worked out from all that a report publishes. Knows nothing of protection.

He reads the CSV files of the finished report, the claims of its sentences and figures, earlier reports, and
this code. Of every group he knows how many pupils it has (class lists), and of one, himself, the outcome.
`attack` tries, on every report, without looking at how protection decided:

- shown numbers of too few pupils, or with 1-4 or nobody (or all but so few) with the outcome; numbers in
  hidden rows; a cell that is shown in one table and hidden in another (`outside`, `report`);
- sums: girls and boys, Sv and Sva, schools and municipality, the two tests of åk 3, läsår together, the parts
  of a distribution, bands of absence together, year groups and stages, outcomes by band of absence, the table
  of two grades with margins, diagonal and triangles, åk 3's four groups with agreement, kravnivå and parts of
  the tests (`relations`);
- what is computed: nets, the mean share of tests without provbetyg, differences between läsår, groups and
  schools whose sides are hidden, levels of eligibility inside each other (`relations`);
- rounded shares whose count is not told (`shares`), and six of them with no number of pupils at all
  (`shares_together`); means as sums (`means`, `averages`);
- measures of hidden parts that no sum tells of: kappa, tests, smoothed and adjusted values (`outside`);
- what is left when the shown parts are taken from a shown total: a cell in disguise (`rests`);
- orders, "alla" and "ingen" in sentences and figures (`claims`);
- the same numbers in another edition or an earlier läsår's report, and what sets two editions apart
  (`editions`).

All counts stand in one system of whole numbers (`model`). A hidden number passes when explicit whole-number
solutions show it both small and large enough (`room`); what cannot be settled does not pass.
"""

from analys.attacker.attack import attack
from analys.attacker.tables import read_tables
from analys.attacker.verdict import Leak, Verdict

__all__ = ["Leak", "Verdict", "attack", "read_tables"]
