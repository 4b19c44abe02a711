"""Routes of the public pages; the language stands first in every address."""

from django.urls import register_converter

from sibao.kernel.doors import PUBLIC, door
from sibao.portal.web import list_rules, notices, pages, standards, verification


class Language:
    """The first part of a public address."""

    regex = "zh|en"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Language, "language")
AT = "<language:language>/"

app_name = "portal"
urlpatterns = [
    door(AT, pages.home, may=PUBLIC, name="home"),
    door(f"{AT}list/", pages.listings, may=PUBLIC, name="listings"),
    door(f"{AT}notices/", notices.index, may=PUBLIC, name="notices"),
    door(f"{AT}notices/<str:code>/", notices.notice, may=PUBLIC, name="notice"),
    door(f"{AT}notices/<str:code>/document.pdf", notices.document, may=PUBLIC, name="document"),
    door(f"{AT}standards/", standards.index, may=PUBLIC, name="standards"),
    door(f"{AT}standards/index.json", standards.index_data, may=PUBLIC, name="standards-data"),
    door(f"{AT}standards/<slug:key>/<int:number>/", standards.standard, may=PUBLIC, name="standard"),
    door(
        f"{AT}standards/<slug:key>/<int:number>/standard.json",
        standards.standard_data,
        may=PUBLIC,
        name="standard-data",
    ),
    door(f"{AT}rules/<int:number>/", list_rules.version, may=PUBLIC, name="list-rules"),
    door(f"{AT}rules/<int:number>/rules.json", list_rules.version_data, may=PUBLIC, name="list-rules-data"),
    door(f"{AT}verify/", verification.form, may=PUBLIC, name="verify"),
    door(f"{AT}verify/<str:code>/", verification.result, may=PUBLIC, name="verified"),
]
