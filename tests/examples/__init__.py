"""The example client in JavaScript: the shared cases, faults that a server or a network makes, and the real server."""
