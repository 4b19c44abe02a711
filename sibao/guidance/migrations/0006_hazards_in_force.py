"""A pack says which of its hazards units are asked about now."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('guidance', '0005_inventory'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='hazard',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='hazard',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='hazard',
            name='delete_delete',
        ),
        migrations.AddField(
            model_name='hazard',
            name='in_force',
            field=models.BooleanField(default=True),
        ),
        migrations.AddField(
            model_name='hazardevent',
            name='in_force',
            field=models.BooleanField(default=True),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='hazard',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "guidance_hazardevent" ("code", "id", "in_force", "name", "name_en", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "zone_id") VALUES (NEW."code", NEW."id", NEW."in_force", NEW."name", NEW."name_en", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."zone_id"); RETURN NULL;', hash='44955d8676f1c4d998d48a1f6bdeae223a275fa0', operation='INSERT', pgid='pgtrigger_insert_insert_7191a', table='guidance_hazard', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='hazard',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "guidance_hazardevent" ("code", "id", "in_force", "name", "name_en", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "zone_id") VALUES (NEW."code", NEW."id", NEW."in_force", NEW."name", NEW."name_en", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."zone_id"); RETURN NULL;', hash='a82e3aa36052491325cf3a65e646dc0a42e41b7f', operation='UPDATE', pgid='pgtrigger_update_update_10adc', table='guidance_hazard', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='hazard',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "guidance_hazardevent" ("code", "id", "in_force", "name", "name_en", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "zone_id") VALUES (OLD."code", OLD."id", OLD."in_force", OLD."name", OLD."name_en", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."zone_id"); RETURN NULL;', hash='1bd717d32d7151e50a38aa568d2a0cc9209701c4', operation='DELETE', pgid='pgtrigger_delete_delete_42957', table='guidance_hazard', when='AFTER')),
        ),
    ]
