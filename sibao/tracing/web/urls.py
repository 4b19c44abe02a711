"""Routes of tracing."""

from sibao.kernel.doors import door
from sibao.kernel.lists.page import list_view
from sibao.tracing.web import lists, screenings

READ = "tracing:screening:read"

app_name = "tracing"
urlpatterns = [
    door("screenings/", list_view(lists.SCREENINGS), may=READ, name="screenings"),
    door("screenings/new/", screenings.run, may="tracing:screening:run", name="screen"),
    door("screenings/<int:screening_id>/", screenings.screening, may=READ, name="screening"),
    door("screenings/<int:screening_id>/again/", screenings.again, may=READ, name="screening-again"),
    door(
        "screenings/<int:screening_id>/assign/",
        screenings.assign,
        may="tracing:screening:assign",
        name="screening-assign",
    ),
    door("sites/<int:screened_site_id>/", screenings.site, may=READ, name="screened-site"),
    door("people/", list_view(lists.PEOPLE), may=READ, name="people"),
]
