"""What a zone settles for itself, without code and with a history (本区设置): feature switches."""
