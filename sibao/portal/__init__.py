"""公开: public pages without login: the list, the notices and their verification."""
