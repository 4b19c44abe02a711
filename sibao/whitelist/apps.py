"""The app's name for Django."""

from sibao.kernel.context import Context


class Config(Context):
    """sibao.whitelist"""

    name = "sibao.whitelist"
    label = "whitelist"
