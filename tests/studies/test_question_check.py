"""The rules of the question check: what each must see, what each must let pass, and what it offers."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studies.question_check import RULES, Finding, RuleCode, Severity, check
from studies.section_kinds import LABELS, SectionKind

R = RuleCode
PRODUCT = {"product_names": ["Stockly"], "jargon": ["par level", "SKU"]}

# rule, question, the words underlined
SEEN = [
    (R.HYPOTHETICAL, "Would you count on your phone if it took ten minutes?", "Would you"),
    (R.HYPOTHETICAL, "Could you see yourself counting at night?", "Could you see yourself"),
    (R.HYPOTHETICAL, "Do you think you’d order less?", "Do you think you’d"),
    (R.HYPOTHETICAL, "If there was a faster way, what would change?", "If there was a faster way, what would"),
    (R.HYPOTHETICAL, "How will you count next year?", "will you"),
    (R.HYPOTHETICAL, "Who counts in the future?", "in the future"),
    (R.HYPOTHETICAL, "HOW WOULD YOU COUNT?", "WOULD YOU"),
    (R.LEADING, "Don’t you think counting takes too long at the end of a shift?", "Don’t you think"),
    (R.LEADING, "Counting is slow, isn’t it?", "isn’t it"),
    (R.LEADING, "You count every week, right?", "right"),
    (R.LEADING, "You count every week correct?", "correct"),
    (R.LEADING, "How frustrating is the weekly count?", "How frustrating is"),
    (R.LEADING, "Obviously nobody likes counting, so how do you get it done?", "Obviously"),
    (R.LEADING, "How do you work with your terrible supplier?", "your terrible supplier"),
    (R.LEADING, "Wouldn't you agree that a list is better?", "Wouldn't you agree"),
    (R.LEADING, "Was the count tedious?", "Was the count tedious"),
    (R.LOADED, "Why do you hate counting stock?", "Why do you hate"),
    (R.LOADED, "Since you don’t trust the numbers, how do you order?", "Since you don’t trust"),
    (R.LOADED, "When you have trouble with invoices, what happens next?", "When you have trouble with"),
    (R.LOADED, "Why do you struggle with the list?", "Why do you struggle"),
    (R.CLOSED, "Do you check deliveries against the invoice?", "Do you check"),
    (R.CLOSED, "When a delivery comes, is the chef there?", "is the chef"),
    (R.CLOSED, "Have you ever skipped a count?", "Have you ever skipped"),
    (R.CLOSED, "So, did you", "did you"),
    (R.DOUBLE_BARRELLED, "What did you order and how did you decide?", "and how did you decide"),
    (R.DOUBLE_BARRELLED, "How do you count and order stock?", "count and order"),
    (R.DOUBLE_BARRELLED, "How do you check the list or correct it?", "check the list or correct"),
    (R.DOUBLE_BARRELLED, "Who was there? What did they say?", "What did they say"),
    (R.DOUBLE_BARRELLED, "Is it late and do you notice?", "and do you notice"),
    (R.OPTION_FEEDING, "Do you use Excel or paper?", "Excel or paper"),
    (R.OPTION_FEEDING, "Who signs, you or the chef?", "you or the chef"),
    (R.OPTION_FEEDING, "Do you order by phone or do you write?", "or do you write"),
    (R.PITCH, "How does our list help at night?", "our"),
    (R.PITCH, "We’re building something for chefs. How do you count?", "We’re building"),
    (R.PITCH, "When did you first hear of stockly?", "stockly"),
    (R.PITCH, "What happens when you open this app?", "this app"),
    (R.OPINION, "What do you think of the list?", "What do you think of"),
    (R.OPINION, "Do you like counting?", "Do you like"),
    (R.OPINION, "How important is the count?", "How important is"),
    (R.OPINION, "Is it a good idea to count daily?", "Is it a good idea"),
    (R.OPINION, "On a scale of 1 to 10, where does the list stand?", "On a scale of 1 to 10"),
    (R.FUTURE_PRICE, "How much would you pay for that?", "How much would you pay"),
    (R.FUTURE_PRICE, "Would you buy a scanner?", "Would you buy"),
    (R.GENERIC, "What do you usually order on Mondays?", "usually"),
    (R.GENERIC, "Who typically counts?", "typically"),
    (R.GENERIC, "What never works?", "never"),
    (R.FEATURE_WISH, "What features do you miss?", "What features"),
    (R.FEATURE_WISH, "What would you want it to do?", "What would you want"),
    (R.FEATURE_WISH, "What is on your wish list?", "wish list"),
    (R.WHY_BLAME, "Why didn’t you count on Sunday?", "Why didn’t you count"),
    (R.WHY_BLAME, "Why don't you use the list?", "Why don't you use"),
    (R.NEGATIVE, "When did you not notice that nothing was missing?", "not notice that nothing"),
    (R.NEGATIVE, "When is it not unusual to run out?", "not unusual"),
    (R.JARGON, "Who sets the par level?", "par level"),
    (R.JARGON, "How many SKUs are there?", "SKUs"),
    (R.LONG, "Tell me about the day " + "and the night " * 7 + "when it went wrong.", None),
    (R.LONG, " ".join(["word"] * 26), "word"),
]

# rule that must stay silent, question
LET_PASS = [
    (R.HYPOTHETICAL, "What would have happened if nobody had noticed?"),
    (R.HYPOTHETICAL, "Would you walk me through yesterday?"),
    (R.HYPOTHETICAL, "Would you mind if I wrote this down?"),
    (R.HYPOTHETICAL, "Who else would you recommend we talk to?"),
    (R.HYPOTHETICAL, "How would you describe your role?"),
    (R.HYPOTHETICAL, "How did you know you’d run out?"),
    (R.HYPOTHETICAL, "What did you mean by “would you use it”?"),
    (R.LEADING, "How did you know the count was right?"),
    (R.LEADING, "What don’t you count?"),
    (R.LEADING, "How long was the count?"),
    (R.LEADING, "What happened the last time the chef wasn’t there?"),
    (R.LEADING, "How easy or difficult was it to find the list?"),
    (R.LEADING, "Where did you put the hard drive?"),
    (R.LOADED, "Since you started here, what has changed?"),
    (R.LOADED, "How long is it since you last counted?"),
    (R.LOADED, "Tell me about the last time you had trouble with an invoice."),
    (R.LOADED, "Why did you stop?"),
    (R.CLOSED, "Can you walk me through yesterday?"),
    (R.CLOSED, "Walk me through the last count."),
    (R.CLOSED, "Is there anything else?"),
    (R.CLOSED, "Have the list ready."),
    (R.CLOSED, "What is the first thing you do?"),
    (R.DOUBLE_BARRELLED, "Where do you keep the terms and conditions?"),
    (R.DOUBLE_BARRELLED, "Tell me about your kitchen, and what yesterday looked like."),
    (R.DOUBLE_BARRELLED, "How do you track checks and orders?"),
    (R.DOUBLE_BARRELLED, "Who noticed, and when?"),
    (R.DOUBLE_BARRELLED, "Think of the last number you looked at. What did you do next?"),
    (R.DOUBLE_BARRELLED, "How do you try and count?"),
    (R.DOUBLE_BARRELLED, "What do you do when stock is low and when it is high?"),
    (R.DOUBLE_BARRELLED, "Really?? Tell me more."),
    (R.OPTION_FEEDING, "Did it take a day or two?"),
    (R.OPTION_FEEDING, "Do you count or not?"),
    (R.OPTION_FEEDING, "What do you do when a supplier is late or sends the wrong thing?"),
    (R.OPTION_FEEDING, "Do you keep any lists or notes?"),
    (R.PITCH, "What did you expect of our conversation today?"),
    (R.PITCH, "Hour by hour, how did your evening go?"),
    (R.PITCH, "Who is your stocklyst?"),
    (R.OPINION, "What did you think of at that moment?"),
    (R.OPINION, "How do you like to be addressed?"),
    (R.OPINION, "How do you cook on a scale of a whole school?"),
    (R.OPINION, "Who do you think noticed?"),
    (R.FUTURE_PRICE, "How much did you pay for the scale?"),
    (R.FUTURE_PRICE, "What do you spend on waste today?"),
    (R.FUTURE_PRICE, "Who would buy from you?"),
    (R.GENERIC, "How often do you count?"),
    (R.GENERIC, "What do you usually do, and what did you do last Monday?"),
    (R.GENERIC, "Who had never counted before?"),
    (R.FEATURE_WISH, "What features did you use last week?"),
    (R.FEATURE_WISH, "What would you like to add?"),
    (R.WHY_BLAME, "Why didn’t the delivery arrive?"),
    (R.WHY_BLAME, "Why don’t you walk me through yesterday?"),
    (R.WHY_BLAME, "Why did you stop?"),
    (R.NEGATIVE, "What can you not do without?"),
    (R.NEGATIVE, "Did you count or not, and why not?"),
    (R.NEGATIVE, "Why not? Nothing happened?"),
    (R.JARGON, "Who sets the parlevels?"),
    (R.JARGON, "What do you mean by “SKU”?"),
    (R.LONG, " ".join(["word"] * 25)),
    (R.LONG, "Walk me through the last time you counted stock, from start to finish – all of it."),
]


def found(rule: RuleCode, question: str, **kwargs) -> Finding | None:
    return next((finding for finding in check(question, **(PRODUCT | kwargs)) if finding.rule == rule), None)


@pytest.mark.parametrize(("rule", "question", "words"), SEEN)
def test_sees(rule, question, words):
    finding = found(rule, question)
    assert finding, [one.rule for one in check(question, **PRODUCT)]
    if words is not None:
        underlined = question[finding.start : finding.end]
        assert underlined == words
    assert finding.title
    assert finding.why.endswith(".")
    assert 1 <= len(finding.rewrites) <= 2


@pytest.mark.parametrize(("rule", "question"), LET_PASS)
def test_lets_pass(rule, question):
    assert found(rule, question) is None


def test_every_rule_has_two_of_each():
    for rule in RuleCode:
        assert sum(case[0] == rule for case in SEEN) >= 2, rule
        assert sum(case[0] == rule for case in LET_PASS) >= 2, rule


def test_the_table_holds_every_rule_once():
    assert [rule.code for rule in RULES] == list(RuleCode)
    wording = {R.NEGATIVE, R.JARGON, R.LONG}  # the thirteenth rule
    assert len(set(RuleCode) - wording) + 1 == 13


GOOD_QUESTIONS = [
    "Tell me about your kitchen, and what yesterday looked like.",
    "Who touches stock in a normal week?",
    "Walk me through the last time you counted stock, from start to finish.",
    "What happened the first time a count got skipped?",
    "Think of the last stock number you looked at. What did you do next?",
    "When there was no count, how did you decide what to order?",
    "What should I have asked that I didn’t?",
    "Who else should we talk to about this?",
    "",
    "   \n",
]


@pytest.mark.parametrize("question", GOOD_QUESTIONS)
def test_says_nothing_about_a_good_question(question):
    assert check(question) == []


SEVERITIES = [
    (R.HYPOTHETICAL, "Would you count?", Severity.ERROR),
    (R.LEADING, "Counting is slow, isn't it?", Severity.ERROR),
    (R.LOADED, "Why do you hate counting?", Severity.WARN),
    (R.CLOSED, "Do you count?", Severity.WARN),
    (R.DOUBLE_BARRELLED, "Who counts? Who orders?", Severity.ERROR),
    (R.OPTION_FEEDING, "Do you use Excel or paper?", Severity.WARN),
    (R.PITCH, "How does our list work?", Severity.ERROR),
    (R.OPINION, "How important is it?", Severity.WARN),
    (R.FUTURE_PRICE, "How much would you pay?", Severity.ERROR),
    (R.GENERIC, "Who usually counts?", Severity.INFO),
    (R.FEATURE_WISH, "What features are there to add?", Severity.WARN),
    (R.WHY_BLAME, "Why didn't you count?", Severity.INFO),
    (R.NEGATIVE, "When is it not unusual?", Severity.INFO),
    (R.JARGON, "What is an SKU?", Severity.INFO),
    (R.LONG, "word " * 30, Severity.INFO),
]


@pytest.mark.parametrize(("rule", "question", "severity"), SEVERITIES)
def test_severity(rule, question, severity):
    finding = found(rule, question)
    assert finding is not None
    assert finding.severity is severity


@pytest.mark.parametrize(
    ("kind", "severity"),
    [
        ("warm_up", "info"),
        ("core", "warn"),
        ("solution", "warn"),
        ("wrap_up", "warn"),
        ("screener", "info"),
        ("consent", "info"),
        ("own", "warn"),
    ],
)
def test_yes_or_no_weighs_by_section(kind, severity):
    assert found(R.CLOSED, "Do you count stock?", section=kind).severity == severity


def test_yes_or_no_with_a_probe_is_only_noted():
    assert found(R.CLOSED, "Do you count stock?", probes=["Walk me through it."]).severity == "info"
    assert found(R.CLOSED, "Do you count stock?", probes=["  "]).severity == "warn"


@pytest.mark.parametrize(
    ("kind", "seen"),
    [
        ("warm_up", True),
        ("core", True),
        ("own", True),
        ("screener", True),
        ("solution", False),
        ("wrap_up", False),
        ("consent", False),
    ],
)
def test_the_product_may_be_named_once_it_is_shown(kind, seen):
    assert bool(found(R.PITCH, "How does Stockly fit into your evening?", section=kind)) is seen


def test_consent_asks_about_what_will_be():
    assert found(R.HYPOTHETICAL, "Will you take part?", section=SectionKind.CONSENT) is None


def test_the_last_invitation_may_be_closed():
    question = "Do you know anyone we should talk to?"
    assert found(R.CLOSED, question, section="wrap_up") is None
    assert found(R.CLOSED, question, section="core")


def test_a_fact_asked_before_unloads_the_question():
    question = "When you have trouble with invoices, what happens next?"
    assert found(R.LOADED, question, previous="What problems came up with invoices last week?") is None
    assert found(R.LOADED, question, previous="What is your role here?")
    assert (
        found(R.LOADED, "How much do you struggle with them?", previous="When did you last struggle with a list?")
        is None
    )


def test_a_probe_for_the_last_one_makes_the_general_fine():
    question = "How do you usually count?"
    assert found(R.GENERIC, question, probes=["And the most recent one?"]) is None
    assert found(R.GENERIC, question, probes=["Who helps?"])


REWRITTEN = [
    ("Do you check deliveries against the invoice?", R.CLOSED, "How do you check deliveries against the invoice?"),
    ("Do you count every week?", R.CLOSED, "How often do you count?"),
    ("When you order, do you check the price?", R.CLOSED, "When you order, how do you check the price?"),
    ("Do you have any rules for waste?", R.CLOSED, "What rules for waste do you have?"),
    ("Have you ever counted with a phone?", R.CLOSED, "Tell me about the last time you counted with a phone."),
    ("Would you count on your phone if it took a minute?", R.HYPOTHETICAL,
     "Tell me about the last time you counted on your phone."),
    ("How would you count stock?", R.HYPOTHETICAL, "How did you count stock the last time?"),
    ("What would you do if a delivery was late?", R.HYPOTHETICAL, "What did you do the last time a delivery was late?"),
    ("You count every week, don’t you?", R.LEADING, "How often do you count?"),
    ("Why do you hate counting stock?", R.LOADED, "Tell me about the last time you counted stock."),
    ("How do you count and order stock?", R.DOUBLE_BARRELLED, "How do you count stock?"),
    ("Who was there? What did they say?", R.DOUBLE_BARRELLED, "Who was there?"),
    ("Do you use Excel or paper?", R.OPTION_FEEDING, "What do you use?"),
    ("What do you usually order on Mondays?", R.GENERIC, "What did you order on Mondays the last time?"),
    ("Who usually counts stock?", R.GENERIC, "Who counted stock the last time?"),
    ("Why didn’t you count on Sunday?", R.WHY_BLAME, "What got in the way of counting on Sunday?"),
    ("What is an SKU?", R.JARGON, "What does “SKU” mean to you?"),
]  # fmt: skip


@pytest.mark.parametrize(("question", "rule", "better"), REWRITTEN)
def test_rewrites_with_the_questions_own_words(question, rule, better):
    assert found(rule, question).rewrites[0] == better


@pytest.mark.parametrize(
    "question",
    [
        "Would you know what to do?",  # to know is no act
        "Would you use Stockly at night?",  # nobody has used it yet
        "Would you order again next week?",  # "ordered again next week" is no English
        "Would you flumboggle the list?",  # not a verb we can bend
    ],
)
def test_offers_the_general_rewrite_where_bending_would_break(question):
    assert found(R.HYPOTHETICAL, question).rewrites[0] == "Tell me about the last time this came up."


@pytest.mark.parametrize("question", sorted({question for _, question, _ in SEEN}))
def test_a_rewrite_does_not_repeat_the_fault(question):
    before = {finding.rule for finding in check(question, **PRODUCT)}
    for finding in check(question, **PRODUCT):
        for better in finding.rewrites:
            left = {one.rule for one in check(better, **PRODUCT)}
            assert finding.rule not in left, better
            assert left <= before, better


def test_several_findings_stand_in_reading_order():
    findings = check("Do you usually count, and would you pay for our app?")
    assert [finding.rule for finding in findings] == [R.CLOSED, R.GENERIC, R.DOUBLE_BARRELLED, R.FUTURE_PRICE, R.PITCH]


def test_the_graver_finding_comes_first_at_the_same_place():
    findings = check("What would you want?")
    ranks = [(finding.start, finding.severity.rank) for finding in findings]
    assert ranks == sorted(ranks)


def test_the_more_exact_rule_speaks_alone():
    assert [finding.rule for finding in check("How much would you pay for it?")] == [R.FUTURE_PRICE]
    assert [finding.rule for finding in check("Do you like counting?")] == [R.OPINION]


def test_the_reason_quotes_the_words_as_they_were_typed():
    assert check("DON’T you think so?")[0].why.startswith("“DON’T you think”")


def test_apostrophes_of_every_shape_are_one():
    for mark in "'’ʼ′":
        assert found(R.LEADING, f"Don{mark}t you think so?")


def test_positions_survive_letters_that_grow_in_lower_case():
    question = "İİİ said so. Do you count?"
    finding = found(R.CLOSED, question)
    assert question[finding.start : finding.end] == "Do you count"


def test_the_same_question_gives_the_same_findings():
    question = "Do you usually use Excel or our app?"
    assert check(question) == check(question)


PASTED = {
    "one word": "a" * 10_000,
    "marks": "?" * 10_000,
    "short questions": "a? " * 3_400,
    "commas": "a, " * 3_400,
    "choices": "do you " + "a, " * 3_300 + "or b?",
    "openers": "what would you and how do you " * 340,
    "verbs": "do you count the stock and " * 380,
    "quotes": '"' * 10_000,
    "dashes": "-" * 10_000,
    "no": "not " * 2_500,
    "blanks": " " * 9_999 + "?",
    "nouns": "is the a " * 1_100 + "?",
}


@pytest.mark.parametrize("question", PASTED.values(), ids=PASTED.keys())
def test_reads_pasted_text_in_bounded_time(question):
    check("warm")
    best = min(_seconds(question) for _ in range(3))
    assert best < 0.05


def _seconds(question: str) -> float:
    start = time.process_time()
    check(question, previous=question, probes=[question])
    return time.process_time() - start


PIECES = """
do you would count and or what how if , ? . ! our the Stockly don’t isn’t it right usually never not why since when
trouble with pay “ ” " ' ( – e.g. İ ß 😀 should is there any else
"""
WORDS = st.sampled_from([*PIECES.split(), "\n", "\t", "\u00a0"])
TEXT = st.one_of(st.text(max_size=200), st.lists(WORDS, max_size=40).map(" ".join))


@given(
    question=TEXT,
    section=st.sampled_from(SectionKind),
    previous=TEXT,
    probes=st.lists(TEXT, max_size=2),
    names=st.lists(TEXT, max_size=2),
)
def test_never_raises_and_stays_inside_the_text(question, section, previous, probes, names):
    for finding in check(
        question, section=section, previous=previous, probes=probes, product_names=names, jargon=names
    ):
        assert 0 <= finding.start < finding.end <= len(question)
        assert question[finding.start : finding.end].strip()
        assert finding.why
        assert all(better.strip() and better != question for better in finding.rewrites)


def test_section_kinds_have_labels_and_the_scripts_own_values():
    assert set(LABELS) == set(SectionKind)
    assert [kind.value for kind in list(SectionKind)[:4]] == ["warm_up", "core", "solution", "wrap_up"]
