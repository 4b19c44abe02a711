"""Routes of the kernel's own pages."""

from sibao.kernel.doors import SIGNED_IN, door
from sibao.kernel.web import attachments, codes, demo, handbook, imports, lists, revisions, switches

app_name = "kernel"
urlpatterns = [
    door("help/", handbook.handbook, may=SIGNED_IN, name="help"),
    door("imports/", imports.index, may="kernel:import:read", name="imports"),
    door("imports/start/", imports.start, may="kernel:import:start", name="import-start"),
    door("imports/<int:run_id>/", imports.detail, may="kernel:import:read", name="import"),
    door("imports/<int:run_id>/answer/", imports.answer, may="kernel:import:answer", name="import-answer"),
    door("imports/<int:run_id>/apply/", imports.apply, may="kernel:import:apply", name="import-apply"),
    door("imports/<int:run_id>/cancel/", imports.cancel, may="kernel:import:cancel", name="import-cancel"),
    door("imports/<int:run_id>/returned/", imports.returned, may="kernel:import:read", name="import-returned"),
    door("imports/template/<str:importer>/", imports.template, may="kernel:import:start", name="import-template"),
    door("exports/", lists.exports, may="kernel:export:read", name="exports"),
    door("exports/start/", lists.export_start, may="kernel:export:read", name="export-start"),
    door("exports/<int:run_id>/", lists.export_file, may="kernel:export:read", name="export-file"),
    door("exports/<int:run_id>/cancel/", lists.export_cancel, may="kernel:export:cancel", name="export-cancel"),
    door("revisions/", revisions.index, may="kernel:revision:read", name="revisions"),
    door("revisions/start/", revisions.start, may="kernel:revision:start", name="revision-start"),
    door("revisions/<int:revision_id>/", revisions.detail, may="kernel:revision:read", name="revision"),
    door(
        "revisions/<int:revision_id>/preview/",
        revisions.preview,
        may="kernel:revision:preview",
        name="revision-preview",
    ),
    door("revisions/<int:revision_id>/apply/", revisions.apply, may="kernel:revision:apply", name="revision-apply"),
    door("revisions/<int:revision_id>/cancel/", revisions.cancel, may="kernel:revision:cancel", name="revision-cancel"),
    door(
        "attachments/add/<str:kind>/<int:subject_id>/",
        attachments.add,
        may="kernel:attachment:add",
        name="attachment-add",
    ),
    door("attachments/<int:attachment_id>/", attachments.download, may="kernel:attachment:read", name="attachment"),
    door(
        "attachments/<int:attachment_id>/look/",
        attachments.look,
        may="kernel:attachment:read",
        name="attachment-look",
    ),
    door(
        "attachments/<int:attachment_id>/remove/",
        attachments.remove,
        may="kernel:attachment:remove",
        name="attachment-remove",
    ),
    door("filters/", lists.filter_edit, may="kernel:filter:edit", name="filter-edit"),
    door("switches/", switches.index, may="kernel:switch:read", name="switches"),
    door("switches/<str:feature>/", switches.turn, may="kernel:switch:turn", name="switch-turn"),
    door("codes/", codes.index, may="kernel:code:read", name="code-lists"),
    door("codes/create/", codes.create, may="kernel:codelist:create", name="code-list-create"),
    door("codes/<str:list_key>/", codes.detail, may="kernel:code:read", name="code-list"),
    door("codes/<str:list_key>/add/", codes.add, may="kernel:code:edit", name="code-add"),
    door("codes/<str:list_key>/<str:code>/", codes.edit, may="kernel:code:edit", name="code-edit"),
    door("demo/clock/", demo.advance, may="kernel:clock:advance", name="demo-clock"),
    door("pickers/<str:key>/", lists.options, may=SIGNED_IN, name="picker"),
]
