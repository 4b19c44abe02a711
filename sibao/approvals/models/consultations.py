"""Consultations and the opinions given; what must never happen is refused here, whoever tries."""

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sibao.approvals.models.rules import names_one
from sibao.approvals.states import CONSULTATION, LIVING, OPEN

_ASKED = [
    "permission", "title", "question", "fingerprint", "sealed_given", "words", "quorum", "asker_counts", "veto",
    "appointment", "asker", "holder", "subject_kind", "subject_id", "asked_at",
]  # fmt: skip

_ONLY_WITH_QUORUM = """
  if new.state = 'agreed' and old.state = 'open' and (
    (select count(*) from approvals_opinion o where o.consultation_id = new.id and o.stance = 'agree') < new.quorum
    or exists (select 1 from approvals_consultedbody b where b.consultation_id = new.id and b.least > (
      select count(*) from approvals_opinion o where o.body_id = b.id and o.stance = 'agree'))
    or (new.veto and exists (
      select 1 from approvals_opinion o where o.consultation_id = new.id and o.stance = 'disagree'))
  ) then
    raise check_violation using message = 'a consultation is not agreed without its quorum';
  end if;
  if new.state = 'carried_out' and not exists (
    select 1 from approvals_consultationuse u where u.consultation_id = new.id
  ) then
    raise check_violation using message = 'a consultation is carried out by being used';
  end if;
  return new;
"""

_BY_WHOM_IT_IS_UP_TO = """
  select * into asked from approvals_consultation where id = new.consultation_id;
  select held.account_id, coalesce(giver.account_id, held.account_id) as holder_id,
      held.position_id, post.organisation_id, post.role_id
    into seat from accounts_appointment held join accounts_position post on post.id = held.position_id
    left join accounts_appointment giver on giver.id = held.on_behalf_of_id where held.id = new.appointment_id;
  if asked.state <> 'open' then
    raise check_violation using message = 'the consultation is closed';
  end if;
  if seat.account_id <> new.account_id or seat.holder_id <> new.holder_id then
    raise check_violation using message = 'an opinion is given in a seat that one holds';
  end if;
  if exists (select 1 from accounts_account a where a.id in (new.account_id, new.holder_id) and a.is_machine) then
    raise check_violation using message = 'a machine has no opinion';
  end if;
  if not asked.asker_counts and (
    asked.asker_id in (new.account_id, new.holder_id) or asked.holder_id in (new.account_id, new.holder_id)
  ) then
    raise check_violation using message = 'nobody is her own second person';
  end if;
  if not exists (
    select 1 from approvals_consultedbody b where b.id = new.body_id and b.consultation_id = new.consultation_id
      and (b.position_id = seat.position_id or b.organisation_id = seat.organisation_id or b.role_id = seat.role_id)
  ) then
    raise check_violation using message = 'whose seat was not asked has no opinion';
  end if;
  return new;
"""

_ONLY_WHAT_IS_AGREED = """
  if not exists (
    select 1 from approvals_consultation c where c.id = new.consultation_id and c.state = 'agreed'
  ) then
    raise check_violation using message = 'only what is agreed is used';
  end if;
  return new;
"""


