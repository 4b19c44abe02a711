"""Inputs of commands on people."""

from sibao.directory.inputs.base import Input, Key
from sibao.kernel.personal.inputs import Purposeful


class RevealPerson(Input, Purposeful):
    """显示人员身份: of an employment in reach, and for what purpose."""

    employment_id: Key
