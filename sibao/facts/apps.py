"""The app's name for Django."""

from sibao.kernel.context import Context


class Config(Context):
    """sibao.facts"""

    name = "sibao.facts"
    label = "facts"
