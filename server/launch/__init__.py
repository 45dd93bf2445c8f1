"""Starts everything on one machine: `python -m server.launch --port 8000 [--demo]`. Ctrl-C stops everything.

__main__.py    in order: free port, database, demo, processes, where to go and how to sign in
processes.py   gunicorn and the timetable as child processes that live and end together
welcome.py     the words on the screen
"""
