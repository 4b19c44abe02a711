"""Who belongs where from a day to a day: teams to shifts and sittings, people to rooms."""

import pghistory
from django.db import models

from sibao.kernel.database.periods import ends_after_start, one_at_a_time


@pghistory.track(append_only=True)
class ShiftTurn(models.Model):
    """A team works a shift from a day to a day (轮班); one shift at a time."""

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    team = models.ForeignKey("directory.Team", models.CASCADE, related_name="shift_turns")
    shift = models.ForeignKey("directory.Shift", models.CASCADE, related_name="turns")
    started_on = models.DateField()
    ended_on = models.DateField(null=True)

    class Meta:
        constraints = [ends_after_start("shift_turn_ends"), one_at_a_time("team", name="one_shift_at_a_time")]


@pghistory.track(append_only=True)
class SittingTurn(models.Model):
    """A team eats at a sitting from a day to a day (轮餐); one sitting at a time."""

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    team = models.ForeignKey("directory.Team", models.CASCADE, related_name="sitting_turns")
    sitting = models.ForeignKey("directory.Sitting", models.CASCADE, related_name="turns")
    started_on = models.DateField()
    ended_on = models.DateField(null=True)

    class Meta:
        constraints = [ends_after_start("sitting_turn_ends"), one_at_a_time("team", name="one_sitting_at_a_time")]


@pghistory.track(append_only=True)
class RoomStay(models.Model):
    """A person of a unit sleeps in a room from a day to a day (住宿); in one room at a time, wherever she works."""

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    unit = models.ForeignKey("directory.Unit", models.PROTECT, related_name="+")
    person = models.ForeignKey("directory.Person", models.PROTECT, related_name="stays")
    room = models.ForeignKey("directory.Room", models.CASCADE, related_name="stays")
    started_on = models.DateField()
    ended_on = models.DateField(null=True)

    class Meta:
        constraints = [ends_after_start("room_stay_ends"), one_at_a_time("person", name="one_room_at_a_time")]
