"""The summary's words: what is better, what is worse and what cannot be told, from the findings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from analys.presentation.findings import Finding
from analys.underlag import Underlag

GROUPS = {
    "ja": "Det här har blivit bättre",
    "nej": "Det här har blivit sämre",
    "varken": "Det här går inte att avgöra eller är ungefär som förut",
}
UNSETTLED = ("oklart", "ungefar_lika")
_OFFICIAL = {"ja": "Det här har gått upp", "nej": "Det här har gått ned", "varken": "Det här är oförändrat"}
_WORDS = {
    "tydligt_hogre": "tydlig ökning",
    "hogre_osaker": "ökning av osäker storlek",
    "tydligt_lagre": "tydlig minskning",
    "lagre_osaker": "minskning av osäker storlek",
    "oklart": "kan vara tillfälligheter",
    "ungefar_lika": "ungefär samma nivå",
    "officiell": "",
}


@dataclass(frozen=True)
class Summary:
    """Findings in groups, ready to be shown in a notebook."""

    groups: Sequence[tuple[str, Sequence[Finding]]]
    lasar: str

    @property
    def html(self) -> str:
        """A heading and a list for each group; one sentence when there is no change to tell."""
        return (
            "".join(
                f"<p><strong>{escape(title)}</strong></p><ul>{''.join(_item(f) for f in findings)}</ul>"
                for title, findings in self.groups
            )
            or f"<p>{escape(self._nothing)}</p>"
        )

    @property
    def _nothing(self) -> str:
        return (
            f"Underlaget räcker inte för att redovisa några förändringar till läsåret {self.lasar}: "
            "jämförbara värden från tidigare läsår saknas eller får inte visas."
        )

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        lines = [
            line for title, findings in self.groups for line in (title, *(f"- {f.text}" for f in findings))
        ]
        return {"text/html": self.html, "text/plain": "\n".join(lines) or self._nothing}


def summarise(run: Underlag, findings: Sequence[Finding]) -> Summary:
    """The municipality's main changes in three groups; one finding an indicator.

    The longest comparison that is settled speaks for its indicator, else the change since the year before. In
    official mode it is always the latest change, which is stated and not judged.
    """
    chosen = _choose(
        [f for f in findings if f.population == run.kommunnamn and f.comparison.startswith("mot 2")]
    )
    titles = GROUPS if run.has_pupils else _OFFICIAL
    groups: dict[str, list[Finding]] = {key: [] for key in titles}
    for finding in chosen:
        groups["varken" if finding.certainty in UNSETTLED else finding.favourable].append(finding)
    return Summary([(titles[key], found) for key, found in groups.items() if found], run.parameters.lasar)


def _choose(findings: Sequence[Finding]) -> list[Finding]:
    by_indicator: dict[str, list[Finding]] = {}
    for finding in findings:
        by_indicator.setdefault(finding.indicator, []).append(finding)
    chosen = []
    for series in by_indicator.values():
        settled = [f for f in series if f.certainty not in (*UNSETTLED, "officiell")]
        longest = min(settled, key=lambda f: f.comparison, default=None)
        chosen.append(longest or max(series, key=lambda f: f.comparison))
    return chosen


def _item(finding: Finding) -> str:
    words = _WORDS[finding.certainty]
    certainty = f" <em>({escape(words)})</em>" if words else ""
    return f"<li>{finding.html}{certainty}</li>"
