"""How much room a text takes in a drawing, before any browser has set it: on the wide side of what fonts do."""

from math import ceil
from unicodedata import combining, east_asian_width

GLYPH = 0.6  # width of a letter as a share of the font size, on the wide side of the fonts that system-ui may be


def width_of(text: str, *, font: int) -> int:
    """In pixels. Letters of the far east are square, signs set over a letter take no room."""
    shares = (1.0 if east_asian_width(sign) in "WF" else 0.0 if combining(sign) else GLYPH for sign in text)
    return ceil(round(sum(shares), 6) * font)


def trimmed(text: str, *, room: float, font: int) -> str:
    """As much of a text as there is room for, the rest an ellipsis."""
    if width_of(text, font=font) <= room:
        return text
    kept = text
    while kept and width_of(f"{kept}…", font=font) > room:
        kept = kept[:-1]
    return f"{kept.rstrip()}…"
