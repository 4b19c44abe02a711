"""Tables of consultations, and what the database itself refuses."""

from sibao.approvals.models.consultations import Consultation, ConsultationUse, ConsultedBody, Opinion
from sibao.approvals.models.rules import ConsultationRule, RuleBody

__all__ = ["Consultation", "ConsultationRule", "ConsultationUse", "ConsultedBody", "Opinion", "RuleBody"]
