from django.urls import path

from interviews.views import own_page, own_times

mine = "p/<str:token>/"
urlpatterns = [
    path(mine, own_page.own_page, name="own_page"),
    path(f"{mine}answer/", own_page.own_answer, name="own_answer"),
    path(f"{mine}copy/", own_page.own_copy, name="own_copy"),
    path(f"{mine}time/", own_times.own_time, name="own_time"),
    path(f"{mine}time/take/", own_times.own_time_take, name="own_time_take"),
    path(f"{mine}time/cancel/", own_times.own_time_cancel, name="own_time_cancel"),
    path(f"{mine}time/decline/", own_times.own_time_decline, name="own_time_decline"),
]
