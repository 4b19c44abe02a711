"""白名单: listings, batches, notices, coverage."""
