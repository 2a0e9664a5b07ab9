"""What the invented team wanted to learn."""

TITLE = "Why do small restaurants stop counting stock after week two?"
CONTEXT = "Decides whether the next quarter goes into a first-month programme or a faster counter."
PRODUCT_NAMES = "Larder"
JARGON = "onboarding, SKU, churn"

OBJECTIVES = [
    "What happened in the last two counts, step by step",
    "The moment counting stopped, and what set it off",
    "What they fall back on, and what that costs them",
    "What a number worth trusting would look like",
]

# name, criteria, target
PERSONAS = [
    ("Owner-operator", "Owns one restaurant and works in it. Signed up for stock counting in the last six months.", 4),
    ("Kitchen manager", "Runs the kitchen for somebody else. Was the one who counted.", 3),
    ("Multi-site manager", "Answers for two to five sites.", 2),
]

# statement, persona, risk, if wrong, k, n, sign, disproof
ASSUMPTIONS: list[tuple[str, str | None, str, str, int, int, str, str]] = [
    (
        "Counting stops because it takes too long.", None, "high", "A faster counter is built for nothing.", 5, 8,
        "the time it took as what made them stop", "They stop although the count had become quick.",
    ),
    (
        "When the person who counts is away, the count is skipped.", None, "medium", "Reminders go to the wrong person.",
        4, 8, "a skipped count in a week somebody was away", "Somebody else counted, and nobody had to ask.",
    ),
    (
        "People stop once nobody acts on the number.", None, "high", "We teach counting instead of using counts.", 5, 8,
        "a count that changed nothing", "They went on counting although nobody used the number.",
    ),
    (
        "A phone in the walk-in would bring the count back.", "Kitchen manager", "medium",
        "The mobile counter waits on a shelf.", 2, 3, "a count they did by phone", "They had a phone with them and stopped all the same.",
    ),
    (
        "The drop-off is decided in the vendor's first week.", None, "low", "The first-month programme starts too early.",
        5, 8, "a decision or a disappointment in week one", "Week one went well and week three did not.",
    ),
]  # fmt: skip

# kind, title, note, minutes, [(text, minutes, objective, [assumptions], [probes])]
QuestionLine = tuple[str, int, int | None, list[int], list[str]]
SCRIPT: list[tuple[str, str, str, int, list[QuestionLine]]] = [
    (
        "warm_up", "Warm-up", "Easy facts first, so that people settle in.", 5,
        [
            ("Tell me about your kitchen, and what yesterday looked like.", 3, None, [], []),
            ("Who touches stock in a normal week?", 2, 1, [], []),
        ],
    ),
    (
        "core", "Core", "Stories about the last time, then the first skip.", 30,
        [
            (
                "Walk me through the last time you counted stock, from start to finish.", 8, 1, [1],
                ["Where were you, and what time was it?", "What did you write on?", "Who saw it afterwards?"],
            ),
            (
                "What happened the first time a count got skipped?", 7, 2, [2, 3, 5],
                ["Who noticed, and when?", "What did the next order look like?", "What did you say to the owner?"],
            ),
            ("Think of the last stock number you looked at. What did you do next?", 5, 4, [3], []),
            ("When there was no count, how did you decide what to order?", 5, 3, [], ["What did that cost you?"]),
            ("How were you shown the system in your first week?", 5, 2, [4, 5], ["Who was in the room?"]),
        ],
    ),
    (
        "wrap_up", "Wrap-up", "What we missed, and whom to ask next.", 10,
        [
            ("What should I have asked that I didn't?", 5, None, [], []),
            ("Who else should we talk to about this?", 5, None, [], []),
        ],
    ),
]  # fmt: skip

CONSENT = {
    "about": "We want to understand how kitchens count their stock, and why many stop. We sell nothing, and there are no right answers.",
    "happens": "We talk for about 45 minutes about how you count and order. One of us asks, one of us writes. We look for what several people have in common, and decide by it what to build.",
    "recipients": "The three people of our team who work on this study. Nothing goes to your employer, and nothing is sold. Our server stands in our own office.",
    "incentive": "You get a 40 euro voucher for your time, whatever you choose below, even if you stop half way.",
    "controller": "Halfcrate, an invented company in a sample study. Hafenweg 1, 20457 Hamburg. privacy@halfcrate.example",
    "dpo": "We have none. Write to the address above.",
    "basis": "You agree to it: that is Article 6(1)(a) of the General Data Protection Regulation (GDPR). Without your yes we do none of it.",
    "interests": "None. Everything here rests on your consent.",
    "transfer": "Nothing leaves the EU.",
    "authority": "The Hamburg Commissioner for Data Protection, or the authority where you live.",
    "required": "You need not take part, and you may skip any question or stop at any time. Nothing happens to you if you don’t.",
    "automated": "No program decides anything about you. Where a recording is turned into text by a program, one of us reads it over.",
}

THEMES = [
    ("Counting happens after midnight", "Counts are done at the end of a shift, alone and tired."),
    ("Trust in the numbers", "Whether people believe what the system says, and act on it."),
    ("Waste is invisible", "What is thrown away never reaches a number."),
    ("One person owns the count", "Only one person can do it; when they are away there is no count."),
    ("Nobody reads the count", "The number goes nowhere, and people notice."),
    ("Ordering by eye", "What they do instead: look, remember, ask the supplier."),
    ("Units don't match the shelf", "The system's units are not the ones in the kitchen."),
    ("First week was fine", "The start went well; the trouble came later."),
]
# Definition cards and memos, by the theme's number.
CARDS = {
    5: {
        "include": "The number is sent, shown or said, and nothing follows.",
        "exclude": "The number is doubted. That is “Trust in the numbers”.",
        "example": "Somebody sends the count every Sunday and never hears a word about it.",
        "counter_example": "The owner calls the same evening: “Why eleven kilos?”",
    },
}
MEMOS = [
    (5, "P04 is read every Monday and stopped all the same. Is reading enough, or must something follow?"),
    (5, "Multi-site managers are those who should read. Ask the next one for the last number they acted on."),
]
