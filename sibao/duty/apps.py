"""The app's name for Django."""

from sibao.kernel.context import Context


class Config(Context):
    """sibao.duty"""

    name = "sibao.duty"
    label = "duty"
