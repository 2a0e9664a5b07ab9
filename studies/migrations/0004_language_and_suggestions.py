from django.db import migrations, models

LANGUAGES = [
    ("ar", "Arabic"), ("hy", "Armenian"), ("eu", "Basque"), ("bg", "Bulgarian"), ("ca", "Catalan"), ("zh", "Chinese"),
    ("hr", "Croatian"), ("cs", "Czech"), ("da", "Danish"), ("nl", "Dutch"), ("en", "English"), ("et", "Estonian"),
    ("fi", "Finnish"), ("fr", "French"), ("de", "German"), ("el", "Greek"), ("he", "Hebrew"), ("hi", "Hindi"),
    ("hu", "Hungarian"), ("id", "Indonesian"), ("ga", "Irish"), ("it", "Italian"), ("ja", "Japanese"), ("ko", "Korean"),
    ("lv", "Latvian"), ("lt", "Lithuanian"), ("ne", "Nepali"), ("no", "Norwegian"), ("fa", "Persian"), ("pl", "Polish"),
    ("pt", "Portuguese"), ("ro", "Romanian"), ("ru", "Russian"), ("sr", "Serbian"), ("sk", "Slovak"), ("sl", "Slovenian"),
    ("es", "Spanish"), ("sv", "Swedish"), ("ta", "Tamil"), ("th", "Thai"), ("tr", "Turkish"), ("uk", "Ukrainian"),
    ("vi", "Vietnamese"), ("yi", "Yiddish"), ("xx", "Another language"),
]  # fmt: skip


class Migration(migrations.Migration):
    """Columns with a constant default: no row is written anew, however many there are."""

    dependencies = [("studies", "0004_new_theme_rate")]

    operations = [
        migrations.AddField(
            "study", "language", models.CharField(choices=LANGUAGES, db_default="en", default="en", max_length=2)
        ),
        migrations.AddField(
            "study",
            "suggests_themes",
            models.BooleanField(db_default=False, default=False, verbose_name="suggest themes"),
        ),
        migrations.AddConstraint(
            "study",
            models.CheckConstraint(
                condition=models.Q(language__in=[code for code, _ in LANGUAGES]), name="study_language_known"
            ),
        ),
    ]
