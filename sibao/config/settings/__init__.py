"""Settings, in eight rooms: base, database, queue, security, sign-in at a provider, mail, messages, limits."""

from sibao.config.settings.base import *  # noqa: F403
from sibao.config.settings.database import *  # noqa: F403
from sibao.config.settings.limits import *  # noqa: F403
from sibao.config.settings.mail import *  # noqa: F403
from sibao.config.settings.messages import *  # noqa: F403
from sibao.config.settings.oidc import *  # noqa: F403
from sibao.config.settings.queue import *  # noqa: F403
from sibao.config.settings.security import *  # noqa: F403
