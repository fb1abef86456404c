"""The attacker: what can be worked out from all that a report publishes. Knows nothing of protection.

He reads the CSV files of the finished report, the claims of its sentences and figures, earlier reports, and
this code. Of every group he knows how many pupils it has (class lists), and of one, himself, the outcome.
`attack` tries, on every report, without looking at how protection decided:

- shown numbers of too few pupils, or with 1-4 or nobody (or all but so few) with the outcome; means that
  force everybody to an end of the scale; numbers in hidden rows; a cell that is shown in one table and hidden
  in another (`outside`, `averages`, `report`);
- sums: girls and boys, Sv and Sva, schools and municipality, the two tests of åk 3, läsår together, the parts
  of a distribution, bands of absence together, year groups and stages, outcomes by band of absence, the table
  of two grades with margins, diagonal and triangles, åk 3's four groups with agreement, kravnivå and parts of
  the tests, pupils analysed and left out (`relations`);
- what is computed: nets, of a subject and of all, the mean share of tests without provbetyg, differences
  between läsår, groups and schools whose sides are hidden, outcomes inside each other (`relations`);
- shares whose count or pupils are not told, also six of them with no number of pupils at all, and official
  ones (`shares`, `shares_together`, `shares_untold`, `shares_official`); means as sums (`means`, `averages`);
- measures of hidden parts that no sum tells of: kappa, tests, smoothed and adjusted values (`outside`);
- cells in disguise: what is left when the shown parts are taken from a shown total, and pupils whom two
  tables differ by (`rests`, `relations.left_out`);
- orders, "alla" and "ingen" in sentences and figures (`claims`), and the order of rows (`orders`);
- the same numbers in another edition or an earlier läsår's report, and what sets two editions apart
  (`editions`).

All counts stand in one system of whole numbers (`model`). A hidden number passes when explicit whole-number
solutions show it both small and large enough (`room`); what cannot be settled does not pass.

The number of pupils behind a cell is never what is sought, also where it tells something: that 97 of 101
pupils have both provbetyg and grade is the size of a group here, and no secret.
"""

from analys.attacker.attack import attack
from analys.attacker.tables import read_tables
from analys.attacker.verdict import Leak, Verdict

__all__ = ["Leak", "Verdict", "attack", "read_tables"]
