"""The process that opens strangers' files: it alone parses, it may be killed, and it can swell no further than its fence."""
