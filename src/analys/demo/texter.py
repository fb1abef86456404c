"""The demo municipality's own texts, as it would write them in Markdown."""

from __future__ import annotations

BAKGRUND = """# Bakgrund

Exempelkommun är en påhittad kommun, med kommunala skolor i tätorten och på landsbygden och en fristående
skola.

Kommunens skolor har under flera år arbetat för att fler elever ska nå målen i alla ämnen. Utbildningsnämnden
har bett om en samlad bild av hur resultaten har utvecklats och vad som behöver göras.
"""

UPPDRAG = """# Uppdrag

Nämnden har gett förvaltningen i uppdrag att

- beskriva hur elevernas resultat, närvaro och trygghet har utvecklats
- visa hur stora skillnaderna är mellan grupper av elever
- lämna förslag till åtgärder på kort och lång sikt.
"""

SYFTE = """# Syfte

Analysen ska ge nämnden ett underlag för beslut om mål och resurser. Den ska också ge rektorer och personal
frågor att arbeta vidare med. Den rangordnar varken skolor eller elever.
"""

GENOMFORANDE = """# Genomförande

Förvaltningens kvalitetsgrupp samlade in uppgifterna under våren och gick igenom dem med rektorerna. Elever,
personal och vårdnadshavare svarade på enkäter. Två medarbetare som inte arbetar på skolorna höll intervjuerna
och kodade svaren var för sig.

Rektorerna läste utkastet innan förslagen skrevs.
"""

VAD_HANDER_NU = """# Vad händer nu?

1. Nämnden behandlar rapporten och beslutar om förslagen.
2. Rektorerna går igenom sin skolas resultat med personalen.
3. Förvaltningen följer upp åtgärderna i nästa års rapport.
"""

ROSTER = """Intervjuerna gjordes på skolorna under skoldagen. Elevråden och föräldraråden läste sedan en
sammanfattning av svaren och fick lämna synpunkter.
"""


def make_texts() -> dict[str, bytes]:
    """Files below the municipality's folder."""
    texts = {
        "bakgrund": BAKGRUND,
        "uppdrag": UPPDRAG,
        "syfte": SYFTE,
        "genomforande": GENOMFORANDE,
        "vad_hander_nu": VAD_HANDER_NU,
        "roster": ROSTER,
    }
    return {f"texter/{name}.md": text.encode("utf-8") for name, text in texts.items()}
