import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


# A study's history goes with it, whatever is still written down while it goes.
GO_WITH_THE_STUDY = """
    alter table analysis_step add constraint step_of_study
        foreign key (study_id) references studies_study on delete cascade;
    alter table analysis_change add constraint change_of_its_step
        foreign key (step_id) references analysis_step on delete cascade;
"""
STAY = """
    alter table analysis_change drop constraint change_of_its_step;
    alter table analysis_step drop constraint step_of_study;
"""

# One call a statement, not a row: merging a theme of two thousand quotes writes two thousand rows in two statements.
JOURNAL = """
    create function analysis_image(kind text, seen jsonb) returns jsonb language sql immutable as $$
        -- A quote as the journal may know it: without its words, with a digest by which they are known again.
        select case when kind = 'quote' and seen is not null
            then seen - 'text' || jsonb_build_object(
                'digest', left(encode(sha256(convert_to(seen->>'text', 'UTF8')), 'hex'), 24))
            else seen end
    $$;

    create function analysis_study_of(kind text, seen jsonb) returns uuid language sql stable as $$
        select case kind
            when 'memo' then (select study_id from analysis_theme where id = (seen->>'theme_id')::bigint)
            when 'tag' then (select study_id from analysis_theme where id = (seen->>'theme_id')::bigint)
            when 'evidence' then (select study_id from analysis_quote where id = (seen->>'quote_id')::bigint)
            when 'citation' then (select study_id from analysis_insight where id = (seen->>'insight_id')::bigint)
            else (seen->>'study_id')::uuid end
    $$;

    create function analysis_write_down() returns trigger language plpgsql as $$
    declare
        what text := tg_argv[0];
        befores jsonb[];
        afters jsonb[];
        study uuid;
        step bigint;
        known boolean;
    begin
        if tg_op = 'INSERT' then
            select array_agg(null::jsonb order by n.id), array_agg(to_jsonb(n) order by n.id) into befores, afters
            from after_rows n;
        elsif tg_op = 'DELETE' then
            select array_agg(to_jsonb(o) order by o.id), array_agg(null::jsonb order by o.id) into befores, afters
            from before_rows o;
        else
            -- Side by side in the order of their ids. Joined, they would be paired by whatever plan the connection's first
            -- statement got, and that had one row.
            select array_agg(to_jsonb(o) order by o.id) into befores from before_rows o;
            select array_agg(to_jsonb(n) order by n.id) into afters from after_rows n;
            -- That somebody's account is gone is nobody's act.
            select array_agg(b order by place), array_agg(a order by place) into befores, afters
            from unnest(befores, afters) with ordinality as pair(b, a, place)
            where b - 'author_id' is distinct from a - 'author_id';
        end if;
        if what = 'memo' then
            -- A memo has a way back of its own. Here only what becomes of it when its theme is merged or goes.
            select array_agg(b order by place), array_agg(a order by place) into befores, afters
            from unnest(befores, afters) with ordinality as pair(b, a, place)
            where b is null or (b->>'removed_at' is null and (a is null or a->'theme_id' <> b->'theme_id'));
        end if;
        if befores is null then
            return null;
        end if;
        -- A statement of ours is about one study. The old row speaks where the new one's theme is still to come back.
        study := coalesce(analysis_study_of(what, afters[1]), analysis_study_of(what, befores[1]));
        if study is null then
            return null;
        end if;
        select id, what = any(touches) into step, known from analysis_step
        where xact = pg_current_xact_id()::text::bigint and at = now() and study_id = study;
        if step is null and what = 'memo' and tg_op = 'INSERT' then
            return null; -- written, not brought back with its theme
        elsif step is null then
            insert into analysis_step (study_id, xact, at, way, kinds, touches)
            values (study, pg_current_xact_id()::text::bigint, now(), 'act', '{}', array[what]) returning id into step;
        elsif not known then
            update analysis_step set touches = touches || what where id = step;
        end if;
        with images as materialized (
            select place, analysis_image(what, b) as before, analysis_image(what, a) as after
            from unnest(befores, afters) with ordinality as pair(b, a, place)
        ), seen as materialized (
            select place, before, after, coalesce(after, before) as now, coalesce(before, after) as was,
                case when before is not null and after is not null then array(
                    select key from jsonb_each(after) as a(key, value)
                    where value is distinct from before->key and key <> 'author_id' order by key
                ) end as fields
            from images
        )
        insert into analysis_change
            (step_id, kind, row_id, before, after, fields, theme_id, theme_was_id, quote_id, of_id)
        select step, what, (now->>'id')::bigint,
            case when fields is null then before else (select jsonb_object_agg(key, before->key) from unnest(fields) key) end,
            case when fields is null then after else (select jsonb_object_agg(key, after->key) from unnest(fields) key) end,
            fields,
            case when what = 'theme' then (now->>'id')::bigint else (now->>'theme_id')::bigint end,
            case when now->'theme_id' <> was->'theme_id' then (was->>'theme_id')::bigint end,
            case when what = 'quote' then (now->>'id')::bigint else (now->>'quote_id')::bigint end,
            case what when 'evidence' then (now->>'assumption_id')::bigint when 'citation' then (now->>'insight_id')::bigint end
        from seen order by place;
        return null;
    end $$;

    create function analysis_sign_step() returns trigger language plpgsql as $$
    -- Who it was, and what the verbs said it was, from the events of this transaction: its event numbers are the last
    -- ones, because it holds the study's row.
    declare
        before_us bigint;
    begin
        select max(seq) into before_us from studies_studyevent where study_id = new.study_id and at <> new.at;
        update analysis_step set
            seq = (select max(seq) from studies_studyevent
                where study_id = new.study_id and seq > coalesce(before_us, 0)),
            kinds = (select coalesce(array_agg(distinct kind), '{}') from studies_studyevent
                where study_id = new.study_id and seq > coalesce(before_us, 0)),
            by_id = (select actor_id from studies_studyevent
                where study_id = new.study_id and seq > coalesce(before_us, 0) and actor_id is not null
                order by seq desc limit 1)
        where id = new.id;
        return null;
    end $$;

    create constraint trigger sign_step after insert on analysis_step
        deferrable initially deferred for each row execute function analysis_sign_step();
"""
NO_JOURNAL = """
    drop trigger sign_step on analysis_step;
    drop function analysis_sign_step();
    drop function analysis_write_down();
    drop function analysis_study_of(text, jsonb);
    drop function analysis_image(text, jsonb);
"""

