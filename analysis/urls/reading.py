from django.urls import path

from analysis.views import correcting, off_record, quotes, reading, suggestions, tagging

study = "studies/<uuid:study_id>/"
one = f"{study}interviews/<int:interview_id>/"
note = f"{one}notes/<uuid:note_id>/"
quote = f"{study}quotes/<int:quote_id>/"
urlpatterns = [
    path(f"{one}read/", reading.read, name="read"),
    path(f"{one}notes/", reading.notes, name="notes"),
    path(f"{note}correct/", correcting.line_correct, name="line_correct"),
    path(f"{note}off-record/", off_record.line_off_record, name="line_off_record"),
    path(f"{note}off-record/reach/", off_record.line_reach, name="line_reach"),
    path(f"{note}on-record/", off_record.line_on_record, name="line_on_record"),
    path(f"{one}transcript/", reading.transcript, name="transcript"),
    path(f"{one}transcript/remove/", reading.transcript_remove, name="transcript_remove"),
    path(f"{one}suggested/", suggestions.suggested, name="suggested"),
    path(f"{one}quotes/add/", tagging.quote_add, name="quote_add"),
    path(quote, quotes.quote, name="quote"),
    path(f"{quote}card/", quotes.quote_card, name="quote_card"),
    path(f"{quote}tag/", tagging.quote_tag, name="quote_tag"),
    path(f"{quote}untag/<int:theme_id>/", tagging.quote_untag, name="quote_untag"),
    path(f"{quote}weigh/", tagging.quote_weigh, name="quote_weigh"),
    path(f"{quote}weigh/<int:assumption_id>/remove/", tagging.quote_unweigh, name="quote_unweigh"),
    path(f"{quote}place/", correcting.quote_place, name="quote_place"),
    path(f"{quote}grade/", tagging.quote_rate, name="quote_rate"),
    path(f"{quote}remove/", tagging.quote_remove, name="quote_remove"),
]
