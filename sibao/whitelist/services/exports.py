"""Exports of the whitelist's lists."""

from sibao.kernel.lists.exporting import export_command

export_listings = export_command("whitelist:listing:export")
