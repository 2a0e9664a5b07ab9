"""The index of words gathers before it sorts in. Settings of an index that stands: nothing is built anew, and nothing waits."""

import django.contrib.postgres.indexes
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("analysis", "0009_search_memos_filled")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    "alter index searchentry_words set (fastupdate = on, gin_pending_list_limit = 128)",
                    "alter index searchentry_words set (fastupdate = off); alter index searchentry_words reset (gin_pending_list_limit)",
                )
            ],
            state_operations=[
                migrations.RemoveIndex("searchentry", "searchentry_words"),
                migrations.AddIndex(
                    "searchentry",
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["words"], name="searchentry_words", fastupdate=True, gin_pending_list_limit=128
                    ),
                ),
            ],
        )
    ]
