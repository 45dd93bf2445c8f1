"""The Kierros sync protocol in plain Python: no Flask, no database.

For both ends: what may go wrong (`errors`), the messages and operations as frozen values (`messages`, `operations`),
the rules both share (`instants`, `sums`, `overlay`), and their JSON (`wire`, the only home of JSON keys).

A device: `client` is the front door and `round` the round trips, over `ports` (a store, a network, clocks). What it
decides is pure: the outbox (`outbox`), how the position moves (`position`, `reading`), changes to documents (`draft`),
healing (`healing`). `store` keeps it in two SQLite databases, `transport` speaks HTTP. `cli` and `commands` make it
`python -m sync`, with `tasks` and `eco` for what a worker asks.

All but `wire` and what uses it needs nothing beyond the standard library. Nothing here imports `server`.
The protocol itself is written down in docs/protocol.md, docs/documents.md and docs/operations.md.
"""
