from django.urls import path

from accounts import views

app_name = "accounts"
urlpatterns = [
    path("sign-in/<str:token>/", views.sign_in_by_link, name="sign_in_by_link"),
    path("you/", views.profile, name="profile"),
    path("you/sessions/<int:session_id>/end/", views.session_end, name="session_end"),
    path("workspaces/new/", views.workspace_new, name="workspace_new"),
    path("workspaces/<uuid:workspace_id>/members/", views.members, name="members"),
    path("workspaces/<uuid:workspace_id>/rename/", views.workspace_rename, name="workspace_rename"),
    path("workspaces/<uuid:workspace_id>/invite/", views.invite, name="invite"),
    path(
        "workspaces/<uuid:workspace_id>/invitations/<int:invitation_id>/withdraw/",
        views.invitation_withdraw,
        name="invitation_withdraw",
    ),
    path("workspaces/<uuid:workspace_id>/members/<int:member_id>/role/", views.member_role, name="member_role"),
    path("workspaces/<uuid:workspace_id>/members/<int:member_id>/remove/", views.member_remove, name="member_remove"),
    path("workspaces/<uuid:workspace_id>/second-step/", views.second_step, name="second_step"),
    path("workspaces/<uuid:workspace_id>/second-step/rule/", views.second_step_rule, name="second_step_rule"),
    path("workspaces/<uuid:workspace_id>/leave/", views.leave, name="leave"),
    path("invitations/<str:token>/", views.invitation, name="invitation"),
]