KEPT = {kind: f"analysis_{kind}" for kind in ("theme", "tag", "quote", "evidence", "citation")}
KEPT["memo"] = "analysis_themememo"
SIDES = {"insert": "new table as after_rows", "delete": "old table as before_rows"}
SIDES["update"] = f"{SIDES['delete']} {SIDES['insert']}"
LISTEN = "\n".join(
    f"create trigger write_down_{act} after {act} on {table} referencing {sides}"
    f" for each statement execute function analysis_write_down('{kind}');"
    for kind, table in KEPT.items()
    for act, sides in SIDES.items()
)
DEAF = "\n".join(
    f"drop trigger write_down_{act} on {table};" for table in KEPT.values() for act in SIDES
)


class Migration(migrations.Migration):

    dependencies = [
        ('analysis', '0006_search_filled'),
        ('studies', '0003_act'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Step',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('xact', models.BigIntegerField()),
                ('at', models.DateTimeField()),
                ('way', models.CharField(choices=[('act', 'Done'), ('undo', 'Undone'), ('redo', 'Done again')], default='act', max_length=4)),
                ('seq', models.PositiveBigIntegerField(null=True)),
                ('origin_id', models.BigIntegerField(null=True)),
                ('kinds', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), default=list, size=None)),
                ('touches', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=10), default=list, size=None)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('reverses', models.OneToOneField(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='reversed_by', to='analysis.step')),
                ('study', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='studies.study')),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='Change',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=10)),
                ('row_id', models.BigIntegerField()),
                ('before', models.JSONField(null=True)),
                ('after', models.JSONField(null=True)),
                ('fields', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=63), null=True, size=None)),
                ('theme_id', models.BigIntegerField(null=True)),
                ('theme_was_id', models.BigIntegerField(null=True)),
                ('quote_id', models.BigIntegerField(null=True)),
                ('of_id', models.BigIntegerField(null=True)),
                ('step', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='changes', to='analysis.step')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.AddIndex(
            model_name='step',
            index=models.Index(fields=['study', '-id'], name='step_newest'),
        ),
        migrations.AddIndex(
            model_name='step',
            index=models.Index(fields=['study', 'by', '-id'], name='step_newest_of_one'),
        ),
        migrations.AddConstraint(
            model_name='step',
            constraint=models.UniqueConstraint(fields=('xact', 'at', 'study'), name='step_once_a_transaction'),
        ),
        migrations.AddConstraint(
            model_name='step',
            constraint=models.CheckConstraint(condition=models.Q(('way__in', ['act', 'undo', 'redo'])), name='step_way_known'),
        ),
        migrations.AddIndex(
            model_name='change',
            index=models.Index(fields=['step', 'id'], name='change_of_step'),
        ),
        migrations.AddIndex(
            model_name='change',
            index=models.Index(fields=['kind', 'row_id', '-id'], name='change_of_row'),
        ),
        migrations.AddIndex(
            model_name='change',
            index=models.Index(condition=models.Q(('theme_id', None), _negated=True), fields=['theme_id', '-step'], name='change_about_theme'),
        ),
        migrations.AddIndex(
            model_name='change',
            index=models.Index(condition=models.Q(('theme_was_id', None), _negated=True), fields=['theme_was_id', '-step'], name='change_away_from_theme'),
        ),
        migrations.AddIndex(
            model_name='change',
            index=models.Index(condition=models.Q(('quote_id', None), _negated=True), fields=['quote_id', '-step'], name='change_about_quote'),
        ),
        migrations.RunSQL(GO_WITH_THE_STUDY, STAY),
        migrations.RunSQL(JOURNAL, NO_JOURNAL),
        migrations.RunSQL(LISTEN, DEAF),
    ]
