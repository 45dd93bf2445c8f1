"""What must hold, whatever happened: I1 to I12, each a function that says it in words and bears its number.

Those of a phone and of an answer are looked at all the time, the others at quiescence: the network is well, and every
device has synced until nothing moves any more. README.md of the simulation has the list.

violation.py   what is raised when something does not hold, and how looks are counted
kept.py        nothing recorded or acknowledged is lost (I1, I2)
effects.py     operations have their effect once, and all are decided (I3, I10)
screen.py      what the worker sees (I4)
held.py        what a phone holds when it has read everything (I5, I7, I9, I11)
versions.py    how versions grow at the server, and what may be purged (I6, I11)
answers.py     what an answer brings, and what not (I8, I11)
outcome.py     how everything stands in the end (I12)
"""
