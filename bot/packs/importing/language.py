"""Which language a text is in, by its script and by how many of its words are those that sentences are made of."""

import re
from collections.abc import Iterable
from typing import Final

#: Words that hardly any sentence of a language does without, and few of another.
_SMALL_WORDS: Final = {
    "en": "the of and is which what to in for are does how an that with it by from this you can when on be not",
    "de": "der die das und ist ein eine welche welcher was wie nicht mit für von den dem werden wird kann zu auf im",
    "fr": "le la les des est une un et quel quelle que qui dans pour avec par sur pas du au ne ce sont comment",
    "es": "el la los las es una un y qué cuál que en para con por del se como no son al cómo",
    "pt": "o a os as é uma um e qual que em para com por do da não se como são dos das ao",
    "it": "il la i le è una un e quale che in per con di del della non si come sono gli nel",
    "nl": "de het een en is wat welke van in voor met niet zijn dat op aan hoe wordt door kan bij te",
    "pl": "jest co który która i w na do nie się z jak to są dla po przez czy od",
    "sv": "och är en ett vad vilken som i på att för med inte av den det hur till kan",
    "tr": "bir ve nedir hangi ne bu için ile de da olarak olan mi en daha",
}
_SCRIPTS: Final = (
    ("ja", re.compile("[\u3040-\u30ff]")),
    ("ko", re.compile("[\uac00-\ud7af]")),
    ("zh", re.compile("[\u4e00-\u9fff]")),
    ("ru", re.compile("[\u0400-\u04ff]")),
    ("ar", re.compile("[\u0600-\u06ff]")),
    ("he", re.compile("[\u0590-\u05ff]")),
    ("hi", re.compile("[\u0900-\u097f]")),
    ("el", re.compile("[\u0370-\u03ff]")),
)
NAMES: Final = {
    "de": "German",
    "fr": "French",
    "es": "Spanish",
    "pt": "Portuguese",
    "it": "Italian",
    "nl": "Dutch",
    "pl": "Polish",
    "sv": "Swedish",
    "tr": "Turkish",
    "ja": "Japanese",
    "ko": "Korean",
    "zh": "Chinese",
    "ru": "Russian",
    "ar": "Arabic",
    "he": "Hebrew",
    "hi": "Hindi",
    "el": "Greek",
    "en": "English",
}
_WORDS: Final = {language: frozenset(words.split()) for language, words in _SMALL_WORDS.items()}
#: With fewer of a language's small words nothing is said.
_FEWEST: Final = 3
#: Another language has to have so many times the small words of English.
_TIMES: Final = 1.5
_MOST_CHARACTERS: Final = 40_000


def language_of(texts: Iterable[str]) -> str:
    """Give the BCP 47 tag of the language of most of the texts: "en" where nothing speaks for another."""
    sample = ""
    for text in texts:
        sample += f" {text[:1000]}"
        if len(sample) > _MOST_CHARACTERS:
            break
    letters = sum(sign.isalpha() for sign in sample)
    for language, script in _SCRIPTS:
        if letters and len(script.findall(sample)) > letters / 4:
            return language
    words = re.findall(r"[^\W\d_]+", sample.casefold())
    found = {language: sum(word in small for word in words) for language, small in _WORDS.items()}
    best = max(found, key=lambda language: found[language])
    return best if found[best] >= _FEWEST and found[best] > _TIMES * found["en"] else "en"
