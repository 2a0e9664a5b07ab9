"""The languages a study may be in, and how PostgreSQL reads each when words are searched."""

from __future__ import annotations

from django.db import models


class Language(models.TextChoices):
    ARABIC = "ar", "Arabic"
    ARMENIAN = "hy", "Armenian"
    BASQUE = "eu", "Basque"
    BULGARIAN = "bg", "Bulgarian"
    CATALAN = "ca", "Catalan"
    CHINESE = "zh", "Chinese"
    CROATIAN = "hr", "Croatian"
    CZECH = "cs", "Czech"
    DANISH = "da", "Danish"
    DUTCH = "nl", "Dutch"
    ENGLISH = "en", "English"
    ESTONIAN = "et", "Estonian"
    FINNISH = "fi", "Finnish"
    FRENCH = "fr", "French"
    GERMAN = "de", "German"
    GREEK = "el", "Greek"
    HEBREW = "he", "Hebrew"
    HINDI = "hi", "Hindi"
    HUNGARIAN = "hu", "Hungarian"
    INDONESIAN = "id", "Indonesian"
    IRISH = "ga", "Irish"
    ITALIAN = "it", "Italian"
    JAPANESE = "ja", "Japanese"
    KOREAN = "ko", "Korean"
    LATVIAN = "lv", "Latvian"
    LITHUANIAN = "lt", "Lithuanian"
    NEPALI = "ne", "Nepali"
    NORWEGIAN = "no", "Norwegian"
    PERSIAN = "fa", "Persian"
    POLISH = "pl", "Polish"
    PORTUGUESE = "pt", "Portuguese"
    ROMANIAN = "ro", "Romanian"
    RUSSIAN = "ru", "Russian"
    SERBIAN = "sr", "Serbian"
    SLOVAK = "sk", "Slovak"
    SLOVENIAN = "sl", "Slovenian"
    SPANISH = "es", "Spanish"
    SWEDISH = "sv", "Swedish"
    TAMIL = "ta", "Tamil"
    THAI = "th", "Thai"
    TURKISH = "tr", "Turkish"
    UKRAINIAN = "uk", "Ukrainian"
    VIETNAMESE = "vi", "Vietnamese"
    YIDDISH = "yi", "Yiddish"
    OTHER = "xx", "Another language"


# Those whose word endings PostgreSQL 15 knows. `throughline_config` in the database says the same; a test compares them.
CONFIGS = {
    "ar": "arabic",
    "ca": "catalan",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "eu": "basque",
    "fi": "finnish",
    "fr": "french",
    "ga": "irish",
    "hi": "hindi",
    "hu": "hungarian",
    "hy": "armenian",
    "id": "indonesian",
    "it": "italian",
    "lt": "lithuanian",
    "ne": "nepali",
    "nl": "dutch",
    "no": "norwegian",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sr": "serbian",
    "sv": "swedish",
    "ta": "tamil",
    "tr": "turkish",
    "yi": "yiddish",
}
SIMPLE = "simple"


def config_of(language: str) -> str:
    """The text-search configuration; `simple`, which takes words as they are, where PostgreSQL has none."""
    return CONFIGS.get(language, SIMPLE)
