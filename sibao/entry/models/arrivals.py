"""Who is registered to come in, and who has come."""

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sibao.entry.states import ARRIVAL, REGISTERED


@pghistory.track(append_only=True)
class ArrivalRegistration(models.Model):
    """Somebody is registered by a unit to come in (入济报备, R42), and then arrives.

    Name, number and phone are sealed; `identity_hash` is a keyed hash. `person` is who bears that number and works for
    the unit. `late` is registered later than the pack asks for, `unregistered` not before she was there.
    """

    class Transport(models.TextChoices):
        CAR = "car", _("自驾")
        LORRY = "lorry", _("货车")
        TRAIN = "train", _("火车")
        COACH = "coach", _("客车")
        OTHER = "other", _("其他")

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    unit = models.ForeignKey("directory.Unit", models.PROTECT, related_name="+")
    site = models.ForeignKey("directory.Site", models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey("directory.Person", models.PROTECT, null=True, related_name="+")
    name_sealed = models.BinaryField()
    identity_sealed = models.BinaryField()
    identity_hash = models.BinaryField(max_length=32)
    phone_sealed = models.BinaryField(null=True)
    crew = models.BooleanField(default=False)
    origin_code = models.CharField(max_length=6)
    origin_name = models.CharField(max_length=40)
    planned_at = models.DateTimeField()
    transport = models.CharField(max_length=8, choices=Transport.choices)
    plate = models.CharField(max_length=10, blank=True)
    state = models.CharField(max_length=12, choices=ARRIVAL.choices(), default=REGISTERED)
    late = models.BooleanField(default=False)
    unregistered = models.BooleanField(default=False)
    registered_at = models.DateTimeField()
    arrived_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=200, blank=True)
    by = models.BigIntegerField()
    by_as = models.CharField(max_length=200)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["zone", "unit", "identity_hash"],
                condition=Q(state__in=["registered", "arrived"]),
                name="arrival_under_way_once",
            ),
            ARRIVAL.constraint(),
            models.CheckConstraint(
                condition=Q(state__in=["registered", "cancelled"]) ^ Q(arrived_at__isnull=False),
                name="arrival_arrived_when_there",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "-planned_at"], name="arrival_of_unit"),
            models.Index(fields=["zone", "-planned_at"], name="arrival_latest"),
            models.Index(fields=["zone", "person"], name="arrival_of_person"),
        ]
        triggers = [ARRIVAL.trigger()]
