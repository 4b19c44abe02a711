"""The app's name for Django."""

from sibao.kernel.context import Context


class Config(Context):
    """sibao.audit"""

    name = "sibao.audit"
    label = "audit"
