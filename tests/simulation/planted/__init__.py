"""Bugs that are planted on purpose, to show that the simulation can fail. `make planted` is the short way.

NN-name.patch   one bug: what it is, which promise it breaks, which invariant has to see it, and the change itself
patches.py      reads them and applies one
copies.py       the tree in a scratch folder, with or without a bug
player.py       plays seeds inside such a copy, until something is violated
__main__.py     all of them, and the same seeds without a bug
"""
