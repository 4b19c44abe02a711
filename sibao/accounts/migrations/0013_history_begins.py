"""History of keys, invitations and requests begins, by the moments that stand in their rows; row-level security on it."""

from django.db import migrations

from sibao.kernel.database.policies import ZONE, secure

BY_UNIT = f"{ZONE} and ((select sibao_whole_zone()) or unit_id in (select sibao_units_in_scope()))"
BEGUN = (
    ("machinekey", "created_at", "revoked_at", "id, zone_id, account_id, name, prefix, created_at, expires_at", "revoked_at"),
    (
        "invitation",
        "invited_at",
        "coalesce(used_at, withdrawn_at)",
        "id, zone_id, unit_id, invited_by_id, invited_at, lapses_at",
        "used_at, withdrawn_at",
    ),
    (
        "accessrequest",
        "asked_at",
        "decided_at",
        "id, zone_id, kind, code, unit_id, invitation_id, body, sealed_name, note, asked_at, lapses_at",
        "state, decided_at, decided_by_id, account_id, reason",
    ),
)
"""Table; when a row came, and when it changed; the columns that stay, and those that the change set."""
AT_FIRST = {"accessrequest": "'waiting', null, null, null, ''", "invitation": "null, null", "machinekey": "null"}
BEGIN = """
insert into accounts_{table}event (pgh_created_at, pgh_label, pgh_obj_id, {stay}, {set})
  select least({came}, now()), 'insert', id, {stay}, {at_first} from accounts_{table} order by id;
insert into accounts_{table}event (pgh_created_at, pgh_label, pgh_obj_id, {stay}, {set})
  select least({changed}, now()), 'update', id, {stay}, {set} from accounts_{table} where {changed} is not null order by id;
"""
BEGIN_HISTORY = "\n".join(
    BEGIN.format(table=table, came=came, changed=changed, stay=stay, set=set_, at_first=AT_FIRST[table])
    for table, came, changed, stay, set_ in BEGUN
)
LAST_USES = """
update accounts_keyuse day set last_at = key.last_used_at from accounts_machinekey key
where key.id = day.key_id and day.day = (key.last_used_at at time zone 'Asia/Shanghai')::date;
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0012_history_of_access")]

    operations = [
        migrations.RunSQL(
            f"alter table accounts_accessrequest no force row level security; {BEGIN_HISTORY}"
            f"alter table accounts_accessrequest force row level security; {LAST_USES}",
            migrations.RunSQL.noop,
        ),
        secure("accounts_accessrequestevent", BY_UNIT),
    ]
