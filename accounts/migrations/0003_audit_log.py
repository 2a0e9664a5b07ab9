import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


# Row by row, so that emptying the whole table stays possible for tests; whoever may truncate may drop the trigger as well.
APPEND_ONLY = """
    create function accounts_audit_stands() returns trigger language plpgsql as $$
    begin
        raise exception 'The audit log is only ever added to.' using errcode = 'restrict_violation';
    end
    $$;
    create trigger audit_stands before update or delete on accounts_auditentry
        for each row execute function accounts_audit_stands();
"""
GONE = """
    drop trigger audit_stands on accounts_auditentry;
    drop function accounts_audit_stands();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_cache_table'),
    ]

    operations = [
        migrations.CreateModel(
            name='AuditEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveBigIntegerField()),
                ('at', models.DateTimeField()),
                ('actor', models.CharField(choices=[('member', 'A member'), ('participant', 'The participant'), ('app', 'The app itself')], max_length=11)),
                ('act', models.CharField(max_length=60)),
                ('thing', models.CharField(blank=True, max_length=60)),
                ('study', models.UUIDField(null=True)),
                ('details', models.JSONField(default=dict)),
                ('previous', models.CharField(max_length=64)),
                ('hash', models.CharField(max_length=64)),
                ('by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.RESTRICT, related_name='audit_entries', to='accounts.workspace')),
            ],
            options={
                'verbose_name_plural': 'audit entries',
                'ordering': ['-number'],
                'indexes': [models.Index(fields=['workspace', 'by', '-number'], name='accounts_au_workspa_52efc0_idx'), models.Index(fields=['workspace', 'act', 'thing', '-number'], name='accounts_au_workspa_045f96_idx')],
                'constraints': [models.UniqueConstraint(fields=('workspace', 'number'), name='audit_number_once'), models.CheckConstraint(condition=models.Q(('actor__in', ['member', 'participant', 'app'])), name='audit_actor_known')],
            },
        ),
        migrations.RunSQL(APPEND_ONLY, GONE),
    ]
