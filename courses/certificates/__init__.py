"""Certificates: issued at completion, named by the learner, checked by anybody."""
