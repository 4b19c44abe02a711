"""Routes of consultations."""

from sibao.approvals.web import lists, views
from sibao.kernel.doors import door
from sibao.kernel.lists.page import list_view

READ = "approvals:consultation:read"
app_name = "approvals"
urlpatterns = [
    door("", list_view(lists.CONSULTATIONS), may=READ, name="consultations"),
    door("ask/", views.ask, may="approvals:consultation:ask", name="ask"),
    door("<int:consultation_id>/", views.consultation, may=READ, name="consultation"),
    door("<int:consultation_id>/opinion/", views.opinion, may="approvals:opinion:give", name="opinion"),
    door("<int:consultation_id>/withdraw/", views.withdraw, may="approvals:consultation:withdraw", name="withdraw"),
    door("<int:consultation_id>/decision/", views.decision, may=READ, name="decision"),
    door("asked/<int:body_id>/", views.asked, may=READ, name="asked"),
]
