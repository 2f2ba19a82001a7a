"""Questions as files hold them: strategies, pictures, and one of each kind."""

import io
from decimal import Decimal
from functools import cache

from hypothesis import strategies as st
from PIL import Image

from assessments.content import ItemType
from assessments.formats.records import (
    CategoryName,
    OutcomeName,
    PictureFile,
    ReadItem,
    renumbered,
)
from tests.factories.content_strategies import contents_of, texts
from tests.factories.contents import one_of_each

LANGUAGES = ("en", "fi", "sv")


@cache
def picture(number: int) -> PictureFile:
    """Return a small picture, another one for each number."""
    file = io.BytesIO()
    Image.new("RGB", (2, 2), (number % 256, 10, 20)).save(file, "PNG")
    return PictureFile(file.getvalue(), f"picture-{number}.png")


def with_pictures(content, **fields) -> ReadItem:
    """Return the content as a question of a file, with pictures for its numbers."""
    numbers = {old: picture(old).number for old in content.image_ids()}
    return ReadItem(
        content=renumbered(content, numbers),
        pictures={picture(old).number: picture(old) for old in numbers},
        **fields,
    )


KEYS = st.from_regex(r"[A-Za-z0-9_-]{1,30}", fullmatch=True)


@st.composite
def read_items(draw, item_type: ItemType) -> ReadItem:
    """Draw a question of a file, with all that a bank keeps of it."""
    content = draw(contents_of(item_type, image_ids=(1, 2, 3), cases=True))
    categories = st.builds(CategoryName, name=texts(), key=KEYS)
    outcomes = st.builds(OutcomeName, key=KEYS, text=texts())
    return with_pictures(
        content,
        key=draw(KEYS),
        points=draw(
            st.none()
            | st.decimals("0.01", "999.99", places=2).map(
                lambda points: Decimal(f"{points.normalize():f}")
            )
        ),
        category=tuple(draw(st.lists(categories, max_size=2))),
        outcome=draw(st.none() | outcomes),
        principle=draw(st.none() | st.integers(1, 8)),
        tags=tuple(
            draw(
                st.lists(
                    st.text("abc åä-]>:", min_size=1, max_size=9)
                    .map(str.strip)
                    .filter(bool),
                    max_size=2,
                    unique=True,
                )
            )
        ),
        is_essential=draw(st.booleans()),
        is_retired=draw(st.booleans()),
    )


def plain_items() -> list[ReadItem]:
    """Return one plain question of each type."""
    return [
        ReadItem(key=str(item_type), content=content)
        for item_type, content in one_of_each().items()
    ]
