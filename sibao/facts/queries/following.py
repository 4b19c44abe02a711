"""Why what is known of a unit stays with it when the unit is merged into another."""

STAYING = {
    "facts.FactCorrection.unit": "asks about what was known of that unit; its values stay there too",
    "facts.FactValue.unit": "says what was known of that unit; of the one that goes on its own sources speak",
    "facts.CurrentValue.unit": "stands for the newest of those values",
    "facts.Verdict.unit": "says what was judged of that unit at a time, from what was known of it",
}
