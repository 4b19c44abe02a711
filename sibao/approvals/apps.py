"""The app's name for Django."""

from sibao.kernel.context import Context


class Config(Context):
    """sibao.approvals"""

    name = "sibao.approvals"
    label = "approvals"
