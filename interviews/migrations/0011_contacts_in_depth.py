import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    # The column has a default in the database, so no row is rewritten. The indexes take seconds for a million contacts;
    # building them beside the writing couldn't be all or nothing.

    dependencies = [
        ('interviews', '0010_consent_page'),
        ('accounts', '0003_audit_log'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='contact',
            name='attributes',
            field=models.JSONField(blank=True, db_default={}, default=dict),
        ),
        migrations.CreateModel(
            name='ContactAttribute',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60)),
                ('kind', models.CharField(choices=[('text', 'Text'), ('choice', 'One of a list'), ('number', 'Number')], max_length=6)),
                ('choices', models.JSONField(blank=True, default=list)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='contact_attributes', to='accounts.workspace')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [
                    models.UniqueConstraint(models.F('workspace'), django.db.models.functions.text.Lower('name'), name='contact_attribute_once_a_workspace'),
                    models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='contact_attribute_has_a_name'),
                    models.CheckConstraint(condition=models.Q(('kind__in', ['text', 'choice', 'number'])), name='contact_attribute_kind'),
                ],
            },
        ),
        migrations.CreateModel(
            name='ContactImport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('filename', models.CharField(max_length=200)),
                ('rows', models.JSONField()),
                ('has_header', models.BooleanField()),
                ('warnings', models.JSONField(default=list)),
                ('columns', models.JSONField()),
                ('left_out', models.JSONField(default=list)),
                ('if_known', models.CharField(choices=[('fill', 'Fill in what is empty, keep the rest'), ('take', 'Take what the file says'), ('leave', 'Leave them as they are')], default='fill', max_length=5)),
                ('read_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('read_by', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='contact_imports', to='accounts.workspace')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('workspace', 'read_by'), name='one_contact_import_a_person'),
                    models.CheckConstraint(condition=models.Q(('if_known__in', ['fill', 'take', 'leave'])), name='contact_import_if_known'),
                ],
            },
        ),
        migrations.AddIndex(
            model_name='contact',
            index=models.Index(models.F('workspace'), django.db.models.functions.text.Lower('name'), name='contact_namesakes'),
        ),
        migrations.AddIndex(
            model_name='contact',
            index=django.contrib.postgres.indexes.GinIndex(fields=['attributes'], name='contact_by_attribute', opclasses=['jsonb_path_ops']),
        ),
    ]
