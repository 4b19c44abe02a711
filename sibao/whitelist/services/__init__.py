"""Every change the whitelist allows."""

from sibao.whitelist.services.batches import create_batch, drop_unit, fill_batch, withdraw_batch
from sibao.whitelist.services.chain import admit_group
from sibao.whitelist.services.exports import export_listings, export_points
from sibao.whitelist.services.figures import load_pack, record_denominator
from sibao.whitelist.services.list_rules import edit_list_rules, publish_list_rules, withdraw_list_rules
from sibao.whitelist.services.listings import remove_listing, resume_listing, suspend_listing
from sibao.whitelist.services.notices import publicise_batch, publish_batch
from sibao.whitelist.services.outreach import record_outreach
from sibao.whitelist.services.providers import designate_provider, end_provider

__all__ = [
    "admit_group",
    "create_batch",
    "designate_provider",
    "drop_unit",
    "edit_list_rules",
    "end_provider",
    "export_listings",
    "export_points",
    "fill_batch",
    "load_pack",
    "publicise_batch",
    "publish_batch",
    "publish_list_rules",
    "record_denominator",
    "record_outreach",
    "remove_listing",
    "resume_listing",
    "suspend_listing",
    "withdraw_batch",
    "withdraw_list_rules",
]
