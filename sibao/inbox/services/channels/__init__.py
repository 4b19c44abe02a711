"""Ways out of the house: mail, robot, SMS. None of them carries a word of the message, only its kind and the way to it."""

from sibao.inbox.services.channels.letter import Letter, NoAnswer, Refused, Unreachable, Way
from sibao.inbox.services.channels.mail import Mail
from sibao.inbox.services.channels.robot import Robot
from sibao.inbox.services.channels.sms import Sms

WAYS: dict[str, Way] = {"mail": Mail(), "robot": Robot(), "sms": Sms()}

__all__ = ["WAYS", "Letter", "NoAnswer", "Refused", "Unreachable", "Way"]
