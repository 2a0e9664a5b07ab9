from django.urls import path

from analysis.views import own_data, own_withdraw

urlpatterns = [
    path("p/<str:token>/data.zip", own_data.own_data, name="own_data"),
    path("p/<str:token>/withdraw/", own_withdraw.own_withdraw, name="own_withdraw"),
]
