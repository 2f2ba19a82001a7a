"""Codes of certificates, as people copy them from paper."""

import re

from courses.models.certificate import CODE_LENGTH, CODE_SIGNS

# What is read for another sign; none of them is in a code.
MISREAD = str.maketrans("OIL", "011")


def read_code(text: str) -> str:
    """Return the code that somebody typed, "" where it cannot be one.

    Capitals and small letters, hyphens and spaces make no difference.
    """
    code = re.sub(r"[\s\-–]", "", text[:200]).upper().translate(MISREAD)
    is_one = len(code) == CODE_LENGTH and set(code) <= set(CODE_SIGNS)
    return code if is_one else ""
