import django.db.models.deletion
from django.db import migrations, models

# They go with the line and with the step, also where rows are deleted by SQL; and what is erased is erased here as well.
GO = """
    alter table analysis_correction
        add constraint correction_of_its_step foreign key (step_id) references analysis_step on delete cascade,
        add constraint correction_of_its_line foreign key (note_id) references interviews_note on delete cascade;
    create function analysis_forget_corrections() returns trigger language plpgsql as $$
    begin
        delete from analysis_correction where note_id = new.id;
        return null;
    end $$;
    create trigger forget_corrections after update of erased_at on interviews_note
        for each row when (new.erased_at is not null) execute function analysis_forget_corrections();
"""
STAY = """
    drop trigger forget_corrections on interviews_note;
    drop function analysis_forget_corrections();
    alter table analysis_correction drop constraint correction_of_its_line, drop constraint correction_of_its_step;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('analysis', '0014_retention'),
        ('interviews', '0008_study_privacy'),
    ]

    operations = [
        migrations.CreateModel(
            name='Correction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('before', models.TextField()),
                ('revision', models.PositiveIntegerField()),
                ('note', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='corrections', to='interviews.note')),
                ('step', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='corrections', to='analysis.step')),
            ],
            options={'ordering': ['pk']},
        ),
        migrations.RunSQL(GO, STAY),
    ]
