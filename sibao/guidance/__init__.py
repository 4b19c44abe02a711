"""指南预案: the documents every sector works by, the guide's items, and which of them are missing."""
