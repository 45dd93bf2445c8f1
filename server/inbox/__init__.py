"""Receives operations: stores each as it came, applies it, tells its result. Knows no subject.

registry.py   which handler applies which kind; what a handler is given and gives back
receive.py    a batch: transactions of at most 25 operations, known ids, results (steps 2 to 5)
apply.py      one operation in its savepoint (steps 3 and 4)
"""
