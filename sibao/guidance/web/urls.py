"""Routes of guides and plans."""

from sibao.guidance.web import lists, views
from sibao.kernel.doors import door
from sibao.kernel.lists.page import list_view

app_name = "guidance"
urlpatterns = [
    door("", views.overview, may="guidance:document:read", name="overview"),
    door("documents/", list_view(lists.DOCUMENTS), may="guidance:document:read", name="documents"),
    door("documents/new/", views.new, may="guidance:document:edit", name="document-new"),
    door("documents/<int:document_id>/", views.document, may="guidance:document:read", name="document"),
    door("documents/<int:document_id>/edit/", views.edit, may="guidance:document:edit", name="document-edit"),
    door(
        "documents/<int:document_id>/enforce/", views.enforce, may="guidance:document:enforce", name="document-enforce"
    ),
    door(
        "documents/<int:document_id>/withdraw/",
        views.withdraw,
        may="guidance:document:withdraw",
        name="document-withdraw",
    ),
    door("sectors/<int:sector_id>/", views.guide, may="guidance:item:read", name="guide"),
]
