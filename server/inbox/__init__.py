"""Receives operations: stores each as it came, applies it, tells its result. Knows no subject.

registry.py   which handler applies which kind; what a handler is given and gives back
receive.py    a batch: transactions of at most 25 operations, known ids, results (steps 2 to 5)
apply.py      one operation in its savepoint (steps 3 and 4)
decide.py     what was quarantined is applied, mended or dismissed (step 4)
rerun.py      what a former version did not know is tried again after an upgrade (step 4)
erase.py      texts that may be kept no longer
gaps.py       the numbers of a stream that never arrived
"""
