"""The app's name for Django."""

from sibao.kernel.context import Context


class Config(Context):
    """sibao.portal"""

    name = "sibao.portal"
    label = "portal"
