"""Moodle XML, with pictures inside. docs/reference/question-files.md."""

from .reading import read_moodle_xml
from .writing import write_moodle_xml

__all__ = ["read_moodle_xml", "write_moodle_xml"]
