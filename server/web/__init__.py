"""What concerns every answer over HTTP: rate limits, security headers, the files of the phone app."""
