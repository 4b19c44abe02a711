"""Where mail goes."""

from sibao.config.environment import environment
from sibao.config.mail import mail_settings

globals().update(mail_settings(environment().SIBAO_EMAIL_URL, environment().SIBAO_HOME, environment().SIBAO_ORIGIN))
CHECKPOINT_ADDRESSES = environment().SIBAO_CHECKPOINT_MAIL  # whoever keeps copies of what attests the record
