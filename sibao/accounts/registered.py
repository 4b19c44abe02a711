"""What accounts give to the kernel."""

from sibao.accounts import queries
from sibao.kernel import jobs

jobs.set_resolver(queries.actor_by_appointment)
