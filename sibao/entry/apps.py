"""The app's name for Django."""

from sibao.kernel.context import Context


class Config(Context):
    """sibao.entry"""

    name = "sibao.entry"
    label = "entry"
