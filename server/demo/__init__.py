"""A made-up landlord at full scale, to try Kierros with: `make run` loads it into an empty database.

Everything is made by chance out of a seed and the instant of the first start (chance.py), as plain rows (rows.py), and
inserted past the ORM; then its documents are stamped by the same gateway as everybody else's. In the order of making:

city.py                             puts the parts together
organisations.py staff.py people.py names.py allotment.py
                                    who works where, so that everybody's day is a natural one
places.py spaces.py briefs.py       properties on real streets (neighbourhoods.json), buildings, what is in them
products.py                         the catalogue and each employer's stock
plans.py rounds.py                  round plans, and their rounds around today
history.py product_uses.py          the last days' rounds as they were walked
order_drafts.py orders.py           work orders, each with the course it took
waiting.py                          those that wait, and duplicates
journal.py reviewing.py             the operations behind all that, and what supervisors made of them
incidents.py exceptions.py          clashes and mistakes, sent through the real inbox
covers.py                           somebody is away, and skipped spaces are carried over
inspections.py                      quality inspections, finished and open
load.py access.py                   into the database; who may sign in as whom

*_texts.py and product_range.py hold words only.
"""
