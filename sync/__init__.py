"""The Kierros sync protocol in plain Python: no Flask, no database.

Here: what may go wrong (`errors`), the messages and operations as frozen values (`messages`, `operations`), the rules
both ends share (`instants`, `sums`, `overlay`), and their JSON (`wire`, the only home of JSON keys).
All but `wire` needs nothing beyond the standard library. Nothing here imports `server`.
The protocol itself is written down in docs/protocol.md, docs/documents.md and docs/operations.md.
"""
