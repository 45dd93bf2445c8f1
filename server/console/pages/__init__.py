"""The console's pages, one file for each: routes that parse, call a service or query, and answer."""
