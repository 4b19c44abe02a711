"""Routes of daily work."""

from sibao.kernel.doors import door
from sibao.kernel.lists.page import list_view
from sibao.routine.web import lists, reports, sections, sites

READ = "routine:day:read"

app_name = "routine"
urlpatterns = [
    door("day/", sites.day, may=READ, name="day"),
    door("sites/<int:site_id>/", sites.site, may=READ, name="site"),
    door("sites/<int:site_id>/health/", sites.health, may="prevention:signal:report", name="health"),
    door("sites/<int:site_id>/disinfect/", sites.disinfect, may="routine:disinfection:record", name="disinfect"),
    door("sites/<int:site_id>/goods/", sites.goods, may="routine:goods:record", name="goods"),
    door("sites/<int:site_id>/sections/new/", sections.new, may="routine:section:edit", name="section-new"),
    door("sections/", list_view(lists.SECTIONS), may=READ, name="sections"),
    door("sections/<int:section_id>/", sections.section, may=READ, name="section"),
    door("sections/<int:section_id>/edit/", sections.edit, may="routine:section:edit", name="section-edit"),
    door("reports/", list_view(lists.REPORTS), may=READ, name="reports"),
    door("sites/<int:site_id>/reports/<str:day>/", reports.report, may=READ, name="report"),
    door(
        "sites/<int:site_id>/reports/<str:day>/<str:part>/",
        reports.part,
        may="routine:report:submit",
        name="report-part",
    ),
]
