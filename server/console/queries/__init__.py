"""What the console's pages read: values or loaded rows, in a number of queries that does not grow with the rows."""
