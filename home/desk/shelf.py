"""Where the texts lie that this software brings along."""

from pathlib import Path

STARTER = Path(__file__).resolve().parent.parent / "starter"
