"""Set-based SQL: from a delivery to the log, from the log to states, from states to alerts."""

from sibao.prevention.sql.days import open_days
from sibao.prevention.sql.editions import edition
from sibao.prevention.sql.following import follow, place_in_loop
from sibao.prevention.sql.judging import Moved, guard, judge_touched, touch_due, want, want_after
from sibao.prevention.sql.levels import set_levels
from sibao.prevention.sql.programs import Program, all_of, judging, program_of
from sibao.prevention.sql.rebuilding import (
    Seal,
    Start,
    differences,
    examined,
    forget_snapshots,
    rebuild,
    snapshot,
    start,
)
from sibao.prevention.sql.retention import Gone, close_days, forget_rejects, forget_signals
from sibao.prevention.sql.taking import Staged, hold_key, take
from sibao.prevention.sql.weighing import (
    REBUILT,
    STATES,
    begin_warnings,
    first_moves,
    moves,
    moves_by,
    warn_at,
    warned_over_all,
    would_move,
)

__all__ = [
    "REBUILT",
    "STATES",
    "Gone",
    "Moved",
    "Program",
    "Seal",
    "Staged",
    "Start",
    "all_of",
    "begin_warnings",
    "close_days",
    "differences",
    "edition",
    "examined",
    "first_moves",
    "follow",
    "forget_rejects",
    "forget_signals",
    "forget_snapshots",
    "guard",
    "hold_key",
    "judge_touched",
    "judging",
    "moves",
    "moves_by",
    "open_days",
    "place_in_loop",
    "program_of",
    "rebuild",
    "set_levels",
    "snapshot",
    "start",
    "take",
    "touch_due",
    "want",
    "want_after",
    "warn_at",
    "warned_over_all",
    "would_move",
]
