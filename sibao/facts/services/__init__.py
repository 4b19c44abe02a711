"""Every change facts allow."""

from sibao.facts.services.packs import load_pack
from sibao.facts.services.values import record_facts

__all__ = ["load_pack", "record_facts"]
