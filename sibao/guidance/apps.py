"""The app's name for Django."""

from sibao.kernel.context import Context


class Config(Context):
    """sibao.guidance"""

    name = "sibao.guidance"
    label = "guidance"
