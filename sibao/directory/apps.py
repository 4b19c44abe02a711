"""The app's name for Django."""

from sibao.kernel.context import Context


class Config(Context):
    """sibao.directory"""

    name = "sibao.directory"
    label = "directory"
