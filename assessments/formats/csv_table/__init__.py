"""Questions as a table for spreadsheets. docs/reference/question-files.md."""

from .reading import read_csv
from .writing import write_csv

__all__ = ["read_csv", "write_csv"]
