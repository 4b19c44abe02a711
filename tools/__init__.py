"""Small programs around the product: the map, the requirements table, the import contracts."""
