"""The app's name for Django."""

from sibao.kernel.context import Context


class Config(Context):
    """sibao.tracing"""

    name = "sibao.tracing"
    label = "tracing"
