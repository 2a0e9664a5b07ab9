from django.apps import AppConfig


class AnalysisConfig(AppConfig):
    name = "analysis"

    def ready(self) -> None:
        from analysis.quoting import typed  # noqa: F401  (hears of typed lines)
        from analysis.search import rereading  # noqa: F401  (hears of a new language)
