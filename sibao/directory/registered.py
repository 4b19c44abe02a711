"""What the directory gives to the kernel."""

from sibao.directory.services.unit_workbook import UnitWorkbook
from sibao.kernel.imports.importers import register

register(UnitWorkbook())
