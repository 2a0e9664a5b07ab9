from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0003_audit_log'),
    ]

    operations = [
        migrations.AddField(
            model_name='workspace',
            name='second_step_required',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddIndex(
            model_name='auditentry',
            index=models.Index(fields=['workspace', 'at'], name='accounts_au_workspa_d6f951_idx'),
        ),
    ]
