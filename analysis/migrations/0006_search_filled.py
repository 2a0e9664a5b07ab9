"""Fills the table that is searched from what is there, in small transactions, and indexes it without holding anybody up.

Lines are held while they are copied, an interview at a time: one that goes off the record just then is left out or taken out.
Stopped halfway it can be run again: what is there already is left as it is.
"""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models

QUOTES_AT_ONCE = 5_000
READ = "throughline_words(s.language, {}) from {} t join studies_study s on s.id = t.study_id"
THEME = r"t.name || E' \n ' || t.definition"
INSIGHT = r"t.statement || E' \n ' || t.detail"
LINES = f"""
insert into analysis_searchentry (kind, study_id, interview_id, note_id, words)
select 'note', t.study_id, t.interview_id, t.id, {READ.format("t.text", "interviews_note")}
where t.interview_id = %s and t.text <> '' and not t.off_record and t.deleted_at is null and t.erased_at is null
order by t.position, t.id for share of t on conflict do nothing
"""
QUOTES = f"""
insert into analysis_searchentry (kind, study_id, interview_id, quote_id, words)
select 'quote', t.study_id, t.interview_id, t.id, {READ.format("t.text", "analysis_quote")}
where t.id > %s and t.id <= %s order by t.id on conflict do nothing
"""
THEMES = f"""
insert into analysis_searchentry (kind, study_id, theme_id, words)
select 'theme', t.study_id, t.id, {READ.format(THEME, "analysis_theme")}
order by t.id on conflict do nothing
"""
INSIGHTS = f"""
insert into analysis_searchentry (kind, study_id, insight_id, words)
select 'insight', t.study_id, t.id, {READ.format(INSIGHT, "analysis_insight")}
order by t.id on conflict do nothing
"""


def fill(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("select id from interviews_interview order by id")
        for (interview,) in cursor.fetchall():
            cursor.execute(LINES, [interview])
        cursor.execute("select coalesce(max(id), 0) from analysis_quote")
        for after in range(0, cursor.fetchone()[0], QUOTES_AT_ONCE):
            cursor.execute(QUOTES, [after, after + QUOTES_AT_ONCE])
        cursor.execute(THEMES)
        cursor.execute(INSIGHTS)


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("analysis", "0005_search")]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
        AddIndexConcurrently("searchentry", GinIndex(fields=["words"], name="searchentry_words", fastupdate=False)),
        *(
            AddIndexConcurrently(
                "searchentry",
                models.Index(condition=models.Q(kind=kind), fields=["id"], name=f"searchentry_{kind}s"),
            )
            for kind in ("note", "quote")
        ),
        AddIndexConcurrently("searchentry", models.Index(fields=["study", "kind", "id"], name="searchentry_of_study")),
    ]
