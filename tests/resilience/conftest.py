from tests.config.conftest import cluster, folder  # noqa: F401
