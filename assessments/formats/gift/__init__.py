"""GIFT, Moodle's text format for questions. docs/reference/question-files.md."""

from .reading import read_gift
from .writing import write_gift

__all__ = ["read_gift", "write_gift"]
