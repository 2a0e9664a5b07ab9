import html5lib
import pytest
from django import forms
from django.template import Context, Template

from accounts.templatetags import ui


class SmallForm(forms.Form):
    when = forms.DateField(
        label="Date of the interview",
        help_text="Like 25 Nov 2026.",
        error_messages={"invalid": "November has 30 days. Type a date like 25 Nov 2026."},
    )
    verdict = forms.ChoiceField(
        widget=forms.RadioSelect, choices=[("h", "Holds"), ("o", "Open")], help_text="By a person."
    )
    agreed = forms.BooleanField(label="They agreed")
    note = forms.CharField(widget=forms.Textarea(attrs={"class": "mono"}), required=False)
    token = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean(self):
        raise forms.ValidationError("P11 said no to notes.")


def shown(source: str, **context):
    text = Template("{% load ui %}" + source).render(Context(context))
    return html5lib.parse(f"<body>{text}</body>", namespaceHTMLElements=False)


def by_id(page, name):
    return page.find(f".//*[@id='{name}']")


def words(element) -> str:
    return " ".join("".join(element.itertext()).split())


@pytest.mark.parametrize(
    ("milliseconds", "text"),
    [(0, "00:00:00"), (1_394_000, "00:23:14"), (1_394_999, "00:23:14"), (36_000_000, "10:00:00"), (None, "")],
)
def test_clock(milliseconds, text):
    assert ui.clock(milliseconds) == text


def test_count_agrees_with_its_number():
    assert [ui.counted(n, "person", "people") for n in (0, 1, 7)] == ["0 people", "1 person", "7 people"]


def test_an_icon_is_silent_and_points_into_the_sprite():
    page = shown('{% icon "search" "sm" %}')
    svg = page.find(".//*[@aria-hidden='true']")
    assert svg.get("class") == "i sm"
    assert "img/icons" in next(svg.iter("{http://www.w3.org/2000/svg}use"), svg[0]).get("href")


def test_every_icon_and_mark_of_the_templates_exists(settings):
    """A name that is not in the sprite would show nothing, and nobody would notice."""
    import re

    sprite = (settings.BASE_DIR / "static/img/icons.svg").read_text()
    known = set(re.findall(r'id="i-([^"]+)"', sprite))
    used = {
        name
        for path in (settings.BASE_DIR / "templates").rglob("*.html")
        for name in re.findall(r'\{% icon "([^"]+)"', path.read_text())
    }
    assert used - known == set()
    assert {f'id="m-{n}"' for n in range(1, 13)} <= set(re.findall(r'id="m-\d+"', sprite))


def test_a_theme_name_is_escaped():
    theme = type("Theme", (), {"colour": 3, "name": "<b>Trust</b>"})
    assert "&lt;b&gt;Trust" in str(ui.theme_tag(theme))


def test_a_refused_field_says_why_and_is_wired_to_it():
    page = shown("{% field form.when %}", form=SmallForm({"when": "31 Nov"}))
    box = by_id(page, "id_when")
    assert box.get("aria-invalid") == "true" and box.get("value") == "31 Nov"
    assert box.get("aria-describedby").split() == ["id_when-why", "id_when-hint"]
    assert words(by_id(page, "id_when-why")) == "November has 30 days. Type a date like 25 Nov 2026."
    assert words(page.find(".//label[@for='id_when']")) == "Date of the interview"


def test_an_untouched_field_claims_no_error():
    box = by_id(shown("{% field form.when %}", form=SmallForm()), "id_when")
    assert box.get("aria-invalid") is None and box.get("aria-describedby") == "id_when-hint"


def test_radios_stand_in_a_fieldset_that_carries_label_hint_and_error():
    page = shown("{% field form.verdict %}", form=SmallForm({}))
    group = page.find(".//fieldset")
    assert words(group.find("legend")) == "Verdict"
    assert group.get("aria-describedby").split() == ["id_verdict-why", "id_verdict-hint"]
    assert all(by_id(page, name) is not None for name in group.get("aria-describedby").split())


def test_a_page_may_put_its_own_words_on_a_field():
    page = shown('{% field form.when label="When" hint="" %}', form=SmallForm())
    assert words(page.find(".//label")) == "When"
    assert by_id(page, "id_when").get("aria-describedby") is None


def test_a_widget_keeps_its_own_class():
    assert by_id(shown("{% field form.note %}", form=SmallForm()), "id_note").get("class") == "input mono"


def test_a_hidden_field_has_no_label():
    assert shown("{% field form.token %}", form=SmallForm()).find(".//label") is None


def test_the_list_of_errors_links_each_field_and_counts_the_forms_own():
    page = shown("{% form_errors form %}", form=SmallForm({"when": "31 Nov"}))
    assert words(page.find(".//strong")) == "4 things need another look"
    assert [a.get("href") for a in page.iter("a")] == ["#id_when", "#id_verdict", "#id_agreed"]
    assert "P11 said no to notes." in words(page)


def test_the_first_field_that_is_wrong_has_the_focus_and_no_other():
    form = SmallForm({"when": "31 Nov"})
    shown("{% form_errors form %}", form=form)
    assert [bound.name for bound in form if bound.field.widget.attrs.get("autofocus")] == ["when"]


def test_one_error_beside_its_only_field_is_not_said_twice():
    class OneField(forms.Form):
        code = forms.CharField(help_text="Six digits.")

    form = OneField({})
    assert words(shown("{% form_errors form %}", form=form)) == ""
    assert words(by_id(shown("{% field form.code %}", form=form), "id_code-why")) == "This can’t stay empty."


def test_a_form_without_errors_opens_with_nothing():
    assert words(shown("{% form_errors form %}", form=SmallForm())) == ""


def test_the_diverging_bar_says_its_numbers_in_words():
    page = shown("{% diverging 6 1 1 2 5 %}")
    label = page.find(".//*[@role='img']").get("aria-label")
    assert label == "6 for, 1 against, 1 mixed, 2 silent, of 10 people. Agreed bar: holds at 5 for."


def test_the_people_strip_counts_people():
    page = shown("{% people_strip groups 7 %}", groups=[[True, False], [True]])
    svg = page.find(".//*[@role='img']")
    assert svg.get("aria-label") == "2 of 3 people" and svg.get("data-c") == "7"
