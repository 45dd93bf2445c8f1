"""What subjects above may listen to: each line of an order's history, in the transaction that writes it."""

from __future__ import annotations

from blinker import signal

order_event = signal("work_orders.order_event")
"""Sent by an order (`WorkOrder`) with `session`, `event` (`OrderEvent`, whose `what` says what happened) and
`received_at`: when the server learnt of it, not before `event.at`."""
