"""Kinds of messages that contexts send (消息种类), declared where they are sent; people choose by kind how they are told."""

from dataclasses import dataclass

from django.utils.functional import Promise

Text = str | Promise


@dataclass(frozen=True, slots=True)
class MessageKind:
    """One kind of message.

    Args:
        code: `context:what`, such as "inbox:task-assigned".
        label: what it is called on pages, and all that mail, robot and SMS say of it.
        words: the sentence that pages show, Chinese, with its values as %(name)s; marked for translation by `gettext_noop`.
        icon: how it looks in lists.
        urgent: breaks quiet hours and waits for no digest.
        channels: how it is told beside the page unless somebody chooses otherwise.
    """

    code: str
    label: Text
    words: str
    icon: str = "bell"
    urgent: bool = False
    channels: tuple[str, ...] = ()


KINDS: dict[str, MessageKind] = {}


def declare(*kinds: MessageKind) -> None:
    """Add kinds to the one table.

    Raises:
        RuntimeError: a code is declared twice, or is not `context:what`.
    """
    for kind in kinds:
        if kind.code.count(":") != 1 or kind.code in KINDS:
            raise RuntimeError(f"message kind {kind.code} is declared twice or is not context:what")
        KINDS[kind.code] = kind
