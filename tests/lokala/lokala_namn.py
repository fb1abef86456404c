"""Names that the tests of local measures share."""

SKOLOR = {"99990001": "Alskolan", "99990002": "Björkskolan", "99990003": "Cederskolan"}
PROGRAM, ANMALNINGAR, INSKRIVNA = "Andel elever med åtgärdsprogram", "Anmälningar", "Antal inskrivna"
