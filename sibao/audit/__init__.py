"""留痕: one line per command, refused ones too."""
