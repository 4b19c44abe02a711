"""Settings, in six rooms: base, database, queue, security, mail, limits."""

from sibao.config.settings.base import *  # noqa: F403
from sibao.config.settings.database import *  # noqa: F403
from sibao.config.settings.limits import *  # noqa: F403
from sibao.config.settings.mail import *  # noqa: F403
from sibao.config.settings.queue import *  # noqa: F403
from sibao.config.settings.security import *  # noqa: F403
