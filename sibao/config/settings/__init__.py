"""Settings, in four rooms: base, database, queue, security."""

from sibao.config.settings.base import *  # noqa: F403
from sibao.config.settings.database import *  # noqa: F403
from sibao.config.settings.queue import *  # noqa: F403
from sibao.config.settings.security import *  # noqa: F403
