"""The app's name for Django."""

from sibao.kernel.context import Context


class Config(Context):
    """sibao.prevention"""

    name = "sibao.prevention"
    label = "prevention"
