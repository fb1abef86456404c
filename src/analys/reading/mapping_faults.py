"""What can be wrong with values of other systems' files, in words: what it is and what to do."""

from __future__ import annotations

FAULTS = {
    "arskurs": (
        "Årskursen går inte att läsa ut.",
        "Skriv årskursen med en siffra, eller låt klassens namn börja med den. I kolumner.yml kan du ange en "
        "annan kolumn.",
    ),
    "termin": (
        "Terminen går inte att läsa ut, eller så är det flera.",
        "Skriv ht eller vt i filnamnet, eller ange i kolumner.yml var terminen står. Ta ut en fil per "
        "termin.",
    ),
    "lasar": (
        "Terminen hör till läsåret {other}, men filen ligger i mappen {mapp}.",
        "Flytta filen till rätt läsår, eller kontrollera vilket uttag det är.",
    ),
    "ingen_skola": (
        "Filen säger inte vilken skolenhet eleverna går på.",
        "Ange Skolenhetskod i kolumner.yml, till exempel varde: ”12345678”, eller skriv skolans "
        "namn som ett eget ord i filnamnet.",
    ),
    "skolenhet": (
        "Skolans namn hör inte till någon känd skolenhetskod, eller till flera.",
        "Skriv namnet som i skolenheter.csv, eller lägg det under skolenhetskoder i kolumner.yml.",
    ),
    "minuter": (
        "Värdet går inte att läsa som hela minuter.",
        "Ange enhet: timmar eller procent i kolumner.yml, eller skriv under saknas vilka tecken som betyder "
        "att uppgiften saknas.",
    ),
    "timmar": (
        "Värdet går inte att läsa som timmar.",
        "Skriv timmar som 12,5 eller 12:30, eller ange en annan enhet i kolumner.yml.",
    ),
    "procent": (
        "Värdet går inte att läsa som en andel mellan 0 och 100 procent.",
        "Rätta värdet i skolans system, eller ange en annan enhet i kolumner.yml.",
    ),
    "andelar": (
        "Alla värden är högst 1, så det går inte att veta om de är procent eller andelar.",
        "Ange enhet: andel i kolumner.yml om 0,94 betyder 94 procent. Skriv annars ut procenttecknet.",
    ),
    "enhet": (
        "Varken rubriken eller värdena säger om det är procent, timmar eller minuter.",
        "Beskriv filens kolumner i kolumner.yml och ange enhet där.",
    ),
    "negativ": (
        "Frånvaron blir mindre än noll.",
        "Kontrollera kolumnerna i kolumner.yml, och värdena i skolans system.",
    ),
}
