"""Every change the whitelist allows."""

from sibao.whitelist.services.applications import (
    export_applications,
    fill_application,
    start_application,
    submit_application,
    withdraw_application,
)
from sibao.whitelist.services.batches import create_batch, drop_unit, fill_batch, withdraw_batch
from sibao.whitelist.services.calls import assign_outreach
from sibao.whitelist.services.chain import admit_group
from sibao.whitelist.services.decisions import (
    answer_appeal,
    decide_application,
    lodge_appeal,
    override_application,
    return_application,
)
from sibao.whitelist.services.exports import export_listings, export_objections, export_points
from sibao.whitelist.services.figures import load_pack, record_denominator
from sibao.whitelist.services.list_rules import edit_list_rules, publish_list_rules, withdraw_list_rules
from sibao.whitelist.services.listings import remove_listing, resume_listing, suspend_listing
from sibao.whitelist.services.notices import publicise_batch, publish_batch
from sibao.whitelist.services.objecting import answer_objection, record_objection, reveal_objector
from sibao.whitelist.services.outreach import record_outreach
from sibao.whitelist.services.proposals import accept_proposal, decline_proposal
from sibao.whitelist.services.proposing import renew_proposals
from sibao.whitelist.services.providers import designate_provider, end_provider
from sibao.whitelist.services.rechecking import recheck_applications

__all__ = [
    "accept_proposal",
    "admit_group",
    "answer_appeal",
    "answer_objection",
    "assign_outreach",
    "create_batch",
    "decide_application",
    "decline_proposal",
    "designate_provider",
    "drop_unit",
    "edit_list_rules",
    "end_provider",
    "export_applications",
    "export_listings",
    "export_objections",
    "export_points",
    "fill_application",
    "fill_batch",
    "load_pack",
    "lodge_appeal",
    "override_application",
    "publicise_batch",
    "publish_batch",
    "publish_list_rules",
    "recheck_applications",
    "record_denominator",
    "record_objection",
    "record_outreach",
    "remove_listing",
    "renew_proposals",
    "resume_listing",
    "return_application",
    "reveal_objector",
    "start_application",
    "submit_application",
    "suspend_listing",
    "withdraw_application",
    "withdraw_batch",
    "withdraw_list_rules",
]
