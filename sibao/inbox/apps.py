"""The app's name for Django."""

from sibao.kernel.context import Context


class Config(Context):
    """sibao.inbox"""

    name = "sibao.inbox"
    label = "inbox"
