"""Carrying over what was made with django-quiz-app: its quizzes and its records.

`tables` reads its database or fixture into rows, and `old` turns rows into plain
quizzes, sittings and progress. Neither knows our database: `actions.carry_over` writes.
"""
