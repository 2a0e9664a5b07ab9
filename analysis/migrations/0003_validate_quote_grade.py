from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("analysis", "0002_quote_grade")]

    operations = [ValidateConstraint("quote", "quote_grade_known")]
