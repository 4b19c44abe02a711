"""The app's name for Django."""

from sibao.kernel.context import Context


class Config(Context):
    """sibao.kernel"""

    name = "sibao.kernel"
    label = "kernel"
