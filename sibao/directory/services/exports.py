"""Exports of the directory's lists."""

from sibao.kernel.lists.exporting import export_command

export_units = export_command("directory:unit:export")
