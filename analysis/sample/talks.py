"""What the invented people said. A line: (second, kind, question number or None, text, [themes], [(assumption, stance)])."""

# code order: name, company, job, persona, days ago, refuses
PEOPLE = [
    ("Marta Olsen", "Bistro Krabbe", "Owner", "Owner-operator", 16, []),
    ("Ivo Brandt", "Zur alten Waage", "Owner", "Owner-operator", 15, ["recording"]),
    ("Selin Acar", "Ocakbasi Nord", "Head chef", "Kitchen manager", 13, []),
    ("Paul Verhoef", "De Kade, two sites", "Operations", "Multi-site manager", 12, []),
    ("Nina Castellan", "Osteria Pergola", "Owner", "Owner-operator", 9, []),
    ("Jonas Weidner", "Kantine Elf", "Kitchen manager", "Kitchen manager", 8, []),
    ("Amira Haddad", "Haddad Brothers, three sites", "Area manager", "Multi-site manager", 6, ["named_quotes"]),
    ("Tom Sandvik", "Fjordgrill", "Owner", "Owner-operator", 5, ["recording", "transcription"]),
]

# Quotes that tell of something risked or paid, by person and second; all others that speak on an assumption tell what was done.
COMMITTED = {(3, 1180)}

Line = tuple[int, str, int | None, str, list[int], list[tuple[int, str]]]
TALKS: dict[int, list[Line]] = {
    1: [
        (40, "note", 1, "Forty seats, closed on Mondays. She cooks three nights herself.", [], []),
        (262, "note", 2, "Five in the kitchen. She writes the order, a porter puts it away, nobody checks the slip.", [], []),
        (707, "verbatim", 3, "Sundays. After the pans. Before the bus.", [1], []),
        (742, "verbatim", 3, "You start at the back of the walk-in, because if you start at the front you never get to the back.", [1], []),
        (1064, "observation", 4, "Laughs, looks away from the camera.", [], []),
        (1110, "verbatim", 4, "I counted everything, twice. And then the number sat there. Nobody asked me about it. So the third Sunday I went home.", [2, 5], [(3, "for"), (1, "against")]),
        (1203, "note", 4, "First skip was a bank holiday. The order on Monday was a copy of the week before.", [], []),
        (1412, "verbatim", 5, "I looked at it, I closed it, I ordered what I always order.", [5, 6], [(3, "for")]),
        (1530, "aha", 5, "She only counts again what she was asked about. The count is a defence, not a stock list.", [], []),
        (1721, "verbatim", 6, "My father kept it in his head for thirty years. That was the system.", [6], []),
        (1980, "verbatim", 7, "The first week was lovely. Somebody stood next to me.", [8], [(5, "against")]),
        (2401, "follow_up", None, "Ask to see the sheet on the office door, if it is at hand.", [], []),
    ],
    2: [
        (55, "note", 1, "Thirty years in the same house. Took over from his aunt.", [], []),
        (531, "verbatim", 2, "I'm the count. When I was in hospital there was no stock, officially.", [4], [(2, "for")]),
        (869, "verbatim", 3, "It's three hours. Three hours I could sleep.", [1], [(1, "for")]),
        (1040, "verbatim", 4, "I asked support, they sent a video. I'm in a walk-in fridge, I can't watch a video.", [], [(4, "against")]),
        (1301, "verbatim", 5, "The system said eleven kilos of butter. I could see the shelf. There was one block.", [2], [(3, "for")]),
        (1622, "note", 6, "Orders twice a week by phone, from memory. Over-orders fish on purpose.", [], []),
        (1655, "verbatim", 6, "If I have too much, I make soup. If I have too little, I have a problem with guests.", [6, 3], []),
        (1902, "verbatim", 7, "Week one they did it for me. Then they left and took their hands with them.", [8], [(5, "against")]),
        (2100, "reading", None, "He never felt that the count was his.", [], []),
    ],
    3: [
        (48, "note", 1, "Sixty seats, open grill. Her boss owns two more places.", [], []),
        (480, "verbatim", 2, "Everyone touches it. I'm the one who's asked where it went.", [4], []),
        (862, "verbatim", 3, "We count at close because that's when nobody needs anything from you. It's also when you've got nothing left.", [1], [(1, "for")]),
        (1180, "verbatim", 4, "I tried it. I didn't hand it in for two weeks and nobody said a word.", [5, 2], [(3, "for")]),
        (1238, "aha", 4, "She tested whether anybody reads it.", [], []),
        (1598, "verbatim", 6, "Trim, spill, staff lunch. It all goes to the same place, and that place isn't on the list.", [3], []),
        (1744, "verbatim", 5, "The number was fine. I was just tired. You try counting lids at one in the morning.", [1], [(1, "for"), (3, "against")]),
        (1811, "observation", 5, "Rubs her eyes, long pause.", [], []),
        (1990, "verbatim", 7, "They told me to use my phone. My phone dies in the cold, and so do my fingers.", [], [(4, "against")]),
        (2240, "off_script", None, "What would have happened if you had just not handed it in?", [], []),
    ],
    4: [
        (61, "note", 1, "Two canal houses, one kitchen each, one van between them.", [], []),
        (702, "verbatim", 3, "Head office reads mine every Monday, and I still stopped for a month in summer.", [5], [(3, "against")]),
        (1105, "verbatim", 4, "The week Kees was on holiday we had a hole in the sheet the shape of Kees.", [4], [(2, "for")]),
        (1340, "verbatim", 5, "I trust the bank balance. It's late, but it doesn't lie.", [2, 6], []),
        (1533, "verbatim", 6, "The invoice says crates, the shelf says bottles, the system says litres.", [7], []),
        (1790, "note", 6, "He keeps a second list in his own units and types it over on Fridays.", [], []),
        (1921, "verbatim", 7, "First week everybody was a hero. By week three it was me and a torch.", [8, 1], [(5, "against")]),
    ],
    5: [
        (44, "note", 1, "Twenty-eight seats, she and her sister. Wine list longer than the menu.", [], []),
        (655, "verbatim", 3, "Half twelve at night, my sister's asleep, I'm in the cellar with a torch.", [1], [(1, "for")]),
        (1090, "verbatim", 4, "Then one Sunday there was a wedding, and on Monday nothing bad happened. So.", [5], [(3, "for")]),
        (1336, "verbatim", 5, "I don't need to know what's in the fridge. I need to know who's wrong, me or the supplier.", [2], [(3, "for")]),
        (1601, "verbatim", 6, "We threw out nine kilos of chicken that Friday, and it's not in any system.", [3], []),
        (1712, "verbatim", 6, "You can't hand it over. You can only do it.", [4], [(2, "for")]),
        (2033, "note", 7, "Was shown everything on a laptop in the office, then counted on paper.", [], []),
    ],
    6: [
        (52, "note", 1, "Canteen for four hundred lunches, team of eleven.", [], []),
        (1306, "verbatim", 3, "It's quarter past midnight, the floor's wet, and I'm counting mozzarella with one glove on.", [1], [(1, "for")]),
        (1332, "verbatim", 3, "Nobody else can read it, so nobody else can check it, and on Monday I type it in the way I remember it.", [4, 2], [(2, "for")]),
        (1364, "verbatim", 4, "For the first two weeks the owner did. Then he stopped asking, so I stopped asking myself.", [5, 2], [(3, "for")]),
        (1386, "verbatim", 4, "The bin is the only honest stock count in this building.", [3], []),
        (1425, "verbatim", 5, "The system says units. A unit of chicken is what, a breast, a bag, a box? I put one.", [7, 2], []),
        (1453, "verbatim", 6, "If I say it out loud it becomes a number, and then it's my number.", [2], [(3, "for")]),
        (1880, "verbatim", 7, "I had it on the phone for a while. It was quicker. I still stopped.", [], [(4, "against"), (1, "against")]),
    ],
    7: [
        (58, "note", 1, "Three grill houses, one central kitchen for sauces.", [], []),
        (760, "verbatim", 3, "My managers send it on Sunday, I open it on Thursday. They know that.", [5], [(3, "for")]),
        (1150, "verbatim", 4, "One of them went on leave and I found out from the supplier.", [4], [(2, "for")]),
        (1420, "verbatim", 5, "When the number changed an order, they counted. When it didn't, they didn't.", [5, 2], [(3, "for")]),
        (1695, "verbatim", 6, "A box is twelve here and ten across the river. Same supplier.", [7], []),
        (1960, "verbatim", 7, "The training was good. I would buy the training again.", [8], [(5, "against")]),
    ],
    8: [
        (47, "note", 1, "Forty seats at the harbour, only open April to October.", [], []),
        (690, "verbatim", 3, "On a quiet Monday I'd do it. There are no quiet Mondays.", [1], [(1, "for")]),
        (1075, "verbatim", 4, "I was away for the boat, and when I came back nobody had opened the sheet.", [4], [(2, "for")]),
        (1377, "verbatim", 5, "Nobody rang, nobody asked. I could have written anything.", [5], [(3, "for")]),
        (1660, "verbatim", 6, "I ask the fish man what I took last year. He keeps better books than I do.", [6], []),
        (1930, "note", 7, "Started in April, stopped in May, before the season was full.", [], []),
    ],
}  # fmt: skip

