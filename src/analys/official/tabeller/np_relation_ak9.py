"""Relationen mellan nationella prov och slutbetyg årskurs 9: shares with lower, equal and higher final grade.

Skolverket shows a subject where at least 15 pupils have both grades. The headings of subjects other than
Sv, Ma, En and Sva are inferred from those.
"""

from analys.official.tabeller.tabell import Matt, Tabell

AMNEN = {
    "sv": "Svenska",
    "ma": "Matematik",
    "en": "Engelska",
    "sva": "Svenska som andraspråk",
    "bi": "Biologi",
    "fy": "Fysik",
    "ke": "Kemi",
    "ge": "Geografi",
    "hi": "Historia",
    "re": "Religionskunskap",
    "sh": "Samhällskunskap",
}

_MATT = (
    ("np_relation_antal", "antal", "antal elever med provbetyg och slutbetyg"),
    ("np_relation_lagre", "procent", "andel (%) elever med lägre slutbetyg jämfört med provbetyget"),
    ("np_relation_lika", "procent", "andel (%) elever med lika slutbetyg jämfört med provbetyget"),
    ("np_relation_hogre", "procent", "andel (%) elever med högre slutbetyg jämfört med provbetyget"),
)

TABELL = Tabell(
    "np_relation_ak9",
    "Relationen mellan nationella prov och slutbetyg årskurs 9",
    "Relationen mellan nationella prov och slutbetyg årskurs 9",
    tuple(
        Matt(namn, enhet, (f"{amne}, {text}", f"{text}, {amne}"), kod)
        for kod, amne in AMNEN.items()
        for namn, enhet, text in _MATT
    ),
    fordelning=tuple(namn for namn, _, _ in _MATT),
)
