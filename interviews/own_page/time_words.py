"""What the page of times says, in each language that a consent form can be in. Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class TimeWords:
    title: str
    title_taken: str
    title_declined: str
    minutes: str  # with {minutes}
    incentive: str  # with {amount}
    clock: str  # with {zone}
    other_clock: str
    zone: str
    show: str
    yours: str
    team_clock: str  # with {when}, {zone}
    where: str
    free: str
    other_times: str
    none: str
    none_other: str
    later: str
    pick: str  # with {when}
    cancel: str
    late: str  # with {hours}
    decline: str
    declined: str
    agree: str
    next: str
    read: str
    agreed: str  # the same way, for whoever has chosen
    said: dict[str, str]
    weekdays: tuple[str, ...]
    with_weekday: str  # with {weekday}, {day}


ENGLISH = TimeWords(
    title="When can we talk?",
    title_taken="Your talk",
    title_declined="You don’t take part",
    minutes="It takes {minutes} minutes.",
    incentive="As thanks you get {amount}, whatever you agree to.",
    clock="Times are by the clock of {zone}.",
    other_clock="Show them by another clock",
    zone="Time zone",
    show="Show",
    yours="Your time",
    team_clock="By our clock: {when} ({zone}).",
    where="Where",
    free="Free times",
    other_times="Take another time instead",
    none="There is no free time just now. Look again later, or answer the mail you had from us.",
    none_other="There is no other free time just now.",
    later="Later times",
    pick="Take {when}",
    cancel="I can’t come",
    late="If you can’t come, tell us {hours} hours before, if you know it by then.",
    decline="I’d rather not take part",
    declined="You said you’d rather not take part. If you change your mind, take a time below.",
    agree="Read what it is about, and choose what we may do with your words",
    next="One thing more before we talk",
    read="Read and choose",
    agreed="See what you chose, change it or withdraw",
    said={
        "taken": "It’s yours. A mail with a file for your calendar is on its way.",
        "cancelled": "The talk is cancelled. You can take another time, now or later.",
        "late": "The talk is cancelled. You can take another time, now or later.",
        "declined": "Thank you for saying so. Nobody will ask you again for this.",
        "clock": "That isn’t a time zone we know. Choose one of the list.",
    },
    weekdays=("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    with_weekday="{weekday}, {day}",
)
GERMAN = TimeWords(
    title="Wann können wir reden?",
    title_taken="Ihr Gespräch",
    title_declined="Sie nehmen nicht teil",
    minutes="Es dauert {minutes} Minuten.",
    incentive="Als Dank bekommen Sie {amount}, gleich was Sie erlauben.",
    clock="Die Zeiten gelten nach der Uhr in {zone}.",
    other_clock="Nach einer anderen Uhr zeigen",
    zone="Zeitzone",
    show="Zeigen",
    yours="Ihre Zeit",
    team_clock="Nach unserer Uhr: {when} ({zone}).",
    where="Wo",
    free="Freie Zeiten",
    other_times="Eine andere Zeit nehmen",
    none="Im Moment ist keine Zeit frei. Schauen Sie später noch einmal, oder antworten Sie auf unsere E-Mail.",
    none_other="Im Moment ist keine andere Zeit frei.",
    later="Spätere Zeiten",
    pick="{when} nehmen",
    cancel="Ich kann nicht kommen",
    late="Wenn Sie nicht kommen können, sagen Sie es uns {hours} Stunden vorher, falls Sie es da schon wissen.",
    decline="Ich möchte lieber nicht teilnehmen",
    declined="Sie wollten lieber nicht teilnehmen. Wenn Sie es sich anders überlegen, nehmen Sie unten eine Zeit.",
    agree="Lesen Sie, worum es geht, und wählen Sie, was wir mit Ihren Worten tun dürfen",
    next="Noch eins, bevor wir reden",
    read="Lesen und wählen",
    agreed="Nachsehen, was Sie erlaubt haben, es ändern oder sich zurückziehen",
    said={
        "taken": "Die Zeit gehört Ihnen. Eine E-Mail mit einer Datei für Ihren Kalender ist unterwegs.",
        "cancelled": "Das Gespräch ist abgesagt. Sie können eine andere Zeit nehmen, jetzt oder später.",
        "late": "Das Gespräch ist abgesagt. Sie können eine andere Zeit nehmen, jetzt oder später.",
        "declined": "Danke, dass Sie es sagen. Niemand fragt Sie deswegen noch einmal.",
        "clock": "Diese Zeitzone kennen wir nicht. Wählen Sie eine aus der Liste.",
    },
    weekdays=("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
    with_weekday="{weekday}, {day}",
)
TIME_WORDS = {"en": ENGLISH, "de": GERMAN}
