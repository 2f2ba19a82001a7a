"""Rules about the blocks that authors write in."""

import pytest
from wagtail import blocks

from assessments.blocks import ItemStreamBlock
from courses.blocks import LESSON_BLOCKS
from feedback.blocks import SurveyStreamBlock

TOP_LEVEL = [
    *[pytest.param(block, id=name) for name, block in LESSON_BLOCKS],
    *[
        pytest.param(block, id=name)
        for stream in (ItemStreamBlock(), SurveyStreamBlock())
        for name, block in stream.child_blocks.items()
    ],
]


def walk(block):
    yield block
    children = getattr(block, "child_blocks", {})
    for child in children.values():
        yield from walk(child)
    if isinstance(block, blocks.ListBlock):
        yield from walk(block.child_block)


@pytest.mark.parametrize("block", TOP_LEVEL)
def test_every_block_has_a_description_and_an_example(block):
    """Authors choose by sight; a bare name tells them nothing."""
    assert str(block.get_description())
    assert block.is_previewable
    assert block.meta.preview_value is not None


@pytest.mark.parametrize("block", TOP_LEVEL)
def test_every_block_renders_its_example(block, site, rf):
    """A preview that fails looks like a broken editor."""
    if hasattr(block.meta, "preview_value") and block.meta.preview_value is not None:
        value = block.get_preview_value()
        block.render(value, context={"request": rf.get("/")})


@pytest.mark.parametrize("block", TOP_LEVEL)
def test_no_block_takes_raw_html(block):
    """Raw HTML runs what an author pasted, in the browser of every learner."""
    for part in walk(block):
        assert not isinstance(part, blocks.RawHTMLBlock)


@pytest.mark.parametrize("block", TOP_LEVEL)
def test_every_block_has_an_own_template(block):
    """Wagtail's fallback would print a list of field names."""
    assert block.meta.template
