"""What consultations show on the workbench."""

from collections.abc import Mapping
from typing import Any

from sibao.approvals import queries
from sibao.approvals.web import shown
from sibao.kernel import clock
from sibao.kernel.access import Actor

SHOWN = 8


def mine(actor: Actor) -> Mapping[str, Any]:
    """The questions that wait for the actor's opinion, and those she asked with what came of them."""
    waiting = queries.waiting_for(actor)
    return {
        "waiting": [shown.line(row) for row in waiting[:SHOWN]],
        "count": waiting.order_by().count(),
        "asked": [shown.line(row) for row in queries.asked_lately(actor, clock.now())[:SHOWN]],
    }
