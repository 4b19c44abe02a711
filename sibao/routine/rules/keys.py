"""The kinds of signals and rules of the hazard's pack that daily work speaks of; a pack without them is refused."""

HEALTH, WELL, ILL = "health_report", "well", "symptoms"
"""The kind of signal that is a person's daily health, and its two answers."""
ILLNESS = "symptoms"
"""The fact that it sets."""
DISINFECTION = "disinfection"
UNTESTED = "untested"
"""The rule that fires for who is overdue for a test."""
