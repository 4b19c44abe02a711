"""指挥包保: who answers for a unit: liaison officers and their hand-overs."""
