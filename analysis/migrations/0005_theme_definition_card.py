import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


def line(name):
    return models.CharField(name, max_length=600, blank=True, default='', db_default='')


# Columns with a constant default: PostgreSQL writes them into no row, and a server still on the release before may leave
# them out.
class Migration(migrations.Migration):

    dependencies = [
        ('analysis', '0002_themes_nest_and_rest'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(model_name='theme', name='include', field=line('what counts')),
        migrations.AddField(model_name='theme', name='exclude', field=line('what doesn’t')),
        migrations.AddField(model_name='theme', name='example', field=line('an example')),
        migrations.AddField(model_name='theme', name='counter_example', field=line('a counter-example')),
        migrations.CreateModel(
            name='ThemeMemo',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=2000, verbose_name='note')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('edited_at', models.DateTimeField(null=True)),
                ('removed_at', models.DateTimeField(null=True)),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('theme', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='memos', to='analysis.theme')),
            ],
            options={
                'ordering': ['pk'],
                'indexes': [models.Index(fields=['theme', 'id'], name='theme_memo_by_theme')],
                'constraints': [models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='theme_memo_has_text')],
            },
        ),
    ]
