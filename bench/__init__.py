"""Benches (量一量): what the product promises, measured as ratios within one run; medians of three."""
