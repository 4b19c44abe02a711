"""Where mail goes."""

from sibao.config.environment import environment
from sibao.config.mail import mail_settings

globals().update(mail_settings(environment().SIBAO_EMAIL_URL, environment().SIBAO_HOME, environment().SIBAO_ORIGIN))
