"""Rules of the list in the small world: the pack's, and a draft; and the brute-force answer to who reads them."""

from sibao.directory.models import Zone
from sibao.kernel.access import Actor
from sibao.whitelist import services
from sibao.whitelist.inputs import ArticleRow, EditListRules
from sibao.whitelist.models import ListRules
from tests import world


def draft(zone: Zone) -> None:
    """A draft of the next version."""
    articles = [ArticleRow(heading="第一条 目的", text="起草中的条文。")]
    given = EditListRules(title="起草中的管理办法", articles=articles, publicity_days=7)
    services.edit_list_rules(actor=world.cli(zone), given=given)


def reaches_rules(actor: Actor, row: ListRules) -> bool:
    """What was public is everyone's; a draft is for who drafts or publishes."""
    return row.valid_from is not None or bool({"whitelist:rules:edit", "whitelist:rules:publish"} & actor.permissions)
