"""The formulas behind every figure of the ratings and quiz reports, in plain Python.

Numbers go in, a number or None comes out; what is not known is never 0. Nothing here
reads a database, knows a person or words a message for a page. Each formula is defined,
with a worked example, in docs/methods; `python -m psychometrics` recomputes any figure.
"""
