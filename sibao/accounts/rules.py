"""What can be said about accounts without looking into a table."""

from dataclasses import dataclass

_BROWSERS = (
    ("MicroMessenger", "微信"),
    ("DingTalk", "钉钉"),
    ("QQBrowser", "QQ浏览器"),
    ("Edg", "Edge"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("Android", "Android"),
    ("HarmonyOS", "HarmonyOS"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True, slots=True)
class Device:
    """A browser and its system by their names; empty when they cannot be told."""

    browser: str
    system: str
    phone: bool


def device_of(user_agent: str) -> Device:
    """Return what a browser says of itself, in words a person knows."""
    browser, system = _first(_BROWSERS, user_agent), _first(_SYSTEMS, user_agent)
    return Device(browser, system, "Mobile" in user_agent)


def _first(known: tuple[tuple[str, str], ...], text: str) -> str:
    return next((name for sign, name in known if sign in text), "")
