"""What residents report, and what they may follow."""
