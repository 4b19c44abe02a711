"""事实: what is known about units, since when and from whom; what criteria read."""
