"""Routes of the directory."""

from sibao.directory.web import (
    belonging,
    boundaries,
    chain,
    fields,
    lists,
    merge_lists,
    merging,
    outline,
    people,
    place_lists,
    places,
    quality,
    vehicles,
    views,
)
from sibao.kernel.doors import door
from sibao.kernel.lists.page import list_view

READ, PEOPLE, CARS = "directory:unit:read", "directory:person:read", "directory:vehicle:read"
SITE, PART, CAR = "directory:site:edit", "directory:part:edit", "directory:vehicle:edit"
LINK, LIKE, MERGE = "directory:link:edit", "directory:likeness:read", "directory:unit:merge"

app_name = "directory"
urlpatterns = [
    door("units/", list_view(lists.UNITS), may=READ, name="units"),
    door("units/register/", views.register, may="directory:unit:register", name="unit-register"),
    door("units/<int:unit_id>/", views.unit, may=READ, name="unit"),
    door("fields/", fields.index, may="directory:field:read", name="fields"),
    door("fields/add/", fields.add, may="directory:field:edit", name="field-add"),
    door("fields/<str:field_key>/edit/", fields.edit, may="directory:field:edit", name="field-edit"),
    door("units/<int:unit_id>/merge/", merging.choose, may=MERGE, name="merge-choose"),
    door("units/<int:unit_id>/merge/<int:retired_id>/", merging.merge_units, may=MERGE, name="merge-units"),
    door("units/<int:unit_id>/outline/", outline.outline, may="directory:unit:read", name="outline"),
    door("units/<int:unit_id>/edit/", views.edit, may="directory:unit:edit", name="unit-edit"),
    door("units/<int:unit_id>/measure/", views.measure, may="directory:measure:record", name="measure"),
    door("units/<int:unit_id>/contacts/", views.contacts, may="directory:contact:reveal", name="contacts"),
    door("units/<int:unit_id>/places/", places.places, may=READ, name="unit-places"),
    door("units/<int:unit_id>/people/", people.people, may=PEOPLE, name="unit-people"),
    door("units/<int:unit_id>/vehicles/", vehicles.vehicles, may=CARS, name="unit-vehicles"),
    door("units/<int:unit_id>/chain/", chain.chain, may=READ, name="unit-chain"),
    door("units/<int:unit_id>/links/new/", chain.link_new, may=LINK, name="link-new"),
    door("links/<int:link_id>/", chain.link_edit, may=LINK, name="link-edit"),
    door("units/<int:unit_id>/sites/new/", places.site_new, may=SITE, name="site-new"),
    door("units/<int:unit_id>/vehicles/new/", vehicles.vehicle_new, may=CAR, name="vehicle-new"),
    door("sites/", list_view(place_lists.SITES), may=READ, name="sites"),
    door("sites/<int:site_id>/", places.site_edit, may=SITE, name="site-edit"),
    door("sites/<int:site_id>/parts/<slug:kind>/new/", places.part_new, may=PART, name="part-new"),
    door("parts/<slug:kind>/<int:part_id>/", places.part_edit, may=PART, name="part-edit"),
    door("teams/<int:team_id>/", belonging.team, may=READ, name="team"),
    door("teams/<int:team_id>/turn/", belonging.turn, may="directory:turn:plan", name="turn"),
    door("rooms/<int:room_id>/", belonging.room, may=PEOPLE, name="room"),
    door("rooms/<int:room_id>/stay/", belonging.stay, may="directory:stay:plan", name="stay"),
    door("stays/<int:stay_id>/end/", belonging.stay_end, may="directory:stay:end", name="stay-end"),
    door("vehicles/", list_view(place_lists.VEHICLES), may=CARS, name="vehicles"),
    door("vehicles/<int:use_id>/", vehicles.vehicle_edit, may=CAR, name="vehicle-edit"),
    door("staff/", list_view(place_lists.STAFF), may=PEOPLE, name="staff"),
    door("staff/find/", people.find, may=PEOPLE, name="person-find"),
    door("staff/<int:employment_id>/", people.person, may=PEOPLE, name="person"),
    door("staff/<int:employment_id>/reveal/", people.reveal, may="directory:person:reveal", name="person-reveal"),
    door("boundaries/", boundaries.index, may="directory:boundary:read", name="boundaries"),
    door("boundaries/import/", boundaries.import_map, may="directory:boundary:import", name="boundary-import"),
    door("boundaries/withdraw/", boundaries.withdraw, may="directory:boundary:withdraw", name="boundary-withdraw"),
    door("quality/", quality.quality, may=READ, name="quality"),
    door("likenesses/", list_view(merge_lists.LIKENESSES), may=LIKE, name="likenesses"),
    door("likenesses/<int:likeness_id>/", merging.likeness, may=LIKE, name="likeness"),
    door("merges/", list_view(merge_lists.MERGES), may=LIKE, name="merges"),
    door("merges/<int:merge_id>/", merging.merge, may=LIKE, name="merge"),
    door("organisations/", views.organisations, may="directory:organisation:read", name="organisations"),
    door("sources/", views.sources, may="directory:source:read", name="sources"),
]
