"""Of whom a signal can speak; the numbers are kept and never change."""

PERSON, SITE, VEHICLE, LOT, UNIT = "person", "site", "vehicle", "lot", "unit"
SUBJECTS = {PERSON: 1, SITE: 2, VEHICLE: 3, LOT: 4, UNIT: 5}
