"""Whether bytes that are not UTF-8 are really Western European text, and what else they may be."""

import re
import unicodedata
from collections.abc import Callable
from itertools import islice

_HIGH = re.compile(rb"[\x80-\xff]+")
# In Western European text letters with accents stand alone among plain ones; longer runs are another script.
_RUN = 3
_SHARE = 0.3
_SAMPLE = 400_000
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_MARKS_LOOKED_AT = 20_000
_FEWEST = 2
# Marks of Windows-1252 that stand beside letters in honest text: quotes, dashes, N° and the like.
_HONEST = frozenset("’‘“”–—…·°ºª«»®™•´¨§¿¡ ")
_ICELANDIC = frozenset("þðýÞÐÝ")
_BESIDE_ICELANDIC = frozenset("áíóúæÁÍÓÚÆé")

# Encoding, what it is called, and the letters that are most frequent in its texts: in the wrong encoding of the same
# script they come out as rare ones or as capitals.
_SCRIPTS = (
    ("cp1251", "Cyrillic (Windows-1251)", "оеаинтсрвлкмдпуя"),
    ("koi8_r", "Cyrillic (KOI8-R)", "оеаинтсрвлкмдпуя"),
    ("cp866", "Cyrillic (DOS)", "оеаинтсрвлкмдпуя"),
    ("cp1253", "Greek (Windows-1253)", "αοιετσνηυρπκμλςίάόέή"),
    ("cp1256", "Arabic (Windows-1256)", "اليمونرتبةعدسفهكقحجأ"),
    ("cp1255", "Hebrew (Windows-1255)", "יוהלאתרמשבנכדםעחקפ"),
)
# Encodings of two bytes a letter: what counts as a frequent letter, by its name or by its place in the code.
_WIDE: tuple[tuple[str, str, Callable[[str, bytes], bool]], ...] = (
    ("cp932", "Japanese (Shift-JIS)", lambda letter, _: letter.startswith(("HIRAGANA", "KATAKANA"))),
    ("euc_jp", "Japanese (EUC)", lambda letter, _: letter.startswith(("HIRAGANA", "KATAKANA"))),
    ("euc_kr", "Korean (EUC-KR)", lambda letter, _: letter.startswith("HANGUL SYL")),
    ("gb18030", "Chinese (GB18030)", lambda _, code: len(code) == 2 and 0xB0 <= code[0] <= 0xD7 and code[1] > 0xA0),
    ("big5", "Chinese (Big5)", lambda _, code: len(code) == 2 and 0xA4 <= code[0] <= 0xC6),
)
_LATIN = (
    ("mac_roman", "Mac Roman"),
    ("cp850", "DOS (code page 850)"),
    ("cp1250", "Central European (Windows-1250)"),
)


def suspected(content: bytes) -> tuple[str, str] | None:
    """Why the bytes are no Western European text, and the encoding they probably have ('' where it cannot be told).

    None when they are plausible as Windows-1252.
    """
    high = [run.group() for run in _HIGH.finditer(content[:_SAMPLE])]
    total = sum(map(len, high))
    if total >= _FEWEST and sum(len(run) for run in high if len(run) >= _RUN) > _SHARE * total:
        return _script(content[:_SAMPLE])
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError:
        return _code_page(content)
    letters = _accented(text)
    odd = [place for place in letters if _is_odd(text, place)]
    if odd and len(odd) >= 0.2 * len(letters):
        return _code_page(content)
    marks = {text[place] for place in letters}
    if marks & _ICELANDIC and not marks & _BESIDE_ICELANDIC:
        return "its letters look like Turkish (Windows-1254)", "cp1254"
    return None


def _script(content: bytes) -> tuple[str, str]:
    """The script whose frequent letters the text holds; else a Latin code page."""
    found = [(_frequent(content, encoding, letters), encoding, called) for encoding, called, letters in _SCRIPTS]
    found += [
        (_frequent_wide(content, encoding, is_frequent), encoding, called) for encoding, called, is_frequent in _WIDE
    ]
    # Frequent Korean syllables stand among the frequent Chinese letters; text of these only is Korean.
    found = [
        (fitting * (0.9 if encoding == "gb18030" else 1.0), encoding, called) for fitting, encoding, called in found
    ]
    fitting, encoding, called = max(found)
    if fitting > 0.5:
        return f"its letters look like {called}", encoding
    said, encoding = _code_page(content)
    return (said, encoding) if encoding else ("its letters are of a script that cannot be told", "")


def _frequent(content: bytes, encoding: str, letters: str) -> float:
    marks = [mark for mark in content.decode(encoding, errors="replace") if ord(mark) > 127]
    return sum(mark in letters for mark in marks) / len(marks)


def _frequent_wide(content: bytes, encoding: str, is_frequent: Callable[[str, bytes], bool]) -> float:
    # The sample may end within a letter.
    marks = [mark for mark in content.decode(encoding, errors="replace") if ord(mark) > 127]
    if marks.count("\ufffd") > 1:
        return 0.0
    return sum(
        mark != "\ufffd" and is_frequent(unicodedata.name(mark, ""), mark.encode(encoding)) for mark in marks
    ) / len(marks)


def _code_page(content: bytes) -> tuple[str, str]:
    """The Latin code page under which most of the accented letters stand as such letters do."""
    best: tuple[float, str, str] | None = None
    for encoding, called in _LATIN:
        text = content.decode(encoding, errors="replace")
        places = _accented(text)
        sound = sum(text[place].isalpha() and not _is_odd(text, place) for place in places) / max(len(places), 1)
        if best is None or sound > best[0]:
            best = (sound, encoding, called)
    if best is None or best[0] < 0.8:
        return "its encoding cannot be told", ""
    return f"its letters look like {best[2]}", best[1]


def _accented(text: str) -> list[int]:
    return [found.start() for found in islice(_BEYOND_ASCII.finditer(text), _MARKS_LOOKED_AT)]


def _is_odd(text: str, place: int) -> bool:
    """Whether a mark beyond ASCII stands where honest text has none: a sign, or a capital, inside a word."""
    mark = text[place]
    before, after = text[place - 1 : place], text[place + 1 : place + 2]
    if mark in _HONEST or not (before.isalpha() or after.isalpha()):
        return False
    if not mark.isalpha() or mark == "ƒ":
        return not (mark in "€£¥$" and not after.isalpha())
    return mark.isupper() and before.islower()
