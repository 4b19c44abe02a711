"""How messages leave the house beside mail."""

from sibao.config.environment import environment

ORIGIN = environment().SIBAO_ORIGIN
ROBOT_HOSTS = environment().SIBAO_ROBOT_HOSTS
ROBOT_NETWORKS = environment().SIBAO_ROBOT_NETWORKS
SMS_ADAPTER = environment().SIBAO_SMS or "sibao.inbox.services.channels.sms.Files"
