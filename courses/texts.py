"""The type of a text in several languages, for code that needs no framework."""

from collections.abc import Mapping

# Language code to text; a missing language is left out.
Texts = Mapping[str, str]
