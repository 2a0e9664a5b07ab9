from django.urls import path

from interviews.views import contact_attributes, contact_import, contact_merge, contacts

base = "workspaces/<uuid:workspace_id>/contacts/"
one = f"{base}<int:contact_id>/"
own = f"{base}attributes/"
urlpatterns = [
    path(base, contacts.contacts, name="contacts"),
    path(f"{base}add/", contacts.contact_add, name="contact_add"),
    path(f"{base}csv/", contacts.contacts_csv, name="contacts_csv"),
    path(f"{base}import/", contact_import.contact_import, name="contact_import"),
    path(f"{base}import/look/", contact_import.contact_import_look, name="contact_import_look"),
    path(f"{base}import/drop/", contact_import.contact_import_drop, name="contact_import_drop"),
    path(f"{base}doubles/", contact_merge.contact_doubles, name="contact_doubles"),
    path(own, contact_attributes.attributes, name="attributes"),
    path(f"{own}<int:attribute_id>/", contact_attributes.attribute_edit, name="attribute_edit"),
    path(f"{own}<int:attribute_id>/remove/", contact_attributes.attribute_remove, name="attribute_remove"),
    path(one, contacts.contact_edit, name="contact_edit"),
    path(f"{one}remove/", contacts.contact_remove, name="contact_remove"),
    path(f"{one}take-part/", contacts.contact_take_part, name="contact_take_part"),
    path(f"{one}merge/", contact_merge.contact_merge_choose, name="contact_merge_choose"),
    path(f"{one}merge/<int:other_id>/", contact_merge.contact_merge, name="contact_merge"),
]
