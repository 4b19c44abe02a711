"""Liaison officers of the demo: two for most towns, none for one, so that something is left to do."""

from sibao.accounts import queries as accounts
from sibao.config.demo.sources import words
from sibao.config.demo.streams import stream
from sibao.directory import queries as directory
from sibao.duty import queries, rules, services
from sibao.duty.inputs import DistributeLiaisons, EditOfficer
from sibao.kernel import clock
from sibao.kernel.access import Actor

LEFT_OUT = 1
"""So many towns have no officer yet."""
MOST = 24
POSTS = ("政府办副主任", "经济发展办主任")


def load(actor: Actor, seed: int) -> None:
    """Put officers on the roll, one of them with the demo's account, and distribute the listed units among them."""
    random, names = stream(seed, "officers"), words()
    held = accounts.liaison_accounts(actor.zone_id, clock.now()).values_list("pk", flat=True).first()
    for town in list(directory.towns(actor))[:-LEFT_OUT]:
        for post in POSTS:
            name = f"{random.choice(names['surnames'])}{random.choice(names['given_male'] + names['given_female'])}"
            given = {"name": f"{name}（演示）", "post": f"{town.name}{post}", "area_id": town.pk, "most": MOST}
            services.edit_officer(actor=actor, given=EditOfficer.model_validate({**given, "account_id": held}))
            held = None
    sign = rules.fingerprint(queries.proposal(actor))
    services.distribute_liaisons(actor=actor, given=DistributeLiaisons(fingerprint=sign))
