"""The addresses that devices and other programs use: joining, the round trip, health, and their description.

spec.py       the OpenAPI description at /api/openapi.json
join.py       POST /api/join
sync.py       POST /api/sync: one round trip, over inbox and feed
snapshots.py  GET /api/snapshots/…: large buckets as files
access.py     who asks
body.py       reads a request's body, with all its bounds
answer.py     writes the answer of a round trip
health.py     GET /healthz
"""
