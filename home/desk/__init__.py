"""The trainer's desk: whole courses in the editor, where Wagtail shows single pages.

A course is begun, completed, reviewed and published here. Nothing is stored of the desk
itself: what it shows and does is pages, questions and surveys, each of which stays
editable on Wagtail's own screens.
"""
