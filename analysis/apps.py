from django.apps import AppConfig


class AnalysisConfig(AppConfig):
    name = "analysis"

    def ready(self) -> None:
        from analysis import rereading, typed  # noqa: F401  (hear of a new language, and of typed lines)
