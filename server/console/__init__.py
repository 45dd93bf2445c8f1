"""The supervisors' console, the landing page and the residents' pages: HTML over the subjects' services.

setup.py        puts it together
access.py       who is signed in; permission itself is server/review/permission.py
*_pages.py      routes: they parse, call and answer
residents/      the residents' form and their private links
queries/        what pages read, each in a fixed number of queries
forms.py        reads forms: a value or a message at the field, nothing lost
labels.py wording.py times.py    codes, entries and times in words
templates/ static/               Jinja, CSS, small scripts beside htmx
"""

from server.console.setup import register_console

__all__ = ["register_console"]
