"""A study's new language: what is short, and the newest lines, are read anew at once; the rest waits its turn. Reversible."""

import importlib

import django.db.models.deletion
from django.db import migrations, models

before = importlib.import_module("analysis.migrations.0008_search_memos")

# Of lines and of quotes each: some tenths of a second.
AT_ONCE = 1_000
# The lines are held while they are read, so that a change just then isn't written over with the words before it.
READ = """
create function throughline_reread(of_study uuid, of_kind text, most integer) returns boolean language plpgsql as $$
declare
  below bigint; lowest bigint; written integer;
  in_language text := throughline_language(of_study);
begin
  select r.before into below from analysis_rereading r
    where r.study_id = of_study and r.kind = of_kind for update skip locked;
  if not found then return false; end if;
  if of_kind = 'note' then
    with batch as materialized (
      select e.id, throughline_words(in_language, n.text) as words
      from analysis_searchentry e join interviews_note n on n.id = e.note_id
      where e.study_id = of_study and e.kind = 'note' and e.id < below order by e.id desc limit most for share of n),
    done as (update analysis_searchentry e set words = batch.words from batch where e.id = batch.id)
    select min(id), count(*) into lowest, written from batch;
  else
    with batch as materialized (
      select e.id, throughline_words(in_language, q.text) as words
      from analysis_searchentry e join analysis_quote q on q.id = e.quote_id
      where e.study_id = of_study and e.kind = 'quote' and e.id < below order by e.id desc limit most for share of q),
    done as (update analysis_searchentry e set words = batch.words from batch where e.id = batch.id)
    select min(id), count(*) into lowest, written from batch;
  end if;
  if written < most then
    delete from analysis_rereading r where r.study_id = of_study and r.kind = of_kind;
    return false;
  end if;
  update analysis_rereading r set before = lowest where r.study_id = of_study and r.kind = of_kind;
  return true;
end $$;
"""
IN_PARTS = f"""
create or replace function throughline_study_reads() returns trigger language plpgsql as $$
begin
  update analysis_searchentry e set words = throughline_words(new.language, {before.CARD.format("t")})
    from analysis_theme t where e.study_id = new.id and e.theme_id = t.id;
  update analysis_searchentry e set words = throughline_words(new.language, i.statement || E' \\n ' || i.detail)
    from analysis_insight i where e.study_id = new.id and e.insight_id = i.id;
  {before.MEMOS_READ}insert into analysis_rereading (study_id, kind, before)
    values (new.id, 'note', {2**62}), (new.id, 'quote', {2**62})
    on conflict (study_id, kind) do update set before = excluded.before;
  perform throughline_reread(new.id, 'note', {AT_ONCE}), throughline_reread(new.id, 'quote', {AT_ONCE});
  return null;
end $$;
"""


class Migration(migrations.Migration):
    dependencies = [("analysis", "0012_redaction")]

    operations = [
        migrations.CreateModel(
            name="Rereading",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=list(before.KINDS.items()), max_length=8)),
                ("before", models.BigIntegerField()),
                (
                    "study",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rereadings", to="studies.study"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            "rereading", models.UniqueConstraint(fields=["study", "kind"], name="rereading_once_a_kind")
        ),
        migrations.RunSQL(READ, "drop function throughline_reread(uuid, text, integer)"),
        migrations.RunSQL(IN_PARTS, before.study(before.CARD, before.MEMOS_READ)),
    ]  # fmt: skip
