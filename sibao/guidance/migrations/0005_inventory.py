"""Readiness counts what units keep ready; the night after an upgrade fills it in."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0017_largest_team'),
        ('guidance', '0004_hazards'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='readiness',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='readiness',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='readiness',
            name='delete_delete',
        ),
        migrations.RemoveConstraint(
            model_name='readiness',
            name='ready_lacks_nothing',
        ),
        migrations.AddField(
            model_name='readiness',
            name='stock_missing',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='readiness',
            name='stock_old',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='readinessevent',
            name='stock_missing',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='readinessevent',
            name='stock_old',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='readiness',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "guidance_readinessevent" ("emergency_open", "grade", "id", "known", "next_on", "normal_open", "overdue", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan", "reckoned_at", "soon", "stock_missing", "stock_old", "to_put_right", "unit_id", "zone_id") VALUES (NEW."emergency_open", NEW."grade", NEW."id", NEW."known", NEW."next_on", NEW."normal_open", NEW."overdue", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."plan", NEW."reckoned_at", NEW."soon", NEW."stock_missing", NEW."stock_old", NEW."to_put_right", NEW."unit_id", NEW."zone_id"); RETURN NULL;', hash='dee43e2acbd27dea19323cb7d41d87ea007cf9c6', operation='INSERT', pgid='pgtrigger_insert_insert_13459', table='guidance_readiness', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='readiness',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "guidance_readinessevent" ("emergency_open", "grade", "id", "known", "next_on", "normal_open", "overdue", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan", "reckoned_at", "soon", "stock_missing", "stock_old", "to_put_right", "unit_id", "zone_id") VALUES (NEW."emergency_open", NEW."grade", NEW."id", NEW."known", NEW."next_on", NEW."normal_open", NEW."overdue", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."plan", NEW."reckoned_at", NEW."soon", NEW."stock_missing", NEW."stock_old", NEW."to_put_right", NEW."unit_id", NEW."zone_id"); RETURN NULL;', hash='40a0e6fd42eda2a51edfc4bad518e22989586f3b', operation='UPDATE', pgid='pgtrigger_update_update_a70ef', table='guidance_readiness', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='readiness',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "guidance_readinessevent" ("emergency_open", "grade", "id", "known", "next_on", "normal_open", "overdue", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan", "reckoned_at", "soon", "stock_missing", "stock_old", "to_put_right", "unit_id", "zone_id") VALUES (OLD."emergency_open", OLD."grade", OLD."id", OLD."known", OLD."next_on", OLD."normal_open", OLD."overdue", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."plan", OLD."reckoned_at", OLD."soon", OLD."stock_missing", OLD."stock_old", OLD."to_put_right", OLD."unit_id", OLD."zone_id"); RETURN NULL;', hash='be86d8b443fe7105a8b9f670b934377e4a7477dc', operation='DELETE', pgid='pgtrigger_delete_delete_1c3a3', table='guidance_readiness', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='readiness',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('grade', 'ready'), _negated=True), models.Q(('emergency_open', 0), ('normal_open', 0), ('overdue', 0), ('plan', 'current'), ('stock_missing', 0), ('stock_old', 0)), _connector='OR'), name='ready_lacks_nothing'),
        ),
    ]
