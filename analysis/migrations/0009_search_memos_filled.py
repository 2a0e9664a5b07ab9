"""Memos come into the table that is searched, and themes with their cards; both are few beside lines. Then the checks."""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations

MEMOS = """
insert into analysis_searchentry (kind, study_id, memo_id, words)
select 'memo', t.study_id, m.id, throughline_words(s.language, m.text)
from analysis_themememo m join analysis_theme t on t.id = m.theme_id join studies_study s on s.id = t.study_id
where m.removed_at is null order by m.id on conflict do nothing
"""
CARDS = r"""
update analysis_searchentry e set words = throughline_words(s.language,
  concat_ws(E' \n ', t.name, t.definition, t.include, t.exclude, t.example, t.counter_example))
from analysis_theme t join studies_study s on s.id = t.study_id
where e.theme_id = t.id and (t.include, t.exclude, t.example, t.counter_example) is distinct from ('', '', '', '')
"""


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("analysis", "0008_search_memos")]

    operations = [
        migrations.RunSQL(MEMOS, migrations.RunSQL.noop),
        migrations.RunSQL(CARDS, migrations.RunSQL.noop),
        ValidateConstraint("searchentry", "searchentry_of_its_kind"),
        migrations.RunSQL(
            "alter table analysis_searchentry validate constraint searchentry_gone_with_memo", migrations.RunSQL.noop
        ),
    ]
