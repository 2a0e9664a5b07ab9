from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models

GRADES = [
    (0, "Compliment or opinion"),
    (1, "In general, or about the future"),
    (2, "What they did, or spent"),
    (3, "Time, name or money committed"),
]
# What was weighed before there were grades goes on counting, until somebody grades it otherwise.
KEEP_COUNTING = """
    update analysis_quote set grade = 2
    where exists (select from analysis_evidence where analysis_evidence.quote_id = analysis_quote.id)
"""


class Migration(migrations.Migration):
    dependencies = [("analysis", "0001_initial")]

    operations = [
        migrations.AddField("quote", "grade", models.PositiveSmallIntegerField(choices=GRADES, null=True)),
        AddConstraintNotValid(
            "quote",
            models.CheckConstraint(
                condition=models.Q(grade=None) | models.Q(grade__in=[0, 1, 2, 3]), name="quote_grade_known"
            ),
        ),
        migrations.RunSQL(KEEP_COUNTING, migrations.RunSQL.noop),
    ]
