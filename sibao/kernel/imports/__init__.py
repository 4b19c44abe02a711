"""Imports (导入): upload → preview → apply, one component for every context's workbooks."""
