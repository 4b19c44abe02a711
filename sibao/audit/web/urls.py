"""Routes of the record."""

from sibao.audit.web.lists import LINES
from sibao.kernel.doors import door
from sibao.kernel.lists.page import list_view

app_name = "audit"
urlpatterns = [door("", list_view(LINES), may="audit:line:read", name="lines")]
