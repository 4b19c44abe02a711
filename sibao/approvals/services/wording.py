"""In which language a consultation is kept, whoever acts in whichever."""

from django.utils import translation

from sibao.approvals.states import CONSULTATION

KEPT_IN = "zh-hans"


def word_of(state: str, language: str = KEPT_IN) -> str:
    """Return a state in the words in which it is kept, or in another language."""
    with translation.override(language):
        return str(CONSULTATION.states[state].label)
