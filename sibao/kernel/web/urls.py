"""Routes of the kernel's own pages."""

from sibao.kernel.doors import door
from sibao.kernel.web import imports

app_name = "kernel"
urlpatterns = [
    door("imports/", imports.index, may="kernel:import:read", name="imports"),
    door("imports/start/", imports.start, may="kernel:import:start", name="import-start"),
    door("imports/<int:run_id>/", imports.detail, may="kernel:import:read", name="import"),
    door("imports/<int:run_id>/answer/", imports.answer, may="kernel:import:answer", name="import-answer"),
    door("imports/<int:run_id>/apply/", imports.apply, may="kernel:import:apply", name="import-apply"),
    door("imports/<int:run_id>/cancel/", imports.cancel, may="kernel:import:cancel", name="import-cancel"),
    door("imports/<int:run_id>/returned/", imports.returned, may="kernel:import:read", name="import-returned"),
    door("imports/template/<str:importer>/", imports.template, may="kernel:import:start", name="import-template"),
]
