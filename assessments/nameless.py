"""What learners and their attempts are called on pages that name nobody.

Both names come from the site's secret. Neither tells a number of the database, so
neither tells who began earlier, nor joins what one person did in two quizzes.
"""

from django.utils.crypto import salted_hmac

# Read out over the telephone, none of these is taken for another.
LETTERS = "23456789CFGHJMPQRVWX"
LENGTH = 6

# An attempt's token is its number, shuffled: 64 bits in two halves, four times over.
ROUNDS = 4
HALF = 32
MASK = (1 << HALF) - 1


def pseudonym(assessment_id: int, user_id: int) -> str:
    """Return the name of a person on the pages of one quiz; it stays the same there.

    Of a thousand people in a quiz two have the same name once in more than a hundred
    quizzes.
    """
    digest = salted_hmac(
        "assessments.pseudonym", f"{assessment_id}.{user_id}", algorithm="sha256"
    ).digest()
    number, name = int.from_bytes(digest), ""
    for _place in range(LENGTH):
        number, place = divmod(number, len(LETTERS))
        name += LETTERS[place]
    return name


def token_of(attempt_id: int) -> str:
    """Return the name of an attempt in addresses; says nothing about its number."""
    left, right = attempt_id >> HALF & MASK, attempt_id & MASK
    for step in range(ROUNDS):
        left, right = right, left ^ _mixed(step, right)
    return f"{left:08x}{right:08x}"


def number_of(token: str) -> int | None:
    """Return the attempt that a token names, if there is one; None for no token."""
    if len(token) != 16 or not set(token) <= set("0123456789abcdef"):
        return None
    left, right = int(token[:8], 16), int(token[8:], 16)
    for step in reversed(range(ROUNDS)):
        left, right = right ^ _mixed(step, left), left
    number = left << HALF | right
    # Databases count with 63 bits.
    return number if number < 1 << 63 else None


def _mixed(step: int, half: int) -> int:
    digest = salted_hmac(
        "assessments.attempt-token", f"{step}.{half}", algorithm="sha256"
    ).digest()
    return int.from_bytes(digest[:4])
