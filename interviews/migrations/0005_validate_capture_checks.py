from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("interviews", "0004_capture_in_depth")]

    operations = [
        ValidateConstraint("interview", "interview_within_the_calendar"),
        ValidateConstraint("note", "note_kind_known"),
        ValidateConstraint("note", "erased_notes_hold_no_words"),
    ]
