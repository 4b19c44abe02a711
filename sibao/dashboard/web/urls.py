"""Routes of the dashboard."""

from sibao.dashboard.web import views
from sibao.kernel.doors import SIGNED_IN, door

app_name = "dashboard"
urlpatterns = [
    door("", views.home, may=SIGNED_IN, name="home"),
    door("workbench/<slug:key>/", views.panel, may=SIGNED_IN, name="panel"),
    door("screen/", views.screen, may="dashboard:screen:read", name="screen"),
    door("screen/big/", views.big, may="dashboard:screen:read", name="big"),
    door("screen/clock/", views.time, may="dashboard:screen:read", name="clock"),
    door("screen/tiles/<slug:key>/", views.tile, may="dashboard:screen:read", name="tile"),
]
