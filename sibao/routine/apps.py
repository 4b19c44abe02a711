"""The app's name for Django."""

from sibao.kernel.context import Context


class Config(Context):
    """sibao.routine"""

    name = "sibao.routine"
    label = "routine"
