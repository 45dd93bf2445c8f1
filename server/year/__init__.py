"""A year of the demo's landlord with a clock that goes from event to event: `flask --app server simulate year`.

The timetable's jobs at their hours, residents who report, supervisors at their desk, and workers whose phones are the
client library of `sync/` and send real requests to the application; in between they record without network. All chance
comes out of the seed, the day and who it is about, so that nothing of it has to be kept.

course.py     one day after the other, and what is kept between them
progress.py   how far a folder has come, and what was counted so far
whole_days.py a day counts as a whole: what was begun is undone
landlord.py   the beginning: the demo at some size, its people with their phones
agenda.py     the clock, and what is to happen when
phones.py     a phone: the client library, with stores in memory and the application behind its network
routine.py    a worker's day: rounds, orders, products
yards.py      what caretakers record in yards, by season
absences.py   who is ill or on leave
desk.py       residents, supervisors, covers for the absent
roster.py     who is on duty when, and who swaps
inspecting.py what supervisors grade in the houses
nights.py     the timetable, and who is called at night
figures.py    what it comes to
faults.py     what must hold
"""
