"""Phones with more in their outbox than one request takes: two tabs, two phones, a new version, a dead browser.

threaded_server.py   the application in the tests' own process: these tests start it often and never restart it
filling.py           recording so much, tap by tap, as fast as the page goes
both_ends.py         what the phone and the server hold
"""
