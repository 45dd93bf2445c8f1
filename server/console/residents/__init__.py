"""The residents' pages at `/report/`: a form without account and script, and the private links to what became of it.

pages.py     the addresses
sent.py      a form's own number, the link that follows from it, and where a form may come from
words.py     codes in a resident's words
"""
