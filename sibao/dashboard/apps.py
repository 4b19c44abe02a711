"""The app's name for Django."""

from sibao.kernel.context import Context


class Config(Context):
    """sibao.dashboard"""

    name = "sibao.dashboard"
    label = "dashboard"
