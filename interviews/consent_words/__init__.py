"""Our own words around a study's consent form, in each language we can write well; pure."""

from interviews.consent_words.english import ENGLISH
from interviews.consent_words.german import GERMAN
from interviews.consent_words.words import ConsentWords

WORDS: dict[str, ConsentWords] = {words.code: words for words in (ENGLISH, GERMAN)}

__all__ = ["WORDS", "ConsentWords"]
