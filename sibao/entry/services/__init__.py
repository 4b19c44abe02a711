"""Every change that coming in allows."""

from sibao.entry.services.appeals import decide_appeal, lodge_appeal
from sibao.entry.services.arrivals import cancel_arrival, close_arrival, receive_arrival, register_arrival
from sibao.entry.services.codes import assign_code, release_code
from sibao.entry.services.exports import export_arrivals, export_codes
from sibao.entry.services.gate import check_at_gate, record_at_gate
from sibao.entry.services.origins import grade_area, load_pack

__all__ = [
    "assign_code",
    "cancel_arrival",
    "check_at_gate",
    "close_arrival",
    "decide_appeal",
    "export_arrivals",
    "export_codes",
    "grade_area",
    "load_pack",
    "lodge_appeal",
    "receive_arrival",
    "record_at_gate",
    "register_arrival",
    "release_code",
]
