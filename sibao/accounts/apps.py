"""The app's name for Django."""

from sibao.kernel.context import Context


class Config(Context):
    """sibao.accounts"""

    name = "sibao.accounts"
    label = "accounts"