# statement, detail, cited for: (person, second), against, assumptions, lenses
INSIGHTS: list[tuple[str, str, list[tuple[int, int]], list[tuple[int, int]], list[int], dict[str, str | None]]] = [
    (
        "People stop counting when the number stops changing what anyone does, not when counting gets tiring.",
        "Most of them describe a count that nobody asked about. The tiredness is real, and it was there while they still counted.",
        [(1, 1110), (3, 1180), (5, 1336), (6, 1364), (7, 1420), (8, 1377), (2, 1301)],
        [(3, 1744), (4, 702)],
        [1, 3],
        {
            "product": "After each count, say what the last one changed: one order, one price, one person told.",
            "marketing": "“Count in ten minutes” answers a complaint few people have. Lead with a count that somebody reads.",
            "strategy": None,
            "value": "The gain is an argument won with the supplier or the boss, not a fuller shelf.",
            "journey": "Name the person who reads the count on the day the kitchen signs up.",
        },
    ),
    (
        "A count belongs to one person, and leaves with them.",
        "Sheets, words and places are in one head. A week of holiday is enough to end the habit.",
        [(2, 531), (4, 1105), (5, 1712), (6, 1332), (7, 1150), (8, 1075)],
        [(3, 480)],
        [2],
        {"product": "A second name on every count, and the list in the order of the shelves.", "marketing": None},
    ),
    (
        "What is thrown away decides the order, and it is in no system.",
        "They order around waste they can see and the system can't.",
        [(3, 1598), (5, 1601), (6, 1386), (2, 1655)],
        [],
        [],
        {},
    ),
]

# insight number, text, lens, due in days, signal, check back in days
DECISIONS = [
    (
        1,
        "Show what the count changed, before the faster counter",
        "product",
        12,
        "6 of 10 pilot kitchens hand in a fourth count",
        53,
    ),
    (1, "Name a reader for every count at sign-up", "journey", 12, "Every pilot kitchen names one", 39),
    (2, "Put two names on every count", "product", 30, "Counts go on in holiday weeks in 3 of 5 kitchens", 75),
]

REPORT_ANSWER = (
    "They stop because nothing happens. In the first weeks somebody stands beside them, asks, and orders by the number. "
    "When that person leaves, the count goes on for a Sunday or two, and then it is not handed in to see whether anybody "
    "notices. Nobody does. How long it takes makes it easy to stop; it is not what makes them stop."
)
REPORT_UNKNOWN = (
    "We have heard two multi-site managers only. Nobody we met counts with somebody else, so we cannot say whether two "
    "people keep it going for longer. We have not seen a kitchen where the count did change an order for a whole season."
)
