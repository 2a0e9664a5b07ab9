from django.urls import path

from interviews.views import own_page

mine = "p/<str:token>/"
urlpatterns = [
    path(mine, own_page.own_page, name="own_page"),
    path(f"{mine}answer/", own_page.own_answer, name="own_answer"),
    path(f"{mine}copy/", own_page.own_copy, name="own_copy"),
]
