"""The addresses that devices and other programs use: joining, the round trip, health, and their description.

spec.py     the OpenAPI description at /api/openapi.json
join.py     POST /api/join
sync.py     POST /api/sync: one round trip, over inbox and feed
body.py     reads a request's body, with all its bounds
health.py   GET /healthz
"""
