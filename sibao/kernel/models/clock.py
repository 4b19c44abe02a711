"""The offset of the one clock."""

from django.db import models


class ClockOffset(models.Model):
    """How many seconds the product's time stands from real time (时钟偏移); one row, none = no offset."""

    seconds = models.FloatField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_clock")]


class ClockMove(models.Model):
    """The clock was set (时钟调整): from this real time on, so many seconds apart; rows are only ever added."""

    at = models.DateTimeField()
    seconds = models.FloatField()
