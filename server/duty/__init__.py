"""Who is on duty, and who is alerted."""
