from analysis.quoting.theme_model import Model, features, leave_one_out

MONEY, TIME, RARE = 1, 2, 3
TAGGED = [
    ("It costs too much money for a small kitchen.", [MONEY]),
    ("The price went up again, we pay more money.", [MONEY]),
    ("We pay every month and never use it.", [MONEY]),
    ("It takes an hour every night after closing.", [TIME]),
    ("I lose an hour of sleep over the count.", [TIME]),
    ("The evening is gone when the hour is late.", [TIME]),
    ("The zebra came in.", [RARE]),
]


def test_words_lead_to_the_theme_they_were_tagged_with():
    model = Model.learn(TAGGED)
    assert model.rank("We pay money")[0] == MONEY
    assert model.rank("an hour at night")[0] == TIME
    assert model.rank("zebra")[0] == RARE


def test_three_at_most_and_the_same_every_time():
    many = [(f"word{number} shared", [number]) for number in range(10)]
    model = Model.learn(many)
    assert len(model.rank("shared")) == 3
    assert model.rank("shared") == Model.learn(many).rank("shared")


def test_nothing_known_is_nothing_suggested():
    model = Model.learn(TAGGED)
    assert model.rank("qwertz") == []
    assert model.rank("") == []
    assert Model.learn([]).rank("money") == []


def test_endings_and_capitals_make_no_difference():
    assert Model.learn(TAGGED).rank("The PRICES")[0] == MONEY


def test_a_theme_without_quotes_is_known_by_its_name():
    model = Model.learn(TAGGED, {4: "Trust in the scale", MONEY: "Money"})
    assert model.rank("Nobody trusts the scale")[0] == 4
    assert Model.learn([], {4: "Trust"}).rank("trust") == [4]


def test_scripts_without_spaces_are_learned_in_pairs():
    assert list(features("库存盘点")) == ["库存", "存盘", "盘点"]
    model = Model.learn([("库存盘点太慢", [TIME]), ("价格太贵", [MONEY])])
    assert model.rank("每天盘点")[0] == TIME


def test_every_interview_is_guessed_by_the_others():
    groups = {1: TAGGED[:2], 2: TAGGED[2:5], 3: TAGGED[5:]}
    hits = leave_one_out(groups)
    assert hits.quotes == 7
    assert hits.model <= 7
    # With three themes in all, those used most are nearly always right: the figures must be able to be equal.
    assert hits.most_used == 6


def test_negative_control_an_interview_learns_nothing_from_itself():
    assert leave_one_out({1: [("zebra", [RARE])], 2: [("money", [MONEY])]}).model == 0
