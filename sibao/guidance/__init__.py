"""指南预案: the documents every sector works by, the guide's items, checks of units by them, and what is to be put right."""
