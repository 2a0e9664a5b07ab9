from django.urls import path

from analysis.views import own_withdraw

urlpatterns = [
    path("p/<str:token>/withdraw/", own_withdraw.own_withdraw, name="own_withdraw"),
]
