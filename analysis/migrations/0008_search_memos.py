"""Memos and definition cards of themes are searched too. Reversible: without it, memos leave the table that is searched."""

import django.db.models.deletion
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models

KINDS = {
    "theme": "Themes",
    "insight": "Insights",
    "quote": "Quotes",
    "note": "Notes and transcripts",
    "memo": "Memos",
}
OF_ITS_KIND = (
    models.Q(kind="note", note__isnull=False, interview__isnull=False)
    | models.Q(kind="quote", quote__isnull=False, interview__isnull=False)
    | models.Q(kind="theme", theme__isnull=False)
    | models.Q(kind="insight", insight__isnull=False)
)
CARD = "concat_ws(E' \\n ', {0}.name, {0}.definition, {0}.include, {0}.exclude, {0}.example, {0}.counter_example)"
NAME = r"{0}.name || E' \n ' || {0}.definition"

MEMOS = """
create function throughline_memo_sought() returns trigger language plpgsql as $$
begin
  if new.removed_at is not null then
    delete from analysis_searchentry where memo_id = new.id;
  else
    insert into analysis_searchentry (kind, study_id, memo_id, words)
    select 'memo', t.study_id, new.id, throughline_words(throughline_language(t.study_id), new.text)
      from analysis_theme t where t.id = new.theme_id
    on conflict (memo_id) where memo_id is not null do update set words = excluded.words;
  end if;
  return null;
end $$;
create trigger memo_sought after insert on analysis_themememo for each row execute function throughline_memo_sought();
create trigger memo_sought_anew after update of text, removed_at on analysis_themememo for each row
  when (old.text is distinct from new.text or old.removed_at is distinct from new.removed_at)
  execute function throughline_memo_sought();
alter table analysis_searchentry add constraint searchentry_gone_with_memo
  foreign key (memo_id) references analysis_themememo (id) on delete cascade deferrable initially deferred not valid
"""
NO_MEMOS = """
alter table analysis_searchentry drop constraint searchentry_gone_with_memo;
drop trigger memo_sought on analysis_themememo;
drop trigger memo_sought_anew on analysis_themememo;
drop function throughline_memo_sought();
delete from analysis_searchentry where kind = 'memo';
"""


def themes(words: str) -> str:
    return f"""
create or replace function throughline_theme_sought() returns trigger language plpgsql as $$
begin
  insert into analysis_searchentry (kind, study_id, theme_id, words)
  values ('theme', new.study_id, new.id, throughline_words(throughline_language(new.study_id), {words.format("new")}))
  on conflict (theme_id) where theme_id is not null do update set words = excluded.words;
  return null;
end $$;
"""


def theme_trigger(*columns: str) -> str:
    changed = " or ".join(f"old.{column} is distinct from new.{column}" for column in columns)
    return (
        "drop trigger theme_sought_anew on analysis_theme; create trigger theme_sought_anew after update of"
        f" {', '.join(columns)} on analysis_theme for each row when ({changed})"
        " execute function throughline_theme_sought()"
    )


def study(words: str, memos: str) -> str:
    return f"""
create or replace function throughline_study_reads() returns trigger language plpgsql as $$
begin
  update analysis_searchentry e set words = throughline_words(new.language, n.text)
    from interviews_note n where e.study_id = new.id and e.note_id = n.id;
  update analysis_searchentry e set words = throughline_words(new.language, q.text)
    from analysis_quote q where e.study_id = new.id and e.quote_id = q.id;
  update analysis_searchentry e set words = throughline_words(new.language, {words.format("t")})
    from analysis_theme t where e.study_id = new.id and e.theme_id = t.id;
  update analysis_searchentry e set words = throughline_words(new.language, i.statement || E' \\n ' || i.detail)
    from analysis_insight i where e.study_id = new.id and e.insight_id = i.id;
  {memos}return null;
end $$;
"""


MEMOS_READ = """update analysis_searchentry e set words = throughline_words(new.language, m.text)
    from analysis_themememo m where e.study_id = new.id and e.memo_id = m.id;
  """


class Migration(migrations.Migration):
    dependencies = [("analysis", "0007_change_journal")]

    operations = [
        migrations.AlterField(
            "searchentry", "kind", models.CharField(choices=list(KINDS.items()), max_length=8)
        ),
        migrations.AddField(
            "searchentry",
            "memo",
            models.ForeignKey(
                db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+", to="analysis.themememo",
            ),
        ),
        migrations.RemoveConstraint("searchentry", "searchentry_of_its_kind"),
        AddConstraintNotValid(
            "searchentry",
            models.CheckConstraint(
                condition=OF_ITS_KIND | models.Q(kind="memo", memo__isnull=False), name="searchentry_of_its_kind"
            ),
        ),
        migrations.AddConstraint(
            "searchentry",
            models.UniqueConstraint(
                condition=models.Q(memo__isnull=False), fields=["memo"], name="searchentry_memo_once"
            ),
        ),
        migrations.RunSQL(MEMOS, NO_MEMOS),
        migrations.RunSQL(
            themes(CARD) + theme_trigger("name", "definition", "include", "exclude", "example", "counter_example"),
            themes(NAME) + theme_trigger("name", "definition"),
        ),
        migrations.RunSQL(study(CARD, MEMOS_READ), study(NAME, "")),
    ]  # fmt: skip
