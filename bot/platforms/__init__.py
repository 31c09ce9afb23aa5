"""Messengers: bytes in → Incoming, Outgoing → wire calls planned by a pure function. Each knows handlers.dialogue and nothing else of ours."""
