"""表格 workbooks of strangers: read in a fenced process, understood without guessing, given back with problems marked, written.

`reading.read_workbook` → `understand.understand` → `annotate.annotate`; `template.write_template`; `export.write_xlsx`.
Pure Python: no Django, no business word.
"""
