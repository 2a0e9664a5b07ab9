from django.db import migrations, models


# A column with a constant default: PostgreSQL writes it into no row. The other change is in words alone.
class Migration(migrations.Migration):

    dependencies = [
        ('interviews', '0005_validate_capture_checks'),
    ]

    operations = [
        migrations.AddField(
            model_name='debrief',
            name='needs',
            field=models.TextField(blank=True, default=''),
        ),
        migrations.AlterField(
            model_name='assumptionsignal',
            name='signal',
            field=models.CharField(choices=[('for', 'For'), ('against', 'Against'), ('mixed', 'Mixed'), ('nothing', 'Nothing said')], max_length=8),
        ),
    ]