@pghistory.track(append_only=True, exclude=["sealed_given"])
class Consultation(models.Model):
    """A question put to others before something is done (会签): exactly what would be done, who is asked, by when.

    The command's input is kept sealed, its fingerprint (SHA-256) plain; `words` is what those asked read: label, before,
    after. It is asked by an account in an appointment; `holder` is whose seat that is, another's where she is a deputy.
    """

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    permission = models.CharField(max_length=80)
    title = models.CharField(max_length=160)
    title_en = models.CharField(max_length=160)
    question = models.CharField(max_length=500)
    subject_kind = models.CharField(max_length=40, blank=True)
    subject_id = models.BigIntegerField(null=True)
    subject_label = models.CharField(max_length=200, blank=True)
    words = models.JSONField(default=list)
    sealed_given = models.BinaryField()
    fingerprint = models.BinaryField(max_length=32)
    quorum = models.PositiveSmallIntegerField()
    asker_counts = models.BooleanField()
    veto = models.BooleanField()
    state = models.CharField(max_length=16, choices=CONSULTATION.choices(), default=OPEN)
    appointment = models.ForeignKey("accounts.Appointment", models.PROTECT, related_name="+")
    asker = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    holder = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    asked_by = models.CharField(max_length=160)
    asked_at = models.DateTimeField()
    answer_due_at = models.DateTimeField()
    lapses_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            CONSULTATION.constraint(),
            models.UniqueConstraint(fields=["zone", "year", "serial"], name="consultation_number_once"),
            models.UniqueConstraint(
                fields=["asker", "fingerprint"], condition=Q(state__in=LIVING), name="the_same_is_asked_once"
            ),
            models.CheckConstraint(condition=Q(quorum__gt=0), name="consultation_asks_somebody"),
            models.CheckConstraint(
                condition=~Q(state__in=["withdrawn", "not_carried_out"]) | ~Q(reason=""), name="ending_has_reason"
            ),
            models.CheckConstraint(
                condition=Q(state__in=LIVING, ended_at=None) | (~Q(state__in=LIVING) & Q(ended_at__isnull=False)),
                name="consultation_ended_means_closed",
            ),
        ]
        indexes = [
            models.Index(fields=["zone", "state", "-id"], name="consultation_by_state"),
            models.Index(fields=["lapses_at"], condition=Q(state=OPEN), name="consultation_to_lapse"),
            models.Index(fields=["asker", "-id"], name="consultation_by_asker"),
        ]
        triggers = [
            CONSULTATION.trigger(),
            pgtrigger.Trigger(
                name="only_with_quorum", when=pgtrigger.Before, operation=pgtrigger.Update, func=_ONLY_WITH_QUORUM
            ),
            pgtrigger.Protect(name="begins_open", operation=pgtrigger.Insert, condition=~pgtrigger.Q(new__state=OPEN)),
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="stays_as_asked", fields=_ASKED),
        ]


class ConsultedBody(models.Model):
    """Who is asked in one consultation (被征求方), as the rule stood then. Rows are only ever added."""

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    consultation = models.ForeignKey("approvals.Consultation", models.PROTECT, related_name="bodies")
    number = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=160)
    position = models.ForeignKey("accounts.Position", models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey("directory.Organisation", models.PROTECT, null=True, related_name="+")
    role = models.ForeignKey("accounts.Role", models.PROTECT, null=True, related_name="+")
    least = models.PositiveSmallIntegerField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["consultation", "number"], name="consulted_body_once"),
            models.CheckConstraint(condition=names_one(), name="consulted_body_names_one"),
        ]


class Opinion(models.Model):
    """What one person says in a consultation (会签意见): one row for each person and each person's seat, only ever added.

    `holder` is whose seat it is: another's where a deputy signs. `by` is how she was called then.
    """

    class Stance(models.TextChoices):
        AGREE = "agree", _("同意")
        DISAGREE = "disagree", _("不同意")
        ABSTAIN = "abstain", _("弃权")

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    consultation = models.ForeignKey("approvals.Consultation", models.PROTECT, related_name="opinions")
    body = models.ForeignKey("approvals.ConsultedBody", models.PROTECT, related_name="opinions")
    appointment = models.ForeignKey("accounts.Appointment", models.PROTECT, related_name="+")
    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    holder = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    by = models.CharField(max_length=160)
    stance = models.CharField(max_length=10, choices=Stance.choices)
    reason = models.CharField(max_length=500, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["consultation", "account"], name="one_opinion_of_a_person"),
            models.UniqueConstraint(fields=["consultation", "holder"], name="one_opinion_of_a_seat"),
            models.CheckConstraint(condition=Q(stance__in=["agree", "disagree", "abstain"]), name="stance_known"),
            models.CheckConstraint(condition=Q(stance="agree") | ~Q(reason=""), name="dissent_has_reason"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="by_whom_it_is_up_to",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                declare=[("asked", "record"), ("seat", "record")],
                func=_BY_WHOM_IT_IS_UP_TO,
            )
        ]


class ConsultationUse(models.Model):
    """A completed consultation was used up by the command it was about (会签使用): once, in that command's transaction."""

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    consultation = models.OneToOneField("approvals.Consultation", models.PROTECT, related_name="use")
    recorded_at = models.DateTimeField()

    class Meta:
        triggers = [
            pgtrigger.Trigger(
                name="only_what_is_agreed", when=pgtrigger.Before, operation=pgtrigger.Insert, func=_ONLY_WHAT_IS_AGREED
            )
        ]
