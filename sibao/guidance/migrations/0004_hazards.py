"""Hazards have a name, and each item of a guide says which one it belongs to once its pack is loaded again."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0017_largest_team'),
        ('guidance', '0003_readiness'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        migrations.CreateModel(
            name='Hazard',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40)),
                ('name', models.CharField(max_length=60)),
                ('name_en', models.CharField(max_length=80)),
            ],
        ),
        migrations.CreateModel(
            name='HazardEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('code', models.CharField(max_length=40)),
                ('name', models.CharField(max_length=60)),
                ('name_en', models.CharField(max_length=80)),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='guideitem',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='guideitem',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='guideitem',
            name='delete_delete',
        ),
        migrations.AddField(
            model_name='hazard',
            name='zone',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.zone'),
        ),
        migrations.AddField(
            model_name='guideitem',
            name='hazard',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='guidance.hazard'),
        ),
        migrations.AddField(
            model_name='guideitemevent',
            name='hazard',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='guidance.hazard'),
        ),
        migrations.AddField(
            model_name='hazardevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='hazardevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='guidance.hazard'),
        ),
        migrations.AddField(
            model_name='hazardevent',
            name='zone',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='directory.zone'),
        ),
        migrations.AddConstraint(
            model_name='hazard',
            constraint=models.UniqueConstraint(fields=('zone', 'code'), name='hazard_code_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='guideitem',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "guidance_guideitemevent" ("article", "certainty", "chapter", "document_id", "evidence", "hazard_id", "id", "key", "kind", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "posture", "retired", "rule_key", "sector_id", "text", "text_en", "use", "valid_days", "zone_id") VALUES (NEW."article", NEW."certainty", NEW."chapter", NEW."document_id", NEW."evidence", NEW."hazard_id", NEW."id", NEW."key", NEW."kind", NEW."order", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."posture", NEW."retired", NEW."rule_key", NEW."sector_id", NEW."text", NEW."text_en", NEW."use", NEW."valid_days", NEW."zone_id"); RETURN NULL;', hash='342cfff192f72600744fca3914e8bd10de2268a9', operation='INSERT', pgid='pgtrigger_insert_insert_db31f', table='guidance_guideitem', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='guideitem',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "guidance_guideitemevent" ("article", "certainty", "chapter", "document_id", "evidence", "hazard_id", "id", "key", "kind", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "posture", "retired", "rule_key", "sector_id", "text", "text_en", "use", "valid_days", "zone_id") VALUES (NEW."article", NEW."certainty", NEW."chapter", NEW."document_id", NEW."evidence", NEW."hazard_id", NEW."id", NEW."key", NEW."kind", NEW."order", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."posture", NEW."retired", NEW."rule_key", NEW."sector_id", NEW."text", NEW."text_en", NEW."use", NEW."valid_days", NEW."zone_id"); RETURN NULL;', hash='ff1c50479d43d13dedeb43fd166f596326539acf', operation='UPDATE', pgid='pgtrigger_update_update_02a38', table='guidance_guideitem', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='guideitem',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "guidance_guideitemevent" ("article", "certainty", "chapter", "document_id", "evidence", "hazard_id", "id", "key", "kind", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "posture", "retired", "rule_key", "sector_id", "text", "text_en", "use", "valid_days", "zone_id") VALUES (OLD."article", OLD."certainty", OLD."chapter", OLD."document_id", OLD."evidence", OLD."hazard_id", OLD."id", OLD."key", OLD."kind", OLD."order", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."posture", OLD."retired", OLD."rule_key", OLD."sector_id", OLD."text", OLD."text_en", OLD."use", OLD."valid_days", OLD."zone_id"); RETURN NULL;', hash='83a8d11b2a785efd9fee61feef82428a023563f7', operation='DELETE', pgid='pgtrigger_delete_delete_032e4', table='guidance_guideitem', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='hazard',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "guidance_hazardevent" ("code", "id", "name", "name_en", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "zone_id") VALUES (NEW."code", NEW."id", NEW."name", NEW."name_en", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."zone_id"); RETURN NULL;', hash='1ce4448071c91c04c81f8921602e3c759d5cad05', operation='INSERT', pgid='pgtrigger_insert_insert_7191a', table='guidance_hazard', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='hazard',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "guidance_hazardevent" ("code", "id", "name", "name_en", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "zone_id") VALUES (NEW."code", NEW."id", NEW."name", NEW."name_en", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."zone_id"); RETURN NULL;', hash='0dda79a6b8b9d4778b7145d8ebdd42b989a0afd0', operation='UPDATE', pgid='pgtrigger_update_update_10adc', table='guidance_hazard', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='hazard',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "guidance_hazardevent" ("code", "id", "name", "name_en", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "zone_id") VALUES (OLD."code", OLD."id", OLD."name", OLD."name_en", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."zone_id"); RETURN NULL;', hash='881926c4ee2882ec150d9f6b482ad54fe66b45fd', operation='DELETE', pgid='pgtrigger_delete_delete_42957', table='guidance_hazard', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='hazardevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='ea87c56df811056dbc888cdc452c7f1e634564a9', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_8d967', table='guidance_hazardevent', when='BEFORE')),
        ),
    ]
