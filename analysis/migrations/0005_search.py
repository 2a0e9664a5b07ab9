"""The table that is searched, and the triggers that write it. Reversible. Rows are filled in by the next migration."""

import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models

# As analysis/search/query.py has them; a test compares. Changing them needs a new migration that writes the entries anew.
BREAKS = (
    r"\u0080-\u00a9\u00ab-\u00b4\u00b6-\u00b9\u00bb-\u00bf\u00d7\u00f7\u037e\u0387\u055a-\u055f\u0589\u058a\u05be\u05c0"
    r"\u05c3\u05c6\u05f3\u05f4\u060c\u061b-\u061f\u066a-\u066d\u06d4\u0964\u0965\u0e3f\u0e4f\u0e5a\u0e5b\u2000-\u200b"
    r"\u200e-\u206f\u20a0-\u20cf\u2190-\u2bff\u2e00-\u2e7f\u3000-\u3004\u3008-\u3030\u303d-\u303f\u30a0\u30fb"
    r"\ufe00-\ufe6f\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65\ufeff\U0001f000-\U0001faff"
)
SPACELESS = (
    r"\u0e00-\u0e3e\u0e40-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf"
    r"\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\uff66-\uff9f\U00020000-\U000323af"
)
CONFIGS = {
    "ar": "arabic", "ca": "catalan", "da": "danish", "de": "german", "el": "greek", "en": "english", "es": "spanish",
    "eu": "basque", "fi": "finnish", "fr": "french", "ga": "irish", "hi": "hindi", "hu": "hungarian", "hy": "armenian",
    "id": "indonesian", "it": "italian", "lt": "lithuanian", "ne": "nepali", "nl": "dutch", "no": "norwegian",
    "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian", "sv": "swedish", "ta": "tamil",
    "tr": "turkish", "yi": "yiddish",
}  # fmt: skip
# A tsvector holds a megabyte at most; a line longer than this is searched as far as here, and never refused.
LETTERS = 40_000

CASES = " ".join(f"when '{code}' then 'pg_catalog.{name}'::regconfig" for code, name in CONFIGS.items())
FUNCTIONS = rf"""
create function throughline_config(language text) returns regconfig language sql immutable parallel safe as $$
  select case language {CASES} else 'pg_catalog.simple'::regconfig end
$$;

-- Scripts without spaces: overlapping pairs of letters with their places, a gap after each run.
create function throughline_pairs(words text) returns tsvector language sql immutable parallel safe as $$
  with runs as (
    select found[1] as run,
      coalesce(sum(length(found[1]) + 1) over (order by nr rows between unbounded preceding and 1 preceding), 0) as before
    from regexp_matches(words, '[{SPACELESS}]+', 'g') with ordinality as r(found, nr))
  select coalesce(string_agg(format('''%s'':%s', substr(run, at, 2), before + at), ' '), '')::tsvector
  from runs, generate_series(1, length(run)) as at
$$;

-- Every word as it stands, with its place; its stem, without; and the pairs.
create function throughline_words(language text, said text) returns tsvector
language plpgsql immutable parallel safe as $$
declare
  config regconfig := throughline_config(language);
  plain text := regexp_replace(left(said, {LETTERS}), '[\x01-\x1f!-/:-@[-`{{-\x7f{BREAKS}]+', ' ', 'g');
  words tsvector := to_tsvector('pg_catalog.simple', plain);
begin
  if config <> 'pg_catalog.simple'::regconfig then words := words || strip(to_tsvector(config, plain)); end if;
  if plain ~ '[{SPACELESS}]' then words := words || throughline_pairs(plain); end if;
  return words;
end $$;

create function throughline_language(study uuid) returns text language sql stable as $$
  select language from studies_study where id = study
$$;

-- A line that is removed, erased or off the record isn't in the table at all.
create function throughline_note_sought() returns trigger language plpgsql as $$
begin
  if new.text = '' or new.off_record or new.deleted_at is not null or new.erased_at is not null then
    delete from analysis_searchentry where note_id = new.id;
  else
    insert into analysis_searchentry (kind, study_id, interview_id, note_id, words)
    values ('note', new.study_id, new.interview_id, new.id, throughline_words(throughline_language(new.study_id), new.text))
    on conflict (note_id) where note_id is not null do update set words = excluded.words;
  end if;
  return null;
end $$;

create function throughline_quote_sought() returns trigger language plpgsql as $$
begin
  insert into analysis_searchentry (kind, study_id, interview_id, quote_id, words)
  values ('quote', new.study_id, new.interview_id, new.id, throughline_words(throughline_language(new.study_id), new.text))
  on conflict (quote_id) where quote_id is not null do update set words = excluded.words;
  return null;
end $$;

create function throughline_theme_sought() returns trigger language plpgsql as $$
begin
  insert into analysis_searchentry (kind, study_id, theme_id, words)
  values ('theme', new.study_id, new.id,
    throughline_words(throughline_language(new.study_id), new.name || E' \n ' || new.definition))
  on conflict (theme_id) where theme_id is not null do update set words = excluded.words;
  return null;
end $$;

create function throughline_insight_sought() returns trigger language plpgsql as $$
begin
  insert into analysis_searchentry (kind, study_id, insight_id, words)
  values ('insight', new.study_id, new.id,
    throughline_words(throughline_language(new.study_id), new.statement || E' \n ' || new.detail))
  on conflict (insight_id) where insight_id is not null do update set words = excluded.words;
  return null;
end $$;

create function throughline_study_reads() returns trigger language plpgsql as $$
begin
  update analysis_searchentry e set words = throughline_words(new.language, n.text)
    from interviews_note n where e.study_id = new.id and e.note_id = n.id;
  update analysis_searchentry e set words = throughline_words(new.language, q.text)
    from analysis_quote q where e.study_id = new.id and e.quote_id = q.id;
  update analysis_searchentry e set words = throughline_words(new.language, t.name || E' \n ' || t.definition)
    from analysis_theme t where e.study_id = new.id and e.theme_id = t.id;
  update analysis_searchentry e set words = throughline_words(new.language, i.statement || E' \n ' || i.detail)
    from analysis_insight i where e.study_id = new.id and e.insight_id = i.id;
  return null;
end $$;
"""
NO_FUNCTIONS = """
drop function if exists throughline_note_sought(), throughline_quote_sought(), throughline_theme_sought(),
  throughline_insight_sought(), throughline_study_reads(), throughline_language(uuid),
  throughline_words(text, text), throughline_pairs(text), throughline_config(text)
"""

