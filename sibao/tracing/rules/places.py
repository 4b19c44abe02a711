"""Kinds of places where people meet (场所种类). Their numbers are kept with every stay and never change.

From 20 on they belong to the contexts above, which register what is present there.
"""

ROOM, TEAM, SHIFT, SITTING, VENUE, SITE = "room", "team", "shift", "sitting", "venue", "site"
NUMBERS = {ROOM: 1, TEAM: 2, SHIFT: 3, SITTING: 4, VENUE: 5, SITE: 6}
FIRST_OF_OTHERS = 20
