"""The one list component (清单): declared once, it gives page, counts, paging, saved filters, bulk actions and export.

A list is a `ListDefinition` added to `registry.lists`; a view hands it to `page.list_page`. Everything a person sees of
a list (rows, counts, summary, chips, options, export) comes from the same narrowed rows and the same filters.
"""
