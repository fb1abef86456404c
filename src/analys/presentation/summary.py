"""The summary's words: what is better, what is worse and what cannot be told, from the findings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from analys.indicators.franvaro_utfall import PER_TIO
from analys.presentation.findings import Finding
from analys.underlag import Underlag

GROUPS = {
    "ja": "Det här har blivit bättre",
    "nej": "Det här har blivit sämre",
    "varken": "Ingen säker förändring",
}
UNSETTLED = ("oklart", "ungefar_lika")
_OFFICIAL = {"ja": "Det här har gått upp", "nej": "Det här har gått ned", "varken": "Det här är oförändrat"}
_WORDS = {
    "tydligt_hogre": "en tydlig ökning",
    "tydligt_lagre": "en tydlig minskning",
    "hogre_osaker": "en ökning, men hur stor är osäkert",
    "lagre_osaker": "en minskning, men hur stor är osäkert",
    "officiell": "",
    "ungefar_lika": "ungefär samma nivå",
    "oklart": "kan vara tillfälligt",
}
"""Words of each certainty class, the clearest first: the order within a group too."""

_LACKING = (
    "Underlaget räcker inte för att redovisa några förändringar till läsåret {lasar}: jämförbara värden från "
    "tidigare läsår saknas eller får inte visas."
)
_BESIDE = "Så ligger kommunen till"
_BETWEEN = "Skillnader mellan grupper och skolor"
_SHOWN_TESTS = ("np_netto_ak9_ma", "np_netto_ak9_en")
"""Grades against national tests in the subjects that every pupil takes."""
_ABSENCE = "Frånvaron"
_SHOWN_ABSENCE = "alla"
"""Year groups whose absence is told: all together."""
_SHOWN_RESULT = "franvaro_samband_merit"
_SHOWN_BESIDE = ("meritvarde_17", "alla_amnen_ak9", "behorighet_yrkes")


@dataclass(frozen=True)
class Summary:
    """Findings in groups, and a sentence where there is no change to tell, ready to be shown."""

    groups: Sequence[tuple[str, Sequence[Finding]]]
    lacking: str = ""

    @property
    def html(self) -> str:
        """The sentence, if any; then a heading and a list for each group."""
        opening = f"<p>{escape(self.lacking)}</p>" if self.lacking else ""
        return opening + "".join(
            f'<h3 class="onumrerad">{escape(title)}</h3><ul>{"".join(map(_item, findings))}</ul>'
            for title, findings in self.groups
        )

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        lines = [
            line for title, findings in self.groups for line in (title, *(f"- {f.text}" for f in findings))
        ]
        return {"text/html": self.html, "text/plain": "\n".join(filter(None, [self.lacking, *lines]))}


def summarise(run: Underlag, findings: Sequence[Finding]) -> Summary:
    """The municipality's main findings: changes in three groups, its place, and gaps.

    For each indicator the longest comparison speaks, whatever it shows, so that nothing is picked for being
    large; in official mode it is the latest change, which is stated and not judged. Beside the nation stand
    the indicators of åk 9, and grades against tests in the subjects that every pupil takes; of the gaps,
    those of the first indicator, between groups and of single schools. Of absence it is the change of the
    mean of all year groups, else the mean, and how merit values go together with ten percentage points more.
    """
    titles = GROUPS if run.has_pupils else _OFFICIAL
    groups: dict[str, list[Finding]] = {key: [] for key in titles}
    for finding in _choose_changes(run, findings):
        groups["varken" if finding.certainty in UNSETTLED else finding.favourable].append(finding)
    told = [(titles[key], sorted(found, key=_clearest_first)) for key, found in groups.items()]
    told.append((_BESIDE, [*_choose_beside(findings), *_choose_tests(run, findings)]))
    told.append((_BETWEEN, _choose_between(findings)))
    told.append((_ABSENCE, _choose_absence(findings)))
    lacking = "" if any(groups.values()) else _LACKING.format(lasar=run.parameters.lasar)
    return Summary([(title, found) for title, found in told if found], lacking)


def _choose_changes(run: Underlag, findings: Sequence[Finding]) -> list[Finding]:
    by_indicator: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.chapter == "trend" and finding.population == run.kommunnamn and _is_change(finding):
            by_indicator.setdefault(finding.indicator, []).append(finding)
    pick = min if run.has_pupils else max
    return [pick(series, key=lambda finding: finding.comparison) for series in by_indicator.values()]


def _choose_beside(findings: Sequence[Finding]) -> list[Finding]:
    return [f for f in findings if f.comparison == "mot riket" and f.indicator in _SHOWN_BESIDE]


def _choose_between(findings: Sequence[Finding]) -> list[Finding]:
    first = [f for f in findings if f.indicator == _SHOWN_BESIDE[0]]
    groups = [f for f in first if f.comparison in ("flickor-pojkar", "sv-sva")]
    return groups + [f for f in first if f.table == "trend_skolor"]


def _choose_tests(run: Underlag, findings: Sequence[Finding]) -> list[Finding]:
    own = [f for f in findings if (f.population, f.comparison, f.group) == (run.kommunnamn, "", "alla")]
    return [f for code in _SHOWN_TESTS for f in own if f.indicator == code]


def _choose_absence(findings: Sequence[Finding]) -> list[Finding]:
    """The change of the mean, which tells both terms', else the mean; the association of merit values."""
    own = [f for f in findings if f.chapter == "franvaro" and f.group == "alla"]
    means = [
        f for f in own if f.indicator in (f"franvaro_vt_{_SHOWN_ABSENCE}", f"franvaro_ht_{_SHOWN_ABSENCE}")
    ]
    levels = [f for f in means if not f.comparison]
    changes = [f for f in means if f.comparison.startswith("mot ")]
    return [*(changes or levels), *(f for f in own if (f.indicator, f.kategori) == (_SHOWN_RESULT, PER_TIO))]


def _is_change(finding: Finding) -> bool:
    return finding.comparison.startswith("mot 2")


def _clearest_first(finding: Finding) -> int:
    return list(_WORDS).index(finding.certainty)


def _item(finding: Finding) -> str:
    words = _WORDS[finding.certainty] if _is_change(finding) else ""
    if not words:
        return f"<li>{finding.html}</li>"
    return f"<li>{finding.html.removesuffix('.')}: <strong>{escape(words)}</strong>.</li>"
