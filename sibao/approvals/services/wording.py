"""In which language a consultation is kept, whoever acts in whichever."""

from django.utils import translation

from sibao.approvals.states import CONSULTATION

KEPT_IN = "zh-hans"


def word_of(state: str) -> str:
    """Return a state in the words in which it is kept."""
    with translation.override(KEPT_IN):
        return str(CONSULTATION.states[state].label)