# In the database, not by Django: deleting a study of a hundred thousand lines fetches no row of this table.
OWNERS = {
    "note": "interviews_note",
    "quote": "analysis_quote",
    "theme": "analysis_theme",
    "insight": "analysis_insight",
}
GONE_WITH = ";".join(
    f"alter table analysis_searchentry add constraint searchentry_gone_with_{name}"
    f" foreign key ({name}_id) references {table} (id) on delete cascade deferrable initially deferred"
    for name, table in OWNERS.items()
)

WATCHED = {
    "note": ("interviews_note", ["text", "off_record", "deleted_at", "erased_at"]),
    "quote": ("analysis_quote", ["text"]),
    "theme": ("analysis_theme", ["name", "definition"]),
    "insight": ("analysis_insight", ["statement", "detail"]),
}


def triggers(name: str) -> migrations.RunSQL:
    table, columns = WATCHED[name]
    changed = " or ".join(f"old.{column} is distinct from new.{column}" for column in columns)
    run = f"for each row {{when}} execute function throughline_{name}_sought()"
    return migrations.RunSQL(
        f"create trigger {name}_sought after insert on {table} {run.format(when='')};"
        f"create trigger {name}_sought_anew after update of {', '.join(columns)} on {table}"
        f" {run.format(when=f'when ({changed})')}",
        f"drop trigger {name}_sought on {table}; drop trigger {name}_sought_anew on {table}",
    )


def owner(model: str) -> models.ForeignKey:
    return models.ForeignKey(
        db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING,
        related_name="+", to=model,
    )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [
        ("analysis", "0006_coding_rounds"),
        ("interviews", "0007_off_record"),
        ("studies", "0004_language_and_suggestions"),
    ]

    operations = [
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("theme", "Themes"),
                            ("insight", "Insights"),
                            ("quote", "Quotes"),
                            ("note", "Notes and transcripts"),
                        ],
                        max_length=8,
                    ),
                ),
                ("words", django.contrib.postgres.search.SearchVectorField()),
                ("interview", owner("interviews.interview")),
                ("note", owner("interviews.note")),
                ("quote", owner("analysis.quote")),
                ("theme", owner("analysis.theme")),
                ("insight", owner("analysis.insight")),
                (
                    "study",
                    models.ForeignKey(
                        db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+", to="studies.study",
                    ),
                ),
            ],
            options={"ordering": ["-pk"], "verbose_name_plural": "search entries"},
        ),
        migrations.AddConstraint(
            "searchentry",
            models.CheckConstraint(
                condition=models.Q(kind="note", note__isnull=False, interview__isnull=False)
                | models.Q(kind="quote", quote__isnull=False, interview__isnull=False)
                | models.Q(kind="theme", theme__isnull=False)
                | models.Q(kind="insight", insight__isnull=False),
                name="searchentry_of_its_kind",
            ),
        ),
        *(
            migrations.AddConstraint(
                "searchentry",
                models.UniqueConstraint(
                    condition=models.Q(**{f"{name}__isnull": False}), fields=[name], name=f"searchentry_{name}_once"
                ),
            )
            for name in OWNERS
        ),
        migrations.RunSQL(GONE_WITH, migrations.RunSQL.noop),
        migrations.RunSQL(FUNCTIONS, NO_FUNCTIONS),
        *(triggers(name) for name in WATCHED),
        migrations.RunSQL(
            "create trigger study_reads after update of language on studies_study for each row"
            " when (old.language is distinct from new.language) execute function throughline_study_reads()",
            "drop trigger study_reads on studies_study",
        ),
    ]  # fmt: skip
