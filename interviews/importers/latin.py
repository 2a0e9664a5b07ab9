"""Which Windows code page a Latin text was written in, by the letters of its language.

The general guess (charset-normalizer) takes most Western texts for Central European ones: the bytes of "Søren" are as
good a word as "Sřren" to it. Languages know better: no language has ř beside ĺ and ć but not č.
"""

from __future__ import annotations

# Most used first: that wins between equals.
ALPHABETS = {
    "cp1252": (
        "äöüß",  # German
        "àâæçéèêëîïôœùûüÿ",  # French
        "áéíóúüñ¿¡ºª",  # Spanish
        "áâãàçéêíóôõúüºª",  # Portuguese
        "àèéìíîòóùú",  # Italian
        "æøåéóäö",  # Danish, Norwegian
        "åäöé",  # Swedish, Finnish
        "áðéíóúýþæö",  # Icelandic
        "éëïóöüèá",  # Dutch
        "àçéèíïóòúü·",  # Catalan
    ),
    "cp1250": (
        "ąćęłńóśźż",  # Polish
        "áčďéěíňóřšťúůýž",  # Czech
        "áäčďéíĺľňóôŕšťúýž",  # Slovak
        "áéíóöőúüű",  # Hungarian
        "ăâîşţ",  # Romanian
        "čćđšž",  # Croatian, Slovene
    ),
    "cp1254": ("çğıöşüâîİ",),  # Turkish
    "cp1257": (
        "ąčęėįšųūž",  # Lithuanian
        "āčēģīķļņšūž",  # Latvian
        "äöõüšž",  # Estonian
    ),
}
PUNCTUATION = frozenset("“”„‚‘’–—…«»‹›€£§°•\u00a0")


def latin_code_page(sample: bytes) -> str | None:
    """None when the text is in another script, or fits no language well."""
    high = sum(byte > 0x7F for byte in sample)
    if high > 2 * sum(chr(byte).isalpha() for byte in sample if byte < 0x80):
        return None
    fits = {code_page: _fit(sample, code_page) for code_page in ALPHABETS}
    best = max(fits, key=lambda code_page: fits[code_page])
    return best if fits[best] >= 0.9 else None


def _fit(sample: bytes, code_page: str) -> float:
    """Share of the letters beyond ASCII that the language which fits best has."""
    text = sample.decode(code_page, "replace")
    letters = [char for char in text if char > "\x7f" and char not in PUNCTUATION]
    if not letters:
        return 1.0
    return max(sum(_has(alphabet, char) for char in letters) for alphabet in ALPHABETS[code_page]) / len(letters)


def _has(alphabet: str, char: str) -> bool:
    return char in alphabet or char.lower() in alphabet
