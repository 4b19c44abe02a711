"""What daily work is made of: keys of the hazard's pack, when a section is due, and what a day lacks; no tables."""
