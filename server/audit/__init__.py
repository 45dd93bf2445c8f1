"""Every change, hash-chained."""
