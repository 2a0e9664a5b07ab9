from __future__ import annotations

import codecs

import pytest

from tests.interviews.importers.reading import read, refused, spoken, warned

DANISH = "Søren: Jeg får ære på øl, æble og ål.\nÅse: Må jeg få en kop kaffe? Ja, gør bare det.\n"
GERMAN = "Jörg: Schöne Grüße, das müssen wir prüfen.\nÄnne: Ja, natürlich, für später.\n"
FRENCH = "Zoé: C’était très bien, à côté de ça, où est-il ?\nRené: Déjà là, l’été.\n"
POLISH = "Łukasz: Proszę usiąść, zażółć gęślą jaźń.\nŻaneta: Dziękuję, chętnie, już siadam.\n"
CZECH = "Jiří: Dobrý den, jak používáte tento nástroj?\nŠárka: Většinou ráno, když otevřu poštu.\n"
RUSSIAN = "Анна: Добрый день, расскажите, как вы работаете.\nБорис: Обычно с утра я читаю почту.\n"
GREEK = "Άννα: Καλημέρα σας, πώς είστε σήμερα;\nΓιώργος: Πολύ καλά, ευχαριστώ, εσείς;\n"
CHINESE = "张伟: 你好，请问你平时怎么使用这个工具？\n李娜: 我每天早上打开它，然后看一下数据。\n"
PLAIN = "Ines: How?\nMarek: On paper.\n"


@pytest.mark.parametrize(
    ("text", "encoding", "said"),
    [
        (DANISH, "cp1252", "windows-1252"),
        (GERMAN, "cp1252", "windows-1252"),
        (FRENCH, "cp1252", "windows-1252"),
        (POLISH, "cp1250", "windows-1250"),
        (CZECH, "cp1250", "windows-1250"),
        (RUSSIAN, "cp1251", "windows-1251"),
        (GREEK, "cp1253", "windows-1253"),
        (CHINESE, "gb2312", "gb18030"),
        (PLAIN, "utf-16-le", "utf-16-le"),
        (PLAIN, "utf-16-be", "utf-16-be"),
        (PLAIN, "utf-32-le", "utf-32-le"),
    ],
)
def test_a_guess_is_right_and_reported(text, encoding, said):
    transcript = read(text.encode(encoding))
    assert spoken(transcript) == spoken(read(text))
    assert warned(transcript, f"read as {said}") == [None]


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_a_byte_order_mark_is_believed_and_removed(mark, encoding):
    transcript = read(mark + DANISH.encode(encoding))
    assert spoken(transcript) == spoken(read(DANISH))
    assert not transcript.warnings
    assert "empty" in str(refused(mark))


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028", "\u2029", "\u0085"])
def test_line_ends(end):
    transcript = read(f"Ines: How?{end}{end}Marek: On{end}paper.{end}")
    assert [(turn.speaker, turn.text, turn.line) for turn in transcript.turns] == [
        ("Ines", "How?", 1),
        ("Marek", "On\npaper.", 3),
    ]


def test_mixed_line_ends_and_form_feeds():
    assert spoken(read("Ines: How?\r\nMarek: On\x0cpaper.\rInes: So.\n")) == [
        ("Ines", "How?"),
        ("Marek", "On paper."),
        ("Ines", "So."),
    ]


def test_composed_form_and_no_control_characters():
    assert read("Ines: cafe\u0301 \x07so\u00adft\ufeff\nMarek: ok").turns[0].text == "caf\u00e9 soft"


def test_damaged_utf8_is_shown_and_named():
    transcript = read(DANISH.encode() + b"Ines: a \xff b\n")
    assert transcript.turns[2].text == "a \ufffd b"
    assert warned(transcript, "characters are damaged") == [3]


def test_utf16_halves_are_joined_or_shown_as_damage():
    transcript = read("Ines: \ud83d\ude00\nMarek: \ud800 on paper\n".encode("utf-8", "surrogatepass"))
    assert transcript.turns[0].text == "\U0001f600"
    assert "\ufffd" in transcript.turns[1].text
    assert warned(transcript, "characters are damaged") == [2]


def test_a_zero_byte_is_refused_with_its_line():
    assert refused(b"Ines: How?\nMarek: On\x00 paper.\n").line == 2


def test_endless_accents_are_cut_before_they_cost_time():
    transcript = read("Ines: a" + "\u0316\u0301" * 40_000 + "\nMarek: ok")
    assert len(transcript.turns[0].text) < 40
