"""The demo municipality's own texts, as it would write them in Markdown."""

from __future__ import annotations

BAKGRUND = """# Bakgrund

Exempelkommun är en påhittad kommun. Här finns kommunala skolor med alla årskurser, några få i tätorten och
flera på landsbygden, och en fristående skola.

Kommunens skolor har under flera år arbetat för att fler elever ska nå målen i alla ämnen. Barn- och
utbildningsnämnden har bett om en samlad bild av hur resultaten har utvecklats och vad som behöver göras.
"""

UPPDRAG = """# Uppdrag

Nämnden gav förvaltningen i uppdrag att

- beskriva hur elevernas resultat, närvaro och trygghet har utvecklats
- visa var skillnaderna mellan grupper av elever är stora
- lämna förslag till åtgärder på kort och lång sikt.
"""

SYFTE = """# Syfte

Analysen ska ge nämnden ett underlag för beslut om mål och resurser. Den ska också ge rektorer och personal
frågor att arbeta vidare med. Den rangordnar varken skolor eller elever.
"""

GENOMFORANDE = """# Genomförande

Förvaltningens kvalitetsgrupp samlade in skolornas uppgifter under våren och kontrollerade dem med rektorerna.
Elever, personal och vårdnadshavare svarade på enkäter. Två medarbetare som inte arbetar i skolorna höll
intervjuerna och kodade svaren var för sig.

Utkastet diskuterades med rektorerna innan förslagen skrevs.
"""

VAD_HANDER_NU = """# Vad händer nu?

1. Nämnden behandlar rapporten och beslutar om förslagen.
2. Rektorerna går igenom sin skolas resultat med personalen.
3. Förvaltningen följer upp åtgärderna i nästa års rapport.
"""

ROSTER = """Intervjuerna gjordes på skolorna under skoldagen. Elevrådens svar på rapportens frågor finns med
som underlag till kapitlet.
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
