"""How passwords are stored."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2id(Argon2PasswordHasher):
    """Argon2id with the least cost that OWASP's cheat sheet calls safe.

    19 MiB, two passes, one lane. Django's own defaults take 100 MiB and eight lanes for
    each sign-in, which a ward's shift change would feel on a small server. A stored
    password made with other costs is made anew at the next sign-in.
    """

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1
