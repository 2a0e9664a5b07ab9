import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

# A parent must itself stand for itself, in the same study: its key says so (`stands_alone`), and whoever is inside points
# to a key that does. Both columns are the database's own; nobody writes them, and no two requests get past them.
ONE_LEVEL = """
    alter table analysis_theme
        add column stands_alone boolean generated always as (parent_id is null) stored,
        add column parent_stands_alone boolean generated always as (true) stored;
    alter table analysis_theme
        add constraint theme_by_study_and_level unique (id, study_id, stands_alone);
    alter table analysis_theme
        add constraint theme_nests_one_level_deep foreign key (parent_id, study_id, parent_stands_alone)
        references analysis_theme (id, study_id, stands_alone) deferrable initially deferred;
"""
ANY_LEVEL = """
    alter table analysis_theme
        drop constraint theme_nests_one_level_deep,
        drop constraint theme_by_study_and_level,
        drop column stands_alone,
        drop column parent_stands_alone;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("analysis", "0003_validate_quote_grade"),
        ("studies", "0003_act"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField("theme", "archived_at", models.DateTimeField(editable=False, null=True)),
        migrations.AddField(
            "theme",
            "parent",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="nested",
                to="analysis.theme",
            ),
        ),
        migrations.AddConstraint(
            "theme",
            models.CheckConstraint(
                condition=models.Q(("parent", None), models.Q(("parent", models.F("id")), _negated=True), _connector="OR"),
                name="theme_not_inside_itself",
            ),
        ),
        migrations.RunSQL(ONE_LEVEL, ANY_LEVEL),
        migrations.CreateModel(
            name="Looking",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("seen_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("study", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="looking", to="studies.study")),
                ("user", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("study", "user"), name="looking_once_a_person")],
            },
        ),
    ]
