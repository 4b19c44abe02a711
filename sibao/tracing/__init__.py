"""排查溯源: who and what was where, whom a case met there, and whom that concerns: venues, presence, contacts, screenings."""
