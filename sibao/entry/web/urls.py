"""Routes of arrivals and codes."""

from sibao.entry.web import arrivals, codes, gate, lists
from sibao.kernel.doors import door
from sibao.kernel.lists.page import list_view

READ = "entry:arrival:read"

app_name = "entry"
urlpatterns = [
    door("arrivals/", list_view(lists.ARRIVALS), may=READ, name="arrivals"),
    door("arrivals/<int:arrival_id>/", arrivals.arrival, may=READ, name="arrival"),
    door("arrivals/<int:arrival_id>/receive/", arrivals.receive, may="entry:arrival:receive", name="arrival-receive"),
    door("arrivals/<int:arrival_id>/cancel/", arrivals.cancel, may="entry:arrival:cancel", name="arrival-cancel"),
    door("arrivals/<int:arrival_id>/close/", arrivals.close, may="entry:arrival:close", name="arrival-close"),
    door("arrivals/<int:arrival_id>/code/", arrivals.assign, may="entry:code:assign", name="code-assign"),
    door("codes/", list_view(lists.CODES), may="entry:code:read", name="codes"),
    door("codes/<int:code_id>/release/", codes.release, may="entry:code:release", name="code-release"),
    door("codes/<int:code_id>/appeal/", codes.appeal, may="entry:appeal:lodge", name="code-appeal"),
    door("appeals/<int:code_appeal_id>/", codes.decide, may="entry:appeal:decide", name="appeal-decide"),
    door("areas/", list_view(lists.AREAS), may="entry:area:read", name="areas"),
    door("areas/grade/", codes.grade, may="entry:area:grade", name="area-grade"),
    door("gate/", gate.gate, may="entry:gate:read", name="gate"),
    door("gate/record/", gate.record, may="entry:gate:record", name="gate-record"),
    door("gate/<int:site_id>/answers/", gate.answers, may="entry:gate:read", name="gate-answers"),
    door("sites/<int:site_id>/cards/", gate.cards, may="entry:card:print", name="cards"),
    door("units/<int:unit_id>/", arrivals.unit, may=READ, name="unit"),
    door("units/<int:unit_id>/register/", arrivals.register, may="entry:arrival:register", name="arrival-register"),
]
