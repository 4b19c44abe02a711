"""Routes of the workbench and the one screen."""

from sibao.dashboard.web import views
from sibao.kernel.doors import PUBLIC, SIGNED_IN, door

app_name = "dashboard"
urlpatterns = [
    door("", views.home, may=PUBLIC, name="home"),
    door("workbench/<str:key>/", views.panel, may=SIGNED_IN, name="panel"),
    door("screen/", views.screen, may="dashboard:screen:read", name="screen"),
    door("screen/big/", views.big, may="dashboard:screen:read", name="big"),
    door("screen/tile/<str:key>/", views.tile, may="dashboard:screen:read", name="tile"),
    door("screen/line/<str:key>/", views.line, may="dashboard:screen:read", name="line"),
]
