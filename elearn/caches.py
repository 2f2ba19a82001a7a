"""A cache that may be away."""

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError


class ForgivingRedisCache(RedisCache):
    """Redis that is never needed: while it cannot be reached, nothing is in it.

    Nothing durable is kept there, so a page costs a little more and stays right.
    """

    def get(self, key, default=None, version=None):
        try:
            return super().get(key, default, version)
        except RedisError:
            return default

    def set(self, *args, **kwargs):
        try:
            return super().set(*args, **kwargs)
        except RedisError:
            return None

    def add(self, *args, **kwargs):
        try:
            return super().add(*args, **kwargs)
        except RedisError:
            return True

    def get_many(self, keys, version=None):
        try:
            return super().get_many(keys, version)
        except RedisError:
            return {}

    def set_many(self, data, *args, **kwargs):
        try:
            return super().set_many(data, *args, **kwargs)
        except RedisError:
            return list(data)

    def delete(self, key, version=None):
        try:
            return super().delete(key, version)
        except RedisError:
            return False

    def delete_many(self, keys, version=None):
        try:
            return super().delete_many(keys, version)
        except RedisError:
            return None

    def has_key(self, key, version=None):
        try:
            return super().has_key(key, version)
        except RedisError:
            return False

    def touch(self, *args, **kwargs):
        try:
            return super().touch(*args, **kwargs)
        except RedisError:
            return False

    def incr(self, key, delta=1, version=None):
        try:
            return super().incr(key, delta, version)
        except RedisError:
            # As for a key that is not there; the callers know this one.
            raise ValueError(f"Key '{key}' not found") from None

    def clear(self):
        try:
            return super().clear()
        except RedisError:
            return None
