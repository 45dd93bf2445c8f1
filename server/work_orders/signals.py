"""What subjects above may listen to: each line of an order's history, in the transaction that writes it."""

from __future__ import annotations

from blinker import signal

order_event = signal("work_orders.order_event")
"""Sent by an order (`WorkOrder`) with `session` and `event` (`OrderEvent`, whose `what` says what happened)."""
